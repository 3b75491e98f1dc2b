/**
 * The recovery that the model promises, performed on the twin: the steps are sent to both, and in the end
 * the decrypted bytes are compared with the originals. What the model calls lost is tried too, from the
 * bytes alone.
 */
import { survives } from '../../models/copies.ts';
import type { Event } from '../../models/events.ts';
import type { State } from '../../models/state.ts';
import type { Compiled } from '../explore/compile.ts';
import { runbookFrom } from '../explore/game.ts';
import { recoveriesFrom } from '../explore/recovery.ts';
import { stateSet } from '../explore/state-set.ts';
import { aimsOf, recoveryMoves } from './aims.ts';
import { type Lockstep, send } from './run.ts';

export type RecoveryEnd =
  /** Promised, performed, and the bytes are equal. */
  | 'recovered'
  /** No procedure brings it back, and the twin's bytes do not open either. */
  | 'lost'
  /** No procedure brings it back, but its bytes could still be opened in a laboratory. */
  | 'beyondProcedures'
  /** Only with luck: the model promises nothing. */
  | 'unpromised'
  /** The search ended before it knew. */
  | 'unknown'
  /** Model and twin disagree: see `Lockstep.disagreement`, or the detail. */
  | 'disagrees';

export type Recovery = { readonly end: RecoveryEnd; readonly steps: number; readonly detail: string };

const repliesMax = 64;

/**
 * Recovers one machine. Lost answers may have left several states to choose from: the plan is made for one
 * of them, and made anew when an answer shows that it was another.
 */
export function recover(
  lockstep: Lockstep,
  compiled: Compiled<State, Event>,
  name: string,
  statesMax: number,
): Recovery {
  for (let steps = 0; steps < repliesMax; ) {
    const [state] = lockstep.belief;
    if (state === undefined) return disagrees(lockstep, steps);
    const plan = planFrom(lockstep, compiled, name, state, statesMax);
    if (plan.kind !== 'won') return settle(lockstep, name, plan.kind, steps);
    steps += perform(lockstep, plan.events);
    if (lockstep.belief.length === 0) return disagrees(lockstep, steps);
    if (lockstep.belief.some((believed) => plan.reached(compiled.encode(believed)))) {
      return verified(lockstep, name, steps);
    }
  }
  return { end: 'unknown', steps: repliesMax, detail: 'the plan had to be made anew too often' };
}

type Plan =
  | {
      readonly kind: 'won';
      readonly events: readonly Event[];
      readonly reached: (tuple: Uint16Array) => boolean;
    }
  | { readonly kind: 'lost' | 'unpromised' | 'unknown' };

function planFrom(
  { machine }: Lockstep,
  compiled: Compiled<State, Event>,
  name: string,
  state: State,
  statesMax: number,
): Plan {
  const { runs, readable } = aimsOf(compiled, machine, name);
  const states = stateSet(compiled.initial.length);
  const start = states.add(compiled.encode(state));
  const aims = [runs, readable];
  const { arena, solutions, complete } = recoveriesFrom(compiled, states, aims, {
    ...recoveryMoves(machine.site, [name]),
    statesMax,
  });
  for (const [index, aim] of aims.entries()) {
    const solution = solutions[index];
    const events = solution && runbookFrom(arena, solution, aim.allowed, start);
    if (events !== undefined) return { kind: 'won', events, reached: aim.reached };
  }
  if (!complete) return { kind: 'unknown' };
  return { kind: solutions.some(({ possible }) => possible[start] === 1) ? 'unpromised' : 'lost' };
}

/** Sends the steps to both, and stops where one is refused. Answers how many were sent. */
function perform(lockstep: Lockstep, events: readonly Event[]): number {
  for (const [index, event] of events.entries()) {
    if (send(lockstep, event).kind !== 'accepted') return index + 1;
  }
  return events.length;
}

function verified(lockstep: Lockstep, name: string, steps: number): Recovery {
  const running = lockstep.belief[0]?.[`machine/${name}`]?.on !== null;
  if (!running) send(lockstep, { type: 'attachDisks', machine: name });
  const bytes = lockstep.twin.verify(name);
  if (lockstep.disagreement !== undefined) return disagrees(lockstep, steps);
  if (bytes === 'intact') return { end: 'recovered', steps, detail: 'equal bytes' };
  return { end: 'disagrees', steps, detail: `the bytes of ${name} after its recovery are ${bytes}` };
}

function settle(
  { machine, twin, belief }: Lockstep,
  name: string,
  kind: 'lost' | 'unpromised' | 'unknown',
  steps: number,
): Recovery {
  const opens = twin.salvage()[name] === true;
  const expected = belief.map((state) => survives(machine.site, state, name));
  if (!expected.includes(opens)) {
    const detail = `the bytes of ${name} ${opens ? 'open' : 'do not open'} on the twin, against the model`;
    return { end: 'disagrees', steps, detail };
  }
  return { end: kind === 'lost' && opens ? 'beyondProcedures' : kind, steps, detail: kind };
}

function disagrees({ disagreement }: Lockstep, steps: number): Recovery {
  const { expected, seen } = disagreement ?? { expected: 'nothing', seen: 'nothing' };
  return { end: 'disagrees', steps, detail: `expected ${expected}, saw ${seen}` };
}
