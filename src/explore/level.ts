/** The nodes of one level in their one order: by the rank of their parent, then by the instance that found them. */
import { mix } from './layout.ts';
import type { Nodes } from './nodes.ts';

const nodeMask = 2 ** 27 - 1;

/**
 * Brings the nodes from `start` on into order.
 *
 * @param parents the ranks that their parents can have: from, and how many
 */
export function sortLevel(nodes: Nodes, start: number, parents: { from: number; count: number }): void {
  if (isSorted(nodes, start)) return;
  const order = orderOf(nodes, start, parents);
  const entries = entriesOf(nodes, start, order);
  permute(nodes, start, order);
  for (let at = 0; at < order.length; at++) {
    const entry = entries[at] as number;
    if (entry < 0) continue;
    nodes.index[entry] = ((nodes.index[entry] as number) & ~nodeMask) | (start + at);
  }
}

function isSorted({ parent, by, count }: Nodes, start: number): boolean {
  for (let node = start + 1; node < count; node++) {
    const [before, here] = [parent[node - 1] as number, parent[node] as number];
    if (before > here || (before === here && (by[node - 1] as number) > (by[node] as number))) return false;
  }
  return true;
}

/** By counting parents; the few nodes of one parent are put in order one by one. */
export function orderOf(nodes: Nodes, start: number, parents: { from: number; count: number }): Int32Array {
  const { parent, by, count } = nodes;
  const place = new Int32Array(parents.count + 1);
  for (let node = start; node < count; node++) {
    const at = (parent[node] as number) - parents.from + 1;
    place[at] = (place[at] as number) + 1;
  }
  for (let at = 0; at < parents.count; at++)
    place[at + 1] = (place[at + 1] as number) + (place[at] as number);
  const order = new Int32Array(count - start);
  for (let node = start; node < count; node++) {
    const of = (parent[node] as number) - parents.from;
    const at = place[of] as number;
    order[at] = node;
    place[of] = at + 1;
  }
  for (let at = 1; at < order.length; at++) {
    const node = order[at] as number;
    let to = at;
    for (; to > 0; to--) {
      const before = order[to - 1] as number;
      if (parent[before] !== parent[node] || (by[before] as number) <= (by[node] as number)) break;
      order[to] = before;
    }
    order[to] = node;
  }
  return order;
}

/** Where the index speaks of the nodes that are about to move; -1 for those that stay. */
function entriesOf(nodes: Nodes, start: number, order: Int32Array): Int32Array {
  return order.map((node, at) => (node === start + at ? -1 : entryOf(nodes, node)));
}

function entryOf({ index, words, width }: Nodes, node: number): number {
  const mask = index.length / 2 - 1;
  const hash = mix(words, node * width, width);
  let place = hash & mask;
  while (index[2 * place] !== hash || ((index[2 * place + 1] as number) & nodeMask) !== node) {
    place = (place + 1) & mask;
  }
  return 2 * place + 1;
}

/**
 * Puts the last nodes, from `start` on, in the order of the instances that found them; they have one parent. Done
 * at once, while their entries are at hand, it mostly saves sorting the level.
 */
export function sortSiblings(nodes: Nodes, start: number): void {
  for (let end = start + 1; end < nodes.count; end++) {
    for (let node = end; node > start; node--) {
      if ((nodes.by[node - 1] as number) <= (nodes.by[node] as number)) break;
      swap(nodes, node - 1, node);
    }
  }
}

function swap(nodes: Nodes, one: number, other: number): void {
  const { index, words, width, faults, by } = nodes;
  const [oneEntry, otherEntry] = [entryOf(nodes, one), entryOf(nodes, other)];
  index[oneEntry] = ((index[oneEntry] as number) & ~nodeMask) | other;
  index[otherEntry] = ((index[otherEntry] as number) & ~nodeMask) | one;
  for (let word = 0; word < width; word++) exchange(words, one * width + word, other * width + word);
  exchange(faults, one, other);
  exchange(by, one, other);
}

function exchange(array: Int32Array | Uint8Array | Uint16Array, one: number, other: number): void {
  const kept = array[one] as number;
  array[one] = array[other] as number;
  array[other] = kept;
}

function permute(nodes: Nodes, start: number, order: Int32Array): void {
  const { width, count } = nodes;
  const words = nodes.words.slice(start * width, count * width);
  const [faults, parent, by] = [
    nodes.faults.slice(start, count),
    nodes.parent.slice(start, count),
    nodes.by.slice(start, count),
  ];
  for (let at = 0; at < order.length; at++) {
    const from = (order[at] as number) - start;
    const to = start + at;
    for (let word = 0; word < width; word++) {
      nodes.words[to * width + word] = words[from * width + word] as number;
    }
    nodes.faults[to] = faults[from] as number;
    nodes.parent[to] = parent[from] as number;
    nodes.by[to] = by[from] as number;
  }
}
