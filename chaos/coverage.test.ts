/** What runs by chance met of all states, held against the search. */
import { expect, test } from 'vitest';
import { smallSite, vendor } from '../models/play.fixture.ts';
import { search } from '../src/explore/search.ts';
import { coverageOf } from './coverage.ts';
import { groundOf } from './run.ts';

const ground = groundOf({ site: smallSite(), switches: vendor });
const exact = search(ground.compiled, { faultsMax: 1, statesMax: 50_000 });

function met(runs: number, faultsMax: number): number {
  return coverageOf(ground, 'vendor', 'seed', runs, faultsMax, undefined).met;
}

test('more runs meet more, and never more states than there are', () => {
  const counts = [0, 10, 100, 1000].map((runs) => met(runs, 1));
  expect(counts.toSorted((a, b) => a - b)).toEqual(counts);
  expect(counts[0]).toBe(0);
  expect(counts[1]).toBeGreaterThan(1);
  expect(counts[3]).toBeGreaterThan(counts[1] ?? 0);
  expect(counts[3]).toBeLessThanOrEqual(exact.states.size());
});

test('without faults, many runs meet every state that there is', () => {
  const quiet = search(ground.compiled, { faultsMax: 0, statesMax: 50_000 });
  expect(met(3000, 0)).toBe(quiet.states.size());
});

test('the number of all states is said where it is known only', () => {
  expect(coverageOf(ground, 'vendor', 'seed', 1, 1, 37)).toMatchObject({ runs: 1, faultsMax: 1, states: 37 });
  expect(coverageOf(ground, 'vendor', 'seed', 1, 1, undefined)).not.toHaveProperty('states');
});
