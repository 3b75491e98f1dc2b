/**
 * A search continued by several workers, level by level. The main thread runs the rules and nothing else; the
 * nodes that are found, and their order, are those that one worker finds.
 */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { type Explorer, type Progress, relayout } from './explorer.ts';
import { listOf, planOf, resolve, type Table, tablesOf } from './moves.ts';
import { type Nodes, nodesOf } from './nodes.ts';
import type { Found, Parcel, Question, Round, Setup, Shared, Told } from './partition.ts';
import type { Line, Order, Reply } from './search-worker.ts';

type Hand = Line & { readonly worker: Worker };

/** Told after every round; false ends the search. */
export type ProceedTogether = (progress: Progress) => boolean;

export type Bounds = {
  readonly workers: number;
  readonly statesMax: number;
  readonly proceed: ProceedTogether;
};

export type Reached = {
  readonly start: number;
  readonly depth: number;
  readonly complete: boolean;
  readonly bytes: number;
};

type Team = { readonly hands: readonly Hand[]; readonly setup: Omit<Setup, 'own'> };

/** Goes on from the level at `start` of the explorer's nodes, to the end or to a bound. */
export function advanceTogether(
  explorer: Explorer,
  from: { readonly start: number; readonly depth: number },
  { workers, statesMax, proceed }: Bounds,
): Reached {
  const team: Team = {
    hands: Array.from({ length: workers }, handOf),
    setup: {
      workers,
      faultsMax: explorer.faultsMax,
      statesMax,
      spends: explorer.spends,
      states: new Int32Array(new SharedArrayBuffer(4 * workers)),
    },
  };
  try {
    let reached: Stretch = { ...from, end: 'relayout', bytes: 0 };
    while (reached.end === 'relayout') reached = stretch(team, explorer, reached, proceed);
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
  readonly end: 'complete' | 'bound' | 'relayout';
};

/** Seeds the workers, and finds levels until the end, a bound, or a value that does not fit its bits. */
function stretch(
  team: Team,
  explorer: Explorer,
  from: { readonly start: number; readonly depth: number },
  proceed: ProceedTogether,
): Stretch {
  const { nodes, moves } = explorer;
  const shared = sharedOf(nodes, nodes.count, nodes.width);
  const plan = planOf(moves);
  askEach(team, (own) => ({
    kind: 'seed',
    setup: { ...team.setup, own },
    plan,
    shared,
    start: from.start,
    count: nodes.count,
  }));
  let [start, count, depth] = [from.start, nodes.count, from.depth];
  const earlier = explorer.taken.reduce((all, taken) => all + taken, 0);
  for (;;) {
    const level = findLevel(team, explorer, (queue, transitions) =>
      proceed({ states: sum(team.setup.states), transitions: earlier + transitions, depth, queue }),
    );
    if (level !== 'found') {
      askEach(team, () => ({ kind: 'forget' }));
      const bytes = takeBack(team, explorer, count);
      if (level === 'relayout') relayout(explorer);
      return { start, depth, bytes, end: level };
    }
    const levels = askEach(team, () => ({
      kind: 'found',
      parents: { from: start, count: count - start },
    })).map((reply) => (reply as Extract<Reply, { kind: 'found' }>).found);
    askEach(team, () => ({ kind: 'rank', base: count, levels }));
    start = count;
    count += levels.reduce((all, { parent }: Found) => all + parent.length, 0);
    if (count === start) return { start, depth, bytes: takeBack(team, explorer, count), end: 'complete' };
    depth++;
  }
}

/** Rounds until every node of the level was expanded. */
function findLevel(
  team: Team,
  explorer: Explorer,
  proceed: (queue: number, transitions: number) => boolean,
): 'found' | 'bound' | 'relayout' {
  for (let told: readonly Told[] = []; ; ) {
    const given = told;
    const rounds = askEach(team, () => ({ kind: 'expand', told: given })).map(
      (reply): Round => (reply as Extract<Reply, { kind: 'round' }>).round,
    );
    const replies = askEach(team, (own) => ({ kind: 'absorb', parcels: parcelsFor(own, rounds) }));
    const full =
      rounds.some((round) => round.full) || replies.some((reply) => reply.kind === 'done' && reply.full);
    if (full || sum(team.setup.states) > team.setup.statesMax) return 'bound';
    told = answers(
      explorer,
      rounds.flatMap(({ missed }) => missed),
    );
    if (explorer.compiled.interner.epoch() !== explorer.epoch) return 'relayout';
    const queue = rounds.reduce((all, round) => all + round.queue, 0);
    const transitions = rounds.reduce((all, round) => all + round.transitions, 0);
    if (!proceed(queue, transitions)) return 'bound';
    if (queue === 0) return 'found';
  }
}

function parcelsFor(own: number, rounds: readonly Round[]): readonly Parcel[] {
  return rounds.map(({ parcels }) => parcels[own] as Parcel).filter(({ used }) => used > 0);
}

/** Runs the rules for what the workers' tables could not answer. */
function answers({ moves }: Explorer, missed: readonly Question[]): readonly Told[] {
  const tables = tablesOf(moves);
  return missed.map(({ table, tuple }): Told => {
    // Two workers may have asked the same.
    const place = listOf(tables[table] as Table, tuple) || resolve(moves, tables[table] as Table, tuple);
    return { table, tuple, list: listAt(moves.lists, place, moves.layout.words) };
  });
}

function listAt(lists: Int32Array, place: number, words: number): Int32Array {
  return lists.slice(place, place + 2 + (lists[place + 1] as number) * (1 + words));
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
function askEach({ hands }: Team, orderFor: (own: number) => Order): readonly Reply[] {
  for (const [own, hand] of hands.entries()) order(hand, orderFor(own));
  return hands.map(replyOf);
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
