/**
 * Runs that leave nothing out: for every event and every answer to it that some state gives, a shortest run that
 * ends in that answer. Chance seldom finds the rare refusals; search knows where they are.
 */
import { type Machine, ruleOf, type Tagged } from '../../models/kernel/machine.ts';
import { step } from '../../models/kernel/step.ts';
import { compile } from '../explore/compile.ts';
import { search } from '../explore/search.ts';

export type Visit<Event> = {
  /** The run; its last event gets the answer. */
  readonly events: readonly Event[];
  readonly event: Event;
  /** `accepted`, or the reason for the refusal. */
  readonly answer: string;
};

export type Tour<Event> = {
  readonly visits: readonly Visit<Event>[];
  /** Whether every state within the faults was looked at. */
  readonly complete: boolean;
};

export type TourOptions = { readonly faultsMax: number; readonly statesMax: number };

export function tourOf<Site, State extends object, Event extends Tagged, Refusal extends string>(
  machine: Machine<Site, State, Event, Refusal>,
  { faultsMax, statesMax }: TourOptions,
): Tour<Event> {
  const compiled = compile(machine);
  const found = search(compiled, { faultsMax, statesMax });
  const tuple = new Uint16Array(compiled.initial.length);
  const visits = new Map<string, Visit<Event>>();
  const seen = new Set<number>();
  const isNew = compiled.instances.map(({ event }) => noveltyOf(machine, event));
  for (let node = 0; node < found.nodes; node++) {
    const id = found.stateOf(node);
    if (seen.has(id)) continue;
    seen.add(id);
    found.states.read(id, tuple);
    const state = compiled.decode(tuple);
    for (const [index, { event }] of compiled.instances.entries()) {
      if (isNew[index]?.(tuple) !== true) continue;
      const outcome = step(machine, state, event);
      const answer = outcome.kind === 'accepted' ? 'accepted' : outcome.refusal;
      const key = `${JSON.stringify(event)} ${answer}`;
      if (!visits.has(key)) visits.set(key, { events: [...found.pathTo(node), event], event, answer });
    }
  }
  return { visits: [...visits.values()], complete: found.complete };
}

/** Whether what an event looks at has these values for the first time: its answer depends on nothing else. */
function noveltyOf<Site, State extends object, Event extends Tagged, Refusal>(
  machine: Machine<Site, State, Event, Refusal>,
  event: Event,
): (tuple: Uint16Array) => boolean {
  const parts = ruleOf<Site, State, Event, Refusal>(machine, event.type).parts(machine.site, event);
  const names = Object.keys(machine.initial);
  const slots = [...new Set(parts.flatMap(({ reads }) => reads.map((name) => names.indexOf(name))))];
  const known = new Set<string>();
  return (tuple) => {
    const key = slots.map((slot) => tuple[slot]).join();
    if (known.has(key)) return false;
    known.add(key);
    return true;
  };
}

/** Whether a rule can refuse at all, whatever the event. */
export function canRefuse<Site, State, Event extends Tagged, Refusal>(
  machine: Machine<Site, State, Event, Refusal>,
  type: Event['type'],
): boolean {
  const rule = ruleOf(machine, type);
  return rule
    .candidates(machine.site)
    .some((event) => rule.parts(machine.site, event).some(({ refusal }) => refusal !== undefined));
}
