/** A defect planted in the twin is found by the same properties that are green without it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Ground, groundOf } from '../chaos/run.ts';
import { type Defect, defects } from '../src/twin/defects.ts';
import { runArbitrary } from './commands.ts';
import { exampleSite, readingNamed } from './examples.ts';
import { type Drawn, play, recoverAll } from './play.ts';

/** Sites on which the mistakes can show: with TPMs, without them, with nothing kept. */
const grounds: readonly Ground[] = [
  groundOf({ site: exampleSite('article'), switches: readingNamed('vendor').switches }),
  groundOf({ site: exampleSite('no-tpm'), switches: readingNamed('article').switches }),
];
const runsMax = 600;

describe('each planted defect is found', () => {
  for (const defect of defects.filter((name) => name !== 'none')) {
    test(defect, () => {
      const [found] = grounds.flatMap((ground) => findIn(ground, defect) ?? []);
      expect(found, `${defect} was not found in ${runsMax} runs on either site`).toBeDefined();
      const { length, problem } = found ?? { length: 0, problem: '' };
      process.stdout.write(
        `${defect.padEnd(24)} found, shrunk to ${length} commands: ${problem.slice(0, 120)}\n`,
      );
    });
  }
});

function findIn(ground: Ground, defect: Defect): { length: number; problem: string } | undefined {
  const details = fc.check(
    fc.property(
      runArbitrary(24, ground.setup.length),
      (drawn) => problemWith(ground, drawn, defect) === undefined,
    ),
    { seed: 20, numRuns: runsMax, endOnFailure: false },
  );
  const [drawn] = details.counterexample ?? [];
  if (drawn === undefined) return undefined;
  return { length: drawn.commands.length, problem: problemWith(ground, drawn, defect) ?? '' };
}

/** What is wrong with a run; recoveries are only tried where answers and pictures agree. */
function problemWith(ground: Ground, drawn: Drawn, defect: Defect): string | undefined {
  const { lockstep, problem } = play(ground, 'defect', drawn, defect);
  if (problem !== undefined) return problem;
  if (drawn.commands.length > 6) return undefined;
  return recoverAll(ground, lockstep).find(({ end }) => end === 'disagrees')?.detail;
}
