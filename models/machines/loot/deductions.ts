/** What follows from what, line by line of the attacker's view. */
import type { Binding, Contents } from './artefacts.ts';
import type { Deduction, Thing } from './closure.ts';
import type { LootSetting } from './state.ts';

const kdkOf = ({ kdk }: { readonly kdk: number }): Thing => ({ is: 'kdk', kdk });
const filesOf = ({ kdk, dek }: { readonly kdk: number; readonly dek: number }): Thing => ({
  is: 'files',
  kdk,
  dek,
});

/** What the backup or image of a vCenter holds. */
function vcenterSecrets({ variant }: LootSetting, holder: { readonly kdk: number }): readonly Thing[] {
  return variant.vsanProvider === 'standard' ? [kdkOf(holder), { is: 'kmsCredentials' }] : [kdkOf(holder)];
}

/** The configuration on a boot device; the reading says if keys are written without a TPM. */
function configurationOf({ switches }: LootSetting, device: Contents['bootDevice']): Thing {
  const { kdk, binding, persistence } = device;
  const empty = binding === 'file' && switches.noTpmRetention === 'volatile';
  return { is: 'configuration', kdk, persistence, empty };
}

const configurationKeyOf = ({ binding }: { readonly binding: Binding }): Thing => ({
  is: 'configurationKey',
  binding,
});

const vsan: readonly Deduction[] = [
  {
    name: 'a device without encryption at rest shows its files',
    sources: ['loot-plain-device'],
    follows: (held) => held.all('vsanDevice').flatMap((device) => (device.dare ? [] : [filesOf(device)])),
  },
  {
    name: 'the KDK opens the data key of a device',
    sources: ['stolen-disk', 'kdk-opens-all'],
    follows: (held, { variant }) =>
      held
        .all('vsanDevice')
        .filter(({ dare, kdk }) => dare && variant.vsanProvider === 'native' && held.has({ is: 'kdk', kdk }))
        .map(({ dek }) => ({ is: 'vsanDek', dek })),
  },
  {
    name: 'the key of the key server opens the data key of a device',
    sources: ['stolen-disk', 'loot-split-providers'],
    follows: (held, { variant }) =>
      held
        .all('vsanDevice')
        .filter(({ dare }) => dare && variant.vsanProvider === 'standard' && held.has({ is: 'kmsKey' }))
        .map(({ dek }) => ({ is: 'vsanDek', dek })),
  },
  {
    name: 'the data key of a device opens its files',
    sources: ['stolen-disk'],
    follows: (held) =>
      held
        .all('vsanDevice')
        .filter(({ dare, dek }) => dare && held.has({ is: 'vsanDek', dek }))
        .map(filesOf),
  },
  {
    name: 'vSAN traffic that is not encrypted shows the files',
    sources: ['loot-wire'],
    follows: (held) =>
      held.all('wireCapture').flatMap((capture) => (capture.transit ? [] : [filesOf(capture)])),
  },
];

const files: readonly Deduction[] = [
  {
    name: 'files show what is not encrypted by itself',
    sources: ['loot-plain-device', 'vtpm-encrypts-home'],
    follows: (held) => (held.all('files').length === 0 ? [] : [{ is: 'vtpmDisk' }, { is: 'plain' }]),
  },
  {
    name: 'the KDK opens the data keys in the files',
    sources: ['kdk-opens-all', 'dek-travels'],
    follows: (held) =>
      held
        .all('files')
        .filter(({ kdk }) => held.has({ is: 'kdk', kdk }))
        .map(({ dek }) => ({ is: 'machineDeks', dek })),
  },
  {
    name: 'a data key opens all files of its generation',
    sources: ['loot-old-copies'],
    follows: (held) =>
      held
        .all('files')
        .filter(({ dek }) => held.has({ is: 'machineDeks', dek }))
        .flatMap(({ dek }): readonly Thing[] => [
          { is: 'full', dek },
          { is: 'vtpmHome', dek },
        ]),
  },
  {
    name: 'a replica is the files',
    sources: ['kdk-opens-all'],
    follows: (held) => held.all('replica').map(filesOf),
  },
  {
    name: 'backup media hold disks in clear',
    sources: ['loot-media'],
    follows: (held) =>
      held
        .all('vadpMedia')
        .filter(({ protection }) => protection === 'clear' || held.has({ is: 'mediaPassword' }))
        .flatMap(({ dek }): readonly Thing[] => [{ is: 'full', dek }, { is: 'vtpmDisk' }, { is: 'plain' }]),
  },
];

