import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DedupIndex, IndexFullError } from './dedup-index.ts';

test('agrees with a map, whatever is added in whatever order, all zeroes included', () => {
  // Few values for each word, so that equal fingerprints and near misses are common.
  const word = fc.constantFrom(0, 1, 2, 63, 64, 0xffffffff);
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word, word, word), { maxLength: 400 }), (fingerprints) => {
      const index = new DedupIndex({ bytesMax: 2 ** 20 });
      const seen = new Map<string, number>();
      for (const [location, words] of fingerprints.entries()) {
        const text = words.join();
        expect(index.add(Uint32Array.from(words), 0, location)).toBe(seen.get(text) ?? -1);
        if (!seen.has(text)) seen.set(text, location);
      }
      expect(index.uniqueBlocks).toBe(seen.size);
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('keeps every fingerprint through many growths, in less than 43 bytes each', () => {
  const index = new DedupIndex({ bytesMax: 2 ** 27 });
  const count = 300_000;
  const words = new Uint32Array(4);
  let wrong = 0;
  for (const expected of ['new', 'known']) {
    for (let number = 0; number < count; number += 1) {
      // Multiplied by odd constants: distinct for distinct numbers, and spread as a hash is.
      words[0] = Math.imul(number, 0x9e3779b1);
      words[1] = Math.imul(number, 0x85ebca6b);
      if (index.add(words, 0, number) !== (expected === 'new' ? -1 : number)) wrong += 1;
    }
  }
  expect(wrong).toBe(0);
  expect(index.uniqueBlocks).toBe(count);
  // 10^8 blocks in 4 GiB are 42.9 bytes each.
  expect(index.allocatedBytes / count).toBeLessThan(42.9);
});

test('refuses to outgrow its memory, and what it knows stays right', () => {
  const index = new DedupIndex({ bytesMax: 100_000 });
  let added = 0;
  const fill = (): void => {
    for (; added < 100_000; added += 1) index.add(Uint32Array.of(added, added, 0, 0), 0, added);
  };
  expect(fill).toThrow(IndexFullError);
  expect(index.uniqueBlocks).toBe(added);
  expect(index.allocatedBytes).toBeLessThanOrEqual(100_000);
  for (let known = 0; known < added; known += 1)
    expect(index.add(Uint32Array.of(known, known, 0, 0), 0, 0)).toBe(known);
});

test('refuses a location that does not fit', () => {
  const index = new DedupIndex({ bytesMax: 2 ** 20 });
  expect(() => index.add(new Uint32Array(4), 0, 2 ** 32 - 1)).toThrow(RangeError);
  expect(index.add(new Uint32Array(4), 0, 2 ** 32 - 2)).toBe(-1);
  expect(index.add(new Uint32Array(4), 0, 0)).toBe(2 ** 32 - 2);
});
