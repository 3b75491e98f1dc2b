/**
 * A search continued by several workers, level by level. The main thread runs the rules, and is the first
 * worker; the nodes that are found, and their order, are those that one worker finds.
 */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { type Explorer, type Progress, relayout } from './explorer.ts';
import { copyOf, planOf, resolve, type MoveTable, tablesOf } from './moves.ts';
import { type Nodes, nodesOf } from './nodes.ts';
import {
  type Asleep,
  type Found,
  type Parcel,
  type Place,
  type Question,
  type Round,
  type Setup,
  type Shared,
  sharedWords,
  type Told,
} from './partition.ts';
import { type Order, type Reply, servantOf } from './orders.ts';
import type { Line } from './search-worker.ts';
import { lookUp } from './table.ts';

type Hand = Line & { readonly worker: Worker };

/** Told after every round; false ends the search. */
export type ProceedTogether = (progress: Progress) => boolean;

export type Bounds = {
  readonly workers: number;
  readonly statesMax: number;
  readonly proceed: ProceedTogether;
  /** Whether so many nodes are worth a checkpoint, and how one is written once the explorer has them all. */
  readonly isDue: (count: number) => boolean;
  readonly save: (at: { readonly start: number; readonly depth: number }) => void;
};

export type Reached = {
  readonly start: number;
  readonly depth: number;
  readonly complete: boolean;
  readonly bytes: number;
};

type Team = {
  /** The other threads; this one is the first worker. */
  readonly hands: readonly Hand[];
  readonly carryOut: (order: Order) => Reply;
  readonly setup: Omit<Setup, 'own'>;
};

/** Goes on from the level at `start` of the explorer's nodes, to the end or to a bound. */
export function advanceTogether(
  explorer: Explorer,
  from: { readonly start: number; readonly depth: number },
  bounds: Bounds,
): Reached {
  const { workers, statesMax } = bounds;
  const team: Team = {
    hands: Array.from({ length: workers - 1 }, handOf),
    carryOut: servantOf(),
    setup: {
      workers,
      faultsMax: explorer.faultsMax,
      statesMax,
      spends: explorer.spends,
      sleep: explorer.sleep.table(),
      states: new Int32Array(new SharedArrayBuffer(4 * workers)),
    },
  };
  try {
    let reached: Stretch = { ...from, end: 'again', bytes: 0 };
    while (reached.end === 'again') reached = stretch(team, explorer, reached, bounds);
    return {
      start: reached.start,
      depth: reached.depth,
      complete: reached.end === 'complete',
      bytes: reached.bytes,
    };
  } finally {
    for (const hand of team.hands) order(hand, { kind: 'stop' });
  }
}

type Stretch = {
  readonly start: number;
  readonly depth: number;
  readonly bytes: number;
  /** `again` when the workers have to be seeded anew. */
  readonly end: 'complete' | 'bound' | 'again';
};

/** Seeds the workers, and finds levels until the end, a bound, or a value that does not fit its bits. */
function stretch(
  team: Team,
  explorer: Explorer,
  from: { readonly start: number; readonly depth: number },
  { proceed, isDue, save }: Bounds,
): Stretch {
  const { nodes, moves } = explorer;
  const shared = sharedOf(nodes, nodes.count, nodes.width);
  const plan = planOf(moves);
  const { start: first } = from;
  let asleep: Asleep = { first, sets: sharedWords(nodes.count - first) };
  const seeded = asleep;
  askEach(team, (own) => ({
    kind: 'seed',
    setup: { ...team.setup, own },
    plan,
    shared,
    asleep: seeded,
    count: nodes.count,
  }));
  const earlier = explorer.taken.reduce((all, taken) => all + taken, 0);
  let { start, depth } = from;
  let [count, place]: [number, Place | undefined] = [nodes.count, undefined];
  for (;;) {
    const found = findLevel(team, explorer, { start, count, place }, (queue, transitions) =>
      proceed({ states: sum(team.setup.states), transitions: earlier + transitions, depth, queue }),
    );
    if (typeof found === 'string') {
      askEach(team, () => ({ kind: 'forget' }));
      const bytes = takeBack(team, explorer, count);
      if (found === 'relayout') relayout(explorer);
      return { start, depth, bytes, end: found === 'relayout' ? 'again' : found };
    }
    const next = found.reduce((all, { parent }) => all + parent.length, 0);
    place = { levels: found, before: asleep, asleep: { first: count, sets: sharedWords(next) } };
    asleep = place.asleep;
    start = count;
    count += next;
    if (count === start) return { start, depth, bytes: takeBack(team, explorer, count), end: 'complete' };
    depth++;
    if (isDue(count)) {
      const here = place;
      askEach(team, () => ({ kind: 'place', place: here }));
      const bytes = takeBack(team, explorer, count);
      save({ start, depth });
      return { start, depth, bytes, end: 'again' };
    }
  }
}

type LevelToExpand = { readonly start: number; readonly count: number; readonly place: Place | undefined };

