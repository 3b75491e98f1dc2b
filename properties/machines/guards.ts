/** What every guard of a domain machine is for: each rule in turn loses its reasons to refuse, in some variants. */
import type { Tagged } from '../../models/kernel/machine.ts';
import { candidatesOf } from '../../models/kernel/machine.ts';
import type { DomainMachine, Setting } from '../../models/machines/domain-machine.ts';
import { brokenIn, spaceOf, unguarded } from './whole.ts';

/** `breaks` an invariant, only lets in states that were not there (`moves`), or `nothing`. */
export type Effect = 'breaks' | 'moves' | 'nothing';

export type Bounds = { readonly faultsMax: number; readonly statesMax: number };

/** Where rules are tried: in a setting all of those that it has, or only these. */
export type Trial<Variant, Type> = { readonly setting: Setting<Variant>; readonly types?: readonly Type[] };

/** The strongest effect that each event type has in any of the settings that it is tried in. */
export function effectsOf<Variant, State extends object, Event extends Tagged, Refusal extends string>(
  domain: DomainMachine<Variant, State, Event, Refusal>,
  trials: readonly Trial<Variant, Event['type']>[],
  bounds: Bounds,
): ReadonlyMap<Event['type'], Effect> {
  const effects = new Map<Event['type'], Effect>();
  for (const { setting, types } of trials) {
    const machine = domain.machine(setting);
    const { states } = spaceOf(machine, bounds.faultsMax);
    const sound = new Set(states.map((state) => JSON.stringify(state)));
    const present = new Set(candidatesOf(machine).map((event) => event.type as Event['type']));
    for (const type of types ?? present) {
      if (effects.get(type) === 'breaks') continue;
      const found = spaceOf(unguarded(machine, type), bounds.faultsMax, bounds.statesMax).states;
      const broken = brokenIn(domain.invariants(setting), setting, found).length > 0;
      const isNew = (state: State): boolean => !sound.has(JSON.stringify(state));
      if (broken) effects.set(type, 'breaks');
      else if (found.some(isNew)) effects.set(type, 'moves');
      else if (!effects.has(type)) effects.set(type, 'nothing');
    }
  }
  return effects;
}

/** The event types with an effect, in alphabetical order. */
export function typesThat(effects: ReadonlyMap<string, Effect>, effect: Effect): readonly string[] {
  return [...effects]
    .filter(([, of]) => of === effect)
    .map(([type]) => type)
    .toSorted();
}
