/** The whole space of host encryption mode: its invariants in every state, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import type { Event } from '../../models/machines/host-encryption/events.ts';
import { hostEncryption } from '../../models/machines/host-encryption/host-encryption.ts';
import type { HostSetting } from '../../models/machines/host-encryption/state.ts';
import { readings, type Switches } from '../../models/reading.ts';
import { brokenIn, spaceOf, unguarded, untestedIn } from './whole.ts';

function settingOf(name: string, reading = 'vendor', switches: Partial<Switches> = {}): HostSetting {
  const variant = hostEncryption.variants[name];
  const read = readings.find((each) => each.name === reading);
  if (variant === undefined || read === undefined) throw new Error(`no variant ${name} under ${reading}`);
  return { variant, switches: { ...read.switches, ...switches } };
}

function picture(setting: HostSetting, faultsMax: number) {
  const { states, complete } = spaceOf(hostEncryption.machine(setting), faultsMax);
  const invariants = hostEncryption.invariants(setting);
  return {
    complete,
    count: states.length,
    broken: brokenIn(invariants, setting, states),
    untested: untestedIn(invariants, setting, states),
  };
}

const soundWith = (count: number) => ({ complete: true, count, broken: [], untested: [] });

describe('every state', () => {
  it.each([
    ['8.0U3', 1, 4_260],
    ['8.0U3-force-enable', 1, 4_260],
    ['7.0U2', 1, 1_420],
    ['7.0U2', 2, 19_516],
    ['8.0U3-vsan', 1, 2_244],
    ['6.5', 1, 1_424],
    ['6.5', 2, 13_132],
  ] as const)('of %s within %i faults, %i of them, keeps the invariants', (name, faultsMax, count) => {
    expect(picture(settingOf(name), faultsMax)).toEqual(soundWith(count));
  });

  it('is the same under both readings, which differ in nothing that this machine reads', () => {
    for (const name of Object.keys(hostEncryption.variants)) {
      const [article, vendor] = ['article', 'vendor'].map(
        (reading) => spaceOf(hostEncryption.machine(settingOf(name, reading)), 1).states,
      );
      expect(article, name).toEqual(vendor);
    }
  });

  it('keeps the invariants when dumps hold no keys and remediation takes nothing away', () => {
    const switches = { coredumpHasKeys: 'never', remediation: 'addsOnly' } as const;
    expect(picture(settingOf('7.0U2', 'vendor', switches), 1)).toEqual(soundWith(1_220));
    expect(picture(settingOf('8.0U3-vsan', 'vendor', switches), 1)).toEqual(soundWith(1_884));
  });
});

type Effect = 'breaks' | 'moves' | 'nothing';

const sound = new Map<string, ReadonlySet<string>>();

/** What a machine does whose rule has lost its guards, within one fault. */
function effectOf(name: string, type: Event['type']): Effect {
  const setting = settingOf(name);
  const machine = hostEncryption.machine(setting);
  const { states } = spaceOf(unguarded(machine, type), 1, 10_000);
  if (brokenIn(hostEncryption.invariants(setting), setting, states).length > 0) return 'breaks';
  const known = sound.get(name) ?? new Set(spaceOf(machine, 1).states.map((state) => JSON.stringify(state)));
  sound.set(name, known);
  return states.some((state) => !known.has(JSON.stringify(state))) ? 'moves' : 'nothing';
}

const breaking: readonly (readonly [Event['type'], variant: string])[] = [
  ['prepareCrypto', '7.0U2'],
  ['enableCrypto', '7.0U2'],
  ['configureCryptoKey', '7.0U2'],
  ['changeKey', '6.5'],
  ['dumpsAreRecrypted', '7.0U2'],
  ['disableCrypto', '8.0U3-vsan'],
  ['turnEncryptionModeOff', '7.0U2'],
  ['addKey', '6.5'],
  ['setCryptoMode', '7.0U2'],
  ['clusterEnablesHost', '7.0U2'],
  ['placeMachine', '7.0U2'],
  ['collectBundle', '7.0U2'],
  ['passwordIsForgotten', '7.0U2'],
];

/** Guards whose loss lets in states that no invariant is about, and which those are. */
const moving: readonly (readonly [Event['type'], variant: string, why: string])[] = [
  ['machineCrashes', '7.0U2', 'the dump of a machine that never ran'],
  ['addProvider', '7.0U2', 'a second key over the first, which nobody deleted'],
  ['importProvider', '7.0U2', 'the first key over the second, which nobody deleted'],
  ['setDefaultProvider', '7.0U2', 'a default provider without a key'],
];

const harmless: readonly (readonly [Event['type'], variant: string, why: string])[] = [
  ['dumpsAreLeft', '7.0U2', 'without a change of the host key nothing is left'],
  ['removeKey', '7.0U2', 'what is not cached stays out of the cache'],
  ['powerOffMachine', '7.0U2', 'a machine that is off stays off'],
  ['rebootHost', '7.0U2', 'it has no guard'],
  ['hostPanics', '7.0U2', 'it has no guard'],
  ['hostdCrashes', '7.0U2', 'it has no guard'],
  ['shareBundle', '7.0U2', 'no bundle tells nothing'],
  ['vcenterCrashes', '7.0U2', 'a vCenter that is down stays down, and its dump can be deleted in between'],
  ['startVcenter', '7.0U2', 'a running vCenter runs on'],
  ['deleteVcenterDump', '7.0U2', 'no dump stays no dump'],
  ['deleteProvider', '7.0U2', 'what is gone stays gone, and a vCenter that is down costs the other fault'],
  ['vcenterPushesKeys', '7.0U2', 'a vCenter that is down has the keys that it had when it ran'],
  ['p12IsLost', '7.0U2', 'what is lost stays lost'],
];

describe('guards', () => {
  it('are each listed once', () => {
    const listed = [...breaking, ...moving, ...harmless].map(([type]) => type);
    expect(listed.toSorted()).toEqual(
      Object.keys(hostEncryption.machine(settingOf('7.0U2')).rules).toSorted(),
    );
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
