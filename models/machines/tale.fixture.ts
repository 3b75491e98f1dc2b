/** Stories told from the start in one line each: what is so, what is seen and what is answered after some events. */
import type { Tagged } from '../kernel/machine.ts';
import type { Switches } from '../reading.ts';
import type { DomainMachine } from './domain-machine.ts';
import { storyOf, vendorWith } from './story.fixture.ts';

export type Tale<State, Event> = {
  /** The state after these events, each of which must be accepted. */
  readonly after: (...events: readonly Event[]) => State;
  /** What the machine answers to the last of these events, after the ones before it were accepted. */
  readonly answer: (...events: readonly Event[]) => string;
  /** The goals that are so after these events. */
  readonly goals: (...events: readonly Event[]) => readonly string[];
  /** What can be seen after these events. */
  readonly seen: (...events: readonly Event[]) => unknown;
};

/** Tales in one variant of a machine, under the vendor's reading with some switches changed. */
export function taleOf<Variant, State extends object, Event extends Tagged, Refusal extends string>(
  domain: DomainMachine<Variant, State, Event, Refusal>,
  variantName: string,
  changed: Partial<Switches> = {},
): Tale<State, Event> {
  const switches = vendorWith(changed);
  const story = storyOf(domain, variantName, switches);
  const after = (...events: readonly Event[]): State => story.play(events);
  return {
    after,
    answer: (...events) => story.answer(after(...events.slice(0, -1)), events.at(-1) as Event),
    goals: (...events) => story.reached(after(...events)),
    // storyOf has asked whether the variant exists.
    seen: (...events) =>
      domain.observe(after(...events), { variant: domain.variants[variantName] as Variant, switches }),
  };
}
