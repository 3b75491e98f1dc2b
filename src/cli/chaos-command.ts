/** `breakglass chaos`: a campaign of runs with injected faults, kept in a store that it can be resumed from. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { campaignFindings, type ReadingCampaign, runCampaign } from '../../chaos/campaign.ts';
import { worst, type Verdict } from '../../models/kernel/verdict.ts';
import type { Reading } from '../../models/reading.ts';
import type { ChaosFinding } from '../../models/result.ts';
import type { SiteFile } from '../site/read-site.ts';
import { type CampaignStore, openStore, StoreProblem } from '../store/campaign-store.ts';
import { plural } from '../verdict/claims.ts';
import { stepLine } from '../verdict/lines.ts';
import { siteFingerprint, tokenOf } from '../verdict/token.ts';
import { type CheckOptions, checkSite, writeReports } from './check-command.ts';
import { BadInput, exitCodeOf } from './exit.ts';
import { durationMs, readingsFrom, siteFrom, wholeNumber } from './input.ts';
import { json, print, progressLine, save, tell } from './output.ts';
import { toolVersion } from './tool.ts';

export type ChaosOptions = CheckOptions & {
  readonly runs?: string;
  readonly for?: string;
  readonly store: string;
  readonly resume: boolean;
  readonly minimize: string;
};

/** A campaign that only time ends still has an end. */
const runsMost = 10_000_000;

/** @returns the exit code */
export async function chaosCommand(path: string, options: ChaosOptions): Promise<number> {
  if (options.runs === undefined && options.for === undefined) {
    throw new BadInput(['chaos: expected --runs N or --for DURATION, such as --runs 2000 or --for 60s']);
  }
  const file = await siteFrom(path);
  const readings = readingsFrom(options.reading);
  const store = storeFor(file, readings, options);
  const runs = await runAll(file, readings, options, store);
  const progress = progressLine();
  progress.show('making what was found short …');
  const minimizedMax = wholeNumber('--minimize', options.minimize, 0, 1000);
  const parts = campaignFindings({ site: file.site, readings, runs, store }, minimizedMax, () => {});
  progress.done();
  store.close();
  const result = campaignResult(file, parts, readings, options.seed, runs);
  if (options.json !== undefined) await save(options.json, json(result));
  if (options.html !== undefined) {
    const { json: _, ...pages } = options;
    const checked = await checkSite(file, readings, options);
    const { findings } = result;
    await writeReports(
      { ...checked, chaos: { campaign: siteFingerprint(file.site), runs, findings } },
      pages,
    );
  }
  print(textOf(result));
  return exitCodeOf(result.verdict);
}

function storeFor({ site }: SiteFile, readings: readonly Reading[], options: ChaosOptions): CampaignStore {
  const key = {
    site: siteFingerprint(site),
    seed: options.seed,
    readings: readings.map(({ name }) => name).join(),
  };
  try {
    if (options.store !== ':memory:') mkdirSync(dirname(options.store), { recursive: true });
    return openStore(options.store, key, options.resume);
  } catch (error) {
    if (error instanceof StoreProblem) throw new BadInput([error.message]);
    throw error;
  }
}

/** @returns how many runs of each reading the campaign has now */
async function runAll(
  { site }: SiteFile,
  readings: readonly Reading[],
  options: ChaosOptions,
  store: CampaignStore,
): Promise<number> {
  const workers = wholeNumber('--workers', options.workers, 1, 64);
  const asked = options.runs === undefined ? undefined : wholeNumber('--runs', options.runs, 1, runsMost);
  const controller = new AbortController();
  const timer =
    options.for === undefined
      ? undefined
      : setTimeout(() => controller.abort('time'), durationMs('--for', options.for));
  const onInterrupt = (): void => {
    tell('stopping after the runs under way; what was done is kept, --resume goes on');
    controller.abort('interrupted');
  };
  process.once('SIGINT', onInterrupt);
  const progress = progressLine();
  const { seed } = options;
  const { signal } = controller;
  const onProgress = (done: number, total: number): void =>
    progress.show(asked === undefined ? `${done} runs` : `${done} of ${total} runs`);
  // Without a number of runs the campaign grows by steps until its time is over.
  for (let runs = asked ?? 256; !signal.aborted; runs += 256) {
    await runCampaign({ site, readings, seed, runs, workers, store, signal, onProgress });
    if (asked !== undefined) break;
  }
  clearTimeout(timer);
  process.removeListener('SIGINT', onInterrupt);
  progress.done();
  return asked !== undefined && !signal.aborted ? asked : completeRuns(readings, store);
}

