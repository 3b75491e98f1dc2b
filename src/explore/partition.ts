/**
 * A share of a search: the states whose hash falls to one of several workers. It knows no rules: what its tables
 * cannot answer it puts aside, and is told before it goes on. Successors that belong to others are handed over.
 */
import { gather, gatheredNodes, type OnMiss, type Successors, successorsOf, touch } from './expand.ts';
import { mix } from './layout.ts';
import { countTaken, keep, type Moves, type Plan, plannedMoves, type MoveTable, tablesOf } from './moves.ts';
import { append, type Level, type Nodes, nodesOf, offer, reserve } from './nodes.ts';
import type { SleepTable } from './sleep.ts';

export type Setup = {
  readonly own: number;
  readonly workers: number;
  readonly faultsMax: number;
  readonly statesMax: number;
  readonly spends: Uint8Array;
  readonly sleep: SleepTable;
  /** The states of each worker, written by all: the bound is on their sum. */
  readonly states: Int32Array;
};

/** Nodes in the order of their rank, shared by all workers. */
export type Shared = {
  readonly words: Int32Array;
  readonly faults: Uint8Array;
  readonly parent: Int32Array;
  readonly by: Uint16Array;
};

/** A question of a table that had no answer, or one with its answer. */
export type Question = { readonly table: number; readonly tuple: Uint16Array };
export type Told = Question & { readonly list: Int32Array };

/** Successors for another worker, one after the other: words, hash, faults, parent, instance. */
export type Parcel = { readonly data: Int32Array; readonly used: number };
type WritableParcel = { data: Int32Array; used: number };

/** The level that a worker has found, for the others to find their places in between. */
export type Found = { readonly parent: Int32Array; readonly by: Int32Array };

/** A level by rank: which moves are asleep at each of its nodes. Each worker writes what belongs to its own. */
export type Asleep = { readonly first: number; readonly sets: Int32Array };

/** Where a level stands among all nodes, and what every worker has found of it. */
export type Place = {
  readonly levels: readonly Found[];
  /** Of the level before, and room for that of this one. */
  readonly before: Asleep;
  readonly asleep: Asleep;
};

export type Partition = {
  readonly setup: Setup;
  readonly level: Level;
  moves: Moves;
  tables: readonly MoveTable[];
  nodes: Nodes;
  next: Successors;
  /** By node of its own: its place among the nodes of all. */
  ranks: Int32Array;
  /** By node of its own: the set of the moves that are asleep. */
  sets: Int32Array;
  /** The nodes of the level that was found, in order. */
  order: Int32Array;
  /** The nodes from here to the level that is being found are expanded next. */
  cursor: number;
  /** Those that are expanded together. */
  readonly some: Int32Array;
  aside: number[];
  readonly missed: Map<string, Question>;
  readonly onMiss: OnMiss;
  /** What is being written for each worker, and what they may still be reading of the round before. */
  parcels: WritableParcel[];
  delivered: WritableParcel[];
  taken: Float64Array;
  /** What to go back to when the level that is being found is forgotten. */
  before: { readonly taken: Float64Array; readonly states: number };
};

/** How many nodes are expanded before what belongs to others is handed over. */
const roundNodes = 1 << 16;
/** How many nodes are looked up together when they come from others. */
const absorbNodes = 1 << 6;
const boundEveryNodes = 1 << 8;

