/**
 * Which states of a set can be recovered from, with as few destructive moves as it takes. Free moves come
 * first; only where they do not win, destructive ones are tried, one more each round.
 */
import { type Arena, arenaOf, type OperatorMoves } from './arena.ts';
import type { Compiled } from './compile.ts';
import { growing } from './growing.ts';
import { type Solution, solve } from './game.ts';
import type { StateSet } from './state-set.ts';

/** What a recovery is after, as a predicate over tuples, and the moves it may use. */
export type Aim<Event> = {
  readonly reached: (tuple: Uint16Array) => boolean;
  readonly allowed: (event: Event) => boolean;
  /**
   * Where destructive moves are worth trying when free ones do not win. A state that is surely lost, because
   * nothing is left that could open it, is not worth the search.
   */
  readonly daring: (tuple: Uint16Array) => boolean;
};

export type Recoveries<Event> = {
  readonly arena: Arena<Event>;
  /** One for each aim. */
  readonly solutions: readonly Solution[];
  /** Whether a state that is not won is lost for sure: every recovery from it was looked at. */
  readonly complete: boolean;
};

export type RecoveryOptions<Event> = OperatorMoves<Event> & { readonly statesMax: number };

/**
 * @param states the states to recover from; the set grows by those that recoveries lead through
 * @param aims what to recover, each looked at by itself
 */
export function recoveriesFrom<State, Event>(
  compiled: Compiled<State, Event>,
  states: StateSet,
  aims: readonly Aim<Event>[],
  { statesMax, ...moves }: RecoveryOptions<Event>,
): Recoveries<Event> {
  const asked = states.size();
  const arena = arenaOf(compiled, states, moves);
  const tuple = new Uint16Array(compiled.initial.length);
  const holdsIn = (predicate: (tuple: Uint16Array) => boolean, state: number): boolean => {
    states.read(state, tuple);
    return predicate(tuple);
  };
  const solveAll = (): readonly Solution[] =>
    aims.map(({ reached, allowed }) => solve(arena, (state) => holdsIn(reached, state), allowed));
  // Asking whether a state is worth the search costs more than the search of it: once per state is enough.
  const worth = aims.map(({ daring }) => remembered((state) => holdsIn(daring, state)));
  const isOpen = (solutions: readonly Solution[], state: number): boolean =>
    worth.some((isWorth, index) => solutions[index]?.won[state] === -1 && isWorth(state));
  const isAnyOpen = (solutions: readonly Solution[]): boolean => {
    for (let state = 0; state < asked; state++) if (isOpen(solutions, state)) return true;
    return false;
  };

  let complete = arena.close(statesMax);
  let solutions = solveAll();
  while (complete && isAnyOpen(solutions)) {
    const edges = arena.edges();
    const known = states.size();
    for (let state = 0; state < known; state++) if (isOpen(solutions, state)) arena.dare(state);
    complete = arena.close(statesMax);
    if (arena.edges() === edges) break;
    solutions = solveAll();
  }
  return { arena, solutions, complete };
}

/** A question about states, answered once for each. */
function remembered(ask: (state: number) => boolean): (state: number) => boolean {
  const [unknown, yes, no] = [0, 1, 2];
  const answers = growing(Uint8Array);
  return (state) => {
    while (answers.length() <= state) answers.push(unknown);
    if (answers.at(state) === unknown) answers.set(state, ask(state) ? yes : no);
    return answers.at(state) === yes;
  };
}
