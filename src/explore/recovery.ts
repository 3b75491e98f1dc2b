/**
 * Which states of a set can be recovered from, with as few destructive moves as it takes. Free moves come
 * first; only where they do not win, destructive ones are tried, one more each round.
 */
import { type Arena, arenaOf, type OperatorMoves } from './arena.ts';
import type { Compiled } from './compile.ts';
import { type Board, boardOf, movers, possibleStates, type Solution, wonStates } from './game.ts';
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

export type RecoveryOptions<Event> = OperatorMoves<Event> & {
  readonly statesMax: number;
  /** Asked now and then. False ends the work, incomplete, with nothing won. */
  readonly goesOn?: () => boolean;
};

/**
 * @param states the states to recover from; the set grows by those that recoveries lead through
 * @param aims what to recover, each looked at by itself
 */
export function recoveriesFrom<State, Event>(
  compiled: Compiled<State, Event>,
  states: StateSet,
  aims: readonly Aim<Event>[],
  { statesMax, goesOn: mayGoOn = (): boolean => true, ...moves }: RecoveryOptions<Event>,
): Recoveries<Event> {
  const asked = states.size();
  // Once it was to end, nothing that is left half done may look whole.
  let ended = false;
  const goesOn = (): boolean => {
    ended ||= !mayGoOn();
    return !ended;
  };
  const arena = arenaOf(compiled, states, moves);
  const ask = (predicate: (tuple: Uint16Array) => boolean): Answers =>
    answersOf(states, compiled.initial.length, predicate);
  const [goals, worth] = [aims.map(({ reached }) => ask(reached)), aims.map(({ daring }) => ask(daring))];
  const by = aims.map(({ allowed }) => movers(arena, allowed));
  const solveAll = (board: Board): readonly Int32Array[] =>
    goals.map((goal, index) =>
      goesOn()
        ? wonStates(board, goal.all(board.count), by[index] as Uint8Array)
        : new Int32Array(board.count).fill(-1),
    );
  const isOpen = (won: readonly Int32Array[], state: number): boolean =>
    worth.some((isWorth, index) => won[index]?.[state] === -1 && isWorth.at(state));
  const isAnyOpen = (won: readonly Int32Array[]): boolean => {
    for (let state = 0; state < asked; state++) if (isOpen(won, state)) return true;
    return false;
  };

  let complete = arena.close(statesMax, goesOn);
  if (!complete && !goesOn()) return { arena, solutions: aims.map(() => nothingWon(states)), complete };
  let board = boardOf(arena);
  let won = solveAll(board);
  while (complete && isAnyOpen(won)) {
    for (let state = 0; state < board.count; state++) if (isOpen(won, state)) arena.dare(state);
    complete = arena.close(statesMax, goesOn);
    if (arena.edges().sources.length === board.sources.length) break;
    board = boardOf(arena);
    won = solveAll(board);
  }
  if (!goesOn()) return { arena, solutions: aims.map(() => nothingWon(states)), complete: false };
  const solutions = aims.map(
    (_, index): Solution => ({
      won: won[index] as Int32Array,
      possible: possibleStates(board, (goals[index] as Answers).all(board.count), by[index] as Uint8Array),
    }),
  );
  return { arena, solutions, complete };
}

function nothingWon(states: StateSet): Solution {
  const count = states.size();
  return { won: new Int32Array(count).fill(-1), possible: new Uint8Array(count) };
}

/** A question about states, asked once for each: asking can cost more than the search does. */
type Answers = {
  readonly at: (state: number) => boolean;
  /** The answers of the first states, by state. */
  readonly all: (count: number) => Uint8Array;
};

function answersOf(states: StateSet, width: number, predicate: (tuple: Uint16Array) => boolean): Answers {
  const [unknown, no, yes] = [2, 0, 1];
  const tuple = new Uint16Array(width);
  let answers = new Uint8Array(0);
  const at = (state: number): boolean => {
    if (state >= answers.length) {
      const more = new Uint8Array(2 * states.size()).fill(unknown);
      more.set(answers);
      answers = more;
    }
    if (answers[state] === unknown) {
      states.read(state, tuple);
      answers[state] = predicate(tuple) ? yes : no;
    }
    return answers[state] === yes;
  };
  return {
    at,
    all: (count) => {
      for (let state = 0; state < count; state++) at(state);
      return answers;
    },
  };
}
