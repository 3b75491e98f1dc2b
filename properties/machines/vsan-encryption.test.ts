/** The whole space of vSAN encryption: its invariants in every state, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import type { Event } from '../../models/machines/vsan-encryption/events.ts';
import { vsanEncryption } from '../../models/machines/vsan-encryption/vsan-encryption.ts';
import type { ReadingName, Switches } from '../../models/reading.ts';
import { type Effect, effectsOf } from './guards.ts';
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

/**
 * Guards whose loss lets in states that no invariant is about, and what keeps those from being harmful. Two are about
 * what the state does not hold: `recreateDevice` here and `hostIsRefilled` below are refused while the data cannot be
 * read, and no slice says of a device whether it was filled from hosts that had the data.
 */
const moving: readonly (readonly [Event['type'], variant: string, why: string])[] = [
  ['hostRewrites', 'esa-9.0', 'hosts are rewritten out of turn, and get the key ids with it'],
  ['disableEncryption', 'esa-8.0U1', 'a release that cannot disable is then one that can'],
  ['setProvider', 'osa-7.0-provider', 'the provider counts at the next rekey only, which asks for itself'],
  ['datastoreFills', 'esa-9.1', 'it fills for another reason'],
  ['vcenterRemediatesHost', 'osa-7.0', 'a host that is off has its keys, and uses them when it boots'],
  ['hostTakesConfiguration', 'osa-7.0', 'a host that is off, or cannot get the key, has the id of it'],
  [
    'recreateDevice',
    'osa-7.0',
    'a device is filled from hosts that do not have the data: the model cannot tell',
  ],
  ['transitionAdvances', 'osa-7.0', 'a host that is on catches up like one that was off'],
];

const breaking: readonly (readonly [Event['type'], variant: string])[] = [
  ['enableEncryption', 'esa-9.0'],
  ['shallowRekey', 'esa-8.0U1'],
  ['deepRekey', 'esa-8.0U1'],
  ['setDedup', 'esa-9.0'],
  ['hostUnlocks', 'osa-7.0'],
  ['hostRewraps', 'osa-7.0'],
  ['hostForgetsOldKek', 'osa-7.0'],
  ['operationFinishes', 'esa-8.0U1'],
  ['hostIsEmptied', 'osa-7.0-rolling'],
  ['hostIsReformatted', 'osa-7.0-rolling'],
];

const harmless: readonly (readonly [Event['type'], variant: string, why: string])[] = [
  ['setTransit', 'osa-7.0-dedup', 'setting what is set changes nothing'],
  ['deleteProvider', 'osa-7.0-provider', 'what is gone stays gone'],
  ['hostCrashes', 'osa-7.0', 'what is off stays off'],
  ['sitePowerFails', 'osa-7.0', 'a dark site stays dark'],
  ['bootHost', 'osa-7.0', 'a host that is booted again is one that crashed and was booted'],
  ['hostConfigurationIsLost', 'osa-7.0', 'what is gone stays gone'],
  ['hostIsRefilled', 'osa-7.0-rolling', 'a host that is taken for filled is as it was before it was emptied'],
  ['encryptMachines', 'esa-9.0', 'machines could be encrypted before hosts were missing'],
  ['decryptMachines', 'esa-9.0', 'machines could be decrypted before hosts were missing'],
  ['restoreProvider', 'osa-7.0-standard', 'one that is away can come back as well'],
  ['providerComesBack', 'osa-7.0-standard', 'one that was deleted can be restored as well'],
  ['providerGoesAway', 'osa-7.0-standard', 'taking one that was deleted for away costs a second fault'],
];

describe('guards', () => {
  it('are each listed once', () => {
    const listed = [...moving, ...breaking, ...harmless].map(([type]) => type);
    expect(listed.toSorted()).toEqual(
      Object.keys(vsanEncryption.machine(settingOf('osa-7.0')).rules).toSorted(),
    );
  });

  it.each<readonly [Effect, readonly (readonly [Event['type'], variant: string, why?: string])[]]>([
    ['breaks', breaking],
    ['moves', moving],
    ['nothing', harmless],
  ])('that are dropped: %s', (effect, listed) => {
    const names = [...new Set(listed.map(([, name]) => name))];
    const effects = names.map((name) => {
      const types = listed.filter(([, of]) => of === name).map(([type]) => type);
      return effectsOf(vsanEncryption, [{ setting: settingOf(name), types }], {
        faultsMax: 1,
        statesMax: 4_000,
      });
    });
    const found = effects.flatMap((each) => [...each]);
    expect(found.filter(([, each]) => each !== effect)).toEqual([]);
    expect(found.length).toBe(listed.length);
  });
});
