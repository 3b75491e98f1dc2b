/** What a site does about its protection: seal, enforce, encrypt, rotate. */
import { asked } from './copy-rules.ts';
import { type RuleOf, when } from './state.ts';
import { closed } from './thief-rules.ts';

export const sealConfiguration: RuleOf<'sealConfiguration'> = {
  claim: 'Sealing binds the configuration to the TPM, and makes a recovery key.',
  sources: ['seal-later', 'boot-device-sealed'],
  by: 'operator',
  spends: 0,
  candidates: (setting) => asked(setting, 'sealConfiguration', [{ type: 'sealConfiguration' }]),
  parts: ({ variant }) => [
    {
      reads: ['host'],
      writes: ['host'],
      refusal: ({ host }) => when(!variant.tpm, 'noTpm') ?? when(host.binding === 'tpm', 'alreadySealed'),
      apply: ({ host }) => ({ host: { ...host, binding: 'tpm' } }),
    },
  ],
};

export const enforceSecureBoot: RuleOf<'enforceSecureBoot'> = {
  claim: 'With secure boot required the TPM gives its key to nothing but ESXi.',
  sources: ['config-enforcement', 'config-tampered-boot'],
  by: 'operator',
  spends: 0,
  candidates: (setting) => asked(setting, 'enforceSecureBoot', [{ type: 'enforceSecureBoot' }]),
  parts: () => [
    {
      reads: ['host'],
      writes: ['host'],
      refusal: ({ host }) =>
        when(host.binding !== 'tpm', 'notSealed') ?? when(host.secureBoot, 'alreadyEnforced'),
      apply: ({ host }) => ({ host: { ...host, secureBoot: true } }),
    },
  ],
};

export const enablePersistence: RuleOf<'enablePersistence'> = {
  claim: 'Key persistence writes the keys of a Standard Key Provider into the configuration.',
  sources: ['loot-persistence'],
  by: 'operator',
  spends: 0,
  candidates: (setting) => asked(setting, 'enablePersistence', [{ type: 'enablePersistence' }]),
  parts: () => [
    {
      reads: ['host'],
      writes: ['host'],
      refusal: ({ host }) => when(host.persistence, 'persistenceOn'),
      apply: ({ host }) => ({ host: { ...host, persistence: true } }),
    },
  ],
};

export const enableDare: RuleOf<'enableDare'> = {
  claim:
    'Encryption at rest rewrites the devices; in the Express Storage Architecture it brings that in transit.',
  sources: ['stolen-disk', 'vsan-transit'],
  by: 'operator',
  spends: 0,
  candidates: (setting) => asked(setting, 'enableDare', [{ type: 'enableDare' }]),
  parts: ({ variant }) => [
    {
      reads: ['vsan'],
      writes: ['vsan'],
      refusal: ({ vsan }) => when(vsan.dare, 'dareOn'),
      apply: ({ vsan }) => ({
        vsan: { dare: true, transit: vsan.transit || variant.architecture === 'esa' },
      }),
    },
  ],
};

export const enableTransit: RuleOf<'enableTransit'> = {
  claim: 'Encryption in transit is a switch of its own in the original architecture.',
  sources: ['vsan-transit', 'loot-wire'],
  by: 'operator',
  spends: 0,
  candidates: (setting) => asked(setting, 'enableTransit', [{ type: 'enableTransit' }]),
  parts: ({ variant }) => [
    {
      reads: ['vsan'],
      writes: ['vsan'],
      refusal: ({ vsan }) =>
        when(variant.architecture === 'esa', 'transitIsAutomatic') ?? when(vsan.transit, 'transitOn'),
      apply: ({ vsan }) => ({ vsan: { ...vsan, transit: true } }),
    },
  ],
};

const kdksMax = 2;
const deksMax = 2;

export const rotateKdk: RuleOf<'rotateKdk'> = {
  claim: 'A rotation wraps every data key anew; the data keys and the data stay the same.',
  sources: ['loot-old-copies', 'vsan-shallow-rekey', 'bound-two-keys'],
  by: 'operator',
  spends: 0,
  candidates: (setting) => asked(setting, 'rotateKdk', [{ type: 'rotateKdk' }]),
  parts: () => [
    {
      reads: ['keys', 'link', 'loot/exportLink'],
      writes: ['keys', 'link', 'loot/exportLink'],
      refusal: ({ keys }) => when(keys.kdk === kdksMax, 'kdkLimit'),
      apply: ({ keys, link }) => ({
        keys: { ...keys, kdk: keys.kdk + 1 },
        ...(link.state === 'open' ? closed : {}),
      }),
    },
  ],
};

export const deepRekey: RuleOf<'deepRekey'> = {
  claim: 'A deep rekey gives new data keys to all data that are written from then on.',
  sources: ['loot-old-copies', 'vsan-deep-rekey'],
  by: 'operator',
  spends: 0,
  candidates: (setting) => asked(setting, 'deepRekey', [{ type: 'deepRekey' }]),
  parts: () => [
    {
      reads: ['keys'],
      writes: ['keys'],
      refusal: ({ keys }) => when(keys.dek === deksMax, 'dekLimit'),
      apply: ({ keys }) => ({ keys: { ...keys, dek: keys.dek + 1 } }),
    },
  ],
};