/** Takes its own out of `count` nodes; those from `start` on are the level to expand first. */
export function partitionOf(
  setup: Setup,
  plan: Plan,
  shared: Shared,
  asleep: Asleep,
  count: number,
): Partition {
  const moves = plannedMoves(plan);
  const nodes = nodesOf(moves.layout.words);
  const { words: width } = moves.layout;
  const [ranks, sets] = [new Int32Array(count), new Int32Array(count)];
  let cursor = -1;
  for (let node = 0; node < count; node++) {
    if (node === asleep.first) cursor = nodes.count;
    const packed = shared.words.subarray(node * width, (node + 1) * width);
    if (ownerOf(mix(packed, 0, width), setup.workers) !== setup.own) continue;
    ranks[nodes.count] = node;
    if (node >= asleep.first && node > 0) {
      const set = setup.sleep.next[shared.by[node] as number] as number;
      sets[nodes.count] = set;
      asleep.sets[node - asleep.first] = set;
    }
    append(
      nodes,
      packed,
      shared.faults[node] as number,
      shared.parent[node] as number,
      shared.by[node] as number,
    );
  }
  setup.states[setup.own] = nodes.states;
  const instances = setup.spends.length;
  const next = successorsOf(instances, moves);
  next.asleep = setup.sleep.asleep;
  const tables = tablesOf(moves);
  const missed = new Map<string, Question>();
  return {
    setup,
    level: { start: nodes.count, settled: nodes.count, touched: 0 },
    moves,
    tables,
    nodes,
    next,
    ranks: ranks.slice(0, nodes.count),
    sets: sets.slice(0, nodes.count),
    order: new Int32Array(0),
    cursor: cursor < 0 ? nodes.count : cursor,
    some: new Int32Array(gatheredNodes),
    aside: [],
    missed,
    onMiss: (table, tuple) => {
      ask({ tables, missed }, table, tuple);
      return 0;
    },
    parcels: parcelsFor(setup.workers),
    delivered: parcelsFor(setup.workers),
    taken: new Float64Array(instances),
    before: { taken: new Float64Array(instances), states: nodes.states },
  };
}

function parcelsFor(workers: number): WritableParcel[] {
  return Array.from({ length: workers }, () => ({ data: sharedWords(1 << 12), used: 0 }));
}

export function tell({ moves, tables }: Partition, told: readonly Told[]): void {
  for (const { table, tuple, list } of told) keep(moves, tables[table] as MoveTable, tuple, list);
}

export type Round = {
  readonly kind: 'round';
  /** How many nodes of the level are still to be expanded, and how many transitions were made so far. */
  readonly queue: number;
  readonly transitions: number;
  readonly missed: readonly Question[];
  readonly parcels: readonly Parcel[];
};

/** Expands what was put aside, and then the next nodes of the level. `full` when there is no room for more. */
export function expandRound(partition: Partition): Round | { readonly kind: 'full' } {
  const { level, missed } = partition;
  missed.clear();
  [partition.parcels, partition.delivered] = [partition.delivered, partition.parcels];
  for (const parcel of partition.parcels) parcel.used = 0;
  const again = partition.aside;
  partition.aside = [];
  for (let at = 0; at < again.length; ) {
    let count = 0;
    for (; count < gatheredNodes && at < again.length; at++) partition.some[count++] = again[at] as number;
    if (!expandSome(partition, count)) return { kind: 'full' };
  }
  const end = Math.min(level.start, partition.cursor + roundNodes);
  while (partition.cursor < end) {
    if (isFull(partition, partition.cursor)) return { kind: 'full' };
    let count = 0;
    while (count < gatheredNodes && partition.cursor < end) partition.some[count++] = partition.cursor++;
    if (!expandSome(partition, count)) return { kind: 'full' };
  }
  const queue = level.start - partition.cursor + partition.aside.length;
  countTaken(partition.moves, partition.taken);
  const transitions = partition.taken.reduce((sum, count) => sum + count, 0);
  return { kind: 'round', queue, transitions, missed: [...missed.values()], parcels: partition.parcels };
}

function isFull({ setup, nodes }: Partition, node: number): boolean {
  if ((node & (boundEveryNodes - gatheredNodes)) > 0) return false;
  setup.states[setup.own] = nodes.states;
  return setup.states.reduce((sum, count) => sum + count, 0) > setup.statesMax;
}

