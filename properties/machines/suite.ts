/** The tests that every domain machine gets from a table: its whole space, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import type { Tagged } from '../../models/kernel/machine.ts';
import type { DomainMachine } from '../../models/machines/domain-machine.ts';
import { type ReadingName, readings } from '../../models/reading.ts';
import { testEachGuard } from '../guard-suite.ts';
import type { GuardTable } from '../guard-table.ts';
import { brokenIn, pictureOf, settingIn, soundWith } from './whole.ts';

/** A variant, the faults that are spent, and how many states there are by reading. */
export type SpaceRow = readonly [
  variant: string,
  faultsMax: number,
  states: Readonly<Record<ReadingName, number>>,
];

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

/** Each rule of a domain machine in turn loses its reasons to refuse, read as the vendor documents it. */
export function testGuards<Variant, State extends object, Event extends Tagged, Refusal extends string>(
  domain: DomainMachine<Variant, State, Event, Refusal>,
  table: GuardTable<Event['type']>,
): void {
  const names = Object.keys(domain.variants);
  const machines = names.map((name) => [name, domain.machine(settingIn(domain, name))] as const);
  testEachGuard(new Map(machines), table, (name, states) => {
    const setting = settingIn(domain, name);
    return brokenIn(domain.invariants(setting), setting, states);
  });
}
