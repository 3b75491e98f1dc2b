/** A site under a reading, ready to play the events that a certificate names, one by one, through the rules. */
import { rules } from '../../models/rules.ts';
import type { Deployment } from '../../models/deployment.ts';
import type { Event, Refusal } from '../../models/events.ts';
import { candidatesOf } from '../../models/kernel/machine.ts';
import { step } from '../../models/kernel/step.ts';
import type { State } from '../../models/state.ts';
import type { OperatorMoves } from '../explore/arena.ts';
import type { Compiled } from '../explore/compile.ts';
import { type Aim, recoveriesFrom } from '../explore/recovery.ts';
import { stateSet } from '../explore/state-set.ts';
import { idOf } from '../cutsets/basic-event.ts';
import { type Subject, subjectOf } from '../cutsets/oracle.ts';
import type { Reading } from '../../models/reading.ts';
import type { Site } from '../../models/site.ts';

export type Ground = Subject & { readonly eventOf: ReadonlyMap<string, Event> };

export function groundOf(site: Site, reading: Reading): Ground {
  const subject = subjectOf(site, reading);
  const events = candidatesOf(subject.machine);
  return { ...subject, eventOf: new Map(events.map((event) => [idOf(event), event])) };
}

export type Played = {
  /** One more than events: the start first. */
  readonly states: readonly State[];
  readonly events: readonly Event[];
  readonly spent: number;
};

/** Every state on the way, or why there is none: an event that does not exist here, or that is refused. */
export function playedOn(
  { machine, eventOf }: Pick<Ground, 'machine' | 'eventOf'>,
  ids: readonly string[],
  start: State = machine.initial,
): Played | { readonly problem: string } {
  const states: State[] = [start];
  const events: Event[] = [];
  for (const [index, id] of ids.entries()) {
    const event = eventOf.get(id);
    if (event === undefined)
      return { problem: `step ${index + 1}, ${JSON.stringify(id)}, is no event of this site` };
    const outcome = step<Deployment, State, Event, Refusal>(machine, states.at(-1) as State, event);
    if (outcome.kind !== 'accepted')
      return { problem: `step ${index + 1}, ${id}, is refused: ${outcome.refusal}` };
    states.push(outcome.state);
    events.push(event);
  }
  return { states, events, spent: events.filter(({ type }) => rules[type].spends === 1).length };
}

export type Judged = {
  /** For each state asked about: whether a recovery wins from it, whatever the system does. */
  readonly won: readonly boolean[];
  /** Whether the aim can be reached at all, with luck. */
  readonly possible: readonly boolean[];
};

/** States that solving the game from a few states may look at. */
const statesMax = 2_000_000;

/** The game from these states only, without any fault. `undefined` when it is too large. */
export function judgedOn(
  compiled: Compiled<State, Event>,
  asked: readonly State[],
  aim: Aim<Event>,
  moves: OperatorMoves<Event>,
): Judged | undefined {
  const states = stateSet(compiled.initial.length);
  const numbers = asked.map((state) => states.add(compiled.encode(state)));
  const { solutions, complete } = recoveriesFrom(compiled, states, [aim], { ...moves, statesMax });
  const [solution] = solutions;
  if (!complete || solution === undefined) return undefined;
  return {
    won: numbers.map((state) => solution.won[state] !== -1),
    possible: numbers.map((state) => solution.possible[state] === 1),
  };
}

/** The 0-based step after which no later state is won any more; -1 when none ever was. */
export function doomStepOf({ won }: Judged): number {
  return won.lastIndexOf(true);
}
