/** A defect planted in the twin is found by the same runs that are green without it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Ground, groundOf } from '../chaos/run.ts';
import type { Deployment } from '../models/deployment.ts';
import type { Event, Refusal } from '../models/events.ts';
import { run as playModel } from '../models/kernel/step.ts';
import { hostsOf, smallSite } from '../models/play.fixture.ts';
import type { Site } from '../models/site.ts';
import type { State } from '../models/state.ts';
import { type Defect, defects } from '../src/twin/defects.ts';
import { runArbitrary } from './commands.ts';
import { exampleSite, readingNamed } from './examples.ts';
import { smallKeyServerSite } from './grounds.ts';
import { type Drawn, play, recoverAll } from './play.ts';

const article = groundOf({ site: exampleSite('article'), switches: readingNamed('vendor').switches });

/** Where most mistakes can show: with TPMs, without them, with TPMs that nobody uses. */
const nativeGrounds: readonly Ground[] = [
  article,
  groundOf({ site: exampleSite('no-tpm'), switches: readingNamed('article').switches }),
  groundOf({ site: unusedTpms(exampleSite('article')), switches: readingNamed('vendor').switches }),
];

const recreated: readonly Event[] = [
  { type: 'deleteProvider', provider: 'nkp' },
  { type: 'createProvider', provider: 'nkp', key: 'nkp#2' },
  { type: 'exportProvider', provider: 'nkp' },
  { type: 'downloadBackup', provider: 'nkp', p12: 'nkp.p12' },
  { type: 'vcenterRemediatesHost', host: 'esx-01' },
  { type: 'powerOffMachine', machine: 'db' },
];

/** Mistakes that chance rarely comes to, with the story after which they show. */
const told: Readonly<Partial<Record<Defect, Ground>>> = {
  acceptsKeyByNameAlone: after(article, recreated),
  recreatesOldKey: after(article, recreated),
  restoresNoProviders: after(article, [{ type: 'vcenterIsLost' }]),
  startsOnUnsafeHost: after(article, [
    { type: 'deleteProvider', provider: 'nkp' },
    { type: 'vcenterRemediatesHost', host: 'esx-01' },
    { type: 'importProvider', provider: 'nkp', p12: 'nkp.p12' },
    { type: 'vcenterRemediatesHost', host: 'esx-01' },
    { type: 'powerOffMachine', machine: 'db' },
  ]),
  backupAddsToOld: after(article, [{ type: 'deleteProvider', provider: 'nkp' }]),
};

const rebooted: readonly Event[] = [{ type: 'sitePowerFails' }, { type: 'bootHost', host: 'esx-1' }];

/** The same for key servers, hosts without a boot device, and rekeys. */
const servedGrounds: readonly Ground[] = [
  after(vendorGround(smallKeyServerSite()), [{ type: 'keyServerIsLost', provider: 'kms' }, ...rebooted]),
  after(vendorGround(persistentWithoutSeal()), rebooted),
  vendorGround(plainBackup()),
  after(vendorGround(stateless()), rebooted),
  after(vendorGround(exampleSite('standard-provider')), [
    { type: 'sitePowerFails' },
    { type: 'bootHost', host: 'esx-01' },
    { type: 'bootHost', host: 'esx-02' },
  ]),
  after(vendorGround(exampleSite('rotation')), [
    { type: 'rekeyMachine', machine: 'db', provider: 'nkp-new' },
    { type: 'rekeyHost', host: 'esx-01', provider: 'nkp-new' },
    { type: 'deleteProvider', provider: 'nkp-old' },
    { type: 'vcenterRemediatesHost', host: 'esx-01' },
    { type: 'powerOffMachine', machine: 'db' },
  ]),
];

/** Mistakes that only show there; everywhere else they would be looked for in vain, and at length. */
const ofKeyServers: ReadonlySet<Defect> = new Set([
  'statelessHostKeepsHostKey',
  'fetchedVsanKeyIsHeld',
  'rekeyKeepsOldWrap',
  'lostKeyServerAnswers',
  'persistenceIgnoresTpm',
  'registrationCarriesKeys',
]);
const drawnMax = 300;

type Found = { readonly how: string; readonly problem: string };

describe('each planted defect is found', () => {
  for (const defect of defects.filter((name) => name !== 'none')) {
    test(defect, () => {
      const found = firstOf(groundsFor(defect), (ground) => shrunk(ground, defect));
      expect(found, `${defect} was not found`).toBeDefined();
      process.stdout.write(`${defect.padEnd(24)} ${found?.how}: ${found?.problem.slice(0, 110)}\n`);
    });
  }
});

function groundsFor(defect: Defect): readonly Ground[] {
  const story = told[defect];
  if (story !== undefined) return [story];
  return ofKeyServers.has(defect) ? servedGrounds : nativeGrounds;
}

/** By fast-check's commands, which shrink what they find. */
function shrunk(ground: Ground, defect: Defect): Found | undefined {
  const fine = (drawn: Drawn): boolean => problemWith(ground, drawn, defect) === undefined;
  const details = fc.check(fc.property(runArbitrary(24, ground.setup.length), fine), {
    seed: 20,
    numRuns: drawnMax,
  });
  const [drawn] = details.counterexample ?? [];
  if (drawn === undefined) return undefined;
  return {
    how: `shrunk to ${drawn.commands.length} commands`,
    problem: problemWith(ground, drawn, defect) ?? '',
  };
}

/**
 * What is wrong with a run. Recoveries are tried where answers and pictures agree, and before any command only: after one
 * that loses something they are searched for at length, and no mistake needs that to be found.
 */
function problemWith(ground: Ground, drawn: Drawn, defect: Defect): string | undefined {
  const { lockstep, problem } = play(ground, 'defect', drawn, defect);
  if (problem !== undefined) return problem;
  if (drawn.commands.length > 0) return undefined;
  return recoverAll(ground, lockstep).find(({ end }) => end === 'disagrees')?.detail;
}

function firstOf<T, R>(items: readonly T[], ask: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const answer = ask(item);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function vendorGround(site: Site): Ground {
  return groundOf({ site, switches: readingNamed('vendor').switches });
}

/** Key persistence on a host that nothing seals, as no site file may say it: nothing is to be written there. */
function persistentWithoutSeal(): Site {
  const hosts = hostsOf(1, '2.0', 'none').map((host) => ({ ...host, keyPersistence: true }));
  return { ...smallKeyServerSite(), hosts };
}

/** A vCenter backup that anybody can open, with nothing but the registration of a key server in it. */
function plainBackup(): Site {
  const site = smallKeyServerSite();
  const backups = [{ name: 'backup', at: 'depot', passwordAt: null }];
  return { ...site, backups, promise: { ...site.promise, secret: [{ kind: 'place', place: 'depot' }] } };
}

function stateless(): Site {
  return smallSite({ hosts: hostsOf(1, '2.0', 'none').map((host) => ({ ...host, boot: 'network' })) });
}

/** Chips are there, and the configuration was never sealed to them. */
function unusedTpms(site: Site): Site {
  return { ...site, hosts: site.hosts.map((host) => ({ ...host, encryptionMode: 'none' })) };
}

/** The same ground, with a story that has happened already. */
function after(ground: Ground, events: readonly Event[]): Ground {
  const initial = playModel<Deployment, State, Event, Refusal>(ground.steady, events);
  return { ...ground, steady: { ...ground.steady, initial }, setup: [...ground.setup, ...events] };
}
