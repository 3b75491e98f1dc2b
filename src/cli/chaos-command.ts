/** `breakglass chaos`: a campaign of runs with injected faults, kept in a store that it can be resumed from. */
import { campaignFindings, runCampaign } from '../../chaos/campaign.ts';
import { worst } from '../../models/kernel/verdict.ts';
import { type CheckSettings, checkSite, shellWord } from '../check-site.ts';
import type { SiteFile } from '../site/read-site.ts';
import { campaignKey, type CampaignStore, openStore, StoreProblem } from '../store/campaign-store.ts';
import { siteFingerprint } from '../verdict/token.ts';
import { campaignResult, campaignText } from './chaos-result.ts';
import { siteFrom } from './check-command.ts';
import { BadInput, exitCodeOf } from './exit.ts';
import {
  json,
  outputsOf,
  prepareOutputs,
  print,
  progressLine,
  type ReportOptions,
  save,
  tell,
} from './output.ts';
import { writeReports } from './reports.ts';
import { type CheckOptions, checkSettings, durationMs, wholeNumber } from './settings.ts';

export type ChaosOptions = CheckOptions &
  ReportOptions & {
    readonly runs?: string;
    readonly for?: string;
    readonly store: string;
    readonly resume: boolean;
    readonly minimize: string;
  };

/** How long a campaign is, and how to go on with it. */
type Extent = {
  readonly runs: number | undefined;
  readonly durationMs: number | undefined;
  /** The command that continues it. */
  readonly goOn: string;
};

/** A campaign that only time ends still has an end. */
const runsMost = 10_000_000;
/** By how many runs a campaign without a number of runs grows. */
const growth = 256;

/** @returns the exit code */
export async function chaosCommand(path: string, options: ChaosOptions): Promise<number> {
  const settings = checkSettings(options);
  const minimizedMax = wholeNumber('--minimize', options.minimize, 0, 1000);
  const extent = extentOf(path, options);
  const file = await siteFrom(path);
  const outputs = outputsOf(options);
  await prepareOutputs([...outputs, { option: '--store', path: options.store }], [path]);
  try {
    const store = openStore(
      options.store,
      campaignKey(file.site, settings.seed, settings.readings),
      options.resume,
    );
    try {
      return await campaign(file, settings, options, { extent, minimizedMax, store });
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof StoreProblem) throw new BadInput([error.message]);
    throw error;
  }
}

type Campaign = {
  readonly extent: Extent;
  readonly minimizedMax: number;
  readonly store: CampaignStore;
};

async function campaign(
  file: SiteFile,
  settings: Omit<CheckSettings, 'onProgress'>,
  options: ReportOptions,
  { extent, minimizedMax, store }: Campaign,
): Promise<number> {
  const { readings, seed } = settings;
  const runs = await runAll(file, settings, extent, store);
  const progress = progressLine();
  const parts = campaignFindings({ site: file.site, readings, runs, store }, minimizedMax, (looked, total) =>
    progress.show(`making losses short: ${looked} of ${total}`),
  );
  const result = campaignResult(file, parts, { readings, seed, runs });
  const { json: whole, ...pages } = options;
  if (whole !== undefined) await save({ option: '--json', path: whole }, json(result));
  const verdicts = [result.verdict];
  if (outputsOf(pages).length > 0) {
    // A report is about the site: what chance found stands in it beside what the search proves.
    const checked = await checkSite(file, { ...settings, onProgress: progress.show });
    const { findings } = result;
    verdicts.push(checked.verdict);
    await writeReports(
      { ...checked, chaos: { campaign: siteFingerprint(file.site), runs, findings } },
      pages,
    );
  }
  progress.done();
  print(campaignText(result));
  return exitCodeOf(worst(verdicts));
}

function extentOf(path: string, options: ChaosOptions): Extent {
  if (options.runs === undefined && options.for === undefined) {
    throw new BadInput(['chaos: expected --runs N or --for DURATION, such as --runs 2000 or --for 60s']);
  }
  const runs = options.runs === undefined ? undefined : wholeNumber('--runs', options.runs, 1, runsMost);
  const duration = options.for === undefined ? undefined : durationMs('--for', options.for);
  const { seed, reading, store } = options;
  const length = runs === undefined ? `--for ${options.for}` : `--runs ${runs}`;
  const goOn = `breakglass chaos ${shellWord(path)} ${length} --seed ${seed} --reading ${reading} --store ${shellWord(store)} --resume`;
  return { runs, durationMs: duration, goOn };
}

/** @returns how many runs of each reading the campaign has now */
async function runAll(
  { site }: SiteFile,
  { readings, seed, workers }: Omit<CheckSettings, 'onProgress'>,
  { runs: asked, durationMs: duration, goOn }: Extent,
  store: CampaignStore,
): Promise<number> {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = duration === undefined ? undefined : setTimeout(() => controller.abort('time'), duration);
  const onInterrupt = (): void => {
    tell(`stopping after the runs under way; what was done is kept. To go on:\n  ${goOn}`);
    controller.abort('interrupted');
  };
  process.once('SIGINT', onInterrupt).once('SIGTERM', onInterrupt);
  const progress = progressLine();
  const onProgress = (done: number, total: number): void =>
    progress.show(asked === undefined ? `${done} runs` : `${done} of ${total} runs`);
  try {
    // Without a number of runs the campaign grows by steps until its time is over.
    const first = asked ?? Math.ceil((store.length() + 1) / growth) * growth;
    for (let runs = first; !signal.aborted && runs <= runsMost; runs += growth) {
      await runCampaign({ site, readings, seed, runs, workers, store, signal, onProgress });
      if (asked !== undefined) break;
    }
  } finally {
    clearTimeout(timer);
    process.removeListener('SIGINT', onInterrupt).removeListener('SIGTERM', onInterrupt);
    progress.done();
  }
  // The number of runs that every reading has without a gap is what a campaign that was stopped stands for.
  const length = asked ?? store.length();
  return Math.min(...readings.map(({ name }) => store.missing(name, length)[0] ?? length));
}
