/** A defect planted in the twin is found by the same runs that are green without it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Ground, groundOf } from '../chaos/run.ts';
import type { Deployment } from '../models/deployment.ts';
import type { Event, Refusal } from '../models/events.ts';
import { run as playModel } from '../models/kernel/step.ts';
import type { Site } from '../models/site.ts';
import type { State } from '../models/state.ts';
import { type Defect, defects } from '../src/twin/defects.ts';
import { runArbitrary } from './commands.ts';
import { exampleSite, readingNamed } from './examples.ts';
import { type Drawn, play, recoverAll } from './play.ts';

const article = groundOf({ site: exampleSite('article'), switches: readingNamed('vendor').switches });

/** Where the mistakes can show: with TPMs, without them, with TPMs that nobody uses, under a name with a new key. */
const grounds: readonly Ground[] = [
  article,
  groundOf({ site: exampleSite('no-tpm'), switches: readingNamed('article').switches }),
  groundOf({ site: unusedTpms(exampleSite('article')), switches: readingNamed('vendor').switches }),
  after(article, [
    { type: 'deleteProvider', provider: 'nkp' },
    { type: 'createProvider', provider: 'nkp', key: 'nkp#2' },
    { type: 'exportProvider', provider: 'nkp' },
    { type: 'downloadBackup', provider: 'nkp', p12: 'nkp.p12' },
    { type: 'vcenterRemediatesHost', host: 'esx-01' },
    { type: 'powerOffMachine', machine: 'db' },
  ]),
];
const drawnMax = 300;

type Found = { readonly how: string; readonly problem: string };

describe('each planted defect is found', () => {
  for (const defect of defects.filter((name) => name !== 'none')) {
    test(defect, () => {
      const found = firstOf(grounds, (ground) => shrunk(ground, defect));
      expect(found, `${defect} was not found`).toBeDefined();
      process.stdout.write(`${defect.padEnd(24)} ${found?.how}: ${found?.problem.slice(0, 110)}\n`);
    });
  }
});

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

/** What is wrong with a run; recoveries are only tried where answers and pictures agree. */
function problemWith(ground: Ground, drawn: Drawn, defect: Defect): string | undefined {
  const { lockstep, problem } = play(ground, 'defect', drawn, defect);
  if (problem !== undefined) return problem;
  if (drawn.commands.length > 2) return undefined;
  return recoverAll(ground, lockstep).find(({ end }) => end === 'disagrees')?.detail;
}

function firstOf<T, R>(items: readonly T[], ask: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const answer = ask(item);
    if (answer !== undefined) return answer;
  }
  return undefined;
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
