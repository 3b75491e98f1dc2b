/** A whole check as one call: search, runs by chance, measured bytes. Reads and writes no report. */
import { availableParallelism } from 'node:os';
import { recordsOf, runCampaign } from '../chaos/campaign.ts';
import { coverageOf } from '../chaos/coverage.ts';
import { groundOf } from '../chaos/run.ts';
import type { Reading } from '../models/reading.ts';
import { type ReadingName, readings as allReadings } from '../models/reading.ts';
import type { CheckResult, DedupRow } from '../models/result.ts';
import type { Coverage } from '../models/search-result.ts';
import type { Site } from '../models/site.ts';
import { questionsOf } from '../models/systems/questions.ts';
import { stopwatch } from './clock.ts';
import { shellWord } from '../reports/words.ts';
import { memoryMaxDefaultBytes } from './memory.ts';
import type { SiteFile } from './site/read-site.ts';
import { campaignKey, openStore } from './store/campaign-store.ts';
import { commandName, toolVersion } from './tool.ts';
import type { Checkpoint } from './explore/checkpoint.ts';
import { checkResult, judgeReadings } from './verdict/check.ts';
import { faultsAsked } from './verdict/decide.ts';
import type { Told } from './verdict/guard.ts';
import { systemsResult } from './verdict/systems.ts';
import { defaultCloneSpec, measureLayers } from './workload/measure.ts';

export type CheckSettings = {
  readonly readings: readonly Reading[];
  /** Root seed: the same seed gives the same result. */
  readonly seed: string;
  /** Worker threads of all searches and runs together. No result depends on their number. */
  readonly workers: number;
  /** Where a search stops, incomplete. */
  readonly statesMax: number;
  /** What the whole process may take: a search that comes near it stops, incomplete. */
  readonly memoryMaxBytes: number;
  /** Where the search of each reading is kept; nowhere when left out. */
  readonly checkpointFor?: (reading: ReadingName) => Checkpoint | undefined;
  /** Ends the check early: what was done until then is judged, and nothing holds. */
  readonly signal: AbortSignal;
  /** For how many combinations of each loss a run that shows it is looked for. */
  readonly witnessesMax: number;
  /** Runs by chance for each reading that hold the model against the twin. */
  readonly chanceRuns: number;
  /** Whether the result says what made each search large. */
  readonly profile: boolean;
  /** False: every figure that a clock told is 0. */
  readonly timings: boolean;
  /** False: nothing is written to measure deduplication, so that part of a promise is not tested. */
  readonly measure: boolean;
  /** What is being done, in words, for a line of progress. */
  readonly onProgress: (text: string) => void;
  /** How far the searches are. */
  readonly onTold: (reading: ReadingName, told: Told) => void;
};

/** Where the search of one system stops: all of them are far smaller, unless many faults are promised. */
const systemStatesMax = 300_000;

export const checkDefaults: CheckSettings = {
  readings: allReadings,
  seed: 'breakglass',
  workers: availableParallelism(),
  statesMax: 4_000_000,
  memoryMaxBytes: memoryMaxDefaultBytes(),
  signal: new AbortController().signal,
  witnessesMax: 4,
  chanceRuns: 40,
  profile: false,
  timings: true,
  measure: true,
  onProgress: () => {},
  onTold: () => {},
};

/** @param settings those that are left out are `checkDefaults` */
export async function checkSite(file: SiteFile, settings: Partial<CheckSettings> = {}): Promise<CheckResult> {
  const all: CheckSettings = { ...checkDefaults, ...settings };
  const { readings, seed, statesMax, witnessesMax, profile, timings, measure, signal, onProgress } = all;
  const { site, said, fileName } = file;
  onProgress('searching what faults can lead to …');
  const replayCommand = `${commandName()} replay ${shellWord(fileName)}`;
  const judged = await judgeReadings(
    site,
    readings,
    { seed, replayCommand, statesMax, witnessesMax, profile },
    all,
  );
  onProgress('asking the systems of the site …');
  const asked = questionsOf({ site, said });
  // What was interrupted is not known as a whole; nothing more is searched.
  const questions = signal.aborted ? [] : asked.questions;
  const systems = systemsResult({ ...asked, questions }, readings, Math.min(statesMax, systemStatesMax));
  const chance = await chanceFigures(file, all, judged);
  const dedup = measure && !signal.aborted ? await dedupRows(file, all) : [];
  const result = checkResult({
    site,
    siteFile: fileName,
    tool: toolVersion(),
    seed,
    chance,
    dedup,
    readings: judged,
    interrupted: signal.aborted,
    systems,
  });
  return timings ? result : withoutTimings(result);
}

