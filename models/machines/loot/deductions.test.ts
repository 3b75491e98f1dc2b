/** Each deduction by itself: what it yields, and that without it nothing does. */
import { describe, expect, it } from 'vitest';
import { readings, type Switches } from '../../reading.ts';
import { closureOf, type Thing } from './closure.ts';
import { deductions } from './deductions.ts';
import { loot } from './loot.ts';
import type { LootSetting, Variant } from './state.ts';

const vendor = readings.find(({ name }) => name === 'vendor')?.switches as Switches;

function settingOf(changes: Partial<Variant> = {}, switches: Partial<Switches> = {}): LootSetting {
  const variant = loot.variants['devices'] as Variant;
  return { variant: { ...variant, ...changes }, switches: { ...vendor, ...switches } };
}

const kdk: Thing = { is: 'kdk', kdk: 1 };
const standard = settingOf({ vsanProvider: 'standard' });
const holds = settingOf({ hostLogin: 'holds' });
const never = settingOf({}, { coredumpHasKeys: 'never' });
const device: Thing = { is: 'vsanDevice', kdk: 1, dek: 1, dare: true };
const bare: Thing = { ...device, dare: false };
const files: Thing = { is: 'files', kdk: 1, dek: 1 };
const sealed: Thing = { is: 'bootDevice', kdk: 1, binding: 'tpm', persistence: false };
const unsealed: Thing = { ...sealed, binding: 'file' };
const host: Thing = {
  is: 'wholeHost',
  kdk: 1,
  dek: 1,
  dare: true,
  binding: 'tpm',
  persistence: true,
  secureBoot: false,
};
const enforced: Thing = { ...host, secureBoot: true };
const configuration: Thing = { is: 'configuration', kdk: 1, persistence: true, empty: false };
const strongBackup: Thing = { is: 'vcsaBackup', kdk: 1, password: 'strong' };
const bundle = (protection: 'hostKey' | 'weak' | 'strong'): Thing => ({
  is: 'supportBundle',
  kdk: 1,
  protection,
});

type Case = readonly [name: string, has: readonly Thing[], yields: Thing, setting?: LootSetting];

const cases: readonly Case[] = [
  ['a device without encryption at rest shows its files', [bare], { is: 'plain' }],
  ['the KDK opens the data key of a device', [device, kdk], { is: 'full', dek: 1 }],
  [
    'the key of the key server opens the data key of a device',
    [device, { is: 'kmsKey' }],
    { is: 'vtpmDisk' },
    standard,
  ],
  ['the data key of a device opens its files', [device, kdk], { is: 'plain' }],
  [
    'vSAN traffic that is not encrypted shows the files',
    [{ is: 'wireCapture', kdk: 1, dek: 1, transit: false }],
    { is: 'vtpmDisk' },
  ],
  ['files show what is not encrypted by itself', [files], { is: 'plain' }],
  ['the KDK opens the data keys in the files', [files, kdk], { is: 'full', dek: 1 }],
  [
    'a data key opens all files of its generation',
    [{ is: 'files', kdk: 2, dek: 1 }, files, kdk],
    { is: 'vtpmHome', dek: 1 },
  ],
  ['a replica is the files', [{ is: 'replica', kdk: 1, dek: 1 }], { is: 'vtpmDisk' }],
  [
    'backup media hold disks in clear',
    [{ is: 'vadpMedia', dek: 1, protection: 'encrypted' }, { is: 'mediaPassword' }],
    { is: 'full', dek: 1 },
  ],
  ['the key of the archive lies beside it', [unsealed], kdk],
  ['the recovery key opens a sealed configuration', [sealed, { is: 'recoveryKey' }], kdk],
  ['a whole host has its devices in it', [{ ...enforced, dare: false }], { is: 'plain' }, holds],
  ['a stolen host boots, and its memory is read', [enforced], kdk],
  ['a chip that asks for nothing gives its key to whatever was booted', [host], kdk, holds],
  ['a configuration key opens every copy of the boot device', [sealed, { ...enforced, kdk: 2 }], kdk],
  ['a configuration holds keys', [configuration], { is: 'kmsKey' }, standard],
  ['a .p12 without a password is the KDK', [{ is: 'p12', kdk: 1, password: 'none' }], kdk],
  [
    'the text file beside a .p12 is its password',
    [
      { is: 'p12', kdk: 1, password: 'apart' },
      { is: 'p12', kdk: 2, password: 'beside' },
    ],
    kdk,
  ],
  [
    'a .p12 and the password of the exports are the KDK',
    [{ is: 'p12', kdk: 1, password: 'apart' }, { is: 'p12Password' }],
    kdk,
  ],
  [
    'a vCenter backup without a password shows its secrets',
    [{ is: 'vcsaBackup', kdk: 1, password: 'none' }],
    kdk,
  ],
  ['a weak backup password is guessed', [{ is: 'vcsaBackup', kdk: 1, password: 'weak' }], kdk],
  ['a vCenter backup and its password show its secrets', [strongBackup, { is: 'backupPassword' }], kdk],
  ['an image of vCenter shows its secrets', [{ is: 'vcsaImage', kdk: 1 }], kdk],
  [
    'credentials and the network reach the key server',
    [{ is: 'vcsaImage', kdk: 1 }, { is: 'kmsNetwork' }],
    { is: 'kmsKey' },
    standard,
  ],
  ['another vCenter with the same provider has the same KDK', [{ is: 'otherVcenter', kdk: 1 }], kdk],
  ['the KDK opens a bundle without a password', [bundle('hostKey'), kdk], { is: 'hostDump' }],
  ['a password opens a bundle', [bundle('strong'), { is: 'bundlePassword' }], { is: 'hostDump' }],
  ['an opened bundle shows the dump, and maybe keys', [bundle('weak')], kdk],
  ['a core dump of vCenter may show the KDK', [{ is: 'vcenterDump', kdk: 1 }], kdk],
  [
    'an administrator decrypts and exports',
    [{ is: 'administrator', kdk: 1, dek: 1 }],
    { is: 'full', dek: 1 },
  ],
];

