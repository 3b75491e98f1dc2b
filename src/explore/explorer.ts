/** A search under way: its tables and nodes, and the step from one level to the next. */
import type { Compiled } from './compile.ts';
import { gather, gatheredNodes, type OnMiss, type Successors, successorsOf, touch } from './expand.ts';
import { mix, pack, unpack } from './layout.ts';
import { sortLevel, sortSiblings } from './level.ts';
import { countTaken, type Moves, movesOf, resolve } from './moves.ts';
import { append, type Level, type Nodes, nodesOf, offer, repacked, reserve } from './nodes.ts';
import { awake, type Sleep, sleepOf } from './sleep.ts';

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
  readonly onMiss: OnMiss;
  readonly sleep: Sleep;
  /** The sets of moves that are asleep at the nodes of one level, from the first on. */
  sets: { readonly first: number; readonly numbers: Int32Array };
};

export type Progress = {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** How many nodes of this level are still to be expanded. */
  readonly queue: number;
};

/** Told before some nodes are expanded, the first of them; false ends the level. */
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
  const explorer: Explorer = {
    compiled,
    faultsMax,
    statesMax,
    canonical,
    spends: Uint8Array.from(compiled.instances, ({ spends }) => spends),
    taken: new Float64Array(compiled.instances.length),
    level: { start: 0, settled: 0, touched: 0 },
    moves,
    nodes,
    next: successorsOf(compiled.instances.length, moves),
    epoch: compiled.interner.epoch(),
    sleep: sleepOf(compiled.parts),
    sets: { first: -1, numbers: new Int32Array(0) },
    onMiss: (table, asked) => {
      const list = resolve(explorer.moves, table, asked);
      // A value that needs more bits makes the packed form of everything out of date.
      return compiled.interner.epoch() === explorer.epoch ? list : 0;
    },
  };
  return explorer;
}

/**
 * Finds the level after the one from `start` to the last node. When there is no room for all of it, nothing of
 * it is kept: what remains is every node up to a depth, whatever made it stop.
 */
export function advance(explorer: Explorer, start: number, proceed: Proceed): boolean {
  const { count: end, states } = explorer.nodes;
  const taken = explorer.taken.slice();
  explorer.level.start = end;
  fallAsleep(explorer, start, end);
  for (let node = start; node < end; ) {
    const after = gatherFrom(explorer, node, end);
    const goesOn = proceed(node) && offerAll(explorer, node, after);
    if (goesOn && explorer.nodes.states <= explorer.statesMax) {
      node = after;
      continue;
    }
    countTaken(explorer.moves, explorer.taken);
    explorer.nodes.count = end;
    explorer.nodes.states = states;
    explorer.taken.set(taken);
    return false;
  }
  countTaken(explorer.moves, explorer.taken);
  sortLevel(explorer.nodes, end, { from: start, count: end - start });
  return true;
}

/** Finds which moves are asleep at the nodes of a level, by the level before where it was the last one expanded. */
function fallAsleep(explorer: Explorer, start: number, end: number): void {
  const { nodes, sleep, sets, canonical } = explorer;
  const numbers = new Int32Array(end - start);
  // A state that stands for others was not found by the move that stands beside it.
  for (let node = Math.max(start, 1); canonical === undefined && node < end; node++) {
    const before = sets.numbers[(nodes.parent[node] as number) - sets.first] ?? awake;
    numbers[node - start] = sleep.after(before, nodes.by[node] as number);
  }
  explorer.sets = { first: start, numbers };
}

/** Gathers the successors of the next few nodes, at least of one, and answers the node after them. */
function gatherFrom(explorer: Explorer, start: number, end: number): number {
  const { taken, faultsMax, compiled, sets, sleep } = explorer;
  if (explorer.epoch !== compiled.interner.epoch()) relayout(explorer);
  explorer.next.count = 0;
  for (let node = start; ; ) {
    const { moves, nodes, next } = explorer;
    next.asleep = sleep.asleep();
    const spending = (nodes.faults[node] as number) < faultsMax;
    next.row = (sets.numbers[node - sets.first] as number) * sleep.instances;
    next.back = node === 0 ? -1 : (nodes.words[nodes.parent[node] as number] as number);
    if (gather(moves, nodes, node, spending, next, taken, explorer.onMiss)) {
      next.ends[node - start] = next.count;
      node++;
      if (node < end && node - start < gatheredNodes) continue;
    } else if (node === start) {
      relayout(explorer);
      continue;
    }
    return node;
  }
}

function offerAll(explorer: Explorer, start: number, end: number): boolean {
  const { spends, level, nodes, next, canonical } = explorer;
  if (canonical !== undefined) canonise(explorer, canonical);
  if (!reserve(nodes, next.count)) return false;
  touch(nodes, next);
  const { words, hashes, instances, ends } = next;
  let at = 0;
  for (let node = start; node < end; node++) {
    const faults = nodes.faults[node] as number;
    level.settled = nodes.count;
    for (const last = ends[node - start] as number; at < last; at++) {
      const instance = instances[at] as number;
      const spent = faults + (spends[instance] as number);
      offer(nodes, level, words, at * nodes.width, hashes[at] as number, spent, node, instance);
    }
    if (nodes.count - level.settled > 1) sortSiblings(nodes, level.settled);
  }
  return true;
}

/** Packs everything anew when a slice has taken more values than its bits can tell apart. */
export function relayout(explorer: Explorer): void {
  const { compiled, moves, nodes } = explorer;
  countTaken(moves, explorer.taken);
  explorer.moves = movesOf(compiled);
  explorer.nodes = repacked(nodes, moves.layout, explorer.moves.layout);
  explorer.next = successorsOf(compiled.instances.length, explorer.moves);
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
