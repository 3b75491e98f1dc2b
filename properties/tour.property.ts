/** The twin of a site, along a tour that meets every answer to every event of docs/events.md. */
import { expect, test } from 'vitest';
import { article, bare, hostsOf, smallSite, steady, vendor, vsanSite } from '../models/play.fixture.ts';
import { provisioning, type SiteMachine } from '../models/site-machine.ts';
import { lockstepOf, send } from '../src/lockstep/run.ts';
import { tourOf } from '../src/lockstep/tour.ts';
import { randomOf } from '../src/random.ts';
import { createTwin } from '../src/twin/twin.ts';

const statesMax = 1_500;

/** @returns how many answers were met, and what went wrong */
function take(machine: SiteMachine, isSteady: boolean): readonly [number, readonly string[]] {
  const { site, switches } = machine.site;
  const setup = isSteady ? provisioning(site) : [];
  const { visits } = tourOf(machine, { faultsMax: 3, statesMax });
  const problems = visits.flatMap(({ events }) => {
    const twin = createTwin({ site, switches, random: randomOf('1', 'tour'), defect: 'none' });
    const lockstep = lockstepOf(machine, twin, setup);
    for (const event of events) send(lockstep, event);
    twin.dispose();
    return lockstep.disagreement === undefined ? [] : [JSON.stringify(lockstep.disagreement)];
  });
  return [visits.length, problems];
}

test.each<[string, SiteMachine, boolean]>([
  ['one host, vendor', steady(smallSite(), vendor), true],
  ['two hosts with vSAN, article', steady(vsanSite(2, 1), article), true],
  ['two hosts without TPM, article', steady(smallSite({ hosts: hostsOf(2, 'none') }), article), true],
  ['before anything is encrypted', bare(vsanSite(2, 0), vendor), false],
])('%s', (_, machine, isSteady) => {
  const [answers, problems] = take(machine, isSteady);
  expect(problems).toEqual([]);
  expect(answers).toBeGreaterThan(60);
});
