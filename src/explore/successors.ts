/** The successors of one node, gathered before any of them is looked up. */
import { mix, unpack } from './layout.ts';
import { listHead, type Moves, type MoveTable } from './moves.ts';
import type { Nodes } from './nodes.ts';
import { lookUp } from './table.ts';

/** The successors of a few nodes, one node after the other. */
export type Successors = {
  count: number;
  touched: number;
  readonly tuple: Uint16Array;
  readonly words: Int32Array;
  readonly instances: Int32Array;
  readonly hashes: Int32Array;
  /** Where the successors of each node end. */
  readonly ends: Int32Array;
  /** The lists of the node that is being gathered. */
  readonly asked: Int32Array;
  /** Which moves are asleep, from `row` on those of the node that is being gathered. */
  asleep: Uint8Array;
  row: number;
  /** The packed word of the node before, which needs no look; -1 where it is not at hand. */
  back: number;
};

/** How many nodes are gathered before their successors are looked up. */
export const gatheredNodes = 8;

/** Answers where a table's list lies that is not known yet, or 0 when that cannot be said now. */
export type OnMiss = (table: MoveTable, tuple: Uint16Array) => number;

/** @param instances how many the machine has */
export function successorsOf(instances: number, { layout, tables }: Moves): Successors {
  const { word, words: width } = layout;
  const room = instances * gatheredNodes;
  return {
    count: 0,
    touched: 0,
    tuple: new Uint16Array(word.length),
    words: new Int32Array(room * width),
    instances: new Int32Array(room),
    hashes: new Int32Array(room),
    ends: new Int32Array(gatheredNodes),
    asked: new Int32Array(tables.length),
    asleep: new Uint8Array(instances),
    row: 0,
    back: -1,
  };
}

/**
 * Adds the successors of a node, except where a move changes nothing, is asleep, or takes the last one back: such
 * moves are only counted, by the use of their lists. False when a table could not answer; then nothing is added or counted.
 */
export function gather(
  moves: Moves,
  nodes: Nodes,
  slot: number,
  spending: boolean,
  into: Successors,
  taken: Float64Array,
  onMiss: OnMiss,
): boolean {
  const { words, instances, hashes, tuple, asleep, row, back } = into;
  const { width } = nodes;
  const base = slot * width;
  const packed = nodes.words[base] as number;
  unpack(moves.layout, nodes.words, base, tuple);
  const { count: first } = into;
  let [count, asked] = [first, 0];
  for (const table of moves.tables) {
    const list = lookUp(table, tuple) || onMiss(table, tuple);
    if (list === 0) return false;
    into.asked[asked++] = list;
    const { lists } = moves;
    const total = lists[spending ? list + 1 : list] as number;
    let at = list + listHead;
    for (let move = 0; move < total; move++) {
      const instance = lists[at++] as number;
      // Of a move with tables that follow, the complement is none of the row's.
      if (instance >= 0 && asleep[row + instance] === 1) {
        at += width;
        continue;
      }
      // Most machines fit into one word: measured, it is worth a line.
      if (width === 1) {
        const reached = packed ^ (lists[at++] as number);
        // A move that takes the last one back.
        if (reached === back && instance >= 0) continue;
        words[count] = reached;
      } else {
        for (let word = 0; word < width; word++) {
          words[count * width + word] = (nodes.words[base + word] as number) ^ (lists[at++] as number);
        }
      }
      if (instance >= 0) instances[count++] = instance;
      else {
        const answer = followed(moves, ~instance, tuple, words, count * width, width, onMiss);
        if (answer < 0) return false;
        if (answer > 0) instances[count++] = instance;
      }
    }
  }
  countUse(moves, into.asked, asked, spending ? 5 : 4);
  for (let at = first; at < count; at++) {
    hashes[at] = mix(words, at * width, width);
    const instance = instances[at] as number;
    if (instance >= 0) continue;
    instances[at] = ~instance;
    taken[~instance] = (taken[~instance] as number) + 1;
  }
  into.count = count;
  return true;
}

/** Counts that lists were used, at a place of their heads. */
function countUse({ lists }: Moves, asked: Int32Array, count: number, use: number): void {
  for (let at = 0; at < count; at++) {
    const head = (asked[at] as number) + use;
    lists[head] = (lists[head] as number) + 1;
  }
}

/** Applies the tables that follow: 1 when all accept, 0 when one refuses, -1 when one could not answer. */
function followed(
  moves: Moves,
  instance: number,
  tuple: Uint16Array,
  words: Int32Array,
  base: number,
  width: number,
  onMiss: OnMiss,
): number {
  for (const table of moves.follow[instance] as readonly MoveTable[]) {
    const list = lookUp(table, tuple) || onMiss(table, tuple);
    if (list === 0) return -1;
    const known = moves.lists[list] as number;
    // It accepts without changing anything.
    if (known === 0 && moves.lists[list + 2] === 1) continue;
    if (known === 0) return 0;
    for (let word = 0; word < width; word++) {
      words[base + word] =
        (words[base + word] as number) ^ (moves.lists[list + listHead + 1 + word] as number);
    }
  }
  return 1;
}

/** Loads where all successors would stand before looking at any: the waits for memory overlap. */
export function touch({ index }: Nodes, next: Successors): void {
  const mask = (index.length >>> 1) - 1;
  let touched = 0;
  for (let at = 0; at < next.count; at++) {
    touched ^= index[((next.hashes[at] as number) & mask) << 1] as number;
  }
  // Kept, so that the loads are not left out as useless.
  next.touched = touched;
}
