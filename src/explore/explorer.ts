/** A search under way: its tables, nodes and threads, and the step from one level to the next. */
import type { Compiled } from './compile.ts';
import { cell, controlOf, ownCell, sumOf } from './control.ts';
import { TooManyValues } from './interning.ts';
import { pack } from './layout.ts';
import { countTaken, movesOf, type MoveTable, note, planOf, resolve, tablesOf } from './moves.ts';
import { keepMemory, ownMemory, sharedMemory } from './memory.ts';
import { firstSlot, nodesOf } from './nodes.ts';
import { put, repacked, roomFor } from './packing.ts';
import { type Asked, type Setup, type Share, shareOf } from './share.ts';
import { awake, type Sleep, sleepOf } from './sleep.ts';
import { endHands, type Hand, HandsLost, orderAll, restHands } from './team.ts';
import { listWords } from './orders.ts';

/** Replaces a tuple by the one that stands for all that are the same but for names. */
export type Canonical = (tuple: Uint16Array) => void;

export type Explorer = {
  readonly compiled: Compiled<unknown, unknown>;
  readonly faultsMax: number;
  readonly statesMax: number;
  readonly sleep: Sleep;
  readonly asked: Asked;
  /** What this thread does itself. It has the tables and the nodes. */
  share: Share;
  /** The other threads, and how many accepted transitions each of them made. */
  hands: readonly Hand[];
  taken: readonly Float64Array[];
  /** How many others have ended on the way. */
  lost: number;
  /** Levels with fewer nodes are expanded by this thread alone. */
  aloneLevelNodes: number;
  /** What the others have not been told yet: see `note`. */
  readonly news: number[];
  /** Nodes of all levels that are complete, and their states. */
  count: number;
  states: number;
  /** Of the interner, when everything was packed. */
  epoch: number;
  proceed: Proceed;
  /** Whether to go on, asked at once. */
  look: () => boolean;
  /** Told when a thread has ended on the way, and why. */
  onLost: (reason: string) => void;
};

export type Progress = {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** How many nodes of this level are still to be expanded. */
  readonly queue: number;
};

/** Told before some nodes are expanded, the first of them; false ends the search. */
export type Proceed = (node: number) => boolean;

export function explorerOf(
  compiled: Compiled<unknown, unknown>,
  { faultsMax, statesMax }: Pick<Explorer, 'faultsMax' | 'statesMax'>,
  canonical?: Canonical,
): Explorer {
  const sleep = sleepOf(compiled.parts);
  const asked: Asked = {
    onMiss: (table, tuple) => onMiss(explorer, table, tuple),
    // A state that stands for others was not found by the move that stands beside it.
    asleepAfter: canonical === undefined ? sleep.after : () => awake,
    proceed: (node) => explorer.proceed(node),
    canonical,
  };
  const tuple = compiled.initial.slice();
  canonical?.(tuple);
  const moves = movesOf(compiled);
  const setup: Setup = {
    control: controlOf(1),
    faultsMax,
    statesMax,
    spends: Uint8Array.from(compiled.instances, ({ spends }) => spends),
    sleep: sleep.table(),
  };
  const nodes = nodesOf(moves.layout.words, ownMemory, roomFor(1));
  const taken = new Float64Array(compiled.instances.length);
  const explorer: Explorer = {
    compiled,
    faultsMax,
    statesMax,
    sleep,
    asked,
    share: shareOf(0, setup, asked, { moves, nodes, taken }),
    hands: [],
    taken: [],
    lost: 0,
    aloneLevelNodes: 0,
    news: [],
    count: 1,
    states: 1,
    epoch: compiled.interner.epoch(),
    proceed: () => true,
    look: () => true,
    onLost: () => {},
  };
  const packed = new Int32Array(nodes.width);
  pack(moves.layout, tuple, packed, 0);
  put(nodes, 0, { packed, faults: 0, parent: -1, by: 0, set: awake });
  setup.control[cell.tail] = firstSlot + 1;
  return explorer;
}

function onMiss(explorer: Explorer, table: MoveTable, tuple: Uint16Array): number {
  const { share, compiled, hands, news } = explorer;
  const list = resolved(explorer, table, tuple);
  if (list === undefined) return 0;
  // A value that needs more bits makes the packed form of everything out of date.
  if (compiled.interner.epoch() !== explorer.epoch) {
    Atomics.store(share.setup.control, cell.stop, 1);
    return 0;
  }
  if (hands.length > 0) note(share.moves, { table: tablesOf(share.moves).indexOf(table), tuple }, list, news);
  return list;
}

/**
 * Runs the rules for what a table does not answer. Nothing when a slice takes more values than there are integers: then
 * this level can't be had whole, and all threads are told to stop.
 */
