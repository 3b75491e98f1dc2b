/**
 * A machine of its own: one system of the domain by itself, small enough to be searched whole, with every detail
 * that the machine of a whole site leaves out. All of them are driven, searched, played and told by the same code.
 */
import type { FactId } from '../evidence.ts';
import type { Invariant, Machine, Tagged } from '../kernel/machine.ts';
import type { Switches } from '../reading.ts';

/** A variant under a reading: what every rule of a domain machine is a function of. */
export type Setting<Variant> = { readonly variant: Variant; readonly switches: Switches };

/** Something that an administrator wants to be so, by the slices that decide it. */
export type DomainGoal<State> = {
  readonly name: string;
  /** In one sentence, as reports print it. */
  readonly claim: string;
  readonly reads: readonly (keyof State & string)[];
  readonly reached: (state: State) => boolean;
};

export type DomainInvariant<Variant, State> = Invariant<Setting<Variant>, State> & {
  readonly sources: readonly FactId[];
};

export type DomainMachine<Variant, State extends object, Event extends Tagged, Refusal extends string> = {
  /** In kebab-case: its name in scenario files, and of its page docs/machines/NAME.md. */
  readonly name: string;
  /** What it is about, in one sentence. */
  readonly claim: string;
  /** What it is tried on: by name, such as `osa-8.0` and `esa-9.1`. The first one is the default. */
  readonly variants: Readonly<Record<string, Variant>>;
  readonly machine: (setting: Setting<Variant>) => Machine<Setting<Variant>, State, Event, Refusal>;
  readonly invariants: (setting: Setting<Variant>) => readonly DomainInvariant<Variant, State>[];
  readonly goals: (setting: Setting<Variant>) => readonly DomainGoal<State>[];
  /** What can be seen from outside, as plain JSON: what the twin must show as well. */
  readonly observe: (state: State, setting: Setting<Variant>) => unknown;
  /** An event as an administrator would say it. */
  readonly describe: (event: Event) => string;
  /** Why something is refused, in a sentence that says what to do. */
  readonly describeRefusal: (refusal: Refusal) => string;
};

/** A domain machine with its own types forgotten: what one table of all of them can hold. */
export type AnyDomainMachine = Omit<
  DomainMachine<unknown, Record<string, unknown>, Tagged, string>,
  'describeRefusal'
> & {
  /** In words; nothing for what is no reason of this machine. */
  readonly describeRefusal: (refusal: string) => string | undefined;
};

/** Forgets the types of a machine. Everything that drives machines gives them back only what they made themselves. */
export function registered<Variant, State extends object, Event extends Tagged, Refusal extends string>(
  machine: DomainMachine<Variant, State, Event, Refusal>,
): AnyDomainMachine {
  return machine as unknown as AnyDomainMachine;
}
