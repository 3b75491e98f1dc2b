import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadFingerprint } from './fingerprint.ts';
import { checkLaw, countLayout } from './law-check.ts';
import { predict } from './law.ts';
import { stackOf } from './layers.ts';
import { layoutFault } from './layout.ts';
import type { Clone, Layout } from './layout.ts';

const fingerprint = await loadFingerprint('xxh64Pair');

// The first of the thousand of `bench/law.ts`.
test('predicts 150 random layouts within one percent of what is counted on real bytes', () => {
  const wrong: unknown[] = [];
  const orders = new Set<string>();
  let savings = 0;
  for (let number = 0; number < 150; number += 1) {
    const { layout, layers, predicted, measured } = checkLaw('law', number, fingerprint);
    orders.add(layers.join());
    if (measured.ratio > 1.5) savings += 1;
    const isNear = Math.abs(predicted.ratio - measured.ratio) <= 0.01 * measured.ratio;
    if (!isNear || predicted.logicalBlocks !== measured.logicalBlocks)
      wrong.push({ number, layout, layers, predicted, measured });
  }
  expect(wrong).toEqual([]);
  // Layouts of which nothing deduplicates would be predicted by the number 1.
  expect(savings).toBeGreaterThan(15);
  expect(orders.size).toBe(5);
});

const blocks = 12;

/** A full clone that keeps some golden blocks at least. Small, so that a counterexample is readable. */
const installed: fc.Arbitrary<Clone> = fc.record({
  parent: fc.constant('golden' as const),
  divergedBlocks: fc.nat({ max: 4 }),
  linked: fc.constant(false),
  dataEncryptionKey: fc.nat({ max: 2 }),
  domain: fc.constant(0),
  lbaShiftBlocks: fc.nat({ max: 2 }),
  byteShift: fc.constant(0),
});

const layouts = fc
  .tuple(fc.array(installed, { minLength: 1, maxLength: 4 }), fc.nat({ max: 6 }))
  .map(
    ([clones, zeroBlocks]): Layout => ({ seed: 'exceptions', blockBytes: 64, blocks, zeroBlocks, clones }),
  );

function ratioOf(layout: Layout, layers: (typeof stackOf)['vm']): number {
  return countLayout(layout, layers, fingerprint).ratio;
}

/** The smallest layout that breaks the claim, found and shrunk by chance; `undefined` when 150 runs found none. */
function counterexample(claim: (layout: Layout) => boolean): Layout | undefined {
  const { counterexample: found } = fc.check(fc.property(layouts, claim), { seed: 7, numRuns: 150 });
  return found?.[0];
}

test('"VM encryption always ends deduplication" is broken by two clones with one key at one address', () => {
  const found = counterexample((layout) => ratioOf(layout, stackOf.vm) === 1);
  const [one, other, ...more] = found?.clones ?? [];
  expect(more).toEqual([]);
  expect(one?.dataEncryptionKey).toBe(other?.dataEncryptionKey);
  // Shrunk as far as it goes: nothing else is needed for it, such as zeroes or a shift.
  expect(found).toMatchObject({ zeroBlocks: 0 });
  expect(one?.lbaShiftBlocks).toBe(other?.lbaShiftBlocks);
});

test('"shifted images never deduplicate under VM encryption" is broken by zeroes at one address', () => {
  const isShifted = ({ clones }: Layout): boolean =>
    new Set(clones.map(({ lbaShiftBlocks }) => lbaShiftBlocks)).size === clones.length;
  const found = counterexample((layout) => !isShifted(layout) || ratioOf(layout, stackOf.vm) === 1);
  expect(found?.zeroBlocks).toBeGreaterThan(0);
  expect(found?.clones).toHaveLength(2);
});

