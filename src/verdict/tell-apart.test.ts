/** Experiments that tell readings apart: shortest, true of the model when they are played, and true of the twin. */
import { describe, expect, it } from 'vitest';
import { article, hostsOf, smallSite, vendor } from '../../models/play.fixture.ts';
import { observe } from '../../models/observe.ts';
import type { Switches } from '../../models/reading.ts';
import { provisioning, steadyMachine } from '../../models/site-machine.ts';
import type { State } from '../../models/state.ts';
import { run } from '../../models/kernel/step.ts';
import { lockstepOf, send } from '../lockstep/run.ts';
import { randomOf } from '../random.ts';
import { createTwin } from '../twin/twin.ts';
import { readingPairs } from './compare-readings.ts';
import { tellApart } from './tell-apart.ts';

const site = smallSite({ hosts: hostsOf(2, 'none') });

function sideOf(switches: Switches) {
  const { machine } = steadyMachine(site, switches);
  return { machine, look: (state: State) => ({ all: observe(site, state) }) };
}

describe('two readings of a site', () => {
  it('are told apart by a dark start, where no TPM keeps the keys', () => {
    const told = tellApart([sideOf(article), sideOf(vendor)], { faultsMax: 1, pairsMax: 50_000 });
    expect(told.events.map(({ type }) => type)).toEqual(['sitePowerFails', 'bootHost']);
    expect(told.difference.kind).toBe('sight');
  });

  it('are surely alike where nothing is read in two ways', () => {
    const told = tellApart([sideOf(vendor), sideOf(vendor)], { faultsMax: 1, pairsMax: 50_000 });
    expect([told.difference.kind, told.complete]).toEqual(['none', true]);
  });

  it('are not called alike when the comparison stopped early', () => {
    const told = tellApart([sideOf(vendor), sideOf(vendor)], { faultsMax: 1, pairsMax: 20 });
    expect([told.difference.kind, told.complete]).toEqual(['none', false]);
  });

  it.each(readingPairs().map((pair) => [pair.names.join(' against '), pair.switches] as const))(
    '%s: what the experiment shows, the twin shows as well',
    (_, switches) => {
      const told = tellApart([sideOf(switches[0]), sideOf(switches[1])], { faultsMax: 1, pairsMax: 50_000 });
      const pictures = switches.map((one) => {
        const { machine } = steadyMachine(site, one);
        const twin = createTwin({ site, switches: one, random: randomOf('1', 'apart'), defect: 'none' });
        const lockstep = lockstepOf(machine, twin, provisioning(site));
        const answers = told.events.map((event) => JSON.stringify(send(lockstep, event)));
        expect(lockstep.disagreement).toBeUndefined();
        expect(twin.look()).toEqual(observe(site, run(machine, told.events)));
        twin.dispose();
        return `${JSON.stringify(twin.look())} ${answers.join()}`;
      });
      expect(pictures[0] !== pictures[1]).toBe(told.difference.kind !== 'none');
    },
  );
});