describe('a deduction', () => {
  it('is each tried below', () => {
    expect(cases.map(([name]) => name)).toEqual(deductions.map(({ name }) => name));
  });

  it.each(cases.map(([name, has, yields, setting = settingOf()]) => ({ name, has, yields, setting })))(
    '$name',
    ({ name, has, yields, setting }) => {
      expect(closureOf(has, setting, deductions).has(yields)).toBe(true);
      const others = deductions.filter((deduction) => deduction.name !== name);
      expect(closureOf(has, setting, others).has(yields)).toBe(false);
    },
  );

  it('needs all that it starts from', () => {
    for (const [, has, yields, setting = settingOf()] of cases.filter(([, things]) => things.length > 1)) {
      for (const left of has) {
        const fewer = has.filter((thing) => thing !== left);
        const redundant = left.is === 'files' && left.kdk === 2;
        expect(closureOf(fewer, setting, deductions).has(yields)).toBe(redundant);
      }
    }
  });
});

describe('what is closed stays closed', () => {
  it.each<readonly [string, readonly Thing[], LootSetting]>([
    ['a device under encryption at rest', [device], settingOf()],
    ['a device of a Standard Key Provider, with the KDK', [device, kdk], standard],
    ['a sealed boot device', [sealed], settingOf()],
    ['an archive that is opaque', [unsealed], settingOf({}, { noTpmArchive: 'opaque' })],
    ['an archive without keys', [unsealed], settingOf({}, { noTpmRetention: 'volatile' })],
    ['a host that gives its key to ESXi only', [enforced], holds],
    ['a strong backup', [strongBackup], settingOf()],
    ['a .p12 without its password', [{ is: 'p12', kdk: 1, password: 'apart' }], settingOf()],
    ['a bundle under the host key', [bundle('hostKey')], settingOf()],
    ['a core dump of vCenter without keys', [{ is: 'vcenterDump', kdk: 1 }], never],
    [
      'traffic under encryption in transit',
      [{ is: 'wireCapture', kdk: 1, dek: 1, transit: true }],
      settingOf(),
    ],
    ['encrypted media', [{ is: 'vadpMedia', dek: 1, protection: 'encrypted' }], settingOf()],
    ['credentials without the network', [{ is: 'kmsCredentials' }], standard],
  ])('%s', (_, has, setting) => {
    const held = closureOf(has, setting, deductions);
    const open = (['full', 'vtpmHome', 'vtpmDisk', 'plain', 'hostDump', 'kmsKey'] as const).filter(
      (kind) => held.all(kind).length > 0,
    );
    expect(open).toEqual([]);
    expect(held.has(kdk)).toBe(has.includes(kdk));
  });
});

describe('more loot', () => {
  it('never yields less', () => {
    const catalogue = cases.flatMap(([, has]) => has);
    for (const setting of [settingOf(), standard, holds, never]) {
      for (const one of catalogue) {
        const alone = deductionsYield([one], setting);
        for (const other of catalogue) {
          const both = closureOf([one, other], setting, deductions);
          expect(alone.every((thing) => both.has(thing))).toBe(true);
        }
      }
    }
  });
});

/** The data and keys that follow from some things. */
function deductionsYield(things: readonly Thing[], setting: LootSetting): readonly Thing[] {
  const held = closureOf(things, setting, deductions);
  const kinds = ['full', 'vtpmHome', 'vtpmDisk', 'plain', 'hostDump', 'kdk', 'kmsKey'] as const;
  return kinds.flatMap((kind): readonly Thing[] => held.all(kind));
}
