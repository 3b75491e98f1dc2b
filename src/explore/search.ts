/**
 * Breadth-first search within a fault budget: every state that at most so many faults can lead to, each by a
 * shortest run of events.
 */
import { existsSync } from 'node:fs';
import { type Checkpoint, type Position, resumeFrom, saveCheckpoint } from './checkpoint.ts';
import type { Compiled } from './compile.ts';
import {
  type Canonical,
  countsOf,
  type Explorer,
  explorerOf,
  giveBack,
  joinHands,
  leaveHands,
  type Progress,
  startAgain,
  takenBy,
  waitingOf,
  wordsByNumber,
} from './explorer.ts';
import { advance } from './level.ts';
import { bytesOf, faultsLimit } from './nodes.ts';
import { distinctStates, type StateSet, stateSet } from './state-set.ts';
import { endHands, HandsLost, restHands, takeHands } from './team.ts';

export type { Progress } from './explorer.ts';

export type SearchOptions = {
  /** How many spending moves a run may contain. */
  readonly faultsMax: number;
  /** Stop rather than have more states; the search then says that it is not complete. */
  readonly statesMax: number;
  /** Told now and then, with the counts so far. Ends the search, incomplete, by answering false. */
  readonly onProgress?: (progress: Progress) => boolean;
  /**
   * Makes states one that are the same but for names. Off by default: the events of a way to a state are then
   * right up to these names only.
   */
  readonly canonical?: Canonical;
  /** How many threads search. The answer does not depend on it. With `canonical`, one does. */
  readonly workers?: number;
  /** How many nodes are found by one thread before others are worth their start. */
  readonly aloneNodes?: number;
  /** Told why one of the threads has ended on the way. The search goes on with the others, to the same answer. */
  readonly onLost?: (reason: string) => void;
  /** Where a long search is kept, so that it can be taken up again. */
  readonly checkpoint?: Checkpoint;
};

/**
 * A node is a state together with the faults spent on the way to it. A state has several nodes when fewer
 * faults lead to it by a longer way. Nodes are in the order of their distance from the start, then of their
 * parents, then of the events that found them.
 */
export type Search<State, Event> = {
  readonly compiled: Compiled<State, Event>;
  readonly states: StateSet;
  /** Whether every state was found. Otherwise those up to `depth` were, and they were not more than asked for. */
  readonly complete: boolean;
  readonly transitions: number;
  readonly refused: number;
  readonly depth: number;
  readonly nodes: number;
  readonly stateOf: (node: number) => number;
  readonly faultsOf: (node: number) => number;
  /** The events from the start to a node. */
  readonly pathTo: (node: number) => readonly Event[];
  /** The nodes on that way: one more than events, the start first. */
  readonly nodesTo: (node: number) => readonly number[];
  /** The instance that found a node; of the first node, none did. */
  readonly foundBy: (node: number) => number | undefined;
  /** How many accepted transitions each instance made. */
  readonly taken: Float64Array;
  /** How much memory the nodes and their index took in the end. */
  readonly bytes: number;
};

/** While the tables of a large site are filled, so many take some tenths of a second. */
const progressEveryNodes = 1 << 6;
const aloneNodesDefault = 1 << 14;
/** Levels with fewer nodes than this share of them are not worth telling other threads of. */
const aloneLevelShare = 16;

export function search<State, Event>(
  compiled: Compiled<State, Event>,
  options: SearchOptions,
): Search<State, Event> {
  const { faultsMax, statesMax, canonical } = options;
  if (faultsMax > faultsLimit) throw new RangeError(`at most ${faultsLimit} faults can be searched`);
  // Events are opaque here; the answer gives them back as they are.
  const explorer = explorerOf(compiled as Compiled<unknown, unknown>, { faultsMax, statesMax }, canonical);
  let ended = false;
  try {
    const found = answer(compiled, explorer, reach(explorer, options));
    giveBack(explorer);
    ended = true;
    return found;
  } finally {
    // After an error, another thread may still be at work.
    if (ended) restHands(explorer.hands);
    else endHands(explorer.hands);
  }
}

/** Where a search has come to: the level from `start` on is not expanded. */
type Reached = Position & { readonly complete: boolean };

const everyNodesDefault = 1 << 21;

