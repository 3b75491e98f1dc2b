/**
 * Recoverability as a game. The operator moves on purpose, the system moves by itself at any time. A state
 * is *won* for a goal when the operator reaches it whatever the system does in between, and *possible* when
 * it can be reached at all, with luck. Faults do not happen during a recovery.
 */
import type { Compiled } from './compile.ts';
import { growing } from './growing.ts';
import { type StateSet } from './state-set.ts';

/** What the operator may use. Moves that spend are only taken where nothing else wins. */
export type Moves<Event> = {
  readonly free: (event: Event) => boolean;
  readonly destructive: (event: Event) => boolean;
};

/** The moves between states, without faults. Edge `e` goes from `source(e)` to `target(e)`. */
export type Arena<Event> = {
  readonly states: StateSet;
  readonly edges: number;
  readonly source: (edge: number) => number;
  readonly target: (edge: number) => number;
  readonly instance: (edge: number) => number;
  readonly eventOf: (edge: number) => Event;
  readonly isSystem: (edge: number) => boolean;
};

/**
 * Every move between the states of the set, and all states that recoveries from them can lead to.
 *
 * @param seeds the states from which destructive moves are followed too; the others only make free moves
 */
export function arenaOf<State, Event>(
  compiled: Compiled<State, Event>,
  states: StateSet,
  moves: Moves<Event>,
  seeds: (state: number) => boolean,
  statesMax: number,
): { readonly arena: Arena<Event>; readonly complete: boolean } {
  const [sources, targets, instances] = [growing(Int32Array), growing(Int32Array), growing(Int32Array)];
  const width = compiled.initial.length;
  const [from, to] = [new Uint16Array(width), new Uint16Array(width)];
  const usable = compiled.instances.map(({ event, by, spends }) => {
    if (by === 'system') return 'always';
    if (by === 'fault') return 'never';
    if (spends === 0) return moves.free(event) ? 'always' : 'never';
    return moves.destructive(event) ? 'seeds' : 'never';
  });
  let id = 0;
  for (; id < states.size() && states.size() <= statesMax; id++) {
    states.read(id, from);
    for (const [instance, when] of usable.entries()) {
      if (when === 'never' || (when === 'seeds' && !seeds(id))) continue;
      if (!compiled.next(instance, from, to)) continue;
      const target = states.add(to);
      if (target === id) continue;
      sources.push(id);
      targets.push(target);
      instances.push(instance);
    }
  }
  return {
    complete: id === states.size(),
    arena: {
      states,
      edges: sources.length(),
      source: sources.at,
      target: targets.at,
      instance: instances.at,
      eventOf: (edge) => compiled.instances[instances.at(edge)]?.event as Event,
      isSystem: (edge) => compiled.instances[instances.at(edge)]?.by === 'system',
    },
  };
}

export type Solution = {
  /** How many moves the operator needs at most from a won state; -1 where the state is not won. */
  readonly won: Int32Array;
  /** 1 where the goal can be reached with luck. */
  readonly possible: Uint8Array;
};

/** Solves the game backward from the goal, in time linear in the number of moves. */
export function solve<Event>(arena: Arena<Event>, goal: (state: number) => boolean): Solution {
  const count = arena.states.size();
  const { offsets, edgesInto } = incoming(arena, count);
  return {
    won: wonStates(arena, goal, offsets, edgesInto, count),
    possible: possibleStates(arena, goal, offsets, edgesInto, count),
  };
}

function wonStates<Event>(
  arena: Arena<Event>,
  goal: (state: number) => boolean,
  offsets: Int32Array,
  edgesInto: Int32Array,
  count: number,
): Int32Array {
  const won = new Int32Array(count).fill(-1);
  const systemLeft = new Int32Array(count);
  const canMove = new Uint8Array(count);
  for (let edge = 0; edge < arena.edges; edge++) {
    if (arena.isSystem(edge)) systemLeft[arena.source(edge)] = (systemLeft[arena.source(edge)] as number) + 1;
  }
  let layer: number[] = [];
  for (let state = 0; state < count; state++) {
    if (goal(state)) {
      won[state] = 0;
      layer.push(state);
    }
  }
  // Layer by layer: a state is won when every move of the system keeps it won, and there is a move at all.
  for (let distance = 1; layer.length > 0; distance++) {
    const next: number[] = [];
    for (const target of layer) {
      for (let at = offsets[target] as number; at < (offsets[target + 1] as number); at++) {
        const edge = edgesInto[at] as number;
        const source = arena.source(edge);
        if (won[source] !== -1) continue;
        canMove[source] = 1;
        if (arena.isSystem(edge)) systemLeft[source] = (systemLeft[source] as number) - 1;
        if (systemLeft[source] === 0) {
          won[source] = distance;
          next.push(source);
        }
      }
    }
    layer = next;
  }
  return won;
}

function possibleStates<Event>(
  arena: Arena<Event>,
  goal: (state: number) => boolean,
  offsets: Int32Array,
  edgesInto: Int32Array,
  count: number,
): Uint8Array {
  const possible = new Uint8Array(count);
  const stack: number[] = [];
  for (let state = 0; state < count; state++) {
    if (goal(state)) {
      possible[state] = 1;
      stack.push(state);
    }
  }
  for (let target = stack.pop(); target !== undefined; target = stack.pop()) {
    for (let at = offsets[target] as number; at < (offsets[target + 1] as number); at++) {
      const source = arena.source(edgesInto[at] as number);
      if (possible[source] === 1) continue;
      possible[source] = 1;
      stack.push(source);
    }
  }
  return possible;
}

/** The edges into each state: those of state `s` are `edgesInto[offsets[s]..offsets[s + 1])`. */
function incoming<Event>(
  arena: Arena<Event>,
  count: number,
): { readonly offsets: Int32Array; readonly edgesInto: Int32Array } {
  const offsets = new Int32Array(count + 1);
  for (let edge = 0; edge < arena.edges; edge++) {
    const slot = arena.target(edge) + 1;
    offsets[slot] = (offsets[slot] as number) + 1;
  }
  for (let state = 0; state < count; state++) {
    offsets[state + 1] = (offsets[state + 1] as number) + (offsets[state] as number);
  }
  const cursor = offsets.slice();
  const edgesInto = new Int32Array(arena.edges);
  for (let edge = 0; edge < arena.edges; edge++) {
    const target = arena.target(edge);
    edgesInto[cursor[target] as number] = edge;
    cursor[target] = (cursor[target] as number) + 1;
  }
  return { offsets, edgesInto };
}
