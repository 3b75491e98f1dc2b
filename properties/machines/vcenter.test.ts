/** The whole space of the vCenter machine: its invariants in every state, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import type { Event } from '../../models/machines/vcenter/events.ts';
import { vcenter } from '../../models/machines/vcenter/vcenter.ts';
import type { ReadingName, Switches } from '../../models/reading.ts';
import { effectsOf, typesThat } from './guards.ts';
import { brokenIn, pictureOf, settingIn, soundWith, spaceOf } from './whole.ts';

const settingOf = (name: string, reading: ReadingName = 'vendor', changed: Partial<Switches> = {}) =>
  settingIn(vcenter, name, reading, changed);

describe.each(['article', 'vendor'] as const)('every state, reading %s,', (reading) => {
  it.each([
    ['before-7.0U2', 2, 1, 1],
    ['life-7.0U2', 2, 2_210, 2_210],
    ['same-name-7.0U3', 2, 422, 438],
    ['defaults-8.0', 2, 160, 160],
    ['defaults-8.0U1', 2, 260, 260],
    ['restore-8.0', 2, 2_042, 2_042],
    ['ha-8.0', 2, 1_421, 1_421],
    ['linked-8.0', 2, 1_968, 1_968],
    ['bootstrap-8.0', 1, 3_881, 3_881],
    ['standalone-8.0', 2, 98, 98],
    ['licence-perpetual', 2, 54, 54],
    ['licence-subscription', 2, 54, 54],
    ['migration-9.0', 1, 8_186, 8_186],
  ])('of %s within %i faults keeps the invariants', (name, faultsMax, article, asDocumented) => {
    const count = reading === 'article' ? article : asDocumented;
    expect(pictureOf(vcenter, settingOf(name, reading), faultsMax)).toEqual(soundWith(count));
  });
});

describe('other switches', () => {
  it.each([
    ['restore-8.0', { remediation: 'addsOnly' }],
    ['linked-8.0', { remediation: 'addsOnly' }],
    ['life-7.0U2', { importCountsAsBackup: false }],
    ['life-7.0U2', { pushBeforeActivation: true }],
  ] as const)('keep the invariants of %s with %o', (name, changes) => {
    expect(pictureOf(vcenter, settingOf(name, 'vendor', changes), 2).broken).toEqual([]);
  });

  it('let hosts hold a key that nobody saved, where keys are pushed before the backup', () => {
    const [invariant] = vcenter.invariants(settingOf('life-7.0U2'));
    if (invariant === undefined) throw new Error('there is no invariant');
    const setting = settingOf('life-7.0U2', 'vendor', { pushBeforeActivation: true });
    const { states } = spaceOf(vcenter.machine(setting), 0);
    expect(brokenIn([invariant], setting, states)).toEqual(['no use before backup']);
  });
});

const breaking: readonly Event['type'][] = [
  'addHost',
  'addVtpmOnHost',
  'configureCryptoKey',
  'enableHostEncryption',
  'encryptMachine',
  'handOverProvider',
  'importProvider',
  'reinstallHost',
  'setClusterDefault',
  'setDefault',
  'startMachine',
  'startMigration',
  'vcenterRemediatesHost',
];

const moving: readonly Event['type'][] = [
  'acknowledgeAlarm',
  'backupPasswordIsForgotten',
  'backupRuns',
  'createProvider',
  'createProviderOnHost',
  'decryptMachine',
  'finishMigration',
  'joinVcenter',
  'moveIntoCluster',
  'rebuildVcenter',
  'reconnectHost',
  'recreateProvider',
  'rekeyMachine',
  'repairStandby',
  'restoreVcenter',
];

/** Rules that may lose their guards without any state being new within two faults, and why that is so. */
const harmless: Readonly<Partial<Record<Event['type'], string>>> = {
  addStandardProvider: 'it could be added before the KMS went down',
  alarmReturns: 'an alarm that is raised stays raised',
  backupIsLost: 'what is lost stays lost',
  bootHost: 'a host that is on and is booted again is one that was enabled',
  clearClusterDefault: 'no default stays no default',
  deleteProvider: 'what is gone stays gone; a vCenter that stopped could delete it before',
  disconnectHost: 'it could be disconnected before its vCenter stopped',
  downloadBackup: 'a link costs nothing',
  encryptVsan: 'it could be encrypted before the licence became less',
  exportFromBackup: 'the .p12 is like the one that was there from the start',
  exportProvider: 'whoever logged in by IP address can log in by FQDN',
  hostCrashes: 'what is off stays off',
  kmsStarts: 'what is up stays up',
  kmsStops: 'what is down stays down',
  licenceChanges: 'what is unchanged stays so',
  linkExpires: 'no link stays no link',
  moveHost: 'moving a host to where it is only ends a migration',
  p12IsLost: 'what is lost stays lost',
  passwordIsForgotten: 'a .p12 could have been downloaded with a password before',
  powerOffMachine: 'a machine that is off stays off',
  rollBackMigration: 'no migration stays none',
  startVcenter: 'starting a lost vCenter is like building it anew',
  updateKeyId: 'the id could be changed before',
  vcenterNodeFails: 'what is lost stays lost',
  vcenterStops: 'a lost vCenter that is stopped is one that was rebuilt, and stopped by another fault',
  verifyP12: 'it changes nothing; its refusals are compared with the twin',
};

describe('guards', () => {
  it('are each needed, or harmless for a reason', () => {
    const trials = Object.keys(vcenter.variants)
      .filter((name) => name !== 'migration-9.0' && name !== 'bootstrap-8.0')
      .map((name) => ({ setting: settingOf(name) }));
    const bootstrap: readonly Event['type'][] = ['createProviderOnHost', 'addVtpmOnHost', 'handOverProvider'];
    const standard: readonly Event['type'][] = [
      'addStandardProvider',
      'kmsStops',
      'kmsStarts',
      'rekeyMachine',
      'exportProvider',
      'downloadBackup',
    ];
    const effects = effectsOf(
      vcenter,
      [
        ...trials,
        { setting: settingOf('bootstrap-8.0'), types: bootstrap },
        { setting: settingOf('migration-9.0'), types: standard },
      ],
      { faultsMax: 2, statesMax: 1_500 },
    );
    expect(typesThat(effects, 'breaks')).toEqual(breaking);
    expect(typesThat(effects, 'moves')).toEqual(moving);
    expect(typesThat(effects, 'nothing')).toEqual(Object.keys(harmless));
    expect(effects.size).toBe(Object.keys(vcenter.machine(settingOf('before-7.0U2')).rules).length);
  });
});
