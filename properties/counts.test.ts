/** How many states small sites have. A change of any rule shows itself here; the numbers are facts, not goals. */
import { describe, expect, it } from 'vitest';
import { article, hostsOf, smallSite, steady, vendor, vsanSite } from '../models/play.fixture.ts';
import type { Switches } from '../models/reading.ts';
import type { Site } from '../models/site.ts';
import { compile } from '../src/explore/compile.ts';
import { search } from '../src/explore/search.ts';
import { exampleSite } from './examples.ts';
import { smallKeyServerSite } from './grounds.ts';

function statesWithin(faultsMax: number, site: Site, switches: Switches): number {
  const found = search(compile(steady(site, switches)), { faultsMax, statesMax: 100_000 });
  expect(found.complete).toBe(true);
  return found.states.size();
}

describe('states within one and two faults', () => {
  it.each<[string, Site, Switches, number, number]>([
    ['one host, article', smallSite(), article, 63, 778],
    ['one host, vendor', smallSite(), vendor, 63, 778],
    ['one host without a TPM, article', smallSite({ hosts: hostsOf(1, 'none') }), article, 43, 401],
    ['one host without a TPM, vendor', smallSite({ hosts: hostsOf(1, 'none') }), vendor, 53, 563],
    ['two hosts, vendor', smallSite({ hosts: hostsOf(2) }), vendor, 281, 7_143],
    ['two hosts with vSAN, vendor', vsanSite(2, 0), vendor, 293, 10_171],
    ['one host with a key server, vendor', smallKeyServerSite(), vendor, 29, 323],
    ['examples/kms-loop.yaml, vendor', exampleSite('kms-loop'), vendor, 52, 855],
    ['examples/trusted.yaml, article', exampleSite('trusted'), article, 44, 700],
    ['examples/minimal.yaml, article', exampleSite('minimal'), article, 1_617, 75_421],
  ])('%s', (_, site, switches, withinOne, withinTwo) => {
    expect([statesWithin(1, site, switches), statesWithin(2, site, switches)]).toEqual([
      withinOne,
      withinTwo,
    ]);
  });

  it('are the same under both readings where every host seals its configuration', () => {
    const site = exampleSite('minimal');
    expect(statesWithin(1, site, vendor)).toBe(statesWithin(1, site, article));
  });
});
