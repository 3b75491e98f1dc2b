/** One step of a machine, and the choice of an event by its position: what chance and replay run on. */
import { candidatesOf, type Machine, type Outcome, type Part, ruleOf, type Tagged } from './machine.ts';

/** The state after `event`, or why the machine refuses it. Pure. */
export function step<Site, State extends object, Event extends Tagged, Refusal>(
  machine: Machine<Site, State, Event, Refusal>,
  state: State,
  event: Event,
): Outcome<State, Refusal> {
  const parts = ruleOf<Site, State, Event, Refusal>(machine, event.type).parts(machine.site, event);
  const views = parts.map((part) => viewOf(state, part));
  for (const [index, part] of parts.entries()) {
    const refusal = part.refusal?.(views[index] as State);
    if (refusal !== undefined) return { kind: 'refused', refusal };
  }
  const changes = parts.map((part, index) => changesOf(part, views[index] as State));
  return { kind: 'accepted', state: Object.assign({}, state, ...changes) as State };
}

/** Only the slices that the part declares. Looking at another one finds nothing, in every engine alike. */
export function viewOf<State extends object>(state: State, part: Part<State, unknown>): State {
  const view: Record<string, unknown> = {};
  for (const name of part.reads) view[name] = state[name];
  return view as State;
}

/**
 * What the part changes.
 * @throws when it changes a slice that it did not declare: a defect of the model.
 */
export function changesOf<State extends object>(part: Part<State, unknown>, view: State): Partial<State> {
  const changes = part.apply?.(view) ?? {};
  for (const name of Object.keys(changes)) {
    if (!part.writes.includes(name as keyof State & string)) {
      throw new Error(`a rule changes the slice ${name}, which it does not declare`);
    }
  }
  return changes;
}

/**
 * The event at a position, counted around the machine's fixed list of candidates.
 *
 * `any` takes the event as it stands, so refusals are tried too. `enabled` goes on from that position to
 * the next event that the state accepts: taking one command out of a run rarely changes what the later
 * positions mean, which is what makes runs shrink well.
 */
export function resolve<Site, State extends object, Event extends Tagged, Refusal>(
  machine: Machine<Site, State, Event, Refusal>,
  candidates: readonly Event[],
  state: State,
  position: number,
  lean: 'any' | 'enabled',
): Event {
  const start = position % candidates.length;
  for (let offset = 0; lean === 'enabled' && offset < candidates.length; offset++) {
    const event = candidates[(start + offset) % candidates.length] as Event;
    if (step(machine, state, event).kind === 'accepted') return event;
  }
  return candidates[start] as Event;
}

/** A sequence of events from `state`; refused ones leave it as it is. */
export function run<Site, State extends object, Event extends Tagged, Refusal>(
  machine: Machine<Site, State, Event, Refusal>,
  events: readonly Event[],
  state: State = machine.initial,
): State {
  return events.reduce((current, event) => {
    const outcome = step(machine, current, event);
    return outcome.kind === 'accepted' ? outcome.state : current;
  }, state);
}

/** Says what is wrong with a table, or nothing: overlapping writes, writes that are not read. */
export function defectsOf<Site, State extends object, Event extends Tagged, Refusal>(
  machine: Machine<Site, State, Event, Refusal>,
): readonly string[] {
  return candidatesOf(machine).flatMap((event) => {
    const parts = ruleOf<Site, State, Event, Refusal>(machine, event.type).parts(machine.site, event);
    const written = parts.flatMap((part) => part.writes);
    const twice = written.filter((name, index) => written.indexOf(name) !== index);
    const unread = parts.flatMap((part) => part.writes.filter((name) => !part.reads.includes(name)));
    const absent = parts.flatMap((part) => part.reads.filter((name) => !(name in machine.initial)));
    return [
      ...twice.map((name) => `${event.type} changes ${name} in two parts`),
      ...unread.map((name) => `${event.type} changes ${name} without reading it`),
      ...absent.map((name) => `${event.type} reads ${name}, which the state does not have`),
    ];
  });
}
