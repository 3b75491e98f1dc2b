/** `breakglass chaos`: a campaign of runs with injected faults, kept in a store that it can be resumed from. */
import { shellWord } from '../../reports/words.ts';
import { campaignKey, openStore, StoreProblem } from '../store/campaign-store.ts';
import { type Extent, runsMost } from './chaos-extent.ts';
import { siteFrom } from './check-command.ts';
import { BadInput } from './exit.ts';
import { outputsOf, prepareOutputs, type ReportOptions } from './output.ts';
import { type CheckOptions, checkSettings, durationMs, wholeNumber } from './settings.ts';

export type ChaosOptions = CheckOptions &
  ReportOptions & {
    readonly runs?: string;
    readonly for?: string;
    readonly store: string;
    readonly resume: boolean;
    readonly minimize: string;
  };

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
      // What the work itself needs is loaded once it is sure that there is work.
      const { campaign } = await import('./campaign.ts');
      return await campaign(file, settings, options, { extent, minimizedMax, store });
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof StoreProblem) throw new BadInput([error.message]);
    throw error;
  }
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
