/**
 * Breadth-first search within a fault budget: every state that at most so many faults can lead to, each by a
 * shortest run of events.
 */
import type { Compiled } from './compile.ts';
import { growing } from './growing.ts';
import { type StateSet, stateSet } from './state-set.ts';

export type SearchOptions = {
  /** How many spending moves a run may contain. */
  readonly faultsMax: number;
  /** Stop after so many states; the search then says that it is not complete. */
  readonly statesMax: number;
  /** Told now and then, with the counts so far. Ends the search, incomplete, by answering false. */
  readonly onProgress?: (progress: Progress) => boolean;
};

export type Progress = { readonly states: number; readonly transitions: number; readonly depth: number };

/**
 * A node is a state together with the faults spent on the way to it. A state has several nodes when fewer
 * faults lead to it by a longer way. Nodes are in the order of their distance from the start.
 */
export type Search<State, Event> = {
  readonly compiled: Compiled<State, Event>;
  readonly states: StateSet;
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
  /** How many accepted transitions each instance made. */
  readonly taken: Float64Array;
};

const progressEveryNodes = 1 << 14;

export function search<State, Event>(
  compiled: Compiled<State, Event>,
  { faultsMax, statesMax, onProgress }: SearchOptions,
): Search<State, Event> {
  const width = compiled.initial.length;
  const states = stateSet(width);
  const leastFaults = growing(Uint8Array);
  const [stateOf, faultsOf, parent, by] = [
    growing(Int32Array),
    growing(Uint8Array),
    growing(Int32Array),
    growing(Int32Array),
  ];
  const taken = new Float64Array(compiled.instances.length);
  const [from, to] = [new Uint16Array(width), new Uint16Array(width)];
  let [refused, complete, levelEnd, depth] = [0, true, 1, 0];

  const visit = (tuple: Uint16Array, faults: number, parentNode: number, instance: number): void => {
    const id = states.add(tuple);
    const known = id < leastFaults.length();
    if (known && leastFaults.at(id) <= faults) return;
    leastFaults.set(id, faults);
    stateOf.push(id);
    faultsOf.push(faults);
    parent.push(parentNode);
    by.push(instance);
  };
  const expand = (node: number): void => {
    states.read(stateOf.at(node), from);
    const faults = faultsOf.at(node);
    for (let instance = 0; instance < compiled.instances.length; instance++) {
      const spent = faults + (compiled.instances[instance]?.spends ?? 0);
      if (spent > faultsMax) continue;
      if (compiled.next(instance, from, to)) {
        taken[instance] = (taken[instance] as number) + 1;
        visit(to, spent, node, instance);
      } else refused++;
    }
  };
  const transitions = (): number => taken.reduce((sum, count) => sum + count, 0);

  const nodesTo = (node: number): readonly number[] => {
    const nodes: number[] = [];
    for (let at = node; at >= 0; at = parent.at(at)) nodes.push(at);
    return nodes.toReversed();
  };

  visit(compiled.initial, 0, -1, -1);
  for (let node = 0; node < stateOf.length(); node++) {
    if (node === levelEnd) {
      levelEnd = stateOf.length();
      depth++;
    }
    if (states.size() > statesMax) complete = false;
    if (node % progressEveryNodes === 0 && onProgress !== undefined) {
      complete &&= onProgress({ states: states.size(), transitions: transitions(), depth });
    }
    if (!complete) break;
    expand(node);
  }
  return {
    compiled,
    states,
    complete,
    transitions: transitions(),
    refused,
    depth,
    nodes: stateOf.length(),
    stateOf: stateOf.at,
    faultsOf: faultsOf.at,
    pathTo: (node) =>
      nodesTo(node)
        .slice(1)
        .map((at) => compiled.instances[by.at(at)]?.event as Event),
    nodesTo,
    taken,
  };
}
