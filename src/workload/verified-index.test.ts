import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VerifiedIndex } from './verified-index.ts';

test.each([
  ['constant', () => {}],
  [
    'two values',
    (block: Uint8Array, words: Uint32Array) => {
      words[0] = (block[0] ?? 0) & 1;
    },
  ],
  [
    'the block itself',
    (block: Uint8Array, words: Uint32Array) => {
      words[1] = block.reduce((sum, byte) => sum * 256 + byte, 0);
    },
  ],
])('counts exactly with a hash that is %s', (_, hash) => {
  const block = fc.uint8Array({ minLength: 2, maxLength: 2, max: 5 });
  fc.assert(
    fc.property(fc.array(block, { maxLength: 60 }), (blocks) => {
      const isSame = (location: number, other: Uint8Array): boolean =>
        Buffer.compare(blocks[location] ?? new Uint8Array(), other) === 0;
      const index = new VerifiedIndex({ bytesMax: 2 ** 20, hash, isSame });
      const seen = new Set<string>();
      for (const [location, one] of blocks.entries()) {
        expect(index.add(one, location)).toBe(!seen.has(one.join()));
        seen.add(one.join());
      }
      expect(index.uniqueBlocks).toBe(seen.size);
    }),
    { seed: 3, numRuns: 100 },
  );
});

test('collisions are counted', () => {
  const blocks = [Uint8Array.of(1), Uint8Array.of(2)];
  const isSame = (location: number, other: Uint8Array): boolean => blocks[location]?.[0] === other[0];
  const index = new VerifiedIndex({ bytesMax: 2 ** 20, hash: () => {}, isSame });
  expect(blocks.map((block, location) => index.add(block, location))).toEqual([true, true]);
  expect(index.collisions).toBe(1);
});
