/** The whole space of a domain machine, and of the same machine with a rule that has lost its guards. */
import type { DomainInvariant, DomainMachine, Setting } from '../../models/machines/domain-machine.ts';
import type { Machine, Part, Rule, Tagged } from '../../models/kernel/machine.ts';
import { type ReadingName, readings, type Switches } from '../../models/reading.ts';
import { compile } from '../../src/explore/compile.ts';
import { search } from '../../src/explore/search.ts';

export type Space<State> = { readonly states: readonly State[]; readonly complete: boolean };

/**
 * A variant of a machine by name, under a reading with some switches set otherwise.
 * @throws when the machine has no such variant
 */
export function settingIn<Variant, State extends object, Event extends Tagged, Refusal extends string>(
  domain: DomainMachine<Variant, State, Event, Refusal>,
  variantName: string,
  reading: ReadingName = 'vendor',
  changed: Partial<Switches> = {},
): Setting<Variant> {
  const variant = domain.variants[variantName];
  const found = readings.find(({ name }) => name === reading);
  if (variant === undefined || found === undefined)
    throw new Error(`${domain.name} has no variant ${variantName}`);
  return { variant, switches: { ...found.switches, ...changed } };
}

/** What is to be said of a whole space: how many states it has, and what its invariants are worth there. */
export type Picture = {
  readonly complete: boolean;
  readonly count: number;
  readonly broken: readonly string[];
  readonly untested: readonly string[];
};

export function pictureOf<Variant, State extends object, Event extends Tagged, Refusal extends string>(
  domain: DomainMachine<Variant, State, Event, Refusal>,
  setting: Setting<Variant>,
  faultsMax: number,
): Picture {
  const { states, complete } = spaceOf(domain.machine(setting), faultsMax);
  const invariants = domain.invariants(setting);
  return {
    complete,
    count: states.length,
    broken: brokenIn(invariants, setting, states),
    untested: untestedIn(invariants, setting, states),
  };
}

/** A space of so many states in which every invariant holds and has its interesting state. */
export function soundWith(count: number): Picture {
  return { complete: true, count, broken: [], untested: [] };
}

/** Every state that at most so many faults lead to, up to a number of states. */
export function spaceOf<Site, State extends object, Event extends Tagged, Refusal>(
  machine: Machine<Site, State, Event, Refusal>,
  faultsMax: number,
  statesMax = 100_000,
): Space<State> {
  const compiled = compile(machine);
  const found = search(compiled, { faultsMax, statesMax });
  const tuple = new Uint16Array(compiled.initial.length);
  const states = Array.from({ length: found.states.size() }, (_, id) => {
    found.states.read(id, tuple);
    return compiled.decode(tuple);
  });
  return { states, complete: found.complete };
}

/** The same machine with a rule that accepts everything. */
export function unguarded<Site, State extends object, Event extends Tagged, Refusal>(
  machine: Machine<Site, State, Event, Refusal>,
  type: Event['type'],
): Machine<Site, State, Event, Refusal> {
  // The mapped type pairs each type with its rule; indexing by a union loses the pairing, not the fact.
  const rule = machine.rules[type] as unknown as Rule<Site, State, Event, Refusal>;
  const open = ({ reads, writes, apply }: Part<State, Refusal>): Part<State, Refusal> =>
    apply === undefined ? { reads, writes } : { reads, writes, apply };
  const mutant = {
    ...rule,
    parts: (site: Site, event: Event) => rule.parts(site, event).map(open),
  };
  return { ...machine, rules: { ...machine.rules, [type]: mutant } };
}

/** The names of the invariants that some state breaks. */
export function brokenIn<Variant, State>(
  invariants: readonly DomainInvariant<Variant, State>[],
  setting: Parameters<DomainInvariant<Variant, State>['always']>[1],
  states: readonly State[],
): readonly string[] {
  return invariants
    .filter(({ always }) => states.some((state) => !always(state, setting)))
    .map(({ name }) => name);
}

/** The names of the invariants whose interesting state is never reached. */
function untestedIn<Variant, State>(
  invariants: readonly DomainInvariant<Variant, State>[],
  setting: Parameters<DomainInvariant<Variant, State>['always']>[1],
  states: readonly State[],
): readonly string[] {
  return invariants
    .filter(({ sometimes }) => !states.some((state) => sometimes(state, setting)))
    .map(({ name }) => name);
}
