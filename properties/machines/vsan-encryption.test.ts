/** The whole space of vSAN encryption: its invariants in every state, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import { vsanEncryption } from '../../models/machines/vsan-encryption/vsan-encryption.ts';
import type { ReadingName, Switches } from '../../models/reading.ts';
import { vsanEncryptionGuards } from '../guards/vsan-encryption.ts';
import { testGuards } from './suite.ts';
import { pictureOf, settingIn, soundWith, spaceOf } from './whole.ts';

const settingOf = (name: string, reading: ReadingName = 'vendor', changed: Partial<Switches> = {}) =>
  settingIn(vsanEncryption, name, reading, changed);

describe('every state', () => {
  it.each([
    ['osa-7.0', 2, 5_881],
    ['osa-7.0-provider', 1, 2_717],
    ['osa-7.0-standard', 1, 1_619],
    ['osa-7.0-rolling', 1, 1_366],
    ['osa-7.0-dedup', 1, 2_200],
    ['esa-8.0U1', 1, 2_316],
    ['esa-8.0U1-provider', 1, 2_657],
    ['esa-9.0', 1, 1_220],
    ['esa-9.1', 1, 2_948],
  ] as const)('of %s within %i faults, %i of them, keeps the invariants', (name, faultsMax, count) => {
    expect(pictureOf(vsanEncryption, settingOf(name), faultsMax)).toEqual(soundWith(count));
  });

  it('is the same under both readings, which differ in nothing that this machine reads', () => {
    const [article] = spaceOf(vsanEncryption.machine(settingOf('osa-7.0', 'article')), 1).states;
    expect(article).toEqual(vsanEncryption.machine(settingOf('osa-7.0')).initial);
    const sizes = (['article', 'vendor'] as const).map(
      (reading) => spaceOf(vsanEncryption.machine(settingOf('osa-7.0', reading)), 1).states.length,
    );
    expect(sizes).toEqual([1_135, 1_135]);
  });

  it('keeps the invariants with a data key for each device in the Express Storage Architecture as well', () => {
    const setting = settingOf('esa-8.0U1', 'vendor', { esaDekScope: 'device' });
    expect(pictureOf(vsanEncryption, setting, 1)).toMatchObject({ broken: [], untested: [] });
  });
});

testGuards(vsanEncryption, vsanEncryptionGuards);
