/** The loss that everybody fears: chance finds it, shrinks it, and search proves that it cannot be shorter. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLost } from '../chaos/findings.ts';
import { groundOf } from '../chaos/run.ts';
import type { Deployment } from '../models/deployment.ts';
import type { Event, Refusal } from '../models/events.ts';
import { run as playModel } from '../models/kernel/step.ts';
import type { State } from '../models/state.ts';
import { exploreSite, solutionOf } from '../src/verdict/explored.ts';
import { claimsOf } from '../src/verdict/claims.ts';
import { matrixOf } from '../src/verdict/matrix.ts';
import { performed } from '../src/verdict/perform.ts';
import { runArbitrary } from './commands.ts';
import { exampleSite, nothingKept, readingNamed } from './examples.ts';
import { play, recoverAll } from './play.ts';

const statesMax = 1_000_000;

describe('no TPM, no .p12, no backup, vCenter outside the cluster, as the article reads it', () => {
  const site = nothingKept();
  const reading = readingNamed('article');
  const ground = groundOf({ site, switches: reading.switches });
  const explored = exploreSite(site, reading, { faultsMax: 2, statesMax });

  test('search: losing vCenter and all power is the shortest way to lose the database', () => {
    const claim = claimsOf(explored, 'replay').find(({ name }) => name === 'db stays recoverable');
    expect(claim?.verdict).toBe('broken');
    const events = claim?.counterexample?.steps.map(({ event }) => event.type);
    expect(events?.toSorted()).toEqual(['sitePowerFails', 'vcenterIsLost']);
  });

  test('chance: found, shrunk to the length that search proves, and the bytes agree', () => {
    const lost = (events: readonly Event[]): boolean => isLost(ground, 'db', events);
    const details = fc.check(
      fc.property(runArbitrary(20, 0), ({ commands }) => {
        const { lockstep } = play(ground, 'loss', { commands, provisioned: null });
        const happened = lockstep.sent.filter(({ observed }) => observed.kind === 'accepted');
        return !lost(happened.map(({ event }) => event));
      }),
      { seed: 1, numRuns: 500 },
    );
    const [drawn] = details.counterexample ?? [];
    expect(drawn, 'found by chance').toBeDefined();
    const { lockstep } = play(ground, 'loss', { commands: drawn?.commands ?? [], provisioned: null });
    expect(lockstep.sent.map(({ event }) => event.type).toSorted()).toEqual([
      'sitePowerFails',
      'vcenterIsLost',
    ]);
    expect(lockstep.sent).toHaveLength(shortestLoss());
    const recoveries = recoverAll(ground, lockstep);
    expect(recoveries.map(({ end }) => end)).toEqual(['lost', 'lost']);
  });

  /** The length of the shortest run after which the database is lost, over every state within two faults. */
  function shortestLoss(): number {
    const { search } = explored;
    const { won } = solutionOf(explored, 'db', 'readable');
    for (let node = 0; node < search.nodes; node++) {
      if (won[search.stateOf(node)] === -1) return search.pathTo(node).length;
    }
    return -1;
  }
});

describe('no TPM, a .p12 kept outside', () => {
  const site = exampleSite('no-tpm');

  test('article: one power loss locks vSAN with vCenter inside; with the .p12 it opens, byte for byte', () => {
    const withoutBackup = { ...site, backups: [] };
    const reading = readingNamed('article');
    const explored = exploreSite(withoutBackup, reading, { faultsMax: 1, statesMax });
    const events: readonly Event[] = [
      { type: 'sitePowerFails' },
      ...site.hosts.map(({ name }): Event => ({ type: 'bootHost', host: name })),
    ];
    const dark = playModel<Deployment, State, Event, Refusal>(explored.machine, events);
    expect(dark.cluster).toEqual({ on: ['esx-01', 'esx-02', 'esx-03'], mounted: [] });
    expect(dark.vcenter.state).toBe('stopped');
    const cells = matrixOf(explored, statesMax).filter(({ disaster }) => disaster === 'site-power');
    for (const cell of cells) {
      expect(cell.outcome).toBe('runbook');
      expect(cell.needs[0]).toContain('nkp.p12');
      expect(performed(explored, cell, 'loss').performed).toBe('equalBytes');
    }
    expect(cells).toHaveLength(2);
  });

  test('vendor: the same site starts again, and what it loses is secrecy', () => {
    const explored = exploreSite(site, readingNamed('vendor'), { faultsMax: 2, statesMax });
    const broken = claimsOf(explored, 'replay').filter(({ verdict }) => verdict === 'broken');
    expect(broken.map(({ part }) => part)).toEqual(['secret', 'secret', 'secret']);
    expect(broken[0]?.name).toContain('boot device');
  });
});
