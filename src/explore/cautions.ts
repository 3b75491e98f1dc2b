/** What must not be done too early in a recovery: moves that lose what following the runbook wins. */
import { adjacency } from './adjacency.ts';
import type { Arena } from './arena.ts';
import type { Solution } from './game.ts';

export type Caution<Event> = {
  readonly move: Event;
  /** How many steps of the runbook have to be done before the move does no harm; as many as it has, where all have. */
  readonly until: number;
  /**
   * Why: what the system may do by itself after the move, at the worst moment, so that nothing leads to the goal any
   * more. Empty where the move itself does that; absent where the goal can still be reached, but by luck only.
   */
  readonly spoiledBy: readonly Event[] | undefined;
};

/**
 * @param events a runbook from `start`, as `runbookFrom` gives it
 * @returns the moves of the operator that leave the won states, each once, in the order of the machine's instances
 */
export function cautionsOf<Event>(
  arena: Arena<Event>,
  solution: Solution,
  start: number,
  events: readonly Event[],
): readonly Caution<Event>[] {
  const { sources, targets, instances } = arena.edges();
  const out = adjacency(arena.states.size(), sources);
  const { instances: all } = arena.compiled;
  const edgesOf = (state: number): Int32Array =>
    out.edges.subarray(out.offsets[state], out.offsets[state + 1]);
  const worst = new Map<number, { readonly until: number; readonly state: number }>();
  let state = start;
  for (const [done, event] of events.entries()) {
    for (const edge of edgesOf(state)) {
      const [instance, target] = [instances[edge] as number, targets[edge] as number];
      if (all[instance]?.by !== 'operator' || solution.won[target] !== -1) continue;
      worst.set(instance, { until: done + 1, state: target });
    }
    const followed = edgesOf(state).find((edge) => all[instances[edge] as number]?.event === event);
    if (followed === undefined) throw new Error('a runbook that leaves its own arena');
    state = targets[followed] as number;
  }
  return [...worst]
    .toSorted(([one], [other]) => one - other)
    .map(([instance, { until, state: after }]) => ({
      move: all[instance]?.event as Event,
      until,
      spoiledBy: spoilingMoves(arena, solution, edgesOf, after),
    }));
}

/** The shortest run of the system's own moves to where the goal is out of reach. */
function spoilingMoves<Event>(
  arena: Arena<Event>,
  { possible }: Solution,
  edgesOf: (state: number) => Int32Array,
  start: number,
): readonly Event[] | undefined {
  const { targets, instances } = arena.edges();
  const { instances: all } = arena.compiled;
  const runs = new Map<number, readonly Event[]>([[start, []]]);
  // A Map keeps the order of insertion, and goes on to what is added during the walk: a breadth-first queue.
  for (const [state, run] of runs) {
    if (possible[state] !== 1) return run;
    for (const edge of edgesOf(state)) {
      const [instance, target] = [all[instances[edge] as number], targets[edge] as number];
      if (instance?.by === 'system' && !runs.has(target)) runs.set(target, [...run, instance.event]);
    }
  }
  return undefined;
}