/** Runs by chance, to hold the model against the twin: a disagreement would make every proof worthless. */
async function chanceFigures(
  { site }: SiteFile,
  { readings, seed, workers, chanceRuns: runs, signal, onProgress: show }: CheckSettings,
  judged: CheckResult['readings'],
): Promise<CheckResult['chance']> {
  const elapsed = stopwatch();
  const store = openStore(':memory:', campaignKey(site, seed, readings), false);
  const onProgress = (done: number, total: number): void =>
    show(`model against twin: ${done} of ${total} runs`);
  await runCampaign({ site, readings, seed, runs, workers, store, signal, onProgress });
  const records = readings.flatMap(({ name }) => recordsOf(store, name, runs));
  store.close();
  return {
    runs: records.length,
    events: records.reduce((sum, { events }) => sum + events, 0),
    refused: records.reduce((sum, { refused }) => sum + refused, 0),
    disagreements: records.filter(({ disagreement }) => disagreement !== '').length,
    coverage:
      runs === 0 || signal.aborted
        ? []
        : readings.map((reading) => coverageIn(site, reading, seed, runs, judged)),
    seconds: elapsed(),
  };
}

function coverageIn(
  site: Site,
  { name, switches }: Reading,
  seed: string,
  runs: number,
  judged: CheckResult['readings'],
): Coverage {
  const search = judged[name]?.search;
  const states = search?.complete === true ? search.states : undefined;
  return coverageOf(groundOf({ site, switches }), name, seed, runs, faultsAsked(site), states);
}

const exceptionLayers: Readonly<Record<string, DedupRow['layers']>> = {
  'same key, same address': 'sameKeySamePlace',
  'same key, shifted address': 'sameKeyShifted',
};

async function dedupRows(
  { workload }: SiteFile,
  { seed, workers, signal, onProgress }: CheckSettings,
): Promise<readonly DedupRow[]> {
  const spec = {
    ...defaultCloneSpec,
    seed,
    clones: workload.clones,
    cloneBytes: workload.sizeMiB * 2 ** 20,
    divergenceShare: workload.changedPercent / 100,
  };
  const measured = await measureLayers(spec, {
    workers,
    signal,
    onProgress: ({ blocks, blocksTotal }) =>
      onProgress(`deduplication: ${Math.floor((100 * blocks) / blocksTotal)} % written`),
  });
  // Ratios of a part of the blocks say nothing about all of them.
  if (!measured.complete) return [];
  const exceptions = measured.exceptions.flatMap(
    ({ name, logicalBlocks, uniqueBlocks, ratio }): DedupRow[] => {
      const layers = exceptionLayers[name];
      return layers === undefined
        ? []
        : [{ layers, logicalBlocks, uniqueBlocks, ratio, cpuSecondsPerGiB: 0 }];
    },
  );
  return [...measured.rows, ...exceptions];
}

/** The same result for the same input, to the byte: what a clock told is left out. */
function withoutTimings(result: CheckResult): CheckResult {
  const readings = Object.entries(result.readings).map(([name, reading]) => [
    name,
    { ...reading, search: { ...reading.search, seconds: 0 } },
  ]);
  return {
    ...result,
    readings: Object.fromEntries(readings),
    chance: { ...result.chance, seconds: 0 },
    dedup: result.dedup.map((row) => ({ ...row, cpuSecondsPerGiB: 0 })),
  };
}
