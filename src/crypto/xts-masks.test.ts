import { expect, test } from 'vitest';
import { randomOf } from '../random.ts';
import { assembleModule } from './wasm-assembler.ts';
import { instantiateXtsMasks, segmentBytes } from './xts-masks.ts';

const random = randomOf('xts-masks.test', 'tweaks');
const modulus = 0x87n;

function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function bytesOf(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 16 }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
}

/** The definition: a tweak is a polynomial over GF(2), and doubling multiplies it by x modulo x^128 + 0x87. */
function doubled(value: bigint, times: number): bigint {
  let result = value;
  for (let count = 0; count < times; count += 1)
    result = ((result << 1n) & (2n ** 128n - 1n)) ^ (result >> 127n === 1n ? modulus : 0n);
  return result;
}

const edges = [0n, 1n, 1n << 63n, 1n << 64n, 1n << 127n, 2n ** 128n - 1n];

test('masks are the doublings of the tweak, for any number of segments side by side', () => {
  const masks = instantiateXtsMasks(2);
  for (const segments of [1, 2, 7, 8, 9, 17]) {
    const tweaks = Array.from({ length: segments }, (_, index) => edges[index] ?? numberOf(random.bytes(16)));
    masks.memory.fill(0);
    tweaks.forEach((tweak, index) => masks.memory.set(bytesOf(tweak), index * 16));
    masks.mask(65_536, 0, segments);
    for (let segment = 0; segment < segments; segment += 1)
      for (const block of [0, 1, 2, 15, 31]) {
        const at = 65_536 + segment * segmentBytes + block * 16;
        const expected = doubled(tweaks[segment] ?? 0n, block);
        expect(numberOf(masks.memory.subarray(at, at + 16))).toBe(expected);
      }
    const after = masks.memory.subarray(65_536 + segments * segmentBytes);
    expect(after.every((byte) => byte === 0)).toBe(true);
  }
});

test('spreading a sector tweak gives that of each segment, 32 doublings apart', () => {
  const masks = instantiateXtsMasks(1);
  const tweaks = [...edges, numberOf(random.bytes(16)), numberOf(random.bytes(16))];
  tweaks.forEach((tweak, index) => masks.memory.set(bytesOf(tweak), index * 16));
  masks.spread(0, 4096, tweaks.length, 9);
  tweaks.forEach((tweak, index) => {
    for (let segment = 0; segment < 9; segment += 1) {
      const at = 4096 + (index * 9 + segment) * 16;
      expect(numberOf(masks.memory.subarray(at, at + 16))).toBe(doubled(tweak, 32 * segment));
    }
  });
});

test('the assembler writes a module that is readable by its bytes', () => {
  const module = assembleModule(
    [
      {
        name: 'f',
        parameters: 1,
        i32Locals: 1,
        v128Locals: 1,
        body: [
          ['i32.const', -65],
          ['local.set', 1],
        ],
      },
    ],
    300,
  );
  expect(Buffer.from(module).toString('hex')).toBe(
    [
      '0061736d01000000',
      '01050160017f00', // one type: a function of one i32
      '03020100', // one function, of that type
      '05060101ac02ac02', // one memory, of 300 pages and no more
      '070e02066d656d6f7279020001660000', // the exports `memory` and `f`
      '0a0d010b02017f017b41bf7f21010b', // i32.const -65, local.set 1, end
    ].join(''),
  );
});
