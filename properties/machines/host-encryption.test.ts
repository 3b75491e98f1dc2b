/** The whole space of host encryption mode: its invariants in every state, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import { hostEncryption } from '../../models/machines/host-encryption/host-encryption.ts';
import type { ReadingName, Switches } from '../../models/reading.ts';
import { hostEncryptionGuards } from '../guards/host-encryption.ts';
import { testGuards } from './suite.ts';
import { pictureOf, settingIn, soundWith, spaceOf } from './whole.ts';

const settingOf = (name: string, reading: ReadingName = 'vendor', changed: Partial<Switches> = {}) =>
  settingIn(hostEncryption, name, reading, changed);

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
    expect(pictureOf(hostEncryption, settingOf(name), faultsMax)).toEqual(soundWith(count));
  });

  it('is the same under both readings, which differ in nothing that this machine reads', () => {
    for (const name of Object.keys(hostEncryption.variants)) {
      const [article, vendor] = (['article', 'vendor'] as const).map(
        (reading) => spaceOf(hostEncryption.machine(settingOf(name, reading)), 1).states,
      );
      expect(article, name).toEqual(vendor);
    }
  });

  it('keeps the invariants when dumps hold no keys and remediation takes nothing away', () => {
    const switches = { coredumpHasKeys: 'never', remediation: 'addsOnly' } as const;
    expect(pictureOf(hostEncryption, settingOf('7.0U2', 'vendor', switches), 1)).toEqual(soundWith(1_220));
    expect(pictureOf(hostEncryption, settingOf('8.0U3-vsan', 'vendor', switches), 1)).toEqual(
      soundWith(1_884),
    );
  });
});

testGuards(hostEncryption, hostEncryptionGuards);
