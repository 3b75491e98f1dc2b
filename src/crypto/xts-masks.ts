/**
 * The part of XTS that is not AES, in WebAssembly SIMD: `out = in xor tweak`, where the tweak of a sector's first block
 * is given and that of each next block is its double in GF(2^128) (IEEE 1619-2018 section 5.2).
 *
 * Each doubling waits for the one before it, so several run side by side: data is cut into segments of 512 bytes, each
 * with its own first tweak, and eight neighbouring segments are masked at once. (Eight neighbouring sectors would do as
 * well, but their blocks lie 4096 bytes apart, where they collide in the first cache.)
 */
import { assembleModule } from './wasm-assembler.ts';
import type { Instruction, WasmFunction } from './wasm-assembler.ts';

/** The names used here of a global that is typed only in the browser's library, which this project does not load. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

/** What the module offers. All arguments are byte offsets into `memory`, or counts. */
export type XtsMasks = {
  readonly memory: Uint8Array<ArrayBuffer>;
  /**
   * From one tweak a sector, 16 bytes each at `sectorTweaks`, writes one tweak a segment to `segmentTweaks`.
   * No count may be zero.
   */
  readonly spread: (
    sectorTweaks: number,
    segmentTweaks: number,
    sectors: number,
    segmentsPerSector: number,
  ) => void;
  /** Masks `segments` segments in place, from `at` on, each with its own of the `tweaks`. */
  readonly mask: (at: number, tweaks: number, segments: number) => void;
};

/** Sectors in a multiple of this size can be masked. */
export const segmentBytes = 512;
/** Eight tweaks and their scratch values fit the processor's sixteen registers. */
const lanes = 8;

/** All of `tweak` one bit up; the two bits that leave a 64-bit half come back from `comeBack`. */
const doubled = (tweak: number): Instruction[] => [
  // The 32-bit words with the top bits of the high and the low half, put where those bits must go ...
  ['local.get', tweak],
  ['local.get', tweak],
  ['i8x16.shuffle', 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3],
  // ... made into all zeroes or all ones, and cut down to x^128 = 0x87 in the low half and bit 64 in the high one.
  ['i32.const', 31],
  ['i32x4.shr_s'],
  ['v128.const', 0x87, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
  ['v128.and'],
  ['local.get', tweak],
  ['local.get', tweak],
  ['i64x2.add'],
  ['v128.xor'],
  ['local.set', tweak],
];

/** One block of one lane: mask it, double the tweak. The lane's data lies at a fixed distance from `at`. */
const maskedBlock = (at: number, lane: number, tweak: number): Instruction[] => [
  ['local.get', at],
  ['local.get', at],
  ['v128.load', lane * segmentBytes],
  ['local.get', tweak],
  ['v128.xor'],
  ['v128.store', lane * segmentBytes],
  ...doubled(tweak),
];

/** `local += amount`. */
const increased = (local: number, amount: number): Instruction[] => [
  ['local.get', local],
  ['i32.const', amount],
  ['i32.add'],
  ['local.set', local],
];

/** While at least `width` segments are left, masks that many side by side. */
function masked(width: number): Instruction[] {
  const [at, tweaks, segments, end] = [0, 1, 2, 3];
  const all = Array.from({ length: width }, (_, lane) => ({ lane, tweak: 4 + lane }));
  return [
    ['block'],
    ['loop'],
    ['local.get', segments],
    ['i32.const', width],
    ['i32.lt_u'],
    ['br_if', 1],
    ...all.flatMap(({ lane, tweak }): Instruction[] => [
      ['local.get', tweaks],
      ['v128.load', 16 * lane],
      ['local.set', tweak],
    ]),
    ['local.get', at],
    ['i32.const', segmentBytes],
    ['i32.add'],
    ['local.set', end],
    ['loop'],
    ...all.flatMap(({ lane, tweak }) => maskedBlock(at, lane, tweak)),
    ...increased(at, 16),
    ['local.get', at],
    ['local.get', end],
    ['i32.lt_u'],
    ['br_if', 0],
    ['end'],
    ...increased(at, (width - 1) * segmentBytes),
    ...increased(tweaks, 16 * width),
    ...increased(segments, -width),
    ['br', 0],
    ['end'],
    ['end'],
  ];
}

const mask: WasmFunction = {
  name: 'mask',
  parameters: 3,
  i32Locals: 1,
  v128Locals: lanes,
  body: [...masked(lanes), ...masked(1)],
};

/**
 * The tweak 32 blocks on: 32 bits up. The top word `w` leaves, and comes back as w times 0x87, without carries:
 * w + w x + w x^2 + w x^7.
 */
const leapt = (tweak: number, top: number): Instruction[] => [
  ['v128.const', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ['local.get', tweak],
  ['i8x16.shuffle', 28, 29, 30, 31, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ['local.tee', top],
  ...[1, 2, 7].flatMap((bits): Instruction[] => [
    ['local.get', top],
    ['i32.const', bits],
    ['i64x2.shl'],
    ['v128.xor'],
  ]),
  ['v128.const', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ['local.get', tweak],
  ['i8x16.shuffle', 0, 0, 0, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27],
  ['v128.xor'],
  ['local.set', tweak],
];

function spreadBody(): Instruction[] {
  const [sectorTweaks, segmentTweaks, sectors, segmentsPerSector, left, tweak, top] = [0, 1, 2, 3, 4, 5, 6];
  return [
    ['loop'],
    ['local.get', sectorTweaks],
    ['v128.load', 0],
    ['local.set', tweak],
    ['local.get', segmentsPerSector],
    ['local.set', left],
    ['loop'],
    ['local.get', segmentTweaks],
    ['local.get', tweak],
    ['v128.store', 0],
    ...leapt(tweak, top),
    ...increased(segmentTweaks, 16),
    ...increased(left, -1),
    ['local.get', left],
    ['br_if', 0],
    ['end'],
    ...increased(sectorTweaks, 16),
    ...increased(sectors, -1),
    ['local.get', sectors],
    ['br_if', 0],
    ['end'],
  ];
}

const spread: WasmFunction = {
  name: 'spread',
  parameters: 4,
  i32Locals: 1,
  v128Locals: 2,
  body: spreadBody(),
};

/**
 * A fresh instance with its own memory.
 * @param memoryPages how many times 64 KiB
 * @throws CompileError of WebAssembly where the processor or the runtime has no SIMD
 */
export function instantiateXtsMasks(memoryPages: number): XtsMasks {
  const instance = new WebAssembly.Instance(
    new WebAssembly.Module(assembleModule([mask, spread], memoryPages)),
  );
  // The module above exports exactly these, which the type of `exports` can't say.
  const exported = instance.exports as Pick<XtsMasks, 'mask' | 'spread'> & {
    memory: { buffer: ArrayBuffer };
  };
  return { memory: new Uint8Array(exported.memory.buffer), mask: exported.mask, spread: exported.spread };
}
