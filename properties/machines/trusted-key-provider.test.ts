/** The whole space of the Trusted Key Provider: its invariants in every state, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import type { Variant } from '../../models/machines/trusted-key-provider/state.ts';
import { trustedKeyProvider } from '../../models/machines/trusted-key-provider/trusted-key-provider.ts';
import { readings } from '../../models/reading.ts';
import { trustedKeyProviderGuards } from '../guards/trusted-key-provider.ts';
import { testGuards } from './suite.ts';
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

testGuards(trustedKeyProvider, trustedKeyProviderGuards);
