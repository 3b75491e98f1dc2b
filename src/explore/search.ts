/**
 * Breadth-first search within a fault budget: every state that at most so many faults can lead to, each by a
 * shortest run of events.
 */
import { existsSync } from 'node:fs';
import { type Checkpoint, type Position, resumeFrom, saveCheckpoint } from './checkpoint.ts';
import type { Compiled } from './compile.ts';
import { advance, type Canonical, type Explorer, explorerOf, type Progress } from './explorer.ts';
import { faultsLimit } from './nodes.ts';
import { distinctStates, type StateSet, stateSet } from './state-set.ts';
import { advanceTogether } from './together.ts';

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

const progressEveryNodes = 1 << 14;
const aloneNodesDefault = 1 << 15;

export function search<State, Event>(
  compiled: Compiled<State, Event>,
  options: SearchOptions,
): Search<State, Event> {
  const { faultsMax, statesMax, canonical } = options;
  if (faultsMax > faultsLimit) throw new RangeError(`at most ${faultsLimit} faults can be searched`);
  // Events are opaque here; the answer gives them back as they are.
  const explorer = explorerOf(compiled as Compiled<unknown, unknown>, { faultsMax, statesMax, canonical });
  return answer(compiled, explorer, reach(explorer, options));
}

/** Where a search has come to: the level from `start` on is not expanded. */
type Reached = {
  readonly start: number;
  readonly depth: number;
  readonly complete: boolean;
  readonly bytes: number;
};

const everyNodesDefault = 1 << 21;

function reach(explorer: Explorer, options: SearchOptions): Reached {
  const {
    workers = 1,
    aloneNodes = aloneNodesDefault,
    canonical,
    statesMax,
    onProgress,
    checkpoint,
  } = options;
  const proceed = onProgress ?? ((): boolean => true);
  const resumes = checkpoint?.resume === true && existsSync(checkpoint.file);
  const from = resumes ? resumeFrom(explorer, checkpoint) : { start: 0, depth: 0 };
  let [saved, toldAt, complete] = [explorer.nodes.count, 0, true];
  let { start, depth } = from;
  const isDue = (count: number): boolean =>
    checkpoint !== undefined && count - saved >= (checkpoint.everyNodes ?? everyNodesDefault);
  const save = (at: Position): void => {
    if (checkpoint !== undefined) saveCheckpoint(explorer, at, checkpoint);
    saved = explorer.nodes.count;
  };
  while (complete && start < explorer.nodes.count) {
    const end = explorer.nodes.count;
    if (isDue(end)) save({ start, depth });
    if (workers > 1 && canonical === undefined && end >= aloneNodes) {
      const reached = advanceTogether(
        explorer,
        { start, depth },
        { workers, statesMax, proceed, isDue, save },
      );
      if (!reached.complete) save(reached);
      return reached;
    }
    complete = advance(explorer, start, (node) => {
      if (node < toldAt) return true;
      toldAt = node + progressEveryNodes;
      const { states } = explorer.nodes;
      return proceed({ states, transitions: sum(explorer.taken), depth, queue: end - node });
    });
    if (complete) start = end;
    if (complete && explorer.nodes.count > end) depth++;
  }
  if (!complete) save({ start, depth });
  return { start, depth, complete, bytes: bytesOf(explorer) };
}

function bytesOf({ nodes: { words, index, faults, parent, by } }: Explorer): number {
  return [words, index, faults, parent, by].reduce((all, { byteLength }) => all + byteLength, 0);
}

function answer<State, Event>(
  compiled: Compiled<State, Event>,
  { nodes, moves, taken, spends, faultsMax }: Explorer,
  { start: expanded, depth, complete, bytes }: Reached,
): Search<State, Event> {
  const { faults, parent, by, count } = nodes;
  const { states, stateOf } = statesOf({ nodes, moves });
  const transitions = sum(taken);
  const free = spends.length - sum(spends);
  let asked = 0;
  for (let node = 0; node < expanded; node++)
    asked += (faults[node] as number) < faultsMax ? spends.length : free;
  const nodesTo = (node: number): readonly number[] => {
    const way: number[] = [];
    for (let at = node; at >= 0; at = parent[at] as number) way.push(at);
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
    faultsOf: (node) => faults[node] as number,
    pathTo: (node) =>
      nodesTo(node)
        .slice(1)
        .map((at) => compiled.instances[by[at] as number]?.event as Event),
    nodesTo,
    foundBy: (node) => (node === 0 ? undefined : by[node]),
    taken,
    bytes,
  };
}

type Numbered = { readonly states: StateSet; readonly stateOf: (node: number) => number };

/** The states of the nodes, each numbered by its first node. */
function statesOf({ nodes, moves }: Pick<Explorer, 'nodes' | 'moves'>): Numbered {
  const { layout } = moves;
  const { words, count, states: distinct } = nodes;
  const slots = layout.word.length;
  if (distinct === count) {
    return { states: stateSet(slots, { layout, words, count }), stateOf: (node) => node };
  }
  const { states, numbers } = distinctStates({ layout, words, count });
  return { states, stateOf: (node) => numbers[node] as number };
}

function sum(counts: Float64Array | Uint8Array): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
