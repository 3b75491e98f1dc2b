/**
 * Runs that leave nothing out: for every event and every answer to it that some state gives, a shortest run that
 * ends in that answer; and for whatever else is asked of states, a shortest run to each combination of answers. Chance
 * seldom finds the rare ones; search knows where they are.
 */
import { type Machine, ruleOf, type Tagged } from '../../models/kernel/machine.ts';
import { step } from '../../models/kernel/step.ts';
import { compile } from '../explore/compile.ts';
import { type Search, search } from '../explore/search.ts';

export type Visit<Event> = {
  /** The run; its last event gets the answer. */
  readonly events: readonly Event[];
  readonly event: Event;
  /** `accepted`, or the reason for the refusal. */
  readonly answer: string;
};

/** What is asked of a state, by the slices that decide it: a goal of a machine, for one. */
export type Question<State> = {
  readonly reads: readonly (keyof State & string)[];
  readonly reached: (state: State) => boolean;
};

export type Tour<Event> = {
  readonly visits: readonly Visit<Event>[];
  /**
   * A run to every combination of answers to the questions. What is so in one state and not in another often shows only
   * at the end of a run that no event asks for.
   */
  readonly ends: readonly (readonly Event[])[];
  /** Whether every state within the faults was looked at. */
  readonly complete: boolean;
};

export type TourOptions = { readonly faultsMax: number; readonly statesMax: number };

export function tourOf<Site, State extends object, Event extends Tagged, Refusal extends string>(
  machine: Machine<Site, State, Event, Refusal>,
  { faultsMax, statesMax }: TourOptions,
  questions: readonly Question<State>[] = [],
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
  const answers = questions.map(({ reads, reached }) => compiled.predicate(reads, reached));
  const ends = runsToEach(found, (state) => answers.map((answer) => (answer(state) ? '1' : '0')).join(''));
  return { visits: [...visits.values()], ends, complete: found.complete };
}

/** A shortest run to every different value of these slices. */
export function runsToValues<Site, State extends object, Event extends Tagged, Refusal extends string>(
  machine: Machine<Site, State, Event, Refusal>,
  slices: readonly (keyof State & string)[],
  { faultsMax, statesMax }: TourOptions,
): readonly (readonly Event[])[] {
  const found = search(compile(machine), { faultsMax, statesMax });
  const names = Object.keys(machine.initial);
  const slots = [...new Set(slices)].map((name) => names.indexOf(name));
  return runsToEach(found, (tuple) => slots.map((slot) => tuple[slot]).join());
}

function runsToEach<State, Event>(
  found: Search<State, Event>,
  keyOf: (tuple: Uint16Array) => string,
): readonly (readonly Event[])[] {
  const tuple = new Uint16Array(found.compiled.initial.length);
  const nodes = new Map<string, number>();
  for (let node = 0; node < found.nodes; node++) {
    found.states.read(found.stateOf(node), tuple);
    const key = keyOf(tuple);
    if (!nodes.has(key)) nodes.set(key, node);
  }
  return [...nodes.values()].map(found.pathTo);
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
