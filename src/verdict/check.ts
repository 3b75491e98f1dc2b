/** The whole verdict on a site: every reading, the measured bytes, the runs by chance. */
import { Piscina } from 'piscina';
import { disastersOf } from '../../models/disasters.ts';
import { worst } from '../../models/kernel/verdict.ts';
import type { Reading, ReadingName } from '../../models/reading.ts';
import type { CheckResult, DedupRow, ReadingResult } from '../../models/result.ts';
import type { Site } from '../../models/site.ts';
import { scorecard } from './attribute.ts';
import { dedupClaim } from './dedup.ts';
import { stepLine } from './lines.ts';
import type { ReadingOptions } from './reading.ts';
import { sentenceOf } from './sentence.ts';
import type { ReadingTask } from './worker.ts';

export type Readings = Readonly<Partial<Record<ReadingName, ReadingResult>>>;

/** What no check of this version looks at. It stands in every result. */
const notModelled: readonly string[] = [
  'Loss of the data itself: failed disks and datastores are a matter of storage redundancy.',
  'Single keys and their expiry in a key server, wrapping keys, and moves between vCenter Servers.',
  'Deep rekeys, clones, snapshots, and the contents of guests such as BitLocker volumes.',
  'Licences and versions: a site is taken to run vSphere 8.0 with every feature licensed.',
  'One backup is kept of vCenter, and one file for each .p12 named: a new one replaces the old.',
];

/** Judges every reading, each on a thread of its own as far as there are workers. */
export async function judgeReadings(
  site: Site,
  readings: readonly Reading[],
  options: ReadingOptions,
  workers: number,
  onReading: (name: ReadingName) => void,
): Promise<Readings> {
  const pool = new Piscina<ReadingTask, ReadingResult>({
    filename: new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url).href,
    minThreads: 1,
    maxThreads: Math.min(workers, readings.length),
  });
  try {
    const results = await Promise.all(
      readings.map(async ({ name }) => {
        const result = await pool.run({ site, reading: name, options });
        onReading(name);
        return [name, result] as const;
      }),
    );
    return Object.fromEntries(results);
  } finally {
    await pool.destroy();
  }
}

export type CheckParts = Pick<CheckResult, 'tool' | 'siteFile' | 'seed' | 'chance'> & {
  readonly site: Site;
  readonly readings: Readings;
  readonly dedup: readonly DedupRow[];
};

/** The parts of a check as one result, with its verdict. */
export function checkResult({ site, readings, chance, dedup, ...rest }: CheckParts): CheckResult {
  const measured = dedupClaim(site, dedup);
  const judged = Object.fromEntries(
    Object.entries(readings).map(([name, result]) => {
      const invariants = measured === undefined ? result.invariants : [...result.invariants, measured];
      return [name, { ...result, invariants, verdict: worst(invariants.map((claim) => claim.verdict)) }];
    }),
  );
  const untried = chance.runs === 0 ? 'notTested' : 'holds';
  const verdict = worst([
    ...Object.values(judged).map((result) => result.verdict),
    chance.disagreements > 0 ? 'broken' : untried,
  ]);
  return {
    schema: 'breakglass/check/1',
    ...rest,
    site,
    verdict,
    sentence: sentenceOf(site, verdict, judged, chance.runs),
    disasters: disastersOf(site).map(({ name, title, events }) => ({
      name,
      title,
      steps: events.map(stepLine),
    })),
    readings: judged,
    practices: scorecard(site),
    chance,
    dedup,
    notModelled,
  };
}
