import { expect, test } from 'vitest';
import { randomOf } from '../random.ts';
import { BlockHash } from './block-hash.ts';

const blockBytes = 4096;
const hasher = new BlockHash({ dataBytes: 4 * blockBytes, blockBytes });

function hashOf(block: Uint8Array): [number, number] {
  const words = new Uint32Array(4);
  hasher.hash(block, words);
  return [words[0] ?? 0, words[1] ?? 0];
}

/** The same by plain arithmetic, vector by vector. */
function reference(block: Uint8Array): [number, number] {
  const turns = [5, 12, 1, 10, 3, 14, 7, 2, 9, 4, 11, 6, 13, 8, 15, 12];
  const take = (state: readonly bigint[], data: readonly bigint[], lane: number): bigint[] => {
    const [low = 0n, high = 0n] = state;
    const whole = (high << 64n) | low;
    const [one = 0n, other = 0n] = turns
      .slice(2 * lane, 2 * lane + 2)
      .map((bytes) => BigInt.asUintN(128, (whole >> BigInt(8 * bytes)) | (whole << BigInt(128 - 8 * bytes))));
    const sums = [one + other, (one >> 64n) + (other >> 64n)];
    return sums.map((sum, at) => BigInt.asUintN(64, sum) ^ (data[at] ?? 0n));
  };
  const vector = (bytes: Uint8Array, at: number): bigint[] => {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, 16);
    return [view.getBigUint64(0, true), view.getBigUint64(8, true)];
  };
  const lanes = Array.from({ length: 8 }, (_, lane) =>
    vector(
      Uint8Array.from({ length: 16 }, (__, at) => (lane + 3) * 89 + at * 151 + 7),
      0,
    ),
  );
  for (let at = 0; at < block.length; at += 16) {
    const lane = (at / 16) % 8;
    lanes[lane] = take(lanes[lane] ?? [], vector(block, at), lane);
  }
  const finish = (word: number): number => {
    let left = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    left = Math.imul(left ^ (left >>> 13), 0xc2b2ae35);
    return (left ^ (left >>> 16)) >>> 0;
  };
  const words = new Uint32Array(BigUint64Array.from(lanes.flat()).buffer);
  let [one, other] = [0, 0];
  for (let word = 0; word < words.length; word += 2) {
    one = Math.imul(one ^ (one >>> 15) ^ (words[word] ?? 0), 0x9e3779b1);
    other = Math.imul(other ^ (other >>> 13) ^ (words[word + 1] ?? 0), 0x85ebca77);
  }
  return [finish(one ^ finish(other)), finish(other)];
}

test('is what plain arithmetic says, where the data lies and from a copy alike', () => {
  const bytes = randomOf('hash', 'block').bytes(4 * blockBytes);
  hasher.data.set(bytes);
  for (let at = 0; at < bytes.length; at += blockBytes) {
    const block = bytes.subarray(at, at + blockBytes);
    expect(hashOf(block)).toEqual(reference(block));
    expect(hashOf(hasher.data.subarray(at, at + blockBytes))).toEqual(reference(block));
  }
});

test('tells blocks apart that differ in one bit, or in the order of their words, and spreads them', () => {
  const block = randomOf('hash', 'bits').bytes(blockBytes);
  const seen = new Set<string>();
  const parts = new Uint32Array(64);
  const see = (): void => {
    const words = hashOf(block);
    seen.add(words.join());
    const part = (words[0] ?? 0) & 63;
    parts[part] = (parts[part] ?? 0) + 1;
  };
  see();
  for (let bit = 0; bit < blockBytes * 8; bit += 1) {
    block[bit >> 3] = (block[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    see();
    block[bit >> 3] = (block[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  }
  for (let distance = 4; distance < 512; distance += 4) {
    const [one, other] = [block.slice(0, 4), block.slice(distance, distance + 4)];
    block.set(other, 0);
    block.set(one, distance);
    see();
    block.set(one, 0);
    block.set(other, distance);
  }
  expect(seen.size).toBe(1 + blockBytes * 8 + 127);
  // 514 in each part on average; the standard deviation is 22.
  expect(Math.min(...parts)).toBeGreaterThan(380);
  expect(Math.max(...parts)).toBeLessThan(650);
});

test('refuses blocks that do not come out even', () => {
  expect(() => new BlockHash({ dataBytes: 0, blockBytes: 100 })).toThrow('multiple of 128');
});
