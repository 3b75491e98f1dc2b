/** Moves that lose what a runbook wins, on a machine of a few states. */
import { expect, test } from 'vitest';
import type { Arena } from './arena.ts';
import { cautionsOf } from './cautions.ts';
import { boardOf, possibleStates, runbookFrom, wonStates } from './game.ts';

type Move = readonly [from: number, to: number, by: 'operator' | 'system', event: string];

/** An arena by its edges; each has an instance of its own. */
function arenaWith(count: number, moves: readonly Move[]): Arena<string> {
  return {
    compiled: {
      instances: moves.map(([, , by, event]) => ({ event, by, spends: 0 }) as never),
    },
    states: { size: () => count } as never,
    edges: () => ({
      sources: Int32Array.from(moves, ([from]) => from),
      targets: Int32Array.from(moves, ([, to]) => to),
      instances: Int32Array.from(moves, (_, at) => at),
    }),
    close: () => true,
    dare: () => undefined,
  };
}

function cautionsIn(count: number, moves: readonly Move[], goal: number) {
  const arena = arenaWith(count, moves);
  const board = boardOf(arena);
  const goals = Uint8Array.from({ length: count }, (_, state) => (state === goal ? 1 : 0));
  const by = Uint8Array.from(moves, ([, , who]) => (who === 'system' ? 2 : 1));
  const solution = { won: wonStates(board, goals, by), possible: possibleStates(board, goals, by) };
  const runbook = runbookFrom(arena, solution, () => true, 0) ?? [];
  return { runbook, cautions: cautionsOf(arena, solution, 0, runbook) };
}

test('what loses at once, what loses when the system moves, and what takes luck', () => {
  const moves: readonly Move[] = [
    [0, 1, 'operator', 'import'],
    [1, 2, 'operator', 'add host'],
    [0, 3, 'operator', 'rebuild'],
    [1, 3, 'operator', 'wipe'],
    // Adding the host first is still winnable, unless the system prunes before the import.
    [0, 4, 'operator', 'add host early'],
    [4, 2, 'operator', 'import'],
    [4, 3, 'system', 'prune'],
    // The system may turn in a circle here for ever.
    [0, 5, 'operator', 'wait'],
    [5, 2, 'operator', 'import'],
    [5, 6, 'system', 'restart'],
    [6, 5, 'system', 'restart'],
  ];
  const { runbook, cautions } = cautionsIn(7, moves, 2);
  expect(runbook).toEqual(['import', 'add host']);
  expect(cautions).toEqual([
    { move: 'rebuild', until: 1, spoiledBy: [] },
    { move: 'wipe', until: 2, spoiledBy: [] },
    { move: 'add host early', until: 1, spoiledBy: ['prune'] },
    { move: 'wait', until: 1, spoiledBy: undefined },
  ]);
});

test('nothing to warn of where every move can be made good', () => {
  const { cautions } = cautionsIn(
    3,
    [
      [0, 1, 'operator', 'import'],
      [0, 2, 'operator', 'detour'],
      [2, 1, 'operator', 'import'],
    ],
    1,
  );
  expect(cautions).toEqual([]);
});
