import { expect, test } from 'vitest';
import { randomOf } from '../random.ts';
import { chooseBetween, extentChoice } from './extent-choice.ts';
import { nativeWay } from './extent-native.ts';
import { wasmWay } from './extent-wasm.ts';
import { plainWay } from './extent.ts';
import type { ExtentWay } from './extent.ts';
import { keyFrom, wipe } from './key.ts';
import { nobleStack } from './noble-stack.ts';
import { nodeStack } from './node-stack.ts';

const random = randomOf('extent.test', 'extent');
const key = keyFrom(random.bytes(64));
const native = nativeWay();
/** The plain way is the measure; the native one is there only where it was built. */
const fastWays = native === undefined ? [wasmWay] : [wasmWay, native];
const source = random.bytes(700 * 4096);

function enciphered(
  way: ExtentWay,
  direction: 'encrypt' | 'decrypt',
  firstSector: number,
  sectorBytes: number,
  data: Uint8Array,
): Uint8Array {
  const out = new Uint8Array(data.length);
  way.cipherFor(key, sectorBytes)[direction](firstSector, data, out);
  return out;
}

/** What differs from the plain way, or an empty string. Bytes are compared as buffers, which is quick. */
function difference(firstSector: number, sectorBytes: number, data: Uint8Array): string {
  for (const direction of ['encrypt', 'decrypt'] as const) {
    const expected = enciphered(plainWay, direction, firstSector, sectorBytes, data);
    for (const way of fastWays) {
      const seen = enciphered(way, direction, firstSector, sectorBytes, data);
      if (Buffer.compare(expected, seen) !== 0)
        return `${way.name}: ${direction} of ${data.length} bytes at ${firstSector}`;
    }
  }
  return '';
}

test('the fast ways equal the plain one on every length up to two batches and more', () => {
  for (let sectors = 1; sectors <= 40; sectors += 1)
    expect(difference(sectors, 4096, source.subarray(0, sectors * 4096))).toBe('');
  for (const sectors of [255, 256, 257, 263, 264, 265, 529, 700])
    expect(difference(sectors, 4096, source.subarray(0, sectors * 4096))).toBe('');
});

test('and at every alignment of its data and of its output', () => {
  for (let at = 0; at < 64; at += 1) {
    const data = source.subarray(at, at + 3 * 4096);
    expect(difference(at, 4096, data)).toBe('');
    const out = new Uint8Array(data.length + 64).subarray(64 - at, 64 - at + data.length);
    for (const way of fastWays) {
      way.cipherFor(key, 4096).encrypt(at, data, out);
      expect(Buffer.compare(out, enciphered(plainWay, 'encrypt', at, 4096, data))).toBe(0);
    }
  }
});

test('and for every sector size, those included that only the plain way can do', () => {
  for (const sectorBytes of [16, 48, 496, 512, 528, 1024, 1536, 2048, 4096, 8192, 65_536, 131_072, 262_144])
    expect(
      difference(
        5,
        sectorBytes,
        source.subarray(0, sectorBytes * Math.max(1, Math.min(300, Math.floor(600_000 / sectorBytes)))),
      ),
    ).toBe('');
});

test('and where a sector number passes 32 bits or ends at the last one, and for AES-128', () => {
  for (const firstSector of [0, 2 ** 32 - 5, 2 ** 32, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER - 9])
    expect(difference(firstSector, 4096, source.subarray(0, 9 * 4096))).toBe('');
  const small = keyFrom(source.subarray(0, 32));
  const out = new Uint8Array(4096 * 9);
  wasmWay.cipherFor(small, 4096).encrypt(3, source.subarray(0, out.length), out);
  expect(Buffer.compare(out, nobleStack.encryptSectors(small, 3, 4096, source.subarray(0, out.length)))).toBe(
    0,
  );
});

test('they work in place, in shared memory, and leave data that they do not write to alone', () => {
  const data = source.subarray(0, 50 * 4096);
  const before = Buffer.from(data);
  const expected = nodeStack.encryptSectors(key, 9, 4096, data);
  for (const way of [plainWay, ...fastWays]) {
    const cipher = way.cipherFor(key, 4096);
    cipher.encrypt(9, data, new Uint8Array(data.length));
    expect(Buffer.compare(data, before)).toBe(0);
    for (const place of [new Uint8Array(data.length), new Uint8Array(new SharedArrayBuffer(data.length))]) {
      place.set(data);
      cipher.encrypt(9, place, place);
      expect(Buffer.compare(place, expected)).toBe(0);
    }
  }
});

