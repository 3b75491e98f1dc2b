/** Is every guard of a site needed? Each rule in turn loses its reasons to refuse, and small sites are searched again. */
import { expect, it } from 'vitest';
import { productInvariants } from '../models/invariants.ts';
import {
  bare,
  hostsOf,
  native,
  smallSite,
  standard,
  steady,
  vendor,
  vsanSite,
} from '../models/play.fixture.ts';
import type { SiteMachine } from '../models/site-machine.ts';
import type { Site } from '../models/site.ts';
import type { State } from '../models/state.ts';
import { smallKeyServerSite } from './grounds.ts';
import { testEachGuard } from './guard-suite.ts';
import { siteGuards } from './guards/site.ts';
import { spaceOf } from './machines/whole.ts';
import { structureDefects } from './structure.ts';

/** One host that its Trust Authority attests. */
function trustedSite(): Site {
  const site = smallKeyServerSite();
  return { ...site, providers: site.providers.map((provider) => ({ ...provider, kind: 'trusted' })) };
}

/** vSAN of a native provider, and a standard one that it can be taken to. */
function twoProviders(): Site {
  return vsanSite(1, 0, {
    vcenterAt: null,
    providers: [native('nkp'), standard('kms', { keyServerBackupAt: null })],
    backups: [],
    recoveryKeysAt: null,
  });
}

const machines = new Map<string, SiteMachine>([
  ['one host', steady(smallSite(), vendor)],
  ['one host with vSAN', steady(vsanSite(1, 0, { hosts: hostsOf(1) }), vendor)],
  ['one host that seals nothing', steady(smallSite({ hosts: hostsOf(1, '2.0', 'none') }), vendor)],
  ['one host with vSAN, nothing set up', bare(vsanSite(1, 0), vendor)],
  ['key server', steady(smallKeyServerSite(), vendor)],
  ['key server, nothing set up', bare(smallKeyServerSite(), vendor)],
  ['Trust Authority', steady(trustedSite(), vendor)],
  ['two providers', steady(twoProviders(), vendor)],
]);

/** What is wrong in some of the states: broken invariants, and slices that do not agree. */
function brokenIn(name: string, states: readonly State[]): readonly string[] {
  const site = machines.get(name)?.site;
  if (site === undefined) throw new Error(`there is no site ${name}`);
  const broken = productInvariants(site).filter(({ always }) => states.some((state) => !always(state, site)));
  const defects = states.flatMap((state) => structureDefects(site.site, state));
  return [...broken.map((invariant) => invariant.name), ...new Set(defects)];
}

it.each([...machines.keys()])('%s is sound as it stands', (name) => {
  const machine = machines.get(name);
  const { states, complete } = machine ? spaceOf(machine, 1) : { states: [], complete: false };
  expect(complete).toBe(true);
  expect(brokenIn(name, states)).toEqual([]);
});

testEachGuard(machines, siteGuards, brokenIn);
