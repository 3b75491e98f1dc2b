/** Generated machines of a site: as many clones as fit the size, in the proportions of the site. */
import type { Clone, Layout } from './layout.ts';

/** A class of alike virtual machines. */
export type MachineClass = {
  readonly name: string;
  readonly count: number;
  /** Are the disks themselves encrypted? A machine with no more than a vTPM has plain disks. */
  readonly diskIsEncrypted: boolean;
};

export type ImageShares = {
  /** Part of each clone's blocks that it wrote itself after it was cloned. 0 to 1. */
  readonly divergenceShare: number;
  /** Part of the image that was written as zeroes. 0 to 1. */
  readonly zeroShare: number;
};

/** More clones say nothing new about a ratio that the law can scale. */
const clonesMax = 16;

/** A law of many machines takes the square of their number; past this, a site's ratio hardly moves any more. */
export const machinesMax = 1000;

/**
 * One clone for each class at least, the rest by the largest remainder, at most `clonesMax` in all where the classes
 * leave room.
 * @returns for each class the number of its clones
 */
export function clonesPerClass(classes: readonly MachineClass[], wanted: number = clonesMax): number[] {
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  if (total <= wanted) return classes.map(({ count }) => count);
  const exact = classes.map(({ count }) => (count / total) * wanted);
  const counts = exact.map((share) => Math.max(1, Math.floor(share)));
  const byRemainder = exact
    .map((share, at) => ({ at, rest: share - Math.floor(share) }))
    .sort((one, other) => other.rest - one.rest || one.at - other.at);
  let left = wanted - counts.reduce((sum, count) => sum + count, 0);
  for (const { at } of byRemainder) {
    if (left <= 0) break;
    counts[at] = (counts[at] ?? 0) + 1;
    left -= 1;
  }
  return counts;
}

/**
 * @param counts for each class, how many clones
 * @param sizeBytes of all clones together
 * @param domains deduplication domains, which the clones are spread over in turn
 * @param everyDiskIsEncrypted as if VM encryption were on for all
 */
export function siteLayout(
  options: {
    readonly seed: string;
    readonly blockBytes: number;
    readonly sizeBytes: number;
    readonly domains: number;
    readonly everyDiskIsEncrypted: boolean;
  } & ImageShares,
  classes: readonly MachineClass[],
  counts: readonly number[],
): Layout {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const blocks = Math.max(1, Math.floor(options.sizeBytes / options.blockBytes / Math.max(1, total)));
  const clones: Clone[] = [];
  for (const [at, { diskIsEncrypted }] of classes.entries())
    for (let copy = 0; copy < (counts[at] ?? 0); copy += 1)
      clones.push({
        parent: 'golden',
        divergedBlocks: Math.round(blocks * options.divergenceShare),
        linked: false,
        dataEncryptionKey: options.everyDiskIsEncrypted || diskIsEncrypted ? clones.length : null,
        domain: clones.length % options.domains,
        lbaShiftBlocks: 0,
        byteShift: 0,
      });
  return {
    seed: options.seed,
    blockBytes: options.blockBytes,
    blocks,
    zeroBlocks: Math.round(blocks * options.zeroShare),
    clones,
  };
}
