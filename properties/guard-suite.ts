/** Tests for what each guard of a machine is for: each rule in turn loses its reasons to refuse. */
import { describe, expect, it } from 'vitest';
import { candidatesOf, type Machine, type Tagged } from '../models/kernel/machine.ts';
import type { GuardTable } from './guard-table.ts';
import { type Space, spaceOf, unguarded } from './machines/whole.ts';

/** States of a variant in which rows for every variant are tried. */
const smallStatesMax = 600;
/** States of a machine without a guard that are looked at: those nearest to the start. */
const unguardedStatesMax = 4_000;

/** What is searched of one machine: its variants, with their guards and without those of one rule. */
type Spaces<Type, Machine> = {
  readonly machineOf: (variant: string) => Machine;
  /** Every state as a text, so that states can be compared. */
  readonly sound: (variant: string, faultsMax: number) => readonly string[];
  /** The states that were not there before a rule lost its guards. */
  readonly newWithout: (type: Type, variant: string, faultsMax: number) => readonly string[];
  /** The variants that a row is tried in. */
  readonly variantsOf: (type: Type, variant: string, faultsMax: number) => readonly string[];
};

function spacesOf<Site, State extends object, Event extends Tagged, Refusal>(
  variants: ReadonlyMap<string, Machine<Site, State, Event, Refusal>>,
): Spaces<Event['type'], Machine<Site, State, Event, Refusal>> {
  const known = new Map<string, Space<string>>();
  function machineOf(variant: string): Machine<Site, State, Event, Refusal> {
    const machine = variants.get(variant);
    if (machine === undefined) throw new Error(`there is no variant ${variant}`);
    return machine;
  }
  function soundSpace(variant: string, faultsMax: number, statesMax?: number): Space<string> {
    const key = `${variant} ${faultsMax} ${statesMax}`;
    const found = known.get(key) ?? textsOf(machineOf(variant), faultsMax, statesMax);
    known.set(key, found);
    return found;
  }
  return {
    machineOf,
    sound: (variant, faultsMax) => soundSpace(variant, faultsMax).states,
    newWithout(type, variant, faultsMax) {
      const before = new Set(soundSpace(variant, faultsMax).states);
      const found = textsOf(unguarded(machineOf(variant), type), faultsMax, unguardedStatesMax);
      return found.states.filter((state) => !before.has(state));
    },
    variantsOf(type, variant, faultsMax) {
      if (variant !== 'every') return [variant];
      return [...variants.keys()].filter(
        (name) =>
          candidatesOf(machineOf(name)).some((event) => event.type === type) &&
          soundSpace(name, faultsMax, smallStatesMax).complete,
      );
    },
  };
}

/** The variants of one machine by their names; what is broken in some states of a variant, by name. */
export function testEachGuard<Site, State extends object, Event extends Tagged, Refusal>(
  variants: ReadonlyMap<string, Machine<Site, State, Event, Refusal>>,
  { breaking, moving, harmless }: GuardTable<Event['type']>,
  brokenIn: (variant: string, states: readonly State[]) => readonly string[],
): void {
  const { machineOf, sound, newWithout, variantsOf } = spacesOf(variants);

  describe('guards', () => {
    it('are each listed once', () => {
      const [first = ''] = variants.keys();
      const listed = [...breaking, ...moving, ...harmless].map(([type]) => type);
      expect(listed.toSorted()).toEqual(Object.keys(machineOf(first).rules).toSorted());
    });

    it.each(breaking)(
      'of %s, when dropped in %s within %i faults, break: %s',
      (type, variant, faultsMax, why) => {
        const machine = unguarded(machineOf(variant), type);
        expect(brokenIn(variant, spaceOf(machine, faultsMax, unguardedStatesMax).states)).toContain(why);
      },
    );

    it.each(moving)(
      'of %s, when dropped in %s within %i faults, let in new states: %s',
      (type, variant, faultsMax, _, more) => {
        const found = newWithout(type, variant, faultsMax);
        expect(found.length).toBeGreaterThan(0);
        const states = found.map((text) => JSON.parse(text) as State);
        expect(brokenIn(variant, states)).toEqual([]);
        if (more === 0) return;
        const beyond = new Set(sound(variant, faultsMax + more));
        expect(found.filter((state) => !beyond.has(state))).toEqual([]);
      },
    );

    it.each(harmless)(
      'of %s, when dropped in %s within %i faults, let in nothing: %s',
      (type, variant, faultsMax) => {
        const tried = variantsOf(type, variant, faultsMax);
        expect(tried.length).toBeGreaterThan(0);
        expect(tried.flatMap((name) => newWithout(type, name, faultsMax))).toEqual([]);
      },
    );
  });
}

function textsOf<Site, State extends object, Event extends Tagged, Refusal>(
  machine: Machine<Site, State, Event, Refusal>,
  faultsMax: number,
  statesMax?: number,
): Space<string> {
  const { states, complete } = spaceOf(machine, faultsMax, statesMax);
  return { states: states.map((state) => JSON.stringify(state)), complete };
}
