/** A search under way: its tables and nodes, and the step from one level to the next. */
import type { Compiled } from './compile.ts';
import { gather, type Successors, successorsOf } from './expand.ts';
import { mix, pack, unpack } from './layout.ts';
import { sortLevel } from './level.ts';
import { type Moves, movesOf, resolve, type Table } from './moves.ts';
import { append, type Level, type Nodes, nodesOf, offer, repacked, reserve } from './nodes.ts';

/** Replaces a tuple by the one that stands for all that are the same but for names. */
export type Canonical = (tuple: Uint16Array) => void;

export type Explorer = {
  readonly compiled: Compiled<unknown, unknown>;
  readonly faultsMax: number;
  readonly canonical: Canonical | undefined;
  readonly spends: Uint8Array;
  /** How many accepted transitions each instance made. */
  readonly taken: Float64Array;
  readonly level: Level;
  moves: Moves;
  nodes: Nodes;
  next: Successors;
  epoch: number;
};

/** Told before a node is expanded; false ends the level. */
export type Proceed = (node: number) => boolean;

export function explorerOf(
  compiled: Compiled<unknown, unknown>,
  faultsMax: number,
  canonical: Canonical | undefined,
): Explorer {
  const moves = movesOf(compiled);
  const nodes = nodesOf(moves.layout.words);
  const packed = new Int32Array(nodes.width);
  const tuple = compiled.initial.slice();
  canonical?.(tuple);
  pack(moves.layout, tuple, packed, 0);
  append(nodes, packed, 0, -1, 0);
  return {
    compiled,
    faultsMax,
    canonical,
    spends: Uint8Array.from(compiled.instances, ({ spends }) => spends),
    taken: new Float64Array(compiled.instances.length),
    level: { start: 0, settled: 0 },
    moves,
    nodes,
    next: successorsOf(compiled, nodes.width),
    epoch: compiled.interner.epoch(),
  };
}

/**
 * Finds the level after the one from `start` to the last node. When it cannot be finished, nothing of it is
 * kept: what remains is every node up to a depth, whatever made it stop.
 */
export function advance(explorer: Explorer, start: number, proceed: Proceed): boolean {
  const { count: end, states } = explorer.nodes;
  const taken = explorer.taken.slice();
  explorer.level.start = end;
  for (let node = start; node < end; node++) {
    if (proceed(node) && expand(explorer, node)) continue;
    explorer.nodes.count = end;
    explorer.nodes.states = states;
    explorer.taken.set(taken);
    return false;
  }
  sortLevel(explorer.nodes, end, { from: start, count: end - start });
  return true;
}

function expand(explorer: Explorer, node: number): boolean {
  const { spends, taken, level, faultsMax } = explorer;
  const faults = explorer.nodes.faults[node] as number;
  while (!gather(explorer.moves, explorer.nodes, node, faults < faultsMax, explorer.next, missOf(explorer))) {
    relayout(explorer);
  }
  if (explorer.canonical !== undefined) canonise(explorer, explorer.canonical);
  const { nodes, next } = explorer;
  if (!reserve(nodes, next.count)) return false;
  touch(nodes, next);
  const { words, hashes, instances, count } = next;
  level.settled = nodes.count;
  for (let at = 0; at < count; at++) {
    const instance = instances[at] as number;
    taken[instance] = (taken[instance] as number) + 1;
    const spent = faults + (spends[instance] as number);
    offer(nodes, level, words, at * nodes.width, hashes[at] as number, spent, node, instance);
  }
  return true;
}

/** Loads where all successors would stand before looking at any: the waits for memory overlap. */
function touch({ index }: Nodes, next: Successors): void {
  const mask = (index.length >>> 1) - 1;
  let touched = 0;
  for (let at = 0; at < next.count; at++) {
    touched ^= index[((next.hashes[at] as number) & mask) << 1] as number;
  }
  // Kept, so that the loads are not left out as useless.
  next.touched = touched;
}

function missOf(explorer: Explorer): (table: Table, tuple: Uint16Array) => number {
  return (table, tuple) => {
    const list = resolve(explorer.moves, table, tuple);
    // A value that needs more bits makes the packed form of everything out of date.
    return explorer.compiled.interner.epoch() === explorer.epoch ? list : 0;
  };
}

function relayout(explorer: Explorer): void {
  const { compiled, moves, nodes } = explorer;
  explorer.moves = movesOf(compiled);
  explorer.nodes = repacked(nodes, moves.layout, explorer.moves.layout);
  explorer.next = successorsOf(compiled, explorer.nodes.width);
  explorer.epoch = compiled.interner.epoch();
}

function canonise({ moves, nodes: { width }, next }: Explorer, canonical: Canonical): void {
  for (let at = 0; at < next.count; at++) {
    unpack(moves.layout, next.words, at * width, next.tuple);
    canonical(next.tuple);
    pack(moves.layout, next.tuple, next.words, at * width);
    next.hashes[at] = mix(next.words, at * width, width);
  }
}
