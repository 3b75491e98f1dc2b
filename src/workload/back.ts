/** The second half of an extent's work: compress, encrypt for the device, write. */
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { compress, decompress } from 'lz4-wasm-nodejs';
import type { ExtentCipher } from '../crypto/extent.ts';
import { cipherOf, sectorBytesMax } from './cipher.ts';
import { timed } from './cpu.ts';
import type { CpuMicros } from './cpu.ts';
import type { BackResult, BackTask } from './extent.ts';
import { codeOf } from './file-content.ts';
import { happensBefore } from './layers.ts';
import { storedBytesOf } from '../../models/storage.ts';

/** A kept block on its way to the media. */
type Stored = { readonly bytes: Uint8Array; readonly isCompressed: boolean };

/** The package puts the length of the plain data before the block of LZ4; a storage system knows it. */
const lz4HeaderBytes = 4;

/** See `BackTask`. */
export function runBack(task: BackTask): BackResult {
  const spent: CpuMicros = {};
  const blocks = keptBlocks(task);
  const isCompressed = task.layers.includes('compression') && task.model.compression !== null;
  const stored = isCompressed
    ? timed(spent, 'compression', () => compressed(task, blocks))
    : blocks.map(whole);
  let storedBytes = 0;
  for (const { bytes, isCompressed: kept } of stored)
    storedBytes += kept ? storedBytesOf(task.model, bytes.length - lz4HeaderBytes) : task.blockBytes;
  const sectorBytes = Math.min(task.blockBytes, sectorBytesMax);
  const packed = timed(spent, 'write', () => pack(stored, sectorBytes));
  const cipher = happensBefore(task.layers, 'dedup', 'vsanEncryption')
    ? cipherOf(task.seed, 'device', task.domain, sectorBytes)
    : undefined;
  const first = (task.mediaBlock * task.blockBytes) / sectorBytes;
  if (cipher !== undefined) timed(spent, 'vsanEncryption', () => cipher.encrypt(first, packed, packed));
  const writeError = timed(spent, 'write', () => write(task, packed));
  const isVerified = task.verify && task.mediaPath !== null && writeError === null;
  const wrongBlocks = isVerified
    ? timed(spent, 'verify', () => countWrong(task, blocks, stored, packed.length, cipher, first))
    : 0;
  return { storedBytes, spent, writeError, wrongBlocks, verifiedBlocks: isVerified ? blocks.length : 0 };
}

function keptBlocks({ slot, kept, blockBytes }: BackTask): Uint8Array[] {
  return Array.from(kept, (block) => slot.subarray(block * blockBytes, (block + 1) * blockBytes));
}

function whole(bytes: Uint8Array): Stored {
  return { bytes, isCompressed: false };
}

function compressed({ model }: BackTask, blocks: readonly Uint8Array[]): Stored[] {
  const keptBytesMax = model.compression?.keptBytesMax ?? 0;
  return blocks.map((bytes) => {
    const smaller = compress(bytes);
    return smaller.length - lz4HeaderBytes <= keptBytesMax
      ? { bytes: smaller, isCompressed: true }
      : whole(bytes);
  });
}

/** One after the other, filled up with zeroes to whole sectors. Never longer than the blocks were. */
function pack(stored: readonly Stored[], sectorBytes: number): Uint8Array {
  let length = 0;
  for (const { bytes } of stored) length += bytes.length;
  const packed = new Uint8Array(Math.ceil(length / sectorBytes) * sectorBytes);
  let at = 0;
  for (const { bytes } of stored) {
    packed.set(bytes, at);
    at += bytes.length;
  }
  return packed;
}

function write({ mediaPath, mediaBlock, blockBytes }: BackTask, packed: Uint8Array): string | null {
  if (mediaPath === null) return null;
  try {
    const descriptor = openSync(mediaPath, constants.O_WRONLY | constants.O_CREAT, 0o600);
    try {
      let done = 0;
      while (done < packed.length)
        done += writeSync(descriptor, packed, done, packed.length - done, mediaBlock * blockBytes + done);
    } finally {
      closeSync(descriptor);
    }
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

/** Reads back what was written, undoes every layer, and compares with what deduplication kept. */
function countWrong(
  { mediaPath, mediaBlock, blockBytes }: BackTask,
  blocks: readonly Uint8Array[],
  stored: readonly Stored[],
  packedBytes: number,
  cipher: ExtentCipher | undefined,
  firstSector: number,
): number {
  if (mediaPath === null) return 0;
  const back = new Uint8Array(packedBytes);
  const descriptor = openSync(mediaPath, 'r');
  try {
    readSync(descriptor, back, 0, packedBytes, mediaBlock * blockBytes);
  } finally {
    closeSync(descriptor);
  }
  cipher?.decrypt(firstSector, back, back);
  let wrong = 0;
  let at = 0;
  for (const [index, { bytes, isCompressed }] of stored.entries()) {
    const piece = back.subarray(at, at + bytes.length);
    at += bytes.length;
    if (Buffer.compare(blocks[index] ?? piece, isCompressed ? decompressed(piece) : piece) !== 0) wrong += 1;
  }
  return wrong;
}

function decompressed(bytes: Uint8Array): Uint8Array {
  try {
    return decompress(bytes);
  } catch {
    // Damaged beyond LZ4: nothing equals an empty block, so it counts as wrong.
    return new Uint8Array(0);
  }
}