function reach(explorer: Explorer, options: SearchOptions): Reached {
  const { workers = 1, aloneNodes = aloneNodesDefault, canonical, onProgress, onLost, checkpoint } = options;
  const resumes = checkpoint?.resume === true && existsSync(checkpoint.file);
  let { start, depth } = resumes ? resumeFrom(explorer, checkpoint) : { start: 0, depth: 0 };
  let [saved, toldAt, complete] = [explorer.count, 0, true];
  const save = (): void => {
    if (checkpoint !== undefined) saveCheckpoint(explorer, { start, depth }, checkpoint);
    saved = explorer.count;
  };
  const tell = (queue: number): boolean => onProgress?.({ ...countsOf(explorer), depth, queue }) ?? true;
  explorer.proceed = (node) => {
    if (node < toldAt) return true;
    toldAt = node + progressEveryNodes;
    return tell(explorer.count - node);
  };
  explorer.look = () => tell(waitingOf(explorer));
  if (onLost !== undefined) explorer.onLost = onLost;
  /** Before a level is expanded, also for the second time. */
  const prepare = (): void => {
    toldAt = Math.min(toldAt, start);
    const others = workers - 1 - explorer.lost;
    if (others <= 0 || explorer.hands.length > 0 || explorer.count < aloneNodes) return;
    if (canonical === undefined) joinHands(explorer, takeHands(others), aloneNodes / aloneLevelShare);
  };
  while (complete && start < explorer.count) {
    const end = explorer.count;
    if (end - saved >= (checkpoint?.everyNodes ?? everyNodesDefault)) save();
    complete = nextLevel(explorer, start, prepare);
    if (complete) start = end;
    if (complete && explorer.count > end) depth++;
  }
  save();
  return { start, depth, complete };
}

/** Finds the next level; once more, with fewer threads, when some of them end on the way. */
function nextLevel(explorer: Explorer, start: number, prepare: () => void): boolean {
  for (;;) {
    const taken = takenBy(explorer);
    try {
      prepare();
      return advance(explorer, start);
    } catch (error) {
      if (!(error instanceof HandsLost)) throw error;
      leaveHands(explorer, error);
      if (!startAgain(explorer, taken)) return false;
    }
  }
}

function answer<State, Event>(
  compiled: Compiled<State, Event>,
  explorer: Explorer,
  { start: expanded, depth, complete }: Reached,
): Search<State, Event> {
  const { count, share } = explorer;
  const { faults, parent, by, slots } = share.nodes;
  const slotOf = (node: number): number => slots[node] as number;
  const { states, stateOf } = statesOf(explorer);
  const taken = takenBy(explorer);
  const transitions = sum(taken);
  const asked = askedOf(explorer, expanded);
  const nodesTo = (node: number): readonly number[] => {
    const way: number[] = [];
    for (let at = node; at >= 0; at = parent[slotOf(at)] as number) way.push(at);
    return way.toReversed();
  };
  return {
    compiled,
    states,
    complete,
    transitions,
    refused: asked - transitions,
    depth,
    nodes: count,
    stateOf,
    faultsOf: (node) => faults[slotOf(node)] as number,
    pathTo: (node) =>
      nodesTo(node)
        .slice(1)
        .map((at) => compiled.instances[by[slotOf(at)] as number]?.event as Event),
    nodesTo,
    foundBy: (node) => (node === 0 ? undefined : by[slotOf(node)]),
    taken,
    bytes: bytesOf(share.nodes),
  };
}

/** How many events were asked whether they can happen, at so many nodes. */
function askedOf({ share: { nodes, setup } }: Explorer, expanded: number): number {
  const { spends, faultsMax } = setup;
  const free = spends.length - sum(spends);
  if (free === spends.length || faultsMax === 0) return expanded * free;
  let asked = 0;
  for (let node = 0; node < expanded; node++) {
    const faults = nodes.faults[nodes.slots[node] as number] as number;
    asked += faults < faultsMax ? spends.length : free;
  }
  return asked;
}

type Numbered = { readonly states: StateSet; readonly stateOf: (node: number) => number };

/** The states of the nodes, each numbered by its first node. */
function statesOf(explorer: Explorer): Numbered {
  const { count, share } = explorer;
  const { layout } = share.moves;
  const words = wordsByNumber(explorer);
  if (explorer.states === count) {
    return { states: stateSet(layout.word.length, { layout, words, count }), stateOf: (node) => node };
  }
  const { states, numbers } = distinctStates({ layout, words, count });
  return { states, stateOf: (node) => numbers[node] as number };
}

function sum(counts: Float64Array | Uint8Array): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
