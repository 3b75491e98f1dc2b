/** The whole verdict on a site: every reading, the measured bytes, the runs by chance. */
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { disastersOf } from '../../models/disasters.ts';
import { worst } from '../../models/kernel/verdict.ts';
import type { Reading, ReadingName } from '../../models/reading.ts';
import type { CheckResult, DedupRow, ReadingResult } from '../../models/result.ts';
import type { Site } from '../../models/site.ts';
import { type Checkpoint, CheckpointError } from '../explore/checkpoint.ts';
import { scorecard } from './attribute.ts';
import { dedupClaim } from './dedup.ts';
import { stepLine } from './lines.ts';
import { raise, stopFlag, type Told } from './guard.ts';
import type { ReadingOptions } from './reading.ts';
import { sentenceOf } from './sentence.ts';
import type { Judged, ReadingTask } from './worker.ts';
import { counting } from './systems.ts';

export type Readings = Readonly<Partial<Record<ReadingName, ReadingResult>>>;

/** What no check of this version looks at. It stands in every result. */
const notModelled: readonly string[] = [
  'Loss of the data itself: failed disks and datastores are a matter of storage redundancy.',
  'Single keys of a key server, wrapping keys, moves between vCenter Servers, rekeys, clones, snapshots and the contents of guests: only where systems of the site are asked, and only what the site file says of them.',
  'Licences and versions: the machine of the site is taken to run vSphere 8.0 with every feature licensed.',
  'One backup is kept of vCenter, and one file for each .p12 named: a new one replaces the old.',
];

/** How the searches of a check run. No result depends on it, but for how far one comes that is ended early. */
export type RunOptions = {
  /** Threads of all searches together. */
  readonly workers: number;
  /** What the whole process may take. */
  readonly memoryMaxBytes: number;
  /** Ends the searches; what was found until then is judged. */
  readonly signal: AbortSignal;
  /** Where the search of each reading is kept. */
  readonly checkpointFor?: (reading: ReadingName) => Checkpoint | undefined;
  readonly onTold: (reading: ReadingName, told: Told) => void;
};

/** Judges every reading, each on a thread of its own as far as there are workers. */
export async function judgeReadings(
  site: Site,
  readings: readonly Reading[],
  options: Omit<ReadingOptions, 'workers'>,
  run: RunOptions,
): Promise<Readings> {
  const { workers, signal } = run;
  const threads = Math.min(workers, readings.length);
  const pool = new Piscina<ReadingTask, Judged>({
    filename: new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url).href,
    minThreads: 1,
    maxThreads: threads,
  });
  const stop = stopFlag();
  const end = (): void => raise(stop);
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  try {
    const each = { ...options, workers: Math.floor(workers / threads) };
    const results = await Promise.all(
      readings.map(async ({ name }) => [name, await judged(pool, site, name, each, stop, run)] as const),
    );
    return Object.fromEntries(results);
  } finally {
    signal.removeEventListener('abort', end);
    await pool.destroy();
  }
}

async function judged(
  pool: Piscina<ReadingTask, Judged>,
  site: Site,
  reading: ReadingName,
  options: ReadingOptions,
  stop: Int32Array,
  { memoryMaxBytes, checkpointFor, onTold }: RunOptions,
): Promise<ReadingResult> {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (told: Told) => onTold(reading, told));
  try {
    const checkpoint = checkpointFor?.(reading);
    const task: ReadingTask = {
      site,
      reading,
      options,
      memoryMaxBytes,
      watch: { stop, port: port2 },
      ...(checkpoint && { checkpoint }),
    };
    const result = await pool.run(task, { transferList: [port2] });
    if ('unusable' in result) throw new CheckpointError(result.unusable);
    return result;
  } finally {
    port1.close();
  }
}

export type CheckParts = Pick<CheckResult, 'tool' | 'siteFile' | 'seed' | 'chance' | 'systems'> & {
  /** Whether somebody ended the check before its end. */
  readonly interrupted: boolean;
  readonly site: Site;
  readonly readings: Readings;
  readonly dedup: readonly DedupRow[];
};

/** The parts of a check as one result, with its verdict. */
export function checkResult({
  site,
  readings,
  systems,
  chance,
  dedup,
  interrupted,
  ...rest
}: CheckParts): CheckResult {
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
    ...counting(systems).map((answer) => answer.verdict),
    systems.notes.some(({ open }) => open) ? 'notTested' : 'holds',
    chance.disagreements > 0 ? 'broken' : untried,
    interrupted ? 'notTested' : 'holds',
  ]);
  return {
    schema: 'breakglass/check/1',
    ...rest,
    site,
    verdict,
    sentence: sentenceOf(site, verdict, judged, { systems, chanceRuns: chance.runs, interrupted }),
    ...(interrupted && { interrupted: true as const }),
    disasters: disastersOf(site).map(({ name, title, events }) => ({
      name,
      title,
      steps: events.map(stepLine),
    })),
    readings: judged,
    systems,
    practices: scorecard(site),
    chance,
    dedup,
    notModelled,
  };
}
