/** The law: how many blocks stay unique, from the layout and the order of layers alone. */
import { happensBefore } from './layers.ts';
import type { Layer } from './layers.ts';
import { ancestry } from './layout.ts';
import type { Clone, Layout } from './layout.ts';

/** Expected numbers of blocks; the draw of which blocks diverge moves the measured ones a little about them. */
export type Prediction = {
  readonly logicalBlocks: number;
  readonly uniqueBlocks: number;
  /** Logical by unique blocks; 1 when nothing is written. */
  readonly ratio: number;
};

type Node = {
  readonly number: number;
  readonly clone: Clone;
  readonly root: Clone;
  readonly children: Node[];
};

/** Is this clone one of those whose copies can be found equal to each other? */
type Among = (node: Node) => boolean;

/**
 * Two blocks are stored once when they are equal where deduplication looks: in one domain, and, where encryption comes
 * before it, under one key at one address. So count, for every content that somebody wrote first (the golden image, or
 * a clone that diverged), in how many such classes at least one clone still holds it.
 *
 * Assumes golden blocks that are distinct and not zero, but for the `zeroBlocks` at the end, and clones whose diverged
 * blocks are drawn independently of each other.
 */
export function predict(layout: Layout, layers: readonly Layer[]): Prediction {
  const nodes = treeOf(layout);
  let logicalBlocks = 0;
  for (const { linked, divergedBlocks } of layout.clones)
    logicalBlocks += linked ? divergedBlocks : layout.blocks;
  const uniqueBlocks = happensBefore(layers, 'vsanEncryption', 'dedup')
    ? // The address is that in the datastore, which no two blocks share.
      logicalBlocks
    : happensBefore(layers, 'vmEncryption', 'dedup')
      ? encryptedUnique(layout, nodes)
      : plainUnique(layout, nodes, () => true);
  return { logicalBlocks, uniqueBlocks, ratio: uniqueBlocks === 0 ? 1 : logicalBlocks / uniqueBlocks };
}

function treeOf(layout: Layout): readonly Node[] {
  const nodes: Node[] = [];
  for (const [number, clone] of layout.clones.entries()) {
    const node: Node = { number, clone, root: ancestry(layout, number).at(-1)?.clone ?? clone, children: [] };
    nodes.push(node);
    if (clone.parent !== 'golden') nodes[clone.parent]?.children.push(node);
  }
  return nodes;
}

/** @param isPlain whose blocks deduplication sees as they are */
function plainUnique(layout: Layout, nodes: readonly Node[], isPlain: Among): number {
  let unique = 0;
  for (const domain of distinct(nodes, ({ clone }) => clone.domain)) {
    const among: Among = (node) => node.clone.domain === domain && isPlain(node);
    const roots = nodes.filter(isRoot);
    unique += ownBlocks(nodes, layout.blocks, among);
    let noZero = 1;
    for (const byteShift of distinct(roots, ({ root }) => root.byteShift)) {
      const alike = roots.filter(({ root }) => root.byteShift === byteShift);
      const nobody = nobodyHolds(alike, layout.blocks, among);
      const zeroes = zeroLength(layout, byteShift);
      unique += (layout.blocks - zeroes) * (1 - nobody);
      noZero *= nobody ** zeroes;
    }
    // All zero blocks are one.
    unique += 1 - noZero;
  }
  return unique;
}

function encryptedUnique(layout: Layout, nodes: readonly Node[]): number {
  let unique = plainUnique(layout, nodes, ({ clone }) => clone.dataEncryptionKey === null);
  const encrypted = nodes.filter(({ clone }) => clone.dataEncryptionKey !== null);
  for (const key of distinct(encrypted, ({ clone }) => `${clone.domain} ${clone.dataEncryptionKey}`)) {
    const among: Among = ({ clone }) => `${clone.domain} ${clone.dataEncryptionKey}` === key;
    const roots = nodes.filter(isRoot);
    unique += ownBlocks(nodes, layout.blocks, among);
    for (const shift of distinct(roots, ({ root }) => `${root.lbaShiftBlocks} ${root.byteShift}`)) {
      const alike = roots.filter(({ root }) => `${root.lbaShiftBlocks} ${root.byteShift}` === shift);
      const golden = layout.blocks - zeroLength(layout, alike[0]?.root.byteShift ?? 0);
      unique += golden * (1 - nobodyHolds(alike, layout.blocks, among));
    }
    unique += zeroesByAddress(layout, roots, among);
  }
  return unique;
}

/** Blocks that some clone wrote itself, held by it or by what was copied from it. */
function ownBlocks(nodes: readonly Node[], blocks: number, among: Among): number {
  let sum = 0;
  for (const node of nodes) {
    const nobody = among(node) ? 0 : nobodyHolds(node.children, blocks, among);
    sum += node.clone.divergedBlocks * (1 - nobody);
  }
  return sum;
}

/**
 * The probability that a block which all of `siblings` were given is held by none of them, nor by what was copied from
 * them. A linked clone passes on what it was given, and does not hold it.
 */
function nobodyHolds(siblings: readonly Node[], blocks: number, among: Among): number {
  let nobody = 1;
  for (const node of siblings) {
    const diverged = node.clone.divergedBlocks / blocks;
    const holds = among(node) && !node.clone.linked;
    nobody *= diverged + (holds ? 0 : (1 - diverged) * nobodyHolds(node.children, blocks, among));
  }
  return nobody;
}

/** Under one key, zeroes are equal at equal addresses only: cut the disk where a clone's zeroes begin or end. */
function zeroesByAddress(layout: Layout, roots: readonly Node[], among: Among): number {
  const spans = roots.flatMap((root) => zeroSpans(layout, root));
  const cuts = [...new Set(spans.flatMap(({ from, to }) => [from, to]))].sort((one, other) => one - other);
  let sum = 0;
  for (const [at, from] of cuts.entries()) {
    const to = cuts[at + 1];
    if (to === undefined) break;
    const covering = spans.filter((span) => span.from <= from && span.to >= to).map(({ root }) => root);
    sum += (to - from) * (1 - nobodyHolds(covering, layout.blocks, among));
  }
  return sum;
}

/** Where the zeroes of an installed image lie: one stretch of addresses, or two when it runs over the end. */
function zeroSpans(layout: Layout, root: Node): { root: Node; from: number; to: number }[] {
  const { blocks } = layout;
  const length = zeroLength(layout, root.root.byteShift);
  const from = (blocks - length + root.root.lbaShiftBlocks) % blocks;
  const spans = [
    { root, from, to: Math.min(blocks, from + length) },
    { root, from: 0, to: Math.max(0, from + length - blocks) },
  ];
  return spans.filter((span) => span.to > span.from);
}

/** A shift below one block mixes zeroes with content at either end, so that one zero block fewer is left. */
function zeroLength({ blocks, zeroBlocks }: Layout, byteShift: number): number {
  return byteShift > 0 && zeroBlocks > 0 && zeroBlocks < blocks ? zeroBlocks - 1 : zeroBlocks;
}

function isRoot({ clone }: Node): boolean {
  return clone.parent === 'golden';
}

function distinct<Value>(nodes: readonly Node[], of: (node: Node) => Value): Set<Value> {
  return new Set(nodes.map(of));
}
