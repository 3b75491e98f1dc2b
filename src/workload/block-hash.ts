/**
 * A hash of blocks that is as fast as memory, for an index that trusts no hash: 128 bytes at a time in WebAssembly SIMD,
 * where the data lies, without a copy. Not cryptographic, and no known one: whoever uses it compares bytes.
 */
import { assembleModule } from '../crypto/wasm-assembler.ts';
import type { Instruction, WasmFunction } from '../crypto/wasm-assembler.ts';

/** Side by side, so that no step waits for the one before it. */
const lanes = 8;
const vectorBytes = 16;
const strideBytes = lanes * vectorBytes;
const pageBytes = 65_536;

const from = 0;
const to = 1;
const out = 2;
const firstLane = 3;

/** By how many bytes each lane is turned, one way and the other. */
const turns: readonly (readonly [number, number])[] = [
  [5, 12],
  [1, 10],
  [3, 14],
  [7, 2],
  [9, 4],
  [11, 6],
  [13, 8],
  [15, 12],
];

/** The lane turned one way plus the lane turned the other way: one bit becomes two, and none is shifted out. */
function stirred(lane: number, [one, other]: readonly [number, number]): Instruction[] {
  return [
    ['local.get', lane],
    ['local.get', lane],
    ['i8x16.shuffle', ...turnedBy(one)],
    ['local.get', lane],
    ['local.get', lane],
    ['i8x16.shuffle', ...turnedBy(other)],
    ['i64x2.add'],
  ];
}

function turnedBy(bytes: number): number[] {
  return Array.from({ length: vectorBytes }, (_, at) => (at + bytes) % vectorBytes);
}

const laneNumbers = Array.from({ length: lanes }, (_, lane) => firstLane + lane);

/** Each lane begins elsewhere, so that equal stretches do not cancel. */
const started = laneNumbers.flatMap((lane): Instruction[] => [
  ['v128.const', ...Array.from({ length: vectorBytes }, (_, at) => (lane * 89 + at * 151 + 7) & 255)],
  ['local.set', lane],
]);

const oneStride = laneNumbers.flatMap((lane, at): Instruction[] => [
  ...stirred(lane, turns[at] ?? [1, 2]),
  ['local.get', from],
  ['v128.load', at * vectorBytes],
  ['v128.xor'],
  ['local.set', lane],
]);

const hashFunction: WasmFunction = {
  name: 'hash',
  parameters: 3,
  i32Locals: 0,
  v128Locals: lanes,
  body: [
    ...started,
    ['loop'],
    ...oneStride,
    ['local.get', from],
    ['i32.const', strideBytes],
    ['i32.add'],
    ['local.tee', from],
    ['local.get', to],
    ['i32.lt_u'],
    ['br_if', 0],
    ['end'],
    ...laneNumbers.flatMap((lane, at): Instruction[] => [
      ['local.get', out],
      ['local.get', lane],
      ['v128.store', at * vectorBytes],
    ]),
  ],
};

/** The names used here of a global that is typed only in the browser's library, which this project does not load. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

type Exports = {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly hash: (from: number, to: number, out: number) => void;
};

/** Hashes blocks of one size, in its own memory or anywhere. */
export class BlockHash {
  /** Blocks that lie here are hashed without a copy. */
  readonly data: Uint8Array<ArrayBuffer>;
  readonly #scratch: Uint8Array<ArrayBuffer>;
  readonly #result: Uint32Array<ArrayBuffer>;
  readonly #hash: Exports['hash'];

  /** @throws RangeError when blocks are not a multiple of 128 bytes */
  constructor({ dataBytes, blockBytes }: { dataBytes: number; blockBytes: number }) {
    if (blockBytes < strideBytes || blockBytes % strideBytes !== 0)
      throw new RangeError(`blockBytes: expected a multiple of ${strideBytes}, got ${blockBytes}`);
    const resultAt = dataBytes + blockBytes;
    const pages = Math.ceil((resultAt + strideBytes) / pageBytes);
    const module = new WebAssembly.Module(assembleModule([hashFunction], pages));
    // The module that was just assembled exports exactly these.
    const { memory, hash } = new WebAssembly.Instance(module).exports as Exports;
    const { buffer } = memory;
    this.data = new Uint8Array(buffer, 0, dataBytes);
    this.#scratch = new Uint8Array(buffer, dataBytes, blockBytes);
    this.#result = new Uint32Array(buffer, resultAt, strideBytes / Uint32Array.BYTES_PER_ELEMENT);
    this.#hash = hash;
  }

  /** Writes 64 bits into the first two words. */
  hash(block: Uint8Array, words: Uint32Array): void {
    let at = block.byteOffset;
    if (block.buffer !== this.data.buffer) {
      this.#scratch.set(block);
      at = this.#scratch.byteOffset;
    }
    this.#hash(at, at + this.#scratch.length, this.#result.byteOffset);
    // The lanes are put together by multiplication: turning alone would not tell one lane from another.
    let [one, other] = [0, 0];
    for (let word = 0; word < this.#result.length; word += 2) {
      one = Math.imul(one ^ (one >>> 15) ^ (this.#result[word] ?? 0), 0x9e3779b1);
      other = Math.imul(other ^ (other >>> 13) ^ (this.#result[word + 1] ?? 0), 0x85ebca77);
    }
    words[0] = finished(one ^ finished(other));
    words[1] = finished(other);
  }
}

/** The last step of MurmurHash3 (Appleby, public domain): every bit moves every bit. */
function finished(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
