/**
 * Model and twin, driven by the same commands and compared after each. A command is data: which event it
 * stands for is decided when it runs, by its position among the candidates of the state it meets.
 */
import { observe } from '../../models/observe.ts';
import type { Observation } from '../../models/observation.ts';
import type { Event, Refusal } from '../../models/events.ts';
import { narrow, type Observed, revise } from '../../models/kernel/belief.ts';
import { candidatesOf } from '../../models/kernel/machine.ts';
import { resolve } from '../../models/kernel/step.ts';
import type { SiteMachine } from '../../models/site-machine.ts';
import type { State } from '../../models/state.ts';
import type { Answer, Twin } from '../twin/twin.ts';

/** How a command travels. What chance decides stands here, never in the system. */
export type Delivery = 'arrives' | 'requestLost' | 'answerLost';

export type Command = {
  readonly position: number;
  readonly lean: 'any' | 'enabled';
  readonly delivery: Delivery;
};

export type Sent = {
  readonly event: Event;
  readonly delivery: Delivery;
  readonly observed: Observed<Refusal>;
};

/** Model and twin no longer explain each other. Always a defect, of one or the other. */
export type Disagreement = {
  readonly after: number;
  readonly event: Event | undefined;
  readonly expected: string;
  readonly seen: string;
};

export type Lockstep = {
  readonly machine: SiteMachine;
  readonly candidates: readonly Event[];
  readonly twin: Twin;
  /** The states that explain everything seen so far; empty after a disagreement. */
  belief: readonly State[];
  readonly sent: Sent[];
  disagreement: Disagreement | undefined;
};

/** @param setup events that bring a bare twin to the machine's initial state; a refused one is no harm */
export function lockstepOf(machine: SiteMachine, twin: Twin, setup: readonly Event[]): Lockstep {
  for (const event of setup) twin.send(event);
  const lockstep: Lockstep = {
    machine,
    candidates: candidatesOf(machine),
    twin,
    belief: [machine.initial],
    sent: [],
    disagreement: undefined,
  };
  look(lockstep, undefined);
  return lockstep;
}

/** Runs one command; does nothing any more after a disagreement. */
export function runCommand(lockstep: Lockstep, { position, lean, delivery }: Command): void {
  const [state] = lockstep.belief;
  if (state === undefined) return;
  send(lockstep, resolve(lockstep.machine, lockstep.candidates, state, position, lean), delivery);
}

/** Sends one event to both. */
export function send(lockstep: Lockstep, event: Event, delivery: Delivery = 'arrives'): Observed<Refusal> {
  const answer: Answer | undefined = delivery === 'requestLost' ? undefined : lockstep.twin.send(event);
  const observed: Observed<Refusal> =
    delivery === 'arrives' && answer !== undefined ? answer : { kind: 'unknown' };
  const before = lockstep.belief;
  lockstep.sent.push({ event, delivery, observed });
  lockstep.belief = revise(lockstep.machine, before, event, observed);
  if (lockstep.belief.length === 0) {
    disagree(lockstep, event, expectedAnswers(lockstep, before, event), JSON.stringify(observed));
  } else if (delivery === 'arrives') look(lockstep, event);
  return observed;
}

/** Compares what can be seen of both. */
export function look(lockstep: Lockstep, event: Event | undefined): void {
  const { machine, twin, belief } = lockstep;
  if (belief.length === 0) return;
  const seen = twin.look();
  const picture = (state: State): Observation => observe(machine.site.site, state);
  const kept = narrow(belief, seen, picture);
  if (kept.length === 0) {
    const [expected, found] = firstDifference(picture(belief[0] as State), seen, '');
    disagree(lockstep, event, expected, found);
  } else lockstep.belief = kept;
}

function disagree(lockstep: Lockstep, event: Event | undefined, expected: string, seen: string): void {
  lockstep.belief = [];
  lockstep.disagreement ??= { after: lockstep.sent.length, event, expected, seen };
}

function expectedAnswers({ machine }: Lockstep, belief: readonly State[], event: Event): string {
  const answers = belief.map((state) => {
    const [kept] = revise(machine, [state], event, { kind: 'accepted' });
    return kept === undefined ? 'a refusal, or another one' : 'accepted';
  });
  return [...new Set(answers)].join(' or ');
}

/** Where two pictures differ first, as `path: value` on either side. */
function firstDifference(expected: unknown, seen: unknown, path: string): [string, string] {
  if (isRecord(expected) && isRecord(seen)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(seen)])) {
      if (JSON.stringify(expected[key]) !== JSON.stringify(seen[key])) {
        return firstDifference(expected[key], seen[key], path === '' ? key : `${path}.${key}`);
      }
    }
  }
  return [`${path}: ${JSON.stringify(expected)}`, `${path}: ${JSON.stringify(seen)}`];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
