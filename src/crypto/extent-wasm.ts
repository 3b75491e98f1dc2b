/**
 * The fast way without native code. XTS is ECB between two masks, so a batch of sectors takes one call into OpenSSL
 * instead of one a sector: all first tweaks by one ECB call, masks in WebAssembly, ECB over the batch, masks again.
 * What it measures, and what else was tried: docs/decisions/0050-fast-xts.md.
 */
import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import { assertExtent, plainWay } from './extent.ts';
import type { ExtentCipher, ExtentWay } from './extent.ts';
import { exposeKeyBytes } from './key.ts';
import type { Key } from './key.ts';
import { assertXtsKey } from './sizes.ts';
import { instantiateXtsMasks, segmentBytes } from './xts-masks.ts';
import type { XtsMasks } from './xts-masks.ts';

/**
 * Large enough that calls cost little beside AES. Small enough that the two outputs that Node allocates for it stay
 * together below 128 KiB, from where on the C library gives memory back to the system when it is freed, and every batch
 * would pay for its page faults (seen: a fiftieth of the speed).
 */
const batchBytes = 49_152;
/** Batches whose tweaks are made by one ECB call: a round is a little more than 1 MiB. */
const batchesPerRound = 22;

// Every instance's memory: first tweaks of a round's sectors, then of its segments, then the data.
const tweaksBytes = (batchBytes / segmentBytes) * batchesPerRound * 16;
const segmentTweaksAt = tweaksBytes;
const dataAt = 2 * tweaksBytes;

/** A cipher object of `node:crypto` that is fed whole blocks only. ECB keeps nothing between two calls. */
type Ecb = { readonly update: (data: Uint8Array) => Buffer };

/** One scratch memory a thread: all is synchronous, so no two extents are under way in it. */
let scratchOfThread: XtsMasks | undefined;
/** The instance behind each buffer that was given out, to know one again when an extent lies in it. */
const instanceOf = new WeakMap<ArrayBufferLike, XtsMasks>();

/** Sectors that are not whole segments, or larger than a batch, go the plain way. */
export const wasmWay: ExtentWay = {
  name: 'wasm',
  cipherFor: (key, sectorBytes) => {
    const isWhole = sectorBytes > 0 && sectorBytes % segmentBytes === 0 && sectorBytes <= batchBytes;
    if (!isWhole) return plainWay.cipherFor(key, sectorBytes);
    assertXtsKey(key);
    scratchOfThread ??= instanceWith(batchBytes);
    return wasmCipher(scratchOfThread, key, sectorBytes);
  },
  bufferFor: (lengthBytes) => {
    const masks = instanceWith(lengthBytes);
    instanceOf.set(masks.memory.buffer, masks);
    return masks.memory.subarray(dataAt, dataAt + lengthBytes);
  },
};

function instanceWith(dataBytes: number): XtsMasks {
  return instantiateXtsMasks(Math.ceil((dataAt + dataBytes) / 65_536));
}

function wasmCipher(scratch: XtsMasks, key: Key, sectorBytes: number): ExtentCipher {
  const half = key.lengthBytes / 2;
  const dataKey = createSecretKey(exposeKeyBytes(key).subarray(0, half));
  const tweakKey = createSecretKey(exposeKeyBytes(key).subarray(half));
  const algorithm = half === 32 ? 'aes-256-ecb' : 'aes-128-ecb';
  const tweakEcb = createCipheriv(algorithm, tweakKey, null).setAutoPadding(false);
  const sectorsPerBatch = Math.floor(batchBytes / sectorBytes);
  const sectorsPerRound = sectorsPerBatch * batchesPerRound;
  const numbers = new Uint32Array(sectorsPerRound * 4);

  const through =
    (dataEcb: Ecb): ExtentCipher['encrypt'] =>
    (firstSector, data, out) => {
      // Also refuses a key that was wiped since, although the cipher objects still hold what they made of it.
      assertExtent(key, firstSector, sectorBytes, data, out);
      const home = out.buffer === data.buffer ? instanceOf.get(data.buffer) : undefined;
      const isInPlace = home !== undefined && out.byteOffset === data.byteOffset;
      const masks = isInPlace ? home : scratch;
      const sectors = data.length / sectorBytes;
      for (let done = 0; done < sectors; done += sectorsPerBatch) {
        const sectorInRound = done % sectorsPerRound;
        if (sectorInRound === 0) {
          const count = Math.min(sectorsPerRound, sectors - done);
          makeTweaks(masks, tweakEcb, numbers, firstSector + done, count, sectorBytes);
        }
        const tweaksAt = segmentTweaksAt + ((sectorInRound * sectorBytes) / segmentBytes) * 16;
        const from = done * sectorBytes;
        const to = Math.min(from + sectorsPerBatch * sectorBytes, data.length);
        if (!isInPlace) masks.memory.set(data.subarray(from, to), dataAt);
        const at = isInPlace ? data.byteOffset + from : dataAt;
        const batch = encipherBatch(masks, dataEcb, tweaksAt, at, to - from);
        if (!isInPlace) out.set(batch, from);
      }
    };
  return {
    encrypt: through(createCipheriv(algorithm, dataKey, null).setAutoPadding(false)),
    decrypt: through(createDecipheriv(algorithm, dataKey, null).setAutoPadding(false)),
  };
}

/** The encrypted number of each sector (IEEE 1619-2018 section 5.3.1), then the tweak of each segment. */
function makeTweaks(
  masks: XtsMasks,
  tweakEcb: Ecb,
  numbers: Uint32Array,
  firstSector: number,
  sectors: number,
  sectorBytes: number,
): void {
  for (let index = 0; index < sectors; index += 1) {
    const sector = firstSector + index;
    numbers[index * 4] = sector % 2 ** 32;
    numbers[index * 4 + 1] = Math.floor(sector / 2 ** 32);
  }
  const tweaks = tweakEcb.update(new Uint8Array(numbers.buffer, 0, sectors * 16));
  masks.memory.set(tweaks, 0);
  release(tweaks);
  masks.spread(0, segmentTweaksAt, sectors, sectorBytes / segmentBytes);
}

/** Enciphers whole sectors where they lie in the instance's memory, and returns a view of them. */
function encipherBatch(
  masks: XtsMasks,
  dataEcb: Ecb,
  tweaksAt: number,
  at: number,
  lengthBytes: number,
): Uint8Array {
  const batch = masks.memory.subarray(at, at + lengthBytes);
  const segments = lengthBytes / segmentBytes;
  masks.mask(at, tweaksAt, segments);
  const enciphered = dataEcb.update(batch);
  batch.set(enciphered);
  release(enciphered);
  masks.mask(at, tweaksAt, segments);
  return batch;
}

/**
 * Gives an output's memory back at once, so that the next output is written to the same, still cached, place. Left to
 * the collector, outputs walk through tens of megabytes, which halves the speed of ECB.
 */
function release(output: Buffer): void {
  const { buffer } = output;
  const isSoleOwner = buffer instanceof ArrayBuffer && buffer.byteLength === output.length;
  if (isSoleOwner) buffer.transfer(0);
}