const host: readonly Deduction[] = [
  {
    name: 'the key of the archive lies beside it',
    sources: ['boot-device-mode-none'],
    follows: (held, { switches }) =>
      held
        .all('bootDevice')
        .filter(({ binding }) => binding === 'file' && switches.noTpmArchive === 'readable')
        .map(configurationKeyOf),
  },
  {
    name: 'the recovery key opens a sealed configuration',
    sources: ['loot-recovery-key', 'boot-device-sealed'],
    follows: (held) =>
      held
        .all('bootDevice')
        .filter(({ binding }) => binding === 'tpm' && held.has({ is: 'recoveryKey' }))
        .map(configurationKeyOf),
  },
  {
    name: 'a whole host has its devices in it',
    sources: ['loot-whole-host'],
    follows: (held) =>
      held.all('wholeHost').flatMap(({ kdk, dek, dare, binding, persistence }): readonly Thing[] => [
        { is: 'vsanDevice', kdk, dek, dare },
        { is: 'bootDevice', kdk, binding, persistence },
      ]),
  },
  {
    name: 'a stolen host boots, and its memory is read',
    sources: ['loot-whole-host', 'loot-host-login'],
    follows: (held, { variant }) =>
      variant.hostLogin === 'holds' ? [] : held.all('wholeHost').map(configurationKeyOf),
  },
  {
    name: 'a chip that asks for nothing gives its key to whatever was booted',
    sources: ['config-tampered-boot', 'config-policy-secure-boot', 'loot-unasked-seal'],
    follows: (held) =>
      held
        .all('wholeHost')
        .filter(({ secureBoot }) => !secureBoot)
        .map(configurationKeyOf),
  },
  {
    name: 'a configuration key opens every copy of the boot device',
    sources: ['loot-one-configuration-key'],
    follows: (held, setting) =>
      held
        .all('bootDevice')
        .filter((device) => held.has(configurationKeyOf(device)))
        .map((device) => configurationOf(setting, device)),
  },
  {
    name: 'a configuration holds keys',
    sources: ['kdk-in-configuration', 'loot-persistence', 'vsan-asks-kms-itself'],
    follows: (held, { variant }) =>
      held
        .all('configuration')
        .filter(({ empty }) => !empty)
        .flatMap(({ kdk, persistence }): readonly Thing[] => [
          { is: 'kdk', kdk },
          ...(persistence ? [{ is: 'kmsKey' } as const] : []),
          ...(variant.vsanProvider === 'standard' ? [{ is: 'kmsCredentials' } as const] : []),
        ]),
  },
];

