/** The whole space of the secure configuration: its invariants in every state, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import type { Event } from '../../models/machines/secure-configuration/events.ts';
import { secureConfiguration } from '../../models/machines/secure-configuration/secure-configuration.ts';
import type { ConfigurationSetting, State } from '../../models/machines/secure-configuration/state.ts';
import type { ReadingName, Switches } from '../../models/reading.ts';
import { type GuardRow, testGuards } from './suite.ts';
import { pictureOf, settingIn, soundWith, spaceOf, unguarded } from './whole.ts';

const settingOf = (name: string, reading: ReadingName = 'vendor', changed: Partial<Switches> = {}) =>
  settingIn(secureConfiguration, name, reading, changed);

describe('every state within two faults', () => {
  it.each([
    ['tpm-2.0', 2_334, 2_340],
    ['tpm-unusable', 4_303, 2_085],
    ['tpm-added-later', 5_830, 3_616],
    ['tpm-1.2', 65, 57],
    ['no-tpm', 65, 57],
    ['vendor-7.0U2', 1_475, 721],
    ['8.0-quick-boot', 2_334, 2_340],
    ['auto-deploy', 116, 116],
  ] as const)(
    'of %s keeps the invariants: %i as the article reads, %i as the vendor',
    (name, article, vendor) => {
      expect(pictureOf(secureConfiguration, settingOf(name, 'article'), 2)).toEqual(soundWith(article));
      expect(pictureOf(secureConfiguration, settingOf(name, 'vendor'), 2)).toEqual(soundWith(vendor));
    },
  );

  it('keeps them with every switch the other way', () => {
    const switches = {
      noTpmArchive: 'opaque',
      firmwareUpdateUnseal: 'ok',
      tpmLockout: 'transient',
      cfgDirtyWindow: 'none',
    } as const;
    expect(pictureOf(secureConfiguration, settingOf('tpm-2.0', 'vendor', switches), 2)).toEqual(
      soundWith(2_234),
    );
    expect(pictureOf(secureConfiguration, settingOf('tpm-unusable', 'vendor', switches), 2)).toEqual(
      soundWith(1_764),
    );
  });
});

describe('what the readings say of a host that seals nothing', () => {
  const goal = (name: string, setting: ConfigurationSetting, state: State): boolean =>
    secureConfiguration.goals(setting).some((each) => each.name === name && each.reached(state));

  it.each(['no-tpm', 'tpm-1.2'])('%s: it never starts with the KDK, or a thief can read it', (name) => {
    const article = settingOf(name, 'article');
    const vendor = settingOf(name, 'vendor');
    const volatile = spaceOf(secureConfiguration.machine(article), 2).states;
    const kept = spaceOf(secureConfiguration.machine(vendor), 2).states;
    expect(volatile.filter((state) => goal('startsWithKdk', article, state))).toEqual([]);
    expect(volatile.filter((state) => !goal('bootDeviceSecret', article, state))).toEqual([]);
    const starts = kept.filter((state) => goal('startsWithKdk', vendor, state));
    expect(starts.length).toBeGreaterThan(0);
    expect(starts.filter((state) => goal('bootDeviceSecret', vendor, state))).toEqual([]);
  });
});

const breaking: readonly GuardRow<Event['type']>[] = [
  ['vcenterPushesKdk', 'tpm-2.0', 1, 'downHoldsNothing'],
  ['reinstallHost', 'auto-deploy', 1, 'statelessKeepsNothing'],
  ['sealConfiguration', 'tpm-added-later', 1, 'downHoldsNothing'],
  ['tpmLocksOut', 'tpm-added-later', 1, 'usedChipSeals'],
  ['lockoutEnds', 'tpm-2.0', 1, 'usedChipSeals'],
  ['requireSecureBoot', 'tpm-added-later', 1, 'runsInsidePolicy'],
  ['requireExecInstalledOnly', 'tpm-2.0', 1, 'runsInsidePolicy'],
  ['rotateRecoveryKey', 'tpm-2.0', 1, 'recoveryKeyNeedsTpm'],
  ['enterRecoveryKey', 'tpm-2.0', 1, 'runsInsidePolicy'],
  ['noteRecoveryKey', 'tpm-2.0', 1, 'badKeyIsNotTheKey'],
  ['makeTpmUsable', 'tpm-1.2', 1, 'oldChipIsNeverUsed'],
  ['tpmIsCleared', 'tpm-1.2', 1, 'oldChipIsNeverUsed'],
  ['tpmGoesStale', 'tpm-1.2', 1, 'oldChipIsNeverUsed'],
  ['boardIsSwapped', 'tpm-1.2', 1, 'oldChipIsNeverUsed'],
  ['moveBootDevice', 'tpm-1.2', 1, 'oldChipIsNeverUsed'],
  ['firmwareIsUpdated', 'tpm-1.2', 1, 'oldChipIsNeverUsed'],
  ['bootDeviceFails', 'auto-deploy', 1, 'statelessKeepsNothing'],
];

/**
 * Guards whose loss lets in states that no invariant is about: each of them can be reached with the guard too, and only
 * costs more faults then. A test below says so.
 */