test('a buffer that a way gives is zeroed, and does as well as any other bytes', () => {
  const length = 70 * 4096;
  const data = source.subarray(0, length);
  const expected = nodeStack.encryptSectors(key, 9, 4096, data);
  for (const way of [plainWay, ...fastWays]) {
    const cipher = way.cipherFor(key, 4096);
    const place = way.bufferFor(2 * length + 100);
    expect(place).toHaveLength(2 * length + 100);
    expect(place.every((byte) => byte === 0)).toBe(true);
    for (const at of [0, 1, 100]) {
      const inPlace = place.subarray(at, at + length);
      const apart = place.subarray(length + at, 2 * length + at);
      inPlace.set(data);
      cipher.encrypt(9, inPlace, apart);
      expect(Buffer.compare(inPlace, data)).toBe(0);
      expect(Buffer.compare(apart, expected)).toBe(0);
      cipher.encrypt(9, inPlace, inPlace);
      expect(Buffer.compare(inPlace, expected)).toBe(0);
      cipher.decrypt(9, inPlace, inPlace);
      expect(Buffer.compare(inPlace, data)).toBe(0);
      place.fill(0);
    }
    const other = way.bufferFor(length);
    cipher.encrypt(9, data, other);
    expect(Buffer.compare(other, expected)).toBe(0);
  }
});

test('two ciphers used in turn do not disturb each other, although they share their scratch memory', () => {
  const other = keyFrom(source.subarray(64, 128));
  const [one, two] = [wasmWay.cipherFor(key, 4096), wasmWay.cipherFor(other, 512)];
  const data = source.subarray(0, 8 * 4096);
  for (let turn = 0; turn < 3; turn += 1) {
    const [outOne, outTwo] = [new Uint8Array(data.length), new Uint8Array(data.length)];
    one.encrypt(turn, data, outOne);
    two.encrypt(turn, data, outTwo);
    expect(Buffer.compare(outOne, nodeStack.encryptSectors(key, turn, 4096, data))).toBe(0);
    expect(Buffer.compare(outTwo, nodeStack.encryptSectors(other, turn, 512, data))).toBe(0);
  }
});

test('arguments that do not fit are refused by every way', () => {
  for (const way of [plainWay, ...fastWays]) {
    const cipher = way.cipherFor(key, 4096);
    const data = source.subarray(0, 2 * 4096);
    const call = (firstSector: number, from: Uint8Array, to: Uint8Array) => () =>
      cipher.encrypt(firstSector, from, to);
    expect(call(0, data.subarray(1), data.subarray(1))).toThrow('whole sectors');
    expect(call(0, data, data.subarray(4096))).toThrow('do not go into');
    expect(call(-1, data, data)).toThrow('not a sector number');
    expect(call(0.5, data, data)).toThrow('not a sector number');
    expect(call(Number.MAX_SAFE_INTEGER, data, data)).toThrow('past the last sector number');
    expect(call(0, data, source.subarray(4096, 3 * 4096))).toThrow('overlap');
    expect(() => way.cipherFor(keyFrom(data.subarray(0, 48)), 4096)).toThrow('an XTS key has 64 or 32 bytes');
    expect(() => way.cipherFor(keyFrom(new Uint8Array(64)), 4096)).toThrow('must differ');
    for (const sectorBytes of [0, 40, 2 ** 24 + 16])
      expect(() => way.cipherFor(key, sectorBytes)).toThrow('a sector is a multiple of 16');
    const wiped = keyFrom(source.subarray(0, 64));
    const stale = way.cipherFor(wiped, 4096);
    wipe(wiped);
    expect(() => stale.encrypt(0, data, data)).toThrow('was wiped');
  }
});

test('an extent of no sectors is nothing', () => {
  for (const way of [plainWay, ...fastWays])
    expect(enciphered(way, 'encrypt', 0, 4096, new Uint8Array(0))).toHaveLength(0);
});

/** The fast way with one change to what it gives. */
function planted(change: (out: Uint8Array) => void): ExtentWay {
  return {
    name: 'wasm',
    bufferFor: wasmWay.bufferFor,
    cipherFor: (used, sectorBytes) => {
      const cipher = wasmWay.cipherFor(used, sectorBytes);
      return {
        ...cipher,
        encrypt: (firstSector, data, out) => {
          cipher.encrypt(firstSector, data, out);
          change(out);
        },
      };
    },
  };
}

test('the comparison above would see one wrong bit', () => {
  const data = source.subarray(0, 4096);
  const wrong = planted((out) => out.set([(out[7] ?? 0) ^ 1], 7));
  const [seen, expected] = [wrong, plainWay].map((way) => enciphered(way, 'encrypt', 0, 4096, data));
  expect(Buffer.compare(seen ?? data, expected ?? data)).not.toBe(0);
});

test('the choice falls back to the plain way when the fast one is wrong, slow, or does not start', () => {
  const wrong = planted((out) => {
    if (out.length === 33 * 4096) out[out.length - 1] = (out.at(-1) ?? 0) ^ 1;
  });
  expect(chooseBetween(plainWay, wrong)).toMatchObject({
    way: plainWay,
    reason: expect.stringContaining('fails its self-test at 33 sectors'),
  });
  const slow = planted(() => {
    const until = performance.now() + 3;
    while (performance.now() < until);
  });
  expect(chooseBetween(plainWay, slow).way).toBe(plainWay);
  const absent: ExtentWay = {
    name: 'wasm',
    bufferFor: plainWay.bufferFor,
    cipherFor: () => {
      throw new Error('no SIMD');
    },
  };
  expect(chooseBetween(plainWay, absent)).toMatchObject({
    way: plainWay,
    reason: expect.stringContaining('no SIMD'),
  });
});

test('the choice of a thread is made once', () => {
  expect(extentChoice()).toBe(extentChoice());
});