/** The number of runs that every reading has without a gap: what a campaign that was stopped stands for. */
function completeRuns(readings: readonly Reading[], store: CampaignStore): number {
  const length = store.length();
  return Math.min(...readings.map(({ name }) => store.missing(name, length)[0] ?? length));
}

type CampaignResult = {
  readonly schema: 'breakglass/chaos/1';
  readonly tool: { readonly version: string; readonly commit: string };
  readonly site: string;
  readonly seed: string;
  readonly runs: number;
  readonly verdict: Verdict;
  readonly readings: Readonly<Record<string, ReadingFigures>>;
  readonly findings: readonly ChaosFinding[];
};

type ReadingFigures = {
  readonly events: number;
  readonly refused: number;
  readonly disagreements: number;
  /** By end: how many machines of all runs ended so. */
  readonly ends: Readonly<Record<string, number>>;
  /** Losses that no finding explains: more than were made short, or not to be played from the steady state. */
  readonly unexplained: number;
};

function campaignResult(
  { site, fileName }: SiteFile,
  parts: readonly ReadingCampaign[],
  readings: readonly Reading[],
  seed: string,
  runs: number,
): CampaignResult {
  const findings = parts.flatMap((part): ChaosFinding[] => {
    const reading = readings.find(({ name }) => name === part.reading);
    if (reading === undefined) return [];
    return part.findings.map(({ machine, events, faults, runs: shown }) => ({
      reading: reading.name,
      invariant: `${machine} stays recoverable`,
      finding: `${plural(faults, 'fault')}, ${faults <= site.promise.recoverable ? 'within' : 'beyond'} the promise of ${site.promise.recoverable}`,
      steps: events.map(stepLine),
      replay: `npx breakglass replay ${fileName} ${tokenOf(site, reading, events)}`,
      runs: shown.length,
    }));
  });
  const broken = parts.some(({ findings: found, records }) =>
    [
      found.some(({ faults }) => faults <= site.promise.recoverable),
      records.some(({ disagreement }) => disagreement !== ''),
    ].includes(true),
  );
  const verdict: Verdict = worst(runs === 0 ? [] : [broken ? 'broken' : 'holds']);
  return {
    schema: 'breakglass/chaos/1',
    tool: toolVersion(),
    site: fileName,
    seed,
    runs,
    verdict,
    readings: Object.fromEntries(parts.map((part) => [part.reading, figuresOf(part)])),
    findings,
  };
}

function figuresOf({ records, unexplained }: ReadingCampaign): ReadingFigures {
  const ends: Record<string, number> = {};
  for (const end of records.flatMap((record) => record.ends)) ends[end] = (ends[end] ?? 0) + 1;
  return {
    events: records.reduce((sum, { events }) => sum + events, 0),
    refused: records.reduce((sum, { refused }) => sum + refused, 0),
    disagreements: records.filter(({ disagreement }) => disagreement !== '').length,
    ends: Object.fromEntries(Object.entries(ends).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    unexplained,
  };
}

function textOf({ site, seed, runs, verdict, readings, findings }: CampaignResult): string {
  const lines = [`${site}: ${plural(runs, 'run')} for each reading, seed ${seed}: ${verdict}`];
  for (const [name, { events, refused, disagreements, ends }] of Object.entries(readings)) {
    const counts = Object.entries(ends).map(([end, count]) => `${end} ${count}`);
    lines.push(
      `  ${name}: ${events} events (${refused} refused), machines: ${counts.join(', ')}; model and twin disagreed in ${disagreements}`,
    );
  }
  for (const { reading, invariant, finding, steps, replay, runs: shown } of findings) {
    lines.push(
      '',
      `  not kept, reading ${reading}: ${invariant} (${finding}; shown by ${plural(shown, 'run')})`,
    );
    lines.push(...steps.map(({ text }, index) => `    ${index + 1}. ${text}`), `    ${replay}`);
  }
  return lines.join('\n');
}
