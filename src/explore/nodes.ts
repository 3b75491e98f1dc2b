/**
 * The nodes that a search has found, with an index from a packed state to its newest node. Plain records of
 * typed arrays: what runs once for every transition works on them directly.
 */
import { type Layout, mix, pack, unpack } from './layout.ts';

export type Nodes = {
  /** Words of a packed state. */
  readonly width: number;
  count: number;
  words: Int32Array;
  faults: Uint8Array;
  /** The rank of the node that it was found from. */
  parent: Int32Array;
  /** The instance that it was found by. */
  by: Uint16Array;
  /** Pairs: a hash, and the newest node of a state with the least faults that lead to it. */
  index: Int32Array;
  states: number;
};

/** A node's number takes the low bits of an index entry, the least faults of its state the others. */
const nodeBits = 27;
const nodesMax: number = 2 ** nodeBits - 1;
export const faultsLimit = 31;
const nodeMask = nodesMax;

export function nodesOf(width: number): Nodes {
  const room = 1 << 10;
  return {
    width,
    count: 0,
    words: new Int32Array(room * width),
    faults: new Uint8Array(room),
    parent: new Int32Array(room),
    by: new Uint16Array(room),
    index: new Int32Array(room * 4),
    states: 0,
  };
}

/**
 * Makes room for so many more nodes, so that adding them one by one need not look.
 *
 * @returns false when there is no more room: node numbers have run out, or the memory has
 */
export function reserve(nodes: Nodes, more: number): boolean {
  const needed = nodes.count + more;
  if (needed > nodesMax) return false;
  try {
    if (needed > nodes.faults.length) lengthen(nodes, needed);
    // At most six places in seven are taken: fresh memory costs more than a few more places to look at.
    while ((nodes.states + more) * 7 > (nodes.index.length / 2) * 6) rehash(nodes);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function lengthen(nodes: Nodes, needed: number): void {
  let room = nodes.faults.length;
  while (room < needed) room *= 2;
  const words = new Int32Array(room * nodes.width);
  const [faults, parent, by] = [new Uint8Array(room), new Int32Array(room), new Uint16Array(room)];
  words.set(nodes.words);
  faults.set(nodes.faults);
  parent.set(nodes.parent);
  by.set(nodes.by);
  Object.assign(nodes, { words, faults, parent, by });
}

/** An entry keeps its whole hash, so that no state is looked at when the index grows. */
function rehash(nodes: Nodes): void {
  const old = nodes.index;
  const index = new Int32Array(old.length * 2);
  const mask = index.length / 2 - 1;
  for (let entry = 0; entry < old.length; entry += 2) {
    const hash = old[entry] as number;
    if (hash === 0) continue;
    let at = hash & mask;
    while (index[2 * at] !== 0) at = (at + 1) & mask;
    index[2 * at] = hash;
    index[2 * at + 1] = old[entry + 1] as number;
  }
  nodes.index = index;
}

/** Where the level that is being found begins, and how much of it needs no second look. */
export type Level = {
  /** Nodes from here on belong to the level that is being found. */
  start: number;
  /** Nodes below have been found from a parent of lower rank: no offer of the same faults is better. */
  settled: number;
  touched: number;
};

/**
 * Adds a node when its state is new, or was reached with more faults only. In the level that is being found, the
 * best of all offers remains: fewest faults, then the parent of lowest rank, then the first instance. So the
 * nodes of a level do not depend on the order in which they are offered.
 */
export function offer(
  nodes: Nodes,
  level: Level,
  from: Int32Array,
  base: number,
  hash: number,
  faults: number,
  parent: number,
  by: number,
): void {
  const { index, width } = nodes;
  const mask = (index.length >>> 1) - 1;
  let at = (hash & mask) << 1;
  for (;;) {
    const tag = index[at] as number;
    if (tag === 0) {
      index[at] = hash;
      nodes.states++;
      break;
    }
    // Of one word, equal hashes are equal states.
    if (tag === hash) {
      const entry = index[at + 1] as number;
      const node = entry & nodeMask;
      if (width === 1 || same(nodes.words, node * width, from, base, width)) {
        const least = entry >>> nodeBits;
        if (least < faults || (least === faults && node < level.settled)) return;
        if (node < level.start) break;
        if (least === faults && isBefore(nodes, node, parent, by)) return;
        nodes.faults[node] = faults;
        nodes.parent[node] = parent;
        nodes.by[node] = by;
        index[at + 1] = node | (faults << nodeBits);
        return;
      }
    }
    at = (at + 2) & (2 * mask + 1);
  }
  const node = nodes.count++;
  index[at + 1] = node | (faults << nodeBits);
  for (let word = 0; word < width; word++) nodes.words[node * width + word] = from[base + word] as number;
  nodes.faults[node] = faults;
  nodes.parent[node] = parent;
  nodes.by[node] = by;
}

function isBefore(nodes: Nodes, node: number, parent: number, by: number): boolean {
  const present = nodes.parent[node] as number;
  return present < parent || (present === parent && (nodes.by[node] as number) <= by);
}

function same(words: Int32Array, at: number, from: Int32Array, base: number, width: number): boolean {
  for (let word = 0; word < width; word++) if (words[at + word] !== from[base + word]) return false;
  return true;
}

/** The same nodes, packed in another way. */
export function repacked(nodes: Nodes, from: Layout, to: Layout): Nodes {
  const fresh = nodesOf(to.words);
  const tuple = new Uint16Array(from.word.length);
  const packed = new Int32Array(to.words);
  for (let node = 0; node < nodes.count; node++) {
    unpack(from, nodes.words, node * nodes.width, tuple);
    pack(to, tuple, packed, 0);
    const [faults, parent, by] = [nodes.faults[node], nodes.parent[node], nodes.by[node]];
    append(fresh, packed, faults as number, parent as number, by as number);
  }
  return fresh;
}

/** Adds a node behind all others. Its state is new, or was reached with more faults only. */
export function append(nodes: Nodes, packed: Int32Array, faults: number, parent: number, by: number): void {
  reserve(nodes, 1);
  const level = { start: nodesMax, settled: 0, touched: 0 };
  offer(nodes, level, packed, 0, mix(packed, 0, nodes.width), faults, parent, by);
}
