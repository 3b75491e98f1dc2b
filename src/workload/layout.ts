/** What is written: a family of virtual disks that descend from one golden image. */
import { randomOf } from '../random.ts';

/** One virtual disk. Its place in `Layout.clones` is its number. */
export type Clone = {
  /** The number of an earlier clone that this one was copied from, or the golden image itself. */
  readonly parent: number | 'golden';
  /** How many of its blocks differ from its parent's. Which ones is drawn from the seed. */
  readonly divergedBlocks: number;
  /** A linked clone stores only what diverged, and reads the rest from its parent. */
  readonly linked: boolean;
  /** Clones with one number here have one data encryption key; `null` leaves the disk alone under VM encryption. */
  readonly dataEncryptionKey: number | null;
  /** The deduplication domain that it lies in, such as a disk group. */
  readonly domain: number;
  /** Where its image begins, in blocks; what runs over the end comes back at the start. Only where parent is golden. */
  readonly lbaShiftBlocks: number;
  /** The same below one block, as a misaligned partition has it. Only where parent is golden. */
  readonly byteShift: number;
};

export type Layout = {
  readonly seed: string;
  /** The unit of deduplication. */
  readonly blockBytes: number;
  /** Blocks that a full clone has written. */
  readonly blocks: number;
  /** How many of these, at the end of the golden image, hold only zeroes. */
  readonly zeroBlocks: number;
  readonly clones: readonly Clone[];
};

/** What is wrong with a layout, or nothing. */
export function layoutFault(layout: Layout): string | undefined {
  const { blocks, blockBytes, zeroBlocks, clones } = layout;
  if (!Number.isSafeInteger(blocks) || blocks < 1) return `blocks: expected at least 1, got ${blocks}`;
  if (blockBytes < 64 || blockBytes % 16 !== 0)
    return `blockBytes: expected a multiple of 16, at least 64, got ${blockBytes}`;
  if (zeroBlocks < 0 || zeroBlocks > blocks) return `zeroBlocks: expected 0 to ${blocks}, got ${zeroBlocks}`;
  for (const [number, clone] of clones.entries()) {
    const fault = cloneFault(layout, clone, number);
    if (fault !== undefined) return `clones[${number}]: ${fault}`;
  }
  return undefined;
}

function cloneFault({ blocks, blockBytes }: Layout, clone: Clone, number: number): string | undefined {
  if (clone.divergedBlocks < 0 || clone.divergedBlocks > blocks)
    return `divergedBlocks: expected 0 to ${blocks}, got ${clone.divergedBlocks}`;
  if (clone.parent === 'golden') {
    if (clone.linked) return 'a linked clone needs a parent that is stored, not the golden image';
    if (clone.byteShift < 0 || clone.byteShift >= blockBytes)
      return `byteShift: expected 0 to ${blockBytes - 1}, got ${clone.byteShift}`;
    if (clone.lbaShiftBlocks < 0 || clone.lbaShiftBlocks >= blocks)
      return `lbaShiftBlocks: expected 0 to ${blocks - 1}, got ${clone.lbaShiftBlocks}`;
    return undefined;
  }
  if (clone.parent < 0 || clone.parent >= number)
    return `parent: expected an earlier clone, got ${clone.parent}`;
  if (clone.byteShift !== 0 || clone.lbaShiftBlocks !== 0)
    return 'a copy of a disk has the shift of its parent';
  return undefined;
}

/**
 * The clone numbers from `clone` up to the one that was installed from the golden image.
 * @throws RangeError when there is no such clone
 */
export function ancestry(layout: Layout, clone: number): { number: number; clone: Clone }[] {
  const path: { number: number; clone: Clone }[] = [];
  let at: number | 'golden' = clone;
  while (at !== 'golden') {
    const found: Clone = cloneAt(layout, at);
    path.push({ number: at, clone: found });
    at = found.parent;
  }
  return path;
}

/** @throws RangeError when there is no such clone */
function cloneAt(layout: Layout, number: number): Clone {
  const clone = layout.clones[number];
  if (clone === undefined) throw new RangeError(`there is no clone ${number} among ${layout.clones.length}`);
  return clone;
}

/**
 * Which blocks of each clone diverged: for clone c and block p, the bit `c * blocks + p`. Exactly `divergedBlocks` bits
 * are set for each, spread evenly over the disk: every stretch has its share, so that a ratio is near its expectation
 * even for a small disk; which blocks of the stretch is drawn (selection sampling: Knuth, The Art of Computer
 * Programming, volume 2, algorithm 3.4.2 S). Shared memory, so that every worker reads one copy.
 */
export function drawDivergence(layout: Layout): Uint8Array<SharedArrayBuffer> {
  const { blocks, clones, seed } = layout;
  const bits = new Uint8Array(new SharedArrayBuffer(Math.ceil((blocks * clones.length) / 8)));
  for (const [number, { divergedBlocks }] of clones.entries()) {
    const random = randomOf(seed, 'divergence', number);
    for (let from = 0; from < blocks; from += stretchBlocks) {
      const to = Math.min(blocks, from + stretchBlocks);
      let wanted = Math.round((divergedBlocks * to) / blocks) - Math.round((divergedBlocks * from) / blocks);
      for (let block = from; block < to && wanted > 0; block += 1) {
        if (random.next() * (to - block) >= wanted) continue;
        wanted -= 1;
        setBit(bits, number * blocks + block);
      }
    }
  }
  return bits;
}

const stretchBlocks = 64;

function setBit(bits: Uint8Array, at: number): void {
  const byte = Math.floor(at / 8);
  bits[byte] = (bits[byte] ?? 0) | (1 << (at % 8));
}

/** Is bit `at` of such a map set? */
export function hasBit(bits: Uint8Array, at: number): boolean {
  return ((bits[Math.floor(at / 8)] ?? 0) & (1 << (at % 8))) !== 0;
}