/** Expands the first of `some`. Those that the tables cannot answer are put aside. */
function expandSome(partition: Partition, count: number): boolean {
  const { setup, moves, nodes, next, taken, some, sets, onMiss } = partition;
  next.count = 0;
  for (let index = 0; index < count; index++) {
    const node = some[index] as number;
    const spending = (nodes.faults[node] as number) < setup.faultsMax;
    next.row = (sets[node] as number) * taken.length;
    if (!gather(moves, nodes, node, spending, next, taken, onMiss)) partition.aside.push(node);
    next.ends[index] = next.count;
  }
  if (!reserve(nodes, next.count)) return false;
  touch(nodes, next);
  let first = 0;
  for (let index = 0; index < count; index++) {
    const end = next.ends[index] as number;
    deliver(partition, some[index] as number, first, end);
    first = end;
  }
  return true;
}

/** Offers the successors of a node to whom they belong. */
function deliver(partition: Partition, node: number, first: number, end: number): void {
  const { setup, nodes, next, level } = partition;
  const [faults, rank] = [nodes.faults[node] as number, partition.ranks[node] as number];
  const { words, hashes, instances } = next;
  for (let at = first; at < end; at++) {
    const instance = instances[at] as number;
    const hash = hashes[at] as number;
    const spent = faults + (setup.spends[instance] as number);
    const owner = ownerOf(hash, setup.workers);
    if (owner === setup.own) offer(nodes, level, words, at * nodes.width, hash, spent, rank, instance);
    else send(partition, owner, at, spent, rank);
  }
}

function ask(
  { tables, missed }: Pick<Partition, 'tables' | 'missed'>,
  table: MoveTable,
  tuple: Uint16Array,
): void {
  const number = tables.indexOf(table);
  const key = `${number}:${Array.from(table.slots, (slot) => tuple[slot]).join()}`;
  if (!missed.has(key)) missed.set(key, { table: number, tuple: tuple.slice() });
}

function send(
  { parcels, next, nodes: { width } }: Partition,
  to: number,
  at: number,
  spent: number,
  rank: number,
): void {
  const parcel = parcels[to] as { data: Int32Array; used: number };
  if (parcel.used + width + 4 > parcel.data.length) {
    const data = sharedWords(parcel.data.length * 2);
    data.set(parcel.data);
    parcel.data = data;
  }
  const { data } = parcel;
  let place = parcel.used;
  for (let word = 0; word < width; word++) data[place++] = next.words[at * width + word] as number;
  data[place++] = next.hashes[at] as number;
  data[place++] = spent;
  data[place++] = rank;
  data[place++] = next.instances[at] as number;
  parcel.used = place;
}

/** Takes in what others have found. False when there is no room for it. */
export function absorb({ nodes, level, setup }: Partition, { data, used }: Parcel): boolean {
  const stride = nodes.width + 4;
  for (let from = 0; from < used; from += stride * absorbNodes) {
    const end = Math.min(used, from + stride * absorbNodes);
    if (!reserve(nodes, (end - from) / stride)) return false;
    absorbSome(nodes, level, data, from, end);
  }
  setup.states[setup.own] = nodes.states;
  return true;
}

function absorbSome(nodes: Nodes, level: Level, data: Int32Array, from: number, end: number): void {
  const { width, index } = nodes;
  const stride = width + 4;
  const mask = (index.length >>> 1) - 1;
  let touched = 0;
  // As in `touch`: the waits for memory overlap.
  for (let at = from + width; at < end; at += stride)
    touched ^= index[((data[at] as number) & mask) << 1] as number;
  level.touched = touched;
  for (let at = from; at < end; at += stride) {
    const meta = at + width;
    const [hash, spent] = [data[meta] as number, data[meta + 1] as number];
    offer(nodes, level, data, at, hash, spent, data[meta + 2] as number, data[meta + 3] as number);
  }
}

export function sharedWords(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * length));
}

function ownerOf(hash: number, workers: number): number {
  return ((hash >>> 16) * workers) >>> 16;
}