const kept: readonly Deduction[] = [
  {
    name: 'a .p12 without a password is the KDK',
    sources: ['plain-p12-yields-kdk'],
    follows: (held) =>
      held
        .all('p12')
        .filter(({ password }) => password === 'none')
        .map(kdkOf),
  },
  {
    name: 'the text file beside a .p12 is its password',
    sources: ['plain-p12-yields-kdk'],
    follows: (held) =>
      held.all('p12').some(({ password }) => password === 'beside') ? [{ is: 'p12Password' }] : [],
  },
  {
    name: 'a .p12 and the password of the exports are the KDK',
    sources: ['p12-holds-kdk', 'bound-one-password'],
    follows: (held) =>
      held
        .all('p12')
        .filter(({ password }) => password !== 'none' && held.has({ is: 'p12Password' }))
        .map(kdkOf),
  },
  {
    name: 'a vCenter backup without a password shows its secrets',
    sources: ['plain-backup-yields-kdk', 'loot-kms-credentials'],
    follows: (held, setting) =>
      held
        .all('vcsaBackup')
        .filter(({ password }) => password === 'none')
        .flatMap((backup) => vcenterSecrets(setting, backup)),
  },
  {
    name: 'a weak backup password is guessed',
    sources: ['loot-guessing'],
    follows: (held, setting) =>
      held
        .all('vcsaBackup')
        .filter(({ password }) => password === 'weak')
        .flatMap((backup) => vcenterSecrets(setting, backup)),
  },
  {
    name: 'a vCenter backup and its password show its secrets',
    sources: ['loot-guessing'],
    follows: (held, setting) =>
      held
        .all('vcsaBackup')
        .filter(({ password }) => password === 'strong' && held.has({ is: 'backupPassword' }))
        .flatMap((backup) => vcenterSecrets(setting, backup)),
  },
  {
    name: 'an image of vCenter shows its secrets',
    sources: ['loot-image-backup', 'loot-kms-credentials'],
    follows: (held, setting) => held.all('vcsaImage').flatMap((image) => vcenterSecrets(setting, image)),
  },
  {
    name: 'credentials and the network reach the key server',
    sources: ['loot-kms-credentials'],
    follows: (held) =>
      held.has({ is: 'kmsCredentials' }) && held.has({ is: 'kmsNetwork' }) ? [{ is: 'kmsKey' }] : [],
  },
  {
    name: 'another vCenter with the same provider has the same KDK',
    sources: ['loot-same-provider'],
    follows: (held) => held.all('otherVcenter').map(kdkOf),
  },
];

const traces: readonly Deduction[] = [
  {
    name: 'the KDK opens a bundle without a password',
    sources: ['loot-dumps'],
    follows: (held) =>
      held
        .all('supportBundle')
        .filter(({ protection, kdk }) => protection === 'hostKey' && held.has({ is: 'kdk', kdk }))
        .map(({ kdk }) => ({ is: 'openedBundle', kdk })),
  },
  {
    name: 'a password opens a bundle',
    sources: ['loot-dumps'],
    follows: (held) =>
      held
        .all('supportBundle')
        .filter(
          ({ protection }) =>
            protection === 'weak' || (protection === 'strong' && held.has({ is: 'bundlePassword' })),
        )
        .map(({ kdk }) => ({ is: 'openedBundle', kdk })),
  },
  {
    name: 'an opened bundle shows the dump, and maybe keys',
    sources: ['loot-dumps', 'loot-dump-keys'],
    follows: (held, { switches }) =>
      held
        .all('openedBundle')
        .flatMap((bundle): readonly Thing[] => [
          { is: 'hostDump' },
          ...(switches.coredumpHasKeys === 'may' ? [kdkOf(bundle)] : []),
        ]),
  },
  {
    name: 'a core dump of vCenter may show the KDK',
    sources: ['loot-vcenter-dump', 'loot-vcenter-dump-kdk'],
    follows: (held, { switches }) =>
      switches.coredumpHasKeys === 'may' ? held.all('vcenterDump').map(kdkOf) : [],
  },
  {
    name: 'an administrator decrypts and exports',
    sources: ['loot-administrator'],
    follows: (held) =>
      held
        .all('administrator')
        .flatMap(({ kdk, dek }): readonly Thing[] => [
          { is: 'kdk', kdk },
          { is: 'full', dek },
          { is: 'vtpmHome', dek },
          { is: 'vtpmDisk' },
          { is: 'plain' },
        ]),
  },
];

export const deductions: readonly Deduction[] = [...vsan, ...files, ...host, ...kept, ...traces];
