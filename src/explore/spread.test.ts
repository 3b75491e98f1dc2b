import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bordersOf, spread, statesRoomOf } from './spread.ts';

/** Puts an entry where a search would. */
function put(index: Int32Array, hash: number, entry: number): void {
  const mask = index.length - 2;
  let at = (hash << 1) & mask;
  while (index[at] !== 0) at = (at + 2) & mask;
  index[at] = hash;
  index[at + 1] = entry;
}

/** The entry that a search would find, or 0. */
function entryOf(index: Int32Array, hash: number): number {
  const mask = index.length - 2;
  for (let at = (hash << 1) & mask; index[at] !== 0; at = (at + 2) & mask) {
    if (index[at] === hash) return index[at + 1] as number;
  }
  return 0;
}

test('an index that grows holds what it held, in whatever order its parts are spread', () => {
  const pairs = 64;
  // Many hashes of the last places, so that runs go on past the end.
  const hashes = fc.oneof(
    fc.integer({ min: 1 }),
    fc.nat(200).map((more) => 64 * more + 60 + (more % 4)),
  );
  const full = fc.uniqueArray(hashes, { maxLength: statesRoomOf(pairs) });
  const growth = fc.record({
    times: fc.constantFrom(2, 4),
    parts: fc.integer({ min: 1, max: 4 }),
    turned: fc.boolean(),
  });
  fc.assert(
    fc.property(full, growth, (held, { times, parts, turned }) => {
      const old = new Int32Array(2 * pairs);
      for (const [at, hash] of held.entries()) put(old, hash, at + 1);
      // What the memory held before does not matter.
      const index = new Int32Array(2 * pairs * times).fill(7);
      index.set(old);
      const borders = bordersOf(index, pairs, parts);
      const order = Array.from({ length: parts }, (_, part) => part);
      for (const part of turned ? order.toReversed() : order) {
        spread(index, pairs, borders[part] as number, borders[part + 1] as number);
      }
      expect(held.map((hash) => entryOf(index, hash))).toEqual(held.map((_, at) => at + 1));
      expect(index.filter((word, at) => at % 2 === 0 && word !== 0)).toHaveLength(held.length);
    }),
  );
});
