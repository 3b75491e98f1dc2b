/** What the model answered, by event type: how often it accepted, and every reason that it gave to refuse. */
import type { Deployment } from '../models/deployment.ts';
import type { Event, Refusal } from '../models/events.ts';
import { step } from '../models/kernel/step.ts';
import { rules } from '../models/rules.ts';
import type { SiteMachine } from '../models/site-machine.ts';
import type { State } from '../models/state.ts';

type Answers = { accepted: number; refused: number; readonly reasons: Set<Refusal> };
export type Tally = Readonly<Record<Event['type'], Answers>>;

export function emptyTally(): Tally {
  const entries = Object.keys(rules).map((type): [string, Answers] => [
    type,
    { accepted: 0, refused: 0, reasons: new Set() },
  ]);
  return Object.fromEntries(entries) as Tally;
}

/** Steps the model and counts the answer. @returns the next state; the same one when the event is refused */
export function countedStep(tally: Tally, machine: SiteMachine, state: State, event: Event): State {
  const outcome = step<Deployment, State, Event, Refusal>(machine, state, event);
  const answers = tally[event.type];
  if (outcome.kind === 'accepted') {
    answers.accepted++;
    return outcome.state;
  }
  answers.refused++;
  answers.reasons.add(outcome.refusal);
  return state;
}

/** The tally as a table of text. */
export function tableOf(tally: Tally): string {
  const line = (type: string, accepted: string, refused: string, reasons: string): string =>
    `${type.padEnd(24)}${accepted.padStart(9)}${refused.padStart(9)}  ${reasons}`;
  const rows = Object.entries(tally).map(([type, { accepted, refused, reasons }]) =>
    line(type, String(accepted), String(refused), [...reasons].toSorted().join(' ')),
  );
  return [line('event', 'accepted', 'refused', 'reasons'), ...rows].join('\n');
}
