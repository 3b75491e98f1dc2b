/**
 * One thread's share of a level. Threads take nodes of the level, a few at a time, and offer their successors to the
 * one index that all of them look at. It knows no rules: what its tables cannot answer is put aside.
 */
import { cell } from './control.ts';
import { gatheredNodes, type OnMiss, type Successors, successorsOf } from './successors.ts';
import { countTaken, type Moves } from './moves.ts';
import type { Nodes } from './nodes.ts';
import type { SleepTable } from './sleep.ts';
import { spread } from './spread.ts';

/** What all threads of a search know. */
export type Setup = {
  readonly control: Int32Array;
  readonly faultsMax: number;
  readonly statesMax: number;
  readonly spends: Uint8Array;
  readonly sleep: SleepTable;
};

/** What only the main thread can do. */
export type Asked = {
  readonly onMiss: OnMiss;
  /** The set of moves that are asleep behind a node, when the table does not say. */
  readonly asleepAfter: (set: number, by: number) => number;
  /** Told before some nodes are expanded, the first of them; false gives the level up. */
  readonly proceed: (node: number) => boolean;
  /** Puts one state in the place of another, in a tuple. */
  readonly canonical: ((tuple: Uint16Array) => void) | undefined;
};

export type Share = {
  readonly own: number;
  readonly setup: Setup;
  readonly asked: Asked;
  moves: Moves;
  nodes: Nodes;
  next: Successors;
  /** How many accepted transitions each instance made, and how many when the level began. */
  readonly taken: Float64Array;
  readonly takenBefore: Float64Array;
  level: number;
  /** Whether no other thread takes part in the level. */
  alone: boolean;
  /** Slots below are of levels before; and slots below hold nodes that no later offer of as many faults replaces. */
  settled: number;
  sure: number;
  /** Where what is asleep behind the node begins whose successors are offered. */
  row: number;
  /** The slots that it may write, and those of this level that it has written before: from, to, from, to. */
  slot: number;
  slotsEnd: number;
  written: number[];
  states: number;
  /** The nodes that it has taken. */
  node: number;
  nodesEnd: number;
  /** Those that are expanded together, how many they are, and whether there was no room for what they lead to. */
  readonly some: Int32Array;
  count: number;
  held: boolean;
  /** Nodes that a table could not answer, and those among them that it can be asked again. */
  readonly aside: number[];
  readonly again: number[];
};

const slotsAtOnce = 512;

export function shareOf(
  own: number,
  setup: Setup,
  asked: Asked,
  { moves, nodes, taken }: Pick<Share, 'moves' | 'nodes' | 'taken'>,
): Share {
  const next = successorsOf(setup.spends.length, moves);
  next.asleep = setup.sleep.asleep;
  return {
    own,
    setup,
    asked,
    moves,
    nodes,
    next,
    taken,
    takenBefore: taken.slice(),
    level: 0,
    alone: false,
    settled: 0,
    sure: 0,
    row: 0,
    slot: 0,
    slotsEnd: 0,
    written: [],
    states: 0,
    node: 0,
    nodesEnd: 0,
    some: new Int32Array(gatheredNodes),
    count: 0,
    held: false,
    aside: [],
    again: [],
  };
}

/** How many slots a thread takes at a time: enough for all successors of the nodes that are expanded together. */
export function slotsTaken(instances: number): number {
  return Math.max(slotsAtOnce, instances * gatheredNodes);
}

/** Begins a level. */
export function beginShare(share: Share, level: number): void {
  share.takenBefore.set(share.taken);
  const { control } = share.setup;
  const settled = control[cell.settled] as number;
  Object.assign(share, { level, settled, sure: settled, alone: control[cell.threads] === 1 });
  Object.assign(share, { slot: 0, slotsEnd: 0, written: [], states: 0, node: 0, nodesEnd: 0, held: false });
  share.aside.length = 0;
  share.again.length = 0;
}

/** Forgets what it found in a level. */
export function forgetShare(share: Share, level: number): void {
  countTaken(share.moves, share.taken);
  if (share.level === level) share.taken.set(share.takenBefore);
}

/** Goes on with nodes that have more room, once its part of their index is spread. */
export function growShare(share: Share, nodes: Nodes, borders: readonly number[]): void {
  const pairs = share.nodes.index.length / 2;
  const [from, to] = [borders[share.own] as number, borders[share.own + 1] as number];
  if (nodes.index.length > 2 * pairs) spread(nodes.index, pairs, from, to);
  share.nodes = nodes;
}
