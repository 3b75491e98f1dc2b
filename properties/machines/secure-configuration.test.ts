/** The whole space of the secure configuration: its invariants in every state, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import type { Event } from '../../models/machines/secure-configuration/events.ts';
import { secureConfiguration } from '../../models/machines/secure-configuration/secure-configuration.ts';
import type { ConfigurationSetting, State } from '../../models/machines/secure-configuration/state.ts';
import { readings, type Switches } from '../../models/reading.ts';
import { brokenIn, spaceOf, unguarded, untestedIn } from './whole.ts';

function settingOf(name: string, reading = 'vendor', switches: Partial<Switches> = {}): ConfigurationSetting {
  const variant = secureConfiguration.variants[name];
  const read = readings.find((each) => each.name === reading);
  if (variant === undefined || read === undefined) throw new Error(`no variant ${name} under ${reading}`);
  return { variant, switches: { ...read.switches, ...switches } };
}

function picture(setting: ConfigurationSetting) {
  const { states, complete } = spaceOf(secureConfiguration.machine(setting), 2);
  const invariants = secureConfiguration.invariants(setting);
  return {
    complete,
    count: states.length,
    broken: brokenIn(invariants, setting, states),
    untested: untestedIn(invariants, setting, states),
  };
}

const soundWith = (count: number) => ({ complete: true, count, broken: [], untested: [] });

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
      expect(picture(settingOf(name, 'article'))).toEqual(soundWith(article));
      expect(picture(settingOf(name, 'vendor'))).toEqual(soundWith(vendor));
    },
  );

  it('keeps them with every switch the other way', () => {
    const switches = {
      noTpmArchive: 'opaque',
      firmwareUpdateUnseal: 'ok',
      tpmLockout: 'transient',
      cfgDirtyWindow: 'none',
    } as const;
    expect(picture(settingOf('tpm-2.0', 'vendor', switches))).toEqual(soundWith(2_234));
    expect(picture(settingOf('tpm-unusable', 'vendor', switches))).toEqual(soundWith(1_764));
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

type Effect = 'breaks' | 'moves' | 'nothing';

const sound = new Map<string, ReadonlySet<string>>();

/** What a machine does whose rule has lost its guards, within one fault. */
function effectOf(name: string, type: Event['type']): Effect {
  const setting = settingOf(name);
  const machine = secureConfiguration.machine(setting);
  const { states } = spaceOf(unguarded(machine, type), 1);
  if (brokenIn(secureConfiguration.invariants(setting), setting, states).length > 0) return 'breaks';
  const known = sound.get(name) ?? new Set(spaceOf(machine, 1).states.map((state) => JSON.stringify(state)));
  sound.set(name, known);
  return states.some((state) => !known.has(JSON.stringify(state))) ? 'moves' : 'nothing';
}

const breaking: readonly (readonly [Event['type'], variant: string])[] = [
  ['vcenterPushesKdk', 'tpm-2.0'],
  ['reinstallHost', 'auto-deploy'],
  ['sealConfiguration', 'tpm-added-later'],
  ['tpmLocksOut', 'tpm-added-later'],
  ['lockoutEnds', 'tpm-2.0'],
  ['requireSecureBoot', 'tpm-added-later'],
  ['requireExecInstalledOnly', 'tpm-2.0'],
  ['rotateRecoveryKey', 'tpm-2.0'],
  ['enterRecoveryKey', 'tpm-2.0'],
];

/** Guards whose loss lets in states that no invariant is about, and which those are. */
const moving: readonly (readonly [Event['type'], variant: string, why: string])[] = [
  ['bootHost', 'tpm-2.0', 'a running host that halts'],
  ['cronWrites', 'tpm-2.0', 'an archive that a host without power emptied'],
  ['autoBackup', 'tpm-2.0', 'an archive that a host without power emptied'],
  ['addHost', 'tpm-2.0', 'a host that is known before it was on'],
  ['clearEk', 'tpm-2.0', 'a host that is known before it was on'],
  ['makeTpmUsable', 'tpm-1.2', 'a TPM 1.2 that can be used'],
  ['tpmIsCleared', 'tpm-1.2', 'a TPM 1.2 that can be used'],
  ['clearTpm', 'tpm-2.0', 'a chip that is cleared without a fault'],
  ['tpmFails', 'tpm-unusable', 'a chip that could not be used anyway, failed'],
  ['tpmGoesStale', 'tpm-unusable', 'a chip that could not be used anyway, stale'],
  ['boardIsSwapped', 'tpm-1.2', 'a TPM 1.2 that can be used'],
  ['moveBootDevice', 'tpm-1.2', 'a TPM 1.2 that can be used'],
  ['bootDeviceFails', 'auto-deploy', 'a stateless host whose boot device is gone'],
  ['firmwareIsUpdated', 'tpm-1.2', 'a TPM 1.2 that can be used'],
  ['turnOn', 'tpm-added-later', 'settings that change under a running host'],
  ['noteRecoveryKey', 'tpm-2.0', 'a note made while the host is down'],
];

const harmless: readonly (readonly [Event['type'], variant: string, why: string])[] = [
  ['shutDownHost', 'tpm-2.0', 'a host that is off stays off'],
  ['hostCrashes', 'tpm-2.0', 'a host that is off stays off'],
  ['quickBoot', 'tpm-2.0', 'a host that is off and is restarted is one that boots'],
  ['updateEsxi', 'tpm-2.0', 'what is up to date stays so'],
  ['vcenterStops', 'tpm-2.0', 'what is stopped stays so'],
  ['startVcenter', 'tpm-2.0', 'what runs runs on'],
  ['firmwareIsReset', 'tpm-2.0', 'it has no guard'],
  ['settingIsTurnedOff', 'tpm-2.0', 'a setting that is off stays off'],
  ['keptKeyIsLost', 'tpm-2.0', 'what is lost stays lost'],
];

describe('guards', () => {
  it('are each listed once', () => {
    const listed = [...breaking, ...moving, ...harmless].map(([type]) => type);
    const { rules } = secureConfiguration.machine(settingOf('tpm-2.0'));
    expect(listed.toSorted()).toEqual(Object.keys(rules).toSorted());
  });

  it.each(breaking)('of %s, when dropped in %s, break an invariant', (type, name) => {
    expect(effectOf(name, type)).toBe('breaks');
  });

  it.each(moving)('of %s, when dropped in %s, let in new states: %s', (type, name) => {
    expect(effectOf(name, type)).toBe('moves');
  });

  it.each(harmless)('of %s, when dropped in %s, let in nothing: %s', (type, name) => {
    expect(effectOf(name, type)).toBe('nothing');
  });
});
