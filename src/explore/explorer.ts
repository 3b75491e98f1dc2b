/** A search under way: its tables and nodes, and the step from one level to the next. */
import type { Compiled } from './compile.ts';
import { gather, type Successors, successorsOf, touch } from './expand.ts';
import { mix, pack, unpack } from './layout.ts';
import { sortLevel } from './level.ts';
import { type Moves, movesOf, resolve, type Table } from './moves.ts';
import { append, type Level, type Nodes, nodesOf, offer, repacked, reserve } from './nodes.ts';

/** Replaces a tuple by the one that stands for all that are the same but for names. */
export type Canonical = (tuple: Uint16Array) => void;

export type Explorer = {
  readonly compiled: Compiled<unknown, unknown>;
  readonly faultsMax: number;
  readonly statesMax: number;
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

export type Progress = {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** How many nodes of this level are still to be expanded. */
  readonly queue: number;
};

/** Told before a node is expanded; false ends the level. */
export type Proceed = (node: number) => boolean;

export function explorerOf(
  compiled: Compiled<unknown, unknown>,
  { faultsMax, statesMax, canonical }: Pick<Explorer, 'faultsMax' | 'statesMax' | 'canonical'>,
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
    statesMax,
    canonical,
    spends: Uint8Array.from(compiled.instances, ({ spends }) => spends),
    taken: new Float64Array(compiled.instances.length),
    level: { start: 0, settled: 0 },
    moves,
    nodes,
    next: successorsOf(compiled.instances.length, moves.layout),
    epoch: compiled.interner.epoch(),
  };
}

/**
 * Finds the level after the one from `start` to the last node. When there is no room for all of it, nothing of
 * it is kept: what remains is every node up to a depth, whatever made it stop.
 */
export function advance(explorer: Explorer, start: number, proceed: Proceed): boolean {
  const { count: end, states } = explorer.nodes;
  const taken = explorer.taken.slice();
  explorer.level.start = end;
  const fits = (): boolean => explorer.nodes.states <= explorer.statesMax;
  for (let node = start; node < end; node++) {
    if (proceed(node) && expand(explorer, node) && fits()) continue;
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

function missOf(explorer: Explorer): (table: Table, tuple: Uint16Array) => number {
  return (table, tuple) => {
    const list = resolve(explorer.moves, table, tuple);
    // A value that needs more bits makes the packed form of everything out of date.
    return explorer.compiled.interner.epoch() === explorer.epoch ? list : 0;
  };
}

/** Packs everything anew when a slice has taken more values than its bits can tell apart. */
export function relayout(explorer: Explorer): void {
  const { compiled, moves, nodes } = explorer;
  explorer.moves = movesOf(compiled);
  explorer.nodes = repacked(nodes, moves.layout, explorer.moves.layout);
  explorer.next = successorsOf(compiled.instances.length, explorer.moves.layout);
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
