import { describe, expect, test } from 'vitest';
import { compareSite, figures, smallSites } from '../bench/agree.ts';
import { missingFor } from '../bench/random-sites.ts';
import type { Event } from '../models/events.ts';
import { run } from '../models/kernel/step.ts';
import { readings } from '../models/reading.ts';
import { steadyMachine } from '../models/site-machine.ts';

/** Some of the thousand of `node bench/agree.ts 1000 11`, those that are soon searched, and their numbers. */
const thousand = smallSites(33, 11);
const numbers = [6, 9, 10, 12, 15, 26, 28, 29, 32];
const sites = thousand.filter((_, number) => numbers.includes(number));

describe('small sites by chance', () => {
  test.each(readings)(
    'cut sets, doom steps and runbooks are what search and twin say, reading $name',
    (reading) => {
      expect(sites.flatMap((site, at) => compareSite(site, reading, numbers[at] ?? 0))).toEqual([]);
    },
  );

  test('enough was compared', () => {
    expect(figures).toMatchObject({ comparisons: 2 * sites.length, tooLarge: 0, disagreements: 0 });
    expect(figures.cutSets).toBeGreaterThan(200);
    expect(figures.allOrders).toBeGreaterThan(2);
    expect(figures.subsets).toBeGreaterThan(100_000);
    expect(figures.plainSearches).toBeGreaterThan(20);
    expect(figures.dooms).toBeGreaterThan(10);
    expect(figures.runbooks).toBeGreaterThan(20);
  });

  test.each(readings)('a runbook that needs what is gone is noticed, reading $name', (reading) => {
    const site = sites.find(({ p12s, places }) => p12s.length > 0 && places.some(({ gone }) => !gone));
    const p12 = site?.p12s[0];
    if (site === undefined || p12 === undefined) throw new Error('no site keeps a .p12');
    const { machine } = steadyMachine(site, reading.switches);
    const after = run(machine, [{ type: 'placeIsLost', place: p12.at }]);
    const needs: Event = { type: 'importProvider', provider: 'nkp', p12: p12.name };
    expect(missingFor(site, after, [needs])).toEqual([`needs ${p12.name}, which is gone`]);
  });
});
