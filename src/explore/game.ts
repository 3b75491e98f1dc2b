/**
 * Recoverability as a game. The operator moves on purpose, the system moves by itself at any time. A state
 * is *won* for a goal when the operator reaches it whatever the system does in between, and *possible* when
 * it can be reached at all, with luck. Faults do not happen during a recovery.
 */
import { type Adjacency, adjacency } from './adjacency.ts';
import type { Arena } from './arena.ts';

export type Solution = {
  /** By state: how many moves it takes at most; -1 where the state is not won. */
  readonly won: Int32Array;
  /** By state: 1 where the goal can be reached with luck. */
  readonly possible: Uint8Array;
};

/**
 * Solves the game backward from the goal, in time linear in the number of moves.
 *
 * @param allowed which of the operator's moves may be used; the system's cannot be forbidden
 */
export function solve<Event>(
  arena: Arena<Event>,
  goal: (state: number) => boolean,
  allowed: (event: Event) => boolean,
): Solution {
  const count = arena.states.size();
  const into = adjacency(count, arena.edges(), arena.target, (edge) => isUsable(arena, edge, allowed));
  const goals: number[] = [];
  for (let state = 0; state < count; state++) if (goal(state)) goals.push(state);
  return { won: wonStates(arena, into, goals), possible: possibleStates(arena, into, goals) };
}

/**
 * A shortest run of moves from a won state to the goal, through won states only. Whatever the system does in
 * between leads to a state that is won as well, so following it never makes things worse.
 *
 * @returns the moves, or `undefined` when the state is not won
 */
export function runbookFrom<Event>(
  arena: Arena<Event>,
  { won }: Solution,
  allowed: (event: Event) => boolean,
  start: number,
): readonly Event[] | undefined {
  if (won[start] === -1) return undefined;
  const usable = (edge: number): boolean => won[arena.target(edge)] !== -1 && isUsable(arena, edge, allowed);
  const out = adjacency(arena.states.size(), arena.edges(), arena.source, usable);
  const cameBy = new Map<number, number>([[start, -1]]);
  // A Map keeps the order of insertion, and goes on to what is added during the walk: a breadth-first queue.
  for (const state of cameBy.keys()) {
    if (won[state] === 0) return movesTo(arena, cameBy, state);
    out.each(state, (edge) => {
      if (!cameBy.has(arena.target(edge))) cameBy.set(arena.target(edge), edge);
    });
  }
  return undefined;
}

function isUsable<Event>(arena: Arena<Event>, edge: number, allowed: (event: Event) => boolean): boolean {
  return arena.isSystem(edge) || allowed(arena.eventOf(edge));
}

/** Layer by layer: a state is won when there is a move at all and every move of the system keeps it won. */
function wonStates<Event>(arena: Arena<Event>, into: Adjacency, goals: readonly number[]): Int32Array {
  const count = arena.states.size();
  const won = new Int32Array(count).fill(-1);
  const systemLeft = new Int32Array(count);
  for (let edge = 0; edge < arena.edges(); edge++) {
    if (arena.isSystem(edge)) systemLeft[arena.source(edge)] = (systemLeft[arena.source(edge)] as number) + 1;
  }
  for (const state of goals) won[state] = 0;
  let layer: readonly number[] = goals;
  for (let distance = 1; layer.length > 0; distance++) {
    const next: number[] = [];
    const arrive = (edge: number): void => {
      const source = arena.source(edge);
      if (won[source] !== -1) return;
      if (arena.isSystem(edge)) systemLeft[source] = (systemLeft[source] as number) - 1;
      if (systemLeft[source] !== 0) return;
      won[source] = distance;
      next.push(source);
    };
    for (const target of layer) into.each(target, arrive);
    layer = next;
  }
  return won;
}

function possibleStates<Event>(arena: Arena<Event>, into: Adjacency, goals: readonly number[]): Uint8Array {
  const possible = new Uint8Array(arena.states.size());
  const stack = [...goals];
  for (const state of goals) possible[state] = 1;
  for (let target = stack.pop(); target !== undefined; target = stack.pop()) {
    into.each(target, (edge) => {
      const source = arena.source(edge);
      if (possible[source] === 1) return;
      possible[source] = 1;
      stack.push(source);
    });
  }
  return possible;
}

function movesTo<Event>(
  arena: Arena<Event>,
  cameBy: ReadonlyMap<number, number>,
  end: number,
): readonly Event[] {
  const events: Event[] = [];
  for (let edge = cameBy.get(end) ?? -1; edge >= 0; edge = cameBy.get(arena.source(edge)) ?? -1) {
    events.push(arena.eventOf(edge));
  }
  return events.toReversed();
}
