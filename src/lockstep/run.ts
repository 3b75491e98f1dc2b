/**
 * Model and twin, driven by the same commands and compared after each. A command is data: which event it
 * stands for is decided when it runs, by its position among the candidates of the state it meets.
 */
import { observe } from '../../models/observe.ts';
import type { Deployment } from '../../models/deployment.ts';
import type { Event, Refusal } from '../../models/events.ts';
import { narrow, type Observed, revise } from '../../models/kernel/belief.ts';
import { candidatesOf, type Machine, type Tagged } from '../../models/kernel/machine.ts';
import { resolve, step } from '../../models/kernel/step.ts';
import type { SiteMachine } from '../../models/site-machine.ts';
import type { State } from '../../models/state.ts';
import type { Twin } from '../twin/twin.ts';

/** How a command travels. What chance decides stands here, never in the system. */
export type Delivery = 'arrives' | 'requestLost' | 'answerLost';

export type Command = {
  readonly position: number;
  readonly lean: 'any' | 'enabled';
  readonly delivery: Delivery;
};

export type Sent<E, R> = {
  readonly event: E;
  readonly delivery: Delivery;
  readonly observed: Observed<R>;
};

/** Model and twin no longer explain each other. Always a defect, of one or the other. */
export type Disagreement<E> = {
  readonly after: number;
  readonly event: E | undefined;
  readonly expected: string;
  readonly seen: string;
};

/** What can be driven beside a machine: it answers events, and shows what can be seen of it. */
export type Driven<E, R> = {
  send(event: E): { readonly kind: 'accepted' } | { readonly kind: 'refused'; readonly refusal: R };
  look(): unknown;
};

/** Any machine beside what is driven; a `Lockstep` is that of a site. */
export type LockstepOf<Site, S, E extends Tagged, R, T> = {
  readonly machine: Machine<Site, S, E, R>;
  readonly candidates: readonly E[];
  readonly twin: T;
  /** What can be seen of the system in a state: what `look` must show. */
  readonly picture: (state: S) => unknown;
  /** The states that explain everything seen so far; empty after a disagreement. */
  belief: readonly S[];
  readonly sent: Sent<E, R>[];
  disagreement: Disagreement<E> | undefined;
};

export type Lockstep = LockstepOf<Deployment, State, Event, Refusal, Twin>;

/** @param setup events that bring a bare twin to the machine's initial state; a refused one is no harm */
export function lockstepOf(machine: SiteMachine, twin: Twin, setup: readonly Event[]): Lockstep {
  for (const event of setup) twin.send(event);
  return startLockstep(machine, twin, (state) => observe(machine.site.site, state));
}

/** Puts a machine beside a twin that is in the machine's initial state, and compares them for the first time. */
export function startLockstep<Site, S extends object, E extends Tagged, R, T extends Driven<E, R>>(
  machine: Machine<Site, S, E, R>,
  twin: T,
  picture: (state: S) => unknown,
): LockstepOf<Site, S, E, R, T> {
  const lockstep: LockstepOf<Site, S, E, R, T> = {
    machine,
    candidates: candidatesOf(machine),
    twin,
    picture,
    belief: [machine.initial],
    sent: [],
    disagreement: undefined,
  };
  look(lockstep, undefined);
  return lockstep;
}

/** Runs one command; does nothing any more after a disagreement. */
export function runCommand<Site, S extends object, E extends Tagged, R, T extends Driven<E, R>>(
  lockstep: LockstepOf<Site, S, E, R, T>,
  { position, lean, delivery }: Command,
): void {
  const [state] = lockstep.belief;
  if (state === undefined) return;
  send(lockstep, resolve(lockstep.machine, lockstep.candidates, state, position, lean), delivery);
}

/** Sends one event to both. */
export function send<Site, S extends object, E extends Tagged, R, T extends Driven<E, R>>(
  lockstep: LockstepOf<Site, S, E, R, T>,
  event: E,
  delivery: Delivery = 'arrives',
): Observed<R> {
  const answer = delivery === 'requestLost' ? undefined : lockstep.twin.send(event);
  const observed: Observed<R> = delivery === 'arrives' && answer !== undefined ? answer : { kind: 'unknown' };
  const before = lockstep.belief;
  lockstep.sent.push({ event, delivery, observed });
  lockstep.belief = revise(lockstep.machine, before, event, observed);
  if (lockstep.belief.length === 0) {
    disagree(lockstep, event, expectedAnswers(lockstep.machine, before, event), JSON.stringify(observed));
  } else if (delivery === 'arrives') look(lockstep, event);
  return observed;
}

/** Compares what can be seen of both. */
export function look<Site, S extends object, E extends Tagged, R, T extends Driven<E, R>>(
  lockstep: LockstepOf<Site, S, E, R, T>,
  event: E | undefined,
): void {
  const { picture, twin, belief } = lockstep;
  if (belief.length === 0) return;
  const seen = twin.look();
  const kept = narrow(belief, seen, picture);
  if (kept.length === 0) {
    const [expected, found] = firstDifference(picture(belief[0] as S), seen, '');
    disagree(lockstep, event, expected, found);
  } else lockstep.belief = kept;
}

function disagree<Site, S, E extends Tagged, R, T>(
  lockstep: LockstepOf<Site, S, E, R, T>,
  event: E | undefined,
  expected: string,
  seen: string,
): void {
  lockstep.belief = [];
  lockstep.disagreement ??= { after: lockstep.sent.length, event, expected, seen };
}

function expectedAnswers<Site, S extends object, E extends Tagged, R>(
  machine: Machine<Site, S, E, R>,
  belief: readonly S[],
  event: E,
): string {
  const answers = belief.map((state) => {
    const outcome = step(machine, state, event);
    return outcome.kind === 'accepted' ? 'accepted' : `refused as ${String(outcome.refusal)}`;
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
