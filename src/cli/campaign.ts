/** The work of `breakglass chaos`: runs, what they found, and the files that were asked for. */
import { campaignFindings, runCampaign } from '../../chaos/campaign.ts';
import { worst } from '../../models/kernel/verdict.ts';
import { checkSite } from '../check-site.ts';
import type { SiteFile } from '../site/read-site.ts';
import type { CampaignStore } from '../store/campaign-store.ts';
import { siteFingerprint } from '../verdict/token.ts';
import { type Extent, runsMost } from './chaos-extent.ts';
import { campaignResult, campaignText } from './chaos-result.ts';
import { exitCodeOf } from './exit.ts';
import { json, outputsOf, print, progressLine, type ReportOptions, save, tell } from './output.ts';
import { writeReports } from './reports.ts';
import type { GivenSettings } from './settings.ts';

/** By how many runs a campaign without a number of runs grows. */
const growth = 256;

type Campaign = {
  readonly extent: Extent;
  readonly minimizedMax: number;
  readonly store: CampaignStore;
};

/** Runs it, judges it, and writes what was asked for. @returns the exit code */
export async function campaign(
  file: SiteFile,
  settings: GivenSettings,
  options: ReportOptions,
  { extent, minimizedMax, store }: Campaign,
): Promise<number> {
  const { readings, seed } = settings;
  const runs = await runAll(file, settings, extent, store);
  const progress = progressLine();
  const parts = campaignFindings(
    { site: file.site, seed, readings, runs, store },
    minimizedMax,
    (looked, total) => progress.show(`making losses short: ${looked} of ${total}`),
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

/** @returns how many runs of each reading the campaign has now */
async function runAll(
  { site }: SiteFile,
  { readings, seed, workers }: GivenSettings,
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
