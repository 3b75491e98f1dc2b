import { expect, test } from 'vitest';
import { randomOf } from '../random.ts';
import type { Random } from '../random.ts';
import { BlockSample, FingerprintSample } from './estimate.ts';
import type { Estimate } from './estimate.ts';

/** Blocks as numbers of their contents: clones, a share of one's own, and zeroes, in proportions by chance. */
function drawBlocks(random: Random): Uint32Array {
  const unique = 200 + random.below(800);
  const copies = 1 + random.below(8);
  const zeroes = random.below(2000);
  const blocks: number[] = [];
  for (let content = 1; content <= unique; content += 1)
    for (let copy = 0; copy < copies; copy += 1)
      blocks.push(random.next() < 0.2 ? 1e6 + blocks.length : content);
  for (let zero = 0; zero < zeroes; zero += 1) blocks.push(0);
  return Uint32Array.from(blocks);
}

/** Stands for a hash: spreads the number over four words. */
function fingerprintOf(content: number): Uint32Array {
  const words = new Uint32Array(4);
  let state = content + 0x9e3779b9;
  for (let word = 0; word < 4; word += 1) {
    state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35) ^ (state >>> 16);
    words[word] = state;
  }
  return words;
}

function coverage(estimateOf: (blocks: Uint32Array, random: Random) => Estimate): {
  covered: number;
  width: number;
} {
  let covered = 0;
  let width = 0;
  for (let draw = 0; draw < 400; draw += 1) {
    const random = randomOf('estimate', 'draw', draw);
    const blocks = drawBlocks(random);
    const { uniqueBlocks, ratio } = estimateOf(blocks, random);
    const truth = new Set(blocks).size;
    if (uniqueBlocks.low <= truth && truth <= uniqueBlocks.high) covered += 1;
    width += ratio.high / ratio.low / 400;
  }
  return { covered, width };
}

test('the interval of a sample of fingerprints covers the truth in 95 % of 400 draws, and is narrow', () => {
  const { covered, width } = coverage((blocks) => {
    const sample = new FingerprintSample({ oneIn: 4, bytesMax: 2 ** 22 });
    for (const content of blocks) sample.add(fingerprintOf(content), 0);
    return sample.estimate();
  });
  expect(covered).toBeGreaterThanOrEqual(380);
  expect(width).toBeLessThan(1.5);
});

test('the interval of a sample of blocks covers the truth in 95 % of 400 draws, and says something', () => {
  const { covered, width } = coverage((blocks, random) => {
    const sample = new BlockSample({ bytesMax: 2 ** 22 });
    for (const content of blocks) if (random.next() < 0.25) sample.add(fingerprintOf(content), 0);
    return sample.estimate(blocks.length, 0.25);
  });
  expect(covered).toBeGreaterThanOrEqual(380);
  expect(width).toBeLessThan(4);
});

test('a sample of everything is exact, and nothing is a ratio of 1', () => {
  const all = new FingerprintSample({ oneIn: 1, bytesMax: 2 ** 20 });
  for (const content of [1, 2, 2, 3, 3, 3]) all.add(fingerprintOf(content), 0);
  expect(all.estimate()).toMatchObject({ logicalBlocks: 6, uniqueBlocks: { low: 3, high: 3 } });
  expect(new FingerprintSample({ oneIn: 2, bytesMax: 2 ** 20 }).estimate().ratio).toEqual({
    low: 1,
    high: 1,
  });
  expect(() => new FingerprintSample({ oneIn: 3, bytesMax: 2 ** 20 })).toThrow('power of two');
});
