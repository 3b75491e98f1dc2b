/** Plays events on a variant of a domain machine, and says where a test is wrong about the model. */
import type { Tagged } from '../kernel/machine.ts';
import { step } from '../kernel/step.ts';
import { readings, type Switches } from '../reading.ts';
import type { DomainMachine, Setting } from './domain-machine.ts';

/** The vendor's reading, some of its switches set otherwise. */
export function vendorWith(changes: Partial<Switches> = {}): Switches {
  const vendor = readings.find(({ name }) => name === 'vendor');
  if (vendor === undefined) throw new Error('there is no reading vendor');
  return { ...vendor.switches, ...changes };
}

export type Story<State, Event, Refusal> = {
  readonly initial: State;
  /** @throws when an event is refused */
  readonly play: (events: readonly Event[], from?: State) => State;
  readonly answer: (state: State, event: Event) => 'accepted' | Refusal;
  /** The names of the goals that are reached. */
  readonly reached: (state: State) => readonly string[];
};

/** A variant of a machine, by name, as something to play on. */
export function storyOf<Variant, State extends object, Event extends Tagged, Refusal extends string>(
  domain: DomainMachine<Variant, State, Event, Refusal>,
  name: string,
  switches: Switches = vendorWith(),
): Story<State, Event, Refusal> {
  const variant = domain.variants[name];
  if (variant === undefined) throw new Error(`${domain.name} has no variant ${name}`);
  const setting: Setting<Variant> = { variant, switches };
  const machine = domain.machine(setting);
  const outcomeOf = (state: State, event: Event): ReturnType<typeof step<unknown, State, Event, Refusal>> =>
    step<Setting<Variant>, State, Event, Refusal>(machine, state, event);
  return {
    initial: machine.initial,
    play: (events, from = machine.initial) =>
      events.reduce((state, event) => {
        const outcome = outcomeOf(state, event);
        if (outcome.kind === 'refused') throw new Error(`${JSON.stringify(event)}: ${outcome.refusal}`);
        return outcome.state;
      }, from),
    answer: (state, event) => {
      const outcome = outcomeOf(state, event);
      return outcome.kind === 'accepted' ? 'accepted' : outcome.refusal;
    },
    reached: (state) =>
      domain
        .goals(setting)
        .filter(({ reached }) => reached(state))
        .map(({ name: goal }) => goal),
  };
}
