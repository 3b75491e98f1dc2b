/**
 * Which states of a set can be recovered from, with as few destructive moves as it takes. Free moves come
 * first; only where they do not win, destructive ones are tried, one more each round.
 */
import { type Arena, arenaOf } from './arena.ts';
import type { Compiled } from './compile.ts';
import { type Solution, solve } from './game.ts';
import type { StateSet } from './state-set.ts';

/** What a recovery is after, as a predicate over tuples, and the moves it may use. */
export type Aim<Event> = {
  readonly reached: (tuple: Uint16Array) => boolean;
  readonly allowed: (event: Event) => boolean;
  /** Whether destructive moves are worth trying where free ones do not win. */
  readonly daring: boolean;
};

export type Recoveries<Event> = {
  readonly arena: Arena<Event>;
  /** One for each aim. */
  readonly solutions: readonly Solution[];
  /** Whether a state that is not won is lost for sure: every recovery from it was looked at. */
  readonly complete: boolean;
  /** How many destructive moves recoveries were allowed in the end. */
  readonly rounds: number;
};

export type RecoveryOptions<Event> = {
  readonly destructive: (event: Event) => boolean;
  readonly statesMax: number;
};

/**
 * @param states the states to recover from; the set grows by those that recoveries lead through
 * @param aims what to recover, each looked at by itself
 */
export function recoveriesFrom<State, Event>(
  compiled: Compiled<State, Event>,
  states: StateSet,
  aims: readonly Aim<Event>[],
  { destructive, statesMax }: RecoveryOptions<Event>,
): Recoveries<Event> {
  const asked = states.size();
  const arena = arenaOf(compiled, states, destructive);
  const tuple = new Uint16Array(compiled.initial.length);
  const solveAll = (): readonly Solution[] =>
    aims.map(({ reached, allowed }) =>
      solve(
        arena,
        (state) => {
          states.read(state, tuple);
          return reached(tuple);
        },
        allowed,
      ),
    );
  let complete = arena.close(statesMax);
  let solutions = solveAll();
  let rounds = 0;
  const daring = (): readonly Solution[] => solutions.filter((_, index) => aims[index]?.daring);
  while (complete && daring().some((solution) => isOpen(solution, asked))) {
    const edges = arena.edges();
    const known = states.size();
    const unsolved = daring();
    for (let state = 0; state < known; state++) {
      if (unsolved.some(({ won }) => won[state] === -1)) arena.dare(state);
    }
    complete = arena.close(statesMax);
    if (arena.edges() === edges) break;
    rounds++;
    solutions = solveAll();
  }
  return { arena, solutions, complete, rounds };
}

function isOpen({ won }: Solution, asked: number): boolean {
  for (let state = 0; state < asked; state++) if (won[state] === -1) return true;
  return false;
}
