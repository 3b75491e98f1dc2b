/** Every loot within a number of thefts: its invariants, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import { loot } from '../../models/machines/loot/loot.ts';
import type { ReadingName } from '../../models/reading.ts';
import { lootGuards } from '../guards/loot.ts';
import { testGuards } from './suite.ts';
import { pictureOf, settingIn, soundWith } from './whole.ts';

const settingOf = (name: string, reading: ReadingName = 'vendor') => settingIn(loot, name, reading);

/** Within two thefts. Under both readings there are as many states: what differs is what follows from them. */
const counts: Readonly<Record<string, number>> = {
  devices: 2_324,
  'login-holds': 734,
  'no-tpm': 334,
  copies: 16_912,
  rekeys: 31_852,
  traces: 10_986,
  'wire-osa': 819,
  'wire-esa': 407,
  'standard-vsan': 4_359,
};

describe('every state within two thefts', () => {
  it('is counted for each variant', () => {
    expect(Object.keys(counts)).toEqual(Object.keys(loot.variants));
  });

  it.each(Object.entries(counts))('of %s, %i of them, keeps the invariants', (name, count) => {
    // Only where keys lie on an unsealed boot device do the readings follow different things.
    const tells = ['devices', 'no-tpm'].includes(name)
      ? (['vendor', 'article'] as const)
      : (['vendor'] as const);
    for (const reading of tells) {
      expect(pictureOf(loot, settingOf(name, reading), 2), reading).toEqual(soundWith(count));
    }
  });
});

testGuards(loot, lootGuards);
