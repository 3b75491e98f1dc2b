/** Every loot within a number of thefts: its invariants, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import type { Event } from '../../models/machines/loot/events.ts';
import { loot } from '../../models/machines/loot/loot.ts';
import type { ReadingName } from '../../models/reading.ts';
import { type Effect, effectsOf } from './guards.ts';
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

type Row = readonly [type: Event['type'], variant: string, why: string];

/** No guard of this machine keeps an invariant: those are about what follows, not about what may happen. */
const moving: readonly Row[] = [
  ['thiefDownloads', 'copies', 'a thief downloads without the link'],
  ['enforceSecureBoot', 'devices', 'secure boot is required of a configuration that no chip seals'],
  ['rotateKdk', 'devices', 'there are more KDKs than the bound'],
  ['deepRekey', 'wire-osa', 'there are more data keys than the bound'],
  ['enableTransit', 'wire-esa', 'transit is on without encryption at rest'],
  ['sealConfiguration', 'no-tpm', 'a host without a TPM is sealed to it'],
];

const harmless: readonly Row[] = [
  ['linkExpires', 'copies', 'a link that was never open is like one that expired'],
  ['thiefTakes', 'devices', 'taking the same twice, or nothing, changes nothing'],
  ['exportProvider', 'copies', 'a link that is open could have expired first'],
  ['downloadBackup', 'copies', 'without a link nothing is downloaded'],
  ['backUpVcenter', 'copies', 'the same backup again is the same'],
  ['imageVcenter', 'copies', 'the same image again is the same'],
  ['importElsewhere', 'rekeys', 'without a .p12 nothing is imported, and the same again is the same'],
  ['replicate', 'copies', 'the same replica again is the same'],
  ['backUpMachines', 'traces', 'the same media again are the same'],
  ['collectBundle', 'traces', 'the same bundle again is the same'],
  ['vcenterDumps', 'traces', 'the same dump again is the same'],
  ['destroyCopy', 'copies', 'what is not there is not there'],
  ['enablePersistence', 'standard-vsan', 'what is on stays on'],
  ['enableDare', 'devices', 'what is on stays on'],
];

describe('guards', () => {
  it('are each listed once', () => {
    const listed = [...moving, ...harmless].map(([type]) => type);
    const types = Object.keys(loot.machine(settingOf('devices')).rules);
    expect(listed.toSorted()).toEqual(types.toSorted());
  });

  it.each<readonly [Effect, readonly Row[]]>([
    ['moves', moving],
    ['nothing', harmless],
  ])('that are dropped: %s', (effect, listed) => {
    const names = [...new Set(listed.map(([, name]) => name))];
    const effects = names.map((name) => {
      const types = listed.filter(([, of]) => of === name).map(([type]) => type);
      return effectsOf(loot, [{ setting: settingOf(name), types }], { faultsMax: 1, statesMax: 4_000 });
    });
    const found = effects.flatMap((each) => [...each]);
    expect(found.filter(([, each]) => each !== effect)).toEqual([]);
    expect(found.length).toBe(listed.length);
  });
});