const moving: readonly GuardRow<Event['type']>[] = [
  ['bootHost', 'tpm-2.0', 1, 'a host that runs halts: otherwise it has to go down first'],
  ['cronWrites', 'tpm-2.0', 1, 'an archive without KDK: otherwise that of a reinstalled host'],
  ['autoBackup', 'tpm-2.0', 1, 'an archive without KDK: otherwise that of a reinstalled host'],
  ['addHost', 'tpm-2.0', 1, 'a host that is off and known: otherwise it was added and went down'],
  ['clearEk', 'tpm-2.0', 1, 'a host that is off and known: otherwise its key was cleared and it went down'],
  ['clearTpm', 'tpm-2.0', 1, 'a chip that is cleared without a fault'],
  ['tpmFails', 'tpm-unusable', 1, 'a chip that could not be used anyway: otherwise it fails once it can'],
  [
    'turnOn',
    'tpm-added-later',
    1,
    'a setting that changes while the host runs: otherwise it goes down first',
  ],
];

const harmless: readonly GuardRow<Event['type']>[] = [
  ['shutDownHost', 'tpm-2.0', 1, 'a host that is off stays off'],
  ['hostCrashes', 'tpm-2.0', 1, 'a host that is off stays off'],
  ['quickBoot', 'tpm-2.0', 1, 'a host that is off and is restarted is one that boots'],
  ['updateEsxi', 'tpm-2.0', 1, 'what is up to date stays so'],
  ['vcenterStops', 'tpm-2.0', 1, 'what is stopped stays so'],
  ['startVcenter', 'tpm-2.0', 1, 'what runs runs on'],
  ['firmwareIsReset', 'tpm-2.0', 1, 'it has no guard'],
  ['settingIsTurnedOff', 'tpm-2.0', 1, 'a setting that is off stays off'],
  ['keptKeyIsLost', 'tpm-2.0', 1, 'what is lost stays lost'],
];

testGuards(secureConfiguration, { breaking, moving, harmless });

it('a guard that breaks nothing decides how many faults a state costs, and not whether it can be', () => {
  const faultsMax = { 'tpm-2.0': 3, 'tpm-unusable': 2, 'tpm-added-later': 2 } as Record<string, number>;
  const reached = new Map(
    Object.entries(faultsMax).map(([name, faults]) => {
      const { states } = spaceOf(secureConfiguration.machine(settingOf(name)), faults);
      return [name, new Set(states.map((state) => JSON.stringify(state)))];
    }),
  );
  const beyond = moving.flatMap(([type, name, faults]) => {
    const model = unguarded(secureConfiguration.machine(settingOf(name)), type);
    const found = spaceOf(model, faults).states.filter(
      (state) => reached.get(name)?.has(JSON.stringify(state)) !== true,
    );
    return found.length > 0 ? [`${type}: ${found.length} states of ${name}`] : [];
  });
  expect(beyond).toEqual([]);
});