/** Rounds until every node of the level was expanded, and what each worker then has of the next one. */
function findLevel(
  team: Team,
  explorer: Explorer,
  { start, count, place }: LevelToExpand,
  proceed: (queue: number, transitions: number) => boolean,
): readonly Found[] | 'bound' | 'relayout' {
  let told: readonly Told[] = [];
  let rounds: readonly Round[] = [];
  for (let first = true; first || rounds.some(({ queue }) => queue > 0); first = false) {
    const [given, before] = [told, rounds];
    const replies = askEach(team, (own) => ({
      kind: 'expand',
      place: first ? place : undefined,
      told: given,
      parcels: parcelsFor(own, before),
    }));
    rounds = replies.filter((reply) => reply.kind === 'round');
    if (rounds.length < replies.length) return 'bound';
    told = answers(
      explorer,
      rounds.flatMap(({ missed }) => missed),
    );
    if (explorer.compiled.interner.epoch() !== explorer.epoch) return 'relayout';
    const queue = rounds.reduce((all, round) => all + round.queue, 0);
    const transitions = rounds.reduce((all, round) => all + round.transitions, 0);
    if (!proceed(queue, transitions)) return 'bound';
  }
  const parents = { from: start, count: count - start };
  const replies = askEach(team, (own) => ({ kind: 'found', parcels: parcelsFor(own, rounds), parents }));
  const levels = replies.filter((reply) => reply.kind === 'found').map(({ found }) => found);
  return levels.length < replies.length || sum(team.setup.states) > team.setup.statesMax ? 'bound' : levels;
}

function parcelsFor(own: number, rounds: readonly Round[]): readonly Parcel[] {
  return rounds.map(({ parcels }) => parcels[own] as Parcel).filter(({ used }) => used > 0);
}

/** Runs the rules for what the workers' tables could not answer. */
function answers({ moves }: Explorer, missed: readonly Question[]): readonly Told[] {
  const tables = tablesOf(moves);
  return missed.map(({ table, tuple }): Told => {
    // Two workers may have asked the same.
    const place =
      lookUp(tables[table] as MoveTable, tuple) || resolve(moves, tables[table] as MoveTable, tuple);
    return { table, tuple, list: copyOf(moves, place) };
  });
}

/** Brings all nodes back to the explorer. Answers how much memory the workers held. */
function takeBack(team: Team, explorer: Explorer, count: number): number {
  const { width } = explorer.nodes;
  const into = sharedOf(undefined, count, width);
  const replies = askEach(team, () => ({ kind: 'publish', into }));
  let [bytes, states] = [0, 0];
  for (const reply of replies) {
    if (reply.kind !== 'published') continue;
    bytes += reply.bytes;
    states += reply.states;
    for (const [instance, taken] of reply.taken.entries()) {
      explorer.taken[instance] = (explorer.taken[instance] as number) + taken;
    }
  }
  explorer.nodes = { ...nodesOf(width), ...into, count, states };
  return bytes;
}

/** Room for nodes in memory that all threads see; with the nodes in it, if there are any. */
function sharedOf(nodes: Nodes | undefined, count: number, width: number): Shared {
  const words = new Int32Array(new SharedArrayBuffer(4 * count * width));
  const faults = new Uint8Array(new SharedArrayBuffer(count));
  const parent = new Int32Array(new SharedArrayBuffer(4 * count));
  const by = new Uint16Array(new SharedArrayBuffer(2 * count));
  if (nodes !== undefined) {
    words.set(nodes.words.subarray(0, count * width));
    faults.set(nodes.faults.subarray(0, count));
    parent.set(nodes.parent.subarray(0, count));
    by.set(nodes.by.subarray(0, count));
  }
  return { words, faults, parent, by };
}

function handOf(): Hand {
  const { port1: port, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(8));
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  const worker = new Worker(new URL(`./search-worker${extension}`, import.meta.url), {
    workerData: { port: port2, signal } satisfies Line,
    transferList: [port2],
  });
  worker.unref();
  port.unref();
  return { worker, port, signal };
}

const startMs = 60_000;

/** Gives every worker an order, and waits for all answers. */
function askEach({ hands, carryOut }: Team, orderFor: (own: number) => Order): readonly Reply[] {
  for (const [index, hand] of hands.entries()) order(hand, orderFor(index + 1));
  const own = carryOut(orderFor(0));
  return [own, ...hands.map(replyOf)];
}

function order({ port, signal }: Hand, what: Order): void {
  port.postMessage(what);
  Atomics.add(signal, 0, 1);
  Atomics.notify(signal, 0);
}

function replyOf({ port, signal }: Hand): Reply {
  const asked = Atomics.load(signal, 0);
  for (let answered = Atomics.load(signal, 1); answered < asked; answered = Atomics.load(signal, 1)) {
    // The first answer shows that the thread runs; after that, an answer takes as long as it takes.
    const waited = Atomics.wait(signal, 1, answered, answered === 0 ? startMs : undefined);
    if (waited === 'timed-out') throw new Error('a worker of the search did not start');
  }
  const reply = (receiveMessageOnPort(port) as { readonly message: Reply } | undefined)?.message;
  if (reply === undefined) throw new Error('a worker of the search did not answer');
  if (reply.kind === 'failed') throw new Error(`a worker of the search failed: ${reply.message}`);
  return reply;
}

function sum(counts: Int32Array): number {
  return counts.reduce((all, count) => all + count, 0);
}
