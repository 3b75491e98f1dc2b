/** The tests that every domain machine gets from a table: its whole space, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import type { Tagged } from '../../models/kernel/machine.ts';
import type { DomainMachine } from '../../models/machines/domain-machine.ts';
import { type ReadingName, readings } from '../../models/reading.ts';
import { brokenIn, pictureOf, settingIn, soundWith, type Space, spaceOf, unguarded } from './whole.ts';

/** A variant, the faults that are spent, and how many states there are by reading. */
export type SpaceRow = readonly [
  variant: string,
  faultsMax: number,
  states: Readonly<Record<ReadingName, number>>,
];

/** A rule that loses its guards in a variant, within so many faults, and the reason for what follows. */
export type GuardRow<Type extends string> = readonly [
  type: Type,
  variant: string,
  faultsMax: number,
  why: string,
];

export type GuardTable<Type extends string> = {
  /** The reason is the invariant that breaks first. */
  readonly breaking: readonly GuardRow<Type>[];
  /** New states, and what keeps them from being harmful. */
  readonly moving: readonly GuardRow<Type>[];
  /** Nothing new, and why. */
  readonly harmless: readonly GuardRow<Type>[];
};

/** Every variant is searched whole under every reading; every invariant holds and has its interesting state. */
export function testSpaces<Variant, State extends object, Event extends Tagged, Refusal extends string>(
  domain: DomainMachine<Variant, State, Event, Refusal>,
  rows: readonly SpaceRow[],
): void {
  describe('every state', () => {
    it('is counted for every variant', () => {
      expect(rows.map(([variant]) => variant)).toEqual(Object.keys(domain.variants));
    });

    it.each(rows)('of %s within %i faults keeps the invariants', (variant, faultsMax, counts) => {
      for (const { name } of readings) {
        const setting = settingIn(domain, variant, name);
        expect(pictureOf(domain, setting, faultsMax), name).toEqual(soundWith(counts[name]));
      }
    });
  });
}

/** Each rule in turn loses its reasons to refuse. */
export function testGuards<Variant, State extends object, Event extends Tagged, Refusal extends string>(
  domain: DomainMachine<Variant, State, Event, Refusal>,
  { breaking, moving, harmless }: GuardTable<Event['type']>,
): void {
  const sound = new Map<string, ReadonlySet<string>>();

  function soundStates(variant: string, faultsMax: number): ReadonlySet<string> {
    const key = `${variant} ${faultsMax}`;
    const { states } = sound.has(key)
      ? { states: [] }
      : spaceOf(domain.machine(settingIn(domain, variant)), faultsMax);
    const found = sound.get(key) ?? new Set(states.map((state) => JSON.stringify(state)));
    sound.set(key, found);
    return found;
  }

  function spaceWithout(type: Event['type'], variant: string, faultsMax: number): Space<State> {
    const machine = domain.machine(settingIn(domain, variant));
    return spaceOf(unguarded(machine, type), faultsMax, 4_000);
  }

  describe('guards', () => {
    it('are each listed once', () => {
      const [variant = ''] = Object.keys(domain.variants);
      const types = Object.keys(domain.machine(settingIn(domain, variant)).rules);
      const listed = [...breaking, ...moving, ...harmless].map(([type]) => type);
      expect(listed.toSorted()).toEqual(types.toSorted());
    });

    it.each(breaking)(
      'of %s, when dropped in %s within %i faults, break: %s',
      (type, variant, faultsMax, why) => {
        const setting = settingIn(domain, variant);
        const { states } = spaceWithout(type, variant, faultsMax);
        expect(brokenIn(domain.invariants(setting), setting, states)).toContain(why);
      },
    );

    it.each(moving)(
      'of %s, when dropped in %s within %i faults, let in new states: %s',
      (type, variant, faultsMax) => {
        const setting = settingIn(domain, variant);
        const { states } = spaceWithout(type, variant, faultsMax);
        expect(brokenIn(domain.invariants(setting), setting, states)).toEqual([]);
        const before = soundStates(variant, faultsMax);
        expect(states.some((state) => !before.has(JSON.stringify(state)))).toBe(true);
      },
    );

    it.each(harmless)(
      'of %s, when dropped in %s within %i faults, let in nothing: %s',
      (type, variant, faultsMax) => {
        const before = soundStates(variant, faultsMax);
        const { states, complete } = spaceWithout(type, variant, faultsMax);
        expect(complete).toBe(true);
        expect(states.filter((state) => !before.has(JSON.stringify(state)))).toEqual([]);
      },
    );
  });
}