export function resolved(
  { share, compiled }: Explorer,
  table: MoveTable,
  tuple: Uint16Array,
): number | undefined {
  try {
    if (!compiled.interner.isFull()) return resolve(share.moves, table, tuple);
  } catch (error) {
    if (!(error instanceof TooManyValues)) throw error;
  }
  Atomics.store(share.setup.control, cell.stop, 1);
  return undefined;
}

/** Packs everything anew: a slice has taken more values than its bits can tell apart, or other threads are to see it. */
export function relayout(explorer: Explorer): void {
  const { compiled, share, hands, epoch } = explorer;
  countTaken(share.moves, share.taken);
  const moves = epoch === compiled.interner.epoch() ? share.moves : movesOf(compiled);
  const memory = hands.length > 0 ? sharedMemory : ownMemory;
  const layouts = [share.moves.layout, moves.layout] as const;
  const { nodes, states } = repacked(share.nodes, explorer.count, layouts, memory);
  const control = controlOf(1 + hands.length);
  control[cell.tail] = firstSlot + explorer.count;
  const setup = { ...share.setup, control, sleep: explorer.sleep.table() };
  explorer.share = shareOf(0, setup, explorer.asked, { moves, nodes, taken: share.taken });
  explorer.states = states;
  explorer.epoch = compiled.interner.epoch();
  explorer.news.length = 0;
  orderAll(hands, (own) => ({
    kind: 'seed',
    own,
    setup,
    plan: planOf(moves),
    nodes,
    taken: explorer.taken[own - 1] as Float64Array,
  }));
}

/** Goes on with more threads, except in levels that are not worth it. */
export function joinHands(explorer: Explorer, hands: readonly Hand[], aloneLevelNodes: number): void {
  const instances = explorer.compiled.instances.length;
  explorer.share.taken.set(takenBy(explorer));
  explorer.hands = hands;
  explorer.aloneLevelNodes = aloneLevelNodes;
  explorer.taken = hands.map(() => new Float64Array(new SharedArrayBuffer(8 * instances)));
  explorer.sleep.share();
  relayout(explorer);
}

/** Goes on alone after some threads were lost; the others are free for another search. */
export function leaveHands(explorer: Explorer, { reasons }: HandsLost): void {
  endHands([...reasons.keys()]);
  restHands(explorer.hands.filter((hand) => !reasons.has(hand)));
  explorer.hands = [];
  explorer.lost += reasons.size;
  for (const reason of reasons.values()) explorer.onLost(reason);
}

/**
 * Begins a level anew that threads were lost in, from the nodes of all levels before, and from how many transitions
 * each instance had made by then. What these threads wrote to is left to itself. False when there is no memory for that.
 */
export function startAgain(explorer: Explorer, taken: Float64Array): boolean {
  const { share } = explorer;
  countTaken(share.moves, share.taken);
  share.taken.set(taken);
  explorer.taken = [];
  try {
    relayout(explorer);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** How many accepted transitions each instance made. */
export function takenBy({ share, taken }: Explorer): Float64Array {
  return share.taken.map((own, instance) =>
    taken.reduce((sum, other) => sum + (other[instance] as number), own),
  );
}

/** The packed states of all nodes by number, one after the other. */
export function wordsByNumber(explorer: Explorer): Int32Array {
  const { share, hands, count } = explorer;
  const { width, words, slots } = share.nodes;
  let listed = 0;
  // What other threads see is wanted for the next search.
  while (hands.length === 0 && listed < count && slots[listed] === listed + firstSlot) listed++;
  if (listed === count) return words.subarray(firstSlot * width, (firstSlot + count) * width);
  const bytes = 4 * count * width;
  const into = new Int32Array(hands.length > 0 ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  const of = hands.length + 1;
  try {
    orderAll(
      hands,
      () => ({ kind: 'list', into, of }),
      () => listWords(share.nodes, into, 0, of),
    );
  } catch (error) {
    if (!(error instanceof HandsLost)) throw error;
    leaveHands(explorer, error);
    listWords(share.nodes, into, 0, 1);
  }
  return into;
}

/** So far, by what the threads have said last. */
export function countsOf(explorer: Explorer): Pick<Progress, 'states' | 'transitions'> {
  const states = explorer.states + sumOf(explorer.share.setup.control, ownCell.states);
  return { states, transitions: takenBy(explorer).reduce((sum, taken) => sum + taken, 0) };
}

/** Lets the next search have the memory that an answer does not look at. Its states must have been listed. */
export function giveBack({ share: { nodes } }: Explorer): void {
  const parts = ['words', 'sets', 'index', 'places'] as const;
  keepMemory(parts.map((part) => ({ part, buffer: nodes[part].buffer })));
}

/** How many nodes of the level are still to be expanded, between two steps: those that wait for an answer as well. */
export function waitingOf({ share, count }: Explorer): number {
  const { control } = share.setup;
  return Math.max(0, count - (control[cell.cursor] as number)) + sumOf(control, ownCell.left);
}
