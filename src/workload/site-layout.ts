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
 * One clone for each class that has machines at least, the rest by the largest remainder, at most `clonesMax` in all where the classes
 * leave room.
 * @returns for each class the number of its clones
 */
export function clonesPerClass(classes: readonly MachineClass[], wanted: number = clonesMax): number[] {
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  if (total <= wanted) return classes.map(({ count }) => count);
  const exact = classes.map(({ count }) => (count / total) * wanted);
  const counts = exact.map((share) => (share === 0 ? 0 : Math.max(1, Math.floor(share))));
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
 * Full clones of one image, each with a key of its own.
 * @param shape `blocks` of each clone, `domains` that they are spread over in turn
 * @param counts for each class, how many clones
 */
export function siteLayout(
  shape: Pick<Layout, 'seed' | 'blockBytes' | 'blocks'> & { readonly domains: number } & ImageShares,
  classes: readonly MachineClass[],
  counts: readonly number[],
): Layout {
  const { seed, blockBytes, blocks, domains, divergenceShare, zeroShare } = shape;
  const clones: Clone[] = [];
  for (const at of classes.keys())
    for (let copy = 0; copy < (counts[at] ?? 0); copy += 1)
      clones.push({
        parent: 'golden',
        divergedBlocks: Math.round(blocks * divergenceShare),
        linked: false,
        dataEncryptionKey: clones.length,
        domain: clones.length % domains,
        lbaShiftBlocks: 0,
        byteShift: 0,
      });
  return { seed, blockBytes, blocks, zeroBlocks: Math.round(blocks * zeroShare), clones };
}