test('"VM encryption with one key for all changes nothing" is broken by a shift, or by zeroes', () => {
  const oneKey = (layout: Layout): Layout => ({
    ...layout,
    clones: layout.clones.map((clone) => ({ ...clone, dataEncryptionKey: 0 })),
  });
  const isSame = (layout: Layout): boolean =>
    ratioOf(oneKey(layout), stackOf.vm) === ratioOf(oneKey(layout), stackOf.plain);
  expect(counterexample((layout) => layout.zeroBlocks > 0 || isSame(layout))?.clones).toHaveLength(2);
  const unshifted = (layout: Layout): Layout => ({
    ...layout,
    clones: layout.clones.map((clone) => ({ ...clone, lbaShiftBlocks: 0 })),
  });
  expect(counterexample((layout) => isSame(unshifted(layout)))?.clones).toHaveLength(1);
  expect(counterexample((layout) => layout.zeroBlocks > 0 || isSame(unshifted(layout)))).toBeUndefined();
});

test('with a key for each clone, VM encryption ends deduplication without exception', () => {
  const ownKeys = (layout: Layout): Layout => ({
    ...layout,
    clones: layout.clones.map((clone, number) => ({ ...clone, dataEncryptionKey: number })),
  });
  expect(counterexample((layout) => ratioOf(ownKeys(layout), stackOf.vm) === 1)).toBeUndefined();
});

test('vSAN encryption changes nothing, whatever the layout', () => {
  expect(
    counterexample((layout) => ratioOf(layout, stackOf.vsan) === ratioOf(layout, stackOf.plain)),
  ).toBeUndefined();
});

test('linked clones keep what they save under VM encryption, because it was never written', () => {
  const base: Clone = {
    parent: 'golden',
    divergedBlocks: 0,
    linked: false,
    dataEncryptionKey: 0,
    domain: 0,
    lbaShiftBlocks: 0,
    byteShift: 0,
  };
  const linked = (number: number): Clone => ({
    ...base,
    parent: 0,
    linked: true,
    divergedBlocks: 3,
    dataEncryptionKey: number,
  });
  const layout: Layout = {
    seed: 'linked',
    blockBytes: 4096,
    blocks: 64,
    zeroBlocks: 0,
    clones: [base, linked(1), linked(2)],
  };
  expect(countLayout(layout, stackOf.vm, fingerprint)).toEqual({
    logicalBlocks: 70,
    uniqueBlocks: 70,
    ratio: 1,
  });
  expect(countLayout(layout, stackOf.plain, fingerprint)).toEqual(
    countLayout(layout, stackOf.vm, fingerprint),
  );
  expect(predict(layout, stackOf.vm).uniqueBlocks).toBe(70);
});

test('layouts that cannot be are refused by name', () => {
  const clone: Clone = {
    parent: 'golden',
    divergedBlocks: 0,
    linked: false,
    dataEncryptionKey: 0,
    domain: 0,
    lbaShiftBlocks: 0,
    byteShift: 0,
  };
  const layout: Layout = { seed: 's', blockBytes: 4096, blocks: 8, zeroBlocks: 0, clones: [clone] };
  const fault = (change: Partial<Clone>): string | undefined =>
    layoutFault({ ...layout, clones: [clone, { ...clone, ...change }] });
  expect(layoutFault(layout)).toBeUndefined();
  expect(layoutFault({ ...layout, blocks: 0 })).toContain('blocks');
  expect(layoutFault({ ...layout, blockBytes: 100 })).toContain('blockBytes');
  expect(layoutFault({ ...layout, zeroBlocks: 9 })).toContain('zeroBlocks');
  expect(fault({ divergedBlocks: 9 })).toContain('clones[1]: divergedBlocks');
  expect(fault({ linked: true })).toContain('linked');
  expect(fault({ byteShift: 4096 })).toContain('byteShift');
  expect(fault({ lbaShiftBlocks: 8 })).toContain('lbaShiftBlocks');
  expect(fault({ parent: 1 })).toContain('earlier clone');
  expect(fault({ parent: 0, byteShift: 1 })).toContain('shift of its parent');
});
