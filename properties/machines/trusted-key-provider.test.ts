/** The whole space of the Trusted Key Provider: its invariants in every state, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import type { Event } from '../../models/machines/trusted-key-provider/events.ts';
import type { Variant } from '../../models/machines/trusted-key-provider/state.ts';
import { trustedKeyProvider } from '../../models/machines/trusted-key-provider/trusted-key-provider.ts';
import { readings } from '../../models/reading.ts';
import { effectsOf, typesThat } from './guards.ts';
import { pictureOf, soundWith } from './whole.ts';

const { variants } = trustedKeyProvider;

describe.each(readings)('every state, reading $name,', ({ switches }) => {
  it.each([
    ['patching-8.0', 1_538],
    ['outages-8.0', 372],
    ['primary-key-7.0', 2_142],
  ])('of %s within two faults, %i of them, keeps the invariants', (name, count) => {
    const setting = { variant: variants[name] as Variant, switches };
    expect(pictureOf(trustedKeyProvider, setting, 2)).toEqual(soundWith(count));
  });
});

const breaking: readonly Event['type'][] = [
  'bootHost',
  'hostGetsKey',
  'hostIsAttested',
  'migrateMachine',
  'startMachine',
  'startPlainMachine',
];

const moving: readonly Event['type'][] = [
  'attestationLapses',
  'boardIsSwapped',
  'changePrimaryKey',
  'rekeyMachine',
  'trustTpm',
];

/** Rules that may lose their guards without any state being new within one fault, and why that is so. */
const harmless: Readonly<Partial<Record<Event['type'], string>>> = {
  addPlainMachine: 'a host can be off with the machine on it: it was added before',
  hostCrashes: 'what is off stays off',
  importBaseImage: 'an image could be imported before that vCenter stopped',
  joinLinkedMode: 'it could be linked before it stopped, and with the Trust Authority it changes nothing',
  kmsStops: 'what is down stays down',
  patchHost: 'a host that is off and patched boots with it, as if patched before; that spends the only fault',
  powerOffMachine: 'a machine that is off stays off',
  primaryKeyIsDestroyed: 'what is destroyed stays destroyed',
  removeBaseImage: 'an image could be removed before that vCenter stopped',
  rollBackHost: 'a patch spends the only fault',
  sitePowerFails: 'a dark site stays dark',
  startKms: 'what is up stays up',
  startTaHost: 'what is up stays up',
  startTaVcenter: 'what runs goes on',
  startVcenter: 'what runs goes on',
  taHostStops: 'what is down stays down',
  taVcenterStops: 'what is stopped stays stopped',
  vcenterStops: 'what is stopped stays stopped',
};

describe('guards', () => {
  it('are each needed, or harmless for a reason', () => {
    const trials = readings
      .filter(({ name }) => name === 'vendor')
      .flatMap(({ switches }) =>
        Object.values(variants).map((variant) => ({ setting: { variant, switches } })),
      );
    const effects = effectsOf(trustedKeyProvider, trials, { faultsMax: 1, statesMax: 1_000 });
    expect(typesThat(effects, 'breaks')).toEqual(breaking);
    expect(typesThat(effects, 'moves')).toEqual(moving);
    expect(typesThat(effects, 'nothing')).toEqual(Object.keys(harmless));
  });
});
