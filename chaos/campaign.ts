/**
 * A campaign: many runs on a pool of workers. What it says is a function of (site, readings, seed, number of
 * runs); how many workers there were, and in which order they ended, does not show.
 */
import { Piscina } from 'piscina';
import type { Reading, ReadingName } from '../models/reading.ts';
import type { Coverage } from '../models/search-result.ts';
import type { Site } from '../models/site.ts';
import { compile } from '../src/explore/compile.ts';
import { search } from '../src/explore/search.ts';
import type { CampaignStore } from '../src/store/campaign-store.ts';
import { faultsAsked } from '../src/verdict/decide.ts';
import { coverageOf } from './coverage.ts';
import { findingsOf, type Findings, type Loss } from './findings.ts';
import { groundOf, type RunRecord } from './run.ts';
import type { ChaosTask } from './worker.ts';

export type CampaignOptions = {
  readonly site: Site;
  readonly readings: readonly Reading[];
  readonly seed: string;
  readonly runs: number;
  readonly workers: number;
  readonly store: CampaignStore;
  /** Ends the campaign after the runs that are under way; what was done is kept. */
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
};

export type ReadingCampaign = Findings & {
  readonly reading: ReadingName;
  readonly records: readonly RunRecord[];
  readonly coverage: Coverage;
};

/** Where the search for all states, which runs are compared with, is given up. */
const exactStatesMax = 500_000;

/** Runs per task: small enough that a killed process loses little, large enough to keep workers busy. */
const batchRuns = 8;

/** Runs what the store does not have yet. */
export async function runCampaign(options: CampaignOptions): Promise<void> {
  const { site, readings, seed, runs, workers, store, signal, onProgress } = options;
  const tasks = readings.flatMap(({ name }) =>
    rangesOf(store.missing(name, runs)).map(
      ([first, count]): ChaosTask => ({ site, reading: name, seed, first, count }),
    ),
  );
  const total = runs * readings.length;
  let done = total - tasks.reduce((sum, { count }) => sum + count, 0);
  const pool = new Piscina<ChaosTask, readonly RunRecord[]>({
    filename: new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
  });
  try {
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let task = tasks[next++]; task !== undefined && !signal.aborted; task = tasks[next++]) {
        const records = await pool.run(task);
        store.append(task.reading, records);
        done += records.length;
        onProgress(done, total);
      }
    };
    await Promise.all(Array.from({ length: workers }, lane));
  } finally {
    await pool.destroy();
  }
}

/** What the runs of a store found, in the order of their indices. */
export function campaignFindings(
  {
    site,
    seed,
    readings,
    runs,
    store,
  }: Pick<CampaignOptions, 'site' | 'seed' | 'readings' | 'runs' | 'store'>,
  minimizedMax: number,
  onProgress: (looked: number, total: number) => void,
): readonly ReadingCampaign[] {
  return readings.map((reading) => {
    const records = recordsOf(store, reading.name, runs);
    const losses = records.flatMap((record) => lossesOf(site, record));
    const ground = groundOf({ site, switches: reading.switches });
    const faultsMax = faultsAsked(site);
    const exact = search(compile(ground.steady), { faultsMax, statesMax: exactStatesMax });
    const states = exact.complete ? exact.states.size() : undefined;
    const coverage = coverageOf(ground, reading.name, seed, runs, faultsMax, states);
    const findings = findingsOf(ground, losses, minimizedMax, onProgress);
    return { reading: reading.name, records, coverage, ...findings };
  });
}

/** The runs of a reading, in the order of their indices. */
export function recordsOf(store: CampaignStore, reading: ReadingName, runs: number): readonly RunRecord[] {
  // The store was written by this module only, and checks that it is of this campaign and version.
  return store.read(reading, runs) as readonly RunRecord[];
}

function lossesOf(site: Site, { index, ends, accepted, spent }: RunRecord): readonly Loss[] {
  const withinPromise = spent <= site.promise.recoverable;
  return site.machines.flatMap(({ name }, at) => {
    const end = ends[at];
    const lost = end === 'lost' || end === 'beyondProcedures' || end === 'unpromised';
    return lost ? [{ index, machine: name, events: accepted, withinPromise }] : [];
  });
}

/** Missing indices as ranges of at most one batch. */
function rangesOf(indices: readonly number[]): readonly (readonly [first: number, count: number])[] {
  const ranges: [number, number][] = [];
  for (const index of indices) {
    const last = ranges.at(-1);
    if (last !== undefined && last[0] + last[1] === index && last[1] < batchRuns) last[1]++;
    else ranges.push([index, 1]);
  }
  return ranges;
}
