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

/** The moves of an arena as it is now, grouped by where they lead. */
export type Board = {
  readonly count: number;
  readonly sources: Int32Array;
  readonly instances: Int32Array;
  readonly into: Adjacency;
  /** By state: how many moves the system has. */
  readonly systemMoves: Int32Array;
};

export function boardOf<Event>(arena: Arena<Event>): Board {
  const { sources, targets, instances } = arena.edges();
  const count = arena.states.size();
  const system = movers(arena, () => false);
  const systemMoves = new Int32Array(count);
  for (let edge = 0; edge < sources.length; edge++) {
    if (system[instances[edge] as number] !== bySystem) continue;
    const state = sources[edge] as number;
    systemMoves[state] = (systemMoves[state] as number) + 1;
  }
  return { count, sources, instances, into: adjacency(count, targets), systemMoves };
}

const [forbidden, byOperator, bySystem] = [0, 1, 2];

/**
 * By instance: whether it may be used, and by whom.
 *
 * @param allowed which of the operator's moves may be used; the system's cannot be forbidden
 */
export function movers<Event>({ compiled }: Arena<Event>, allowed: (event: Event) => boolean): Uint8Array {
  return Uint8Array.from(compiled.instances, ({ by, event }) => {
    if (by === 'system') return bySystem;
    return allowed(event) ? byOperator : forbidden;
  });
}

/**
 * Solves the game backward from the goal, in time linear in the number of moves: a state is won when there is a
 * move at all and every move of the system keeps it won.
 *
 * @param goals by state: 1 where the goal is reached
 * @param by as `movers` gives it
 */
export function wonStates(board: Board, goals: Uint8Array, by: Uint8Array): Int32Array {
  const { count, sources, instances, into, systemMoves } = board;
  const won = new Int32Array(count).fill(-1);
  const systemLeft = systemMoves.slice();
  const queue = new Int32Array(count);
  let found = 0;
  for (let state = 0; state < count; state++) {
    if (goals[state] !== 1) continue;
    won[state] = 0;
    queue[found++] = state;
  }
  // Breadth first: the queue is in the order of distances.
  for (let at = 0; at < found; at++) {
    const target = queue[at] as number;
    const distance = (won[target] as number) + 1;
    const end = into.offsets[target + 1] as number;
    for (let place = into.offsets[target] as number; place < end; place++) {
      const edge = into.edges[place] as number;
      const source = sources[edge] as number;
      const mover = by[instances[edge] as number] as number;
      if (mover === forbidden || won[source] !== -1) continue;
      if (mover === bySystem) systemLeft[source] = (systemLeft[source] as number) - 1;
      if (systemLeft[source] !== 0) continue;
      won[source] = distance;
      queue[found++] = source;
    }
  }
  return won;
}

/** The states that some moves of operator and system lead to the goal from. */
export function possibleStates(board: Board, goals: Uint8Array, by: Uint8Array): Uint8Array {
  const { count, sources, instances, into } = board;
  const possible = goals.slice(0, count);
  const queue = new Int32Array(count);
  let found = 0;
  for (let state = 0; state < count; state++) if (goals[state] === 1) queue[found++] = state;
  for (let at = 0; at < found; at++) {
    const target = queue[at] as number;
    const end = into.offsets[target + 1] as number;
    for (let place = into.offsets[target] as number; place < end; place++) {
      const edge = into.edges[place] as number;
      const source = sources[edge] as number;
      if (by[instances[edge] as number] === forbidden || possible[source] === 1) continue;
      possible[source] = 1;
      queue[found++] = source;
    }
  }
  return possible;
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
  const { sources, targets, instances } = arena.edges();
  const by = movers(arena, allowed);
  const out = adjacency(arena.states.size(), sources);
  const cameBy = new Map<number, number>([[start, -1]]);
  // A Map keeps the order of insertion, and goes on to what is added during the walk: a breadth-first queue.
  for (const state of cameBy.keys()) {
    if (won[state] === 0) return movesTo(arena, cameBy, state);
    for (const edge of out.edges.subarray(out.offsets[state], out.offsets[state + 1])) {
      const target = targets[edge] as number;
      if (by[instances[edge] as number] === forbidden || won[target] === -1) continue;
      if (!cameBy.has(target)) cameBy.set(target, edge);
    }
  }
  return undefined;
}

function movesTo<Event>(
  arena: Arena<Event>,
  cameBy: ReadonlyMap<number, number>,
  end: number,
): readonly Event[] {
  const { sources, instances } = arena.edges();
  const events: Event[] = [];
  for (let edge = cameBy.get(end) ?? -1; edge >= 0; edge = cameBy.get(sources[edge] as number) ?? -1) {
    events.push(arena.compiled.instances[instances[edge] as number]?.event as Event);
  }
  return events.toReversed();
}
