/** The whole space of the Standard Key Provider: its invariants in every state, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import type { Variant } from '../../models/machines/standard-key-provider/state.ts';
import { standardKeyProvider } from '../../models/machines/standard-key-provider/standard-key-provider.ts';
import { readings, type Switches } from '../../models/reading.ts';
import { standardKeyProviderGuards } from '../guards/standard-key-provider.ts';
import { testGuards } from './suite.ts';
import { pictureOf, soundWith, spaceOf } from './whole.ts';

const { variants } = standardKeyProvider;

const vendor = readings.find(({ name }) => name === 'vendor')?.switches as Switches;

/** A third key of the machine tells nothing new, and costs many states. */
const wrapping = {
  variant: { ...(variants['wrapping-9.0'] as Variant), keysMax: 2 },
  switches: vendor,
};

describe('every state', () => {
  it.each([
    ['kms-outside', 2, 5_574],
    ['kms-behind-hsm', 2, 2_336],
    ['kms-on-its-vsan', 2, 570],
    ['kms-moved-with-backup', 2, 585],
    ['persistence-7.0U2', 2, 3_052],
    ['persistence-7.0U3', 2, 12_725],
    ['keys-removed', 1, 3_793],
    ['wrapping-9.0', 0, 84],
  ])('of %s within %i faults, %i of them, keeps the invariants', (name, faultsMax, count) => {
    const setting = { variant: variants[name] as Variant, switches: vendor };
    const picture = pictureOf(standardKeyProvider, setting, faultsMax);
    // Without a fault no host ever goes down, and the questions do not come up.
    const untested = faultsMax === 0 ? picture.untested : [];
    expect(picture).toEqual({ ...soundWith(count), untested });
  });

  it('of wrapping-9.0 with one key less, within one fault, keeps the invariants', () => {
    expect(pictureOf(standardKeyProvider, wrapping, 1)).toEqual(soundWith(10_849));
  });

  it('is the same under both readings, which differ in nothing that this machine reads', () => {
    const sizes = readings.map(({ switches }) =>
      Object.values(variants)
        .slice(0, 6)
        .map((variant) => spaceOf(standardKeyProvider.machine({ variant, switches }), 1).states.length),
    );
    expect(sizes).toEqual([
      [151, 119, 132, 103, 481, 2_083],
      [151, 119, 132, 103, 481, 2_083],
    ]);
  });

  it('of a vCenter that only adds is fewer: no host loses its login', () => {
    const setting = {
      variant: variants['kms-outside'] as Variant,
      switches: { ...vendor, remediation: 'addsOnly' as const },
    };
    const { states } = spaceOf(standardKeyProvider.machine(setting), 2);
    expect(states.length).toBe(3_354);
    expect(states.some((state) => state['host/esx-1'].configuration === 'none')).toBe(false);
  });
});

testGuards(standardKeyProvider, standardKeyProviderGuards);
