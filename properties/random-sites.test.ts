import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doomOf, missingFor, runbooksOf } from '../bench/random-sites.ts';
import type { Event } from '../models/events.ts';
import { readings } from '../models/reading.ts';
import { steadyMachine } from '../models/site-machine.ts';
import { run } from '../models/kernel/step.ts';
import { drawnSites, siteOf } from '../src/cutsets/random-site.ts';

/** A few of the sites of `node bench/cut-sets.ts agree`. */
const sites = fc.sample(drawnSites(2), { numRuns: 5, seed: 4 }).map(siteOf);
const disasterEvery = 4;

describe.each(readings)('small sites by chance, reading $name', (reading) => {
  test('what a witness calls its doom is one, by the plainest solver', () => {
    const checked = sites.map((site) => doomOf(site, reading, 1, 2));
    expect(checked.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(checked.reduce((all, { asked }) => all + asked, 0)).toBeGreaterThan(2);
  });

  test('runbooks need nothing that the disaster took, and end with the same bytes on the twin', () => {
    const checked = sites.map((site, index) => runbooksOf(site, reading, index, disasterEvery));
    expect(checked.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(checked.reduce((all, { asked }) => all + asked, 0)).toBeGreaterThan(5);
  });

  test('a runbook that needs what is gone is noticed', () => {
    const site = sites.find(({ p12s, places }) => p12s.length > 0 && places.some(({ gone }) => !gone));
    const p12 = site?.p12s[0];
    if (site === undefined || p12 === undefined) throw new Error('no site keeps a .p12');
    const { machine } = steadyMachine(site, reading.switches);
    const after = run(machine, [{ type: 'placeIsLost', place: p12.at }]);
    const needs: Event = { type: 'importProvider', provider: 'nkp', p12: p12.name };
    expect(missingFor(site, after, [needs])).toEqual([`needs ${p12.name}, which is gone`]);
  });
});
