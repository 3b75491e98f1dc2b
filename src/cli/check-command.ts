/** `breakglass check`: the verdict on a site, with its proof and its remedy. */
import { checkResult, judgeReadings } from '../verdict/check.ts';
import type { CheckResult, DedupRow } from '../../models/result.ts';
import type { Reading } from '../../models/reading.ts';
import { campaignFindings, runCampaign } from '../../chaos/campaign.ts';
import { renderCtrf } from '../../reports/ctrf.ts';
import { renderJunit } from '../../reports/junit.ts';
import { renderReport } from '../../reports/report.ts';
import { renderSarif } from '../../reports/sarif.ts';
import { renderText } from '../../reports/text.ts';
import { stopwatch } from '../clock.ts';
import type { SiteFile } from '../site/read-site.ts';
import { openStore } from '../store/campaign-store.ts';
import { siteFingerprint } from '../verdict/token.ts';
import { measureLayers, defaultCloneSpec } from '../workload/measure.ts';
import { exitCodeOf } from './exit.ts';
import { readingsFrom, siteFrom, wholeNumber } from './input.ts';
import { json, print, progressLine, save } from './output.ts';
import { toolVersion } from './tool.ts';

export type CheckOptions = {
  readonly reading: string;
  readonly seed: string;
  readonly workers: string;
  readonly chanceRuns: string;
  readonly statesMax: string;
  /** False with `--no-timings`: every figure that differs from run to run is 0. */
  readonly timings: boolean;
  /** False with `--no-measure`: nothing is written to measure deduplication. */
  readonly measure: boolean;
  readonly html?: string;
  readonly json?: string;
  readonly junit?: string;
  readonly sarif?: string;
  readonly ctrf?: string;
};

/** @returns the exit code */
export async function checkCommand(path: string, options: CheckOptions): Promise<number> {
  const file = await siteFrom(path);
  const result = await checkSite(file, readingsFrom(options.reading), options);
  await writeReports(result, options);
  print(renderText(result));
  return exitCodeOf(result.verdict);
}

/** The check itself, without reading or writing files. */
export async function checkSite(
  file: SiteFile,
  readings: readonly Reading[],
  options: CheckOptions,
): Promise<CheckResult> {
  const { seed, timings } = options;
  const { site, fileName } = file;
  const workers = wholeNumber('--workers', options.workers, 1, 64);
  const statesMax = wholeNumber('--states-max', options.statesMax, 1000, 50_000_000);
  const runs = wholeNumber('--chance-runs', options.chanceRuns, 0, 1_000_000);
  const progress = progressLine();
  progress.show('searching what faults can lead to …');
  const replayCommand = `npx breakglass replay ${fileName}`;
  const judged = await judgeReadings(site, readings, { seed, replayCommand, statesMax }, workers, (name) =>
    progress.show(`reading ${name} is judged`),
  );
  const chance = await chanceFigures(file, readings, { seed, runs, workers, show: progress.show });
  const dedup = options.measure ? await dedupRows(file, seed, workers, progress.show) : [];
  progress.done();
  const result = checkResult({
    site,
    siteFile: fileName,
    tool: toolVersion(),
    seed,
    chance,
    dedup,
    readings: judged,
  });
  return timings ? result : withoutTimings(result);
}

type ChanceOptions = {
  readonly seed: string;
  readonly runs: number;
  readonly workers: number;
  readonly show: (text: string) => void;
};

/** Runs by chance, to hold the model against the twin: a disagreement would make every proof worthless. */
async function chanceFigures(
  { site }: SiteFile,
  readings: readonly Reading[],
  { seed, runs, workers, show }: ChanceOptions,
): Promise<CheckResult['chance']> {
  const elapsed = stopwatch();
  const key = { site: siteFingerprint(site), seed, readings: readings.map(({ name }) => name).join() };
  const store = openStore(':memory:', key, false);
  const onProgress = (done: number, total: number): void =>
    show(`model against twin: ${done} of ${total} runs`);
  const { signal } = new AbortController();
  await runCampaign({ site, readings, seed, runs, workers, store, signal, onProgress });
  const records = campaignFindings({ site, readings, runs, store }, 0, () => {}).flatMap(
    (part) => part.records,
  );
  store.close();
  return {
    runs: records.length,
    events: records.reduce((sum, { events }) => sum + events, 0),
    refused: records.reduce((sum, { refused }) => sum + refused, 0),
    disagreements: records.filter(({ disagreement }) => disagreement !== '').length,
    seconds: elapsed(),
  };
}

const exceptionLayers: Readonly<Record<string, DedupRow['layers']>> = {
  'same key, same address': 'sameKeySamePlace',
  'same key, shifted address': 'sameKeyShifted',
};

async function dedupRows(
  { workload }: SiteFile,
  seed: string,
  workers: number,
  show: (text: string) => void,
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
    onProgress: ({ blocks, blocksTotal }) =>
      show(`deduplication: ${Math.floor((100 * blocks) / blocksTotal)} % written`),
  });
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

/** Writes what the command line asked for. */
export async function writeReports(result: CheckResult, options: CheckOptions): Promise<void> {
  if (options.json !== undefined) await save(options.json, json(result));
  if (options.html !== undefined) await save(options.html, renderReport(result));
  if (options.junit !== undefined) await save(options.junit, renderJunit(result));
  if (options.sarif !== undefined) await save(options.sarif, renderSarif(result));
  if (options.ctrf !== undefined) await save(options.ctrf, renderCtrf(result));
}
