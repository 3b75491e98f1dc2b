/** The bytes of any block of any clone: golden, diverged, zero or shifted. */
import { ancestry, hasBit } from './layout.ts';
import type { Clone, Layout } from './layout.ts';

/** Everything that a block's bytes depend on. Plain data over shared memory: it can be posted to a worker. */
export type CloneContent = {
  readonly layout: Layout;
  /** See `drawDivergence`. */
  readonly divergence: Uint8Array<SharedArrayBuffer>;
  /** See `readCorpus`. */
  readonly corpus: Uint8Array<SharedArrayBuffer>;
  /**
   * From this golden block on, blocks carry their own number, so that no two are equal. 0 makes all distinct, which the
   * law assumes; the number of blocks in the corpus keeps real content as it is for as long as it lasts.
   */
  readonly stampedFrom: number;
};

/**
 * Writes the blocks of a clone that it stores itself, from the logical block address `firstBlock` on, one after the
 * other into `target`.
 * @param count how many addresses to look at
 * @param target at least `count` blocks
 * @returns the addresses that were written, ascending: all of them, unless the clone is a linked one
 */
export function fillBlocks(
  content: CloneContent,
  clone: number,
  firstBlock: number,
  count: number,
  target: Uint8Array,
): number[] {
  const { blockBytes, blocks } = content.layout;
  const path = ancestry(content.layout, clone);
  const shift = path.at(-1)?.clone.lbaShiftBlocks ?? 0;
  const isLinked = path[0]?.clone.linked ?? false;
  const written: number[] = [];
  for (let address = firstBlock; address < firstBlock + count; address += 1) {
    const block = (address - shift + blocks) % blocks;
    const owner = ownerOf(content, path, block);
    if (isLinked && owner !== clone) continue;
    const at = written.length * blockBytes;
    const slice = target.subarray(at, at + blockBytes);
    if (owner === 'golden') writeGolden(content, path.at(-1)?.clone.byteShift ?? 0, block, slice);
    else writeOwn(content, owner, block, slice);
    written.push(address);
  }
  return written;
}

/** Who last wrote this block: the nearest clone on the way up where it diverged, or the golden image. */
function ownerOf(
  { divergence, layout }: CloneContent,
  path: readonly { number: number; clone: Clone }[],
  block: number,
): number | 'golden' {
  for (const { number } of path) if (hasBit(divergence, number * layout.blocks + block)) return number;
  return 'golden';
}

/** A golden block, moved up by `byteShift` within the image: its first bytes are the last of the block before. */
function writeGolden(content: CloneContent, byteShift: number, block: number, slice: Uint8Array): void {
  const { blockBytes, blocks } = content.layout;
  if (byteShift === 0) {
    writeAligned(content, block, slice);
    return;
  }
  const scratch = new Uint8Array(blockBytes);
  writeAligned(content, (block - 1 + blocks) % blocks, scratch);
  slice.set(scratch.subarray(blockBytes - byteShift));
  writeAligned(content, block, scratch);
  slice.set(scratch.subarray(0, blockBytes - byteShift), byteShift);
}

function writeAligned({ layout, corpus, stampedFrom }: CloneContent, block: number, slice: Uint8Array): void {
  const { blockBytes, blocks, zeroBlocks } = layout;
  if (block >= blocks - zeroBlocks) {
    slice.fill(0);
    return;
  }
  copyCorpus(corpus, block, blockBytes, slice);
  if (block >= stampedFrom) stamp(slice, 0, block);
}

/** A block that a clone wrote itself: real content from elsewhere in the corpus, marked as nobody else's. */
function writeOwn({ layout, corpus }: CloneContent, owner: number, block: number, slice: Uint8Array): void {
  copyCorpus(corpus, block * 31 + owner * 17 + 7, layout.blockBytes, slice);
  stamp(slice, owner + 1, block);
}

function copyCorpus(corpus: Uint8Array, block: number, blockBytes: number, slice: Uint8Array): void {
  const at = (block % Math.floor(corpus.length / blockBytes)) * blockBytes;
  slice.set(corpus.subarray(at, at + blockBytes));
}

/** Sixteen bytes that occur in no text. They sit in the middle, so that a byte shift can't cut two blocks to one. */
function stamp(slice: Uint8Array, owner: number, block: number): void {
  let at = (slice.length >> 1) - 8;
  for (const word of [0xf0f1f2f3, owner, Math.floor(block / 2 ** 32), block % 2 ** 32])
    for (let bits = 24; bits >= 0; bits -= 8) {
      slice[at] = word >>> bits;
      at += 1;
    }
}
