/** `breakglass check`: the verdict on a site, with its proof and its remedy. */
import type { ReadingName } from '../../models/reading.ts';
import type { SizeEstimate } from '../../models/search-result.ts';
import { adviceWords, sizeWords } from '../../reports/reach.ts';
import { grouped } from '../../reports/words.ts';
import { CheckpointError } from '../explore/checkpoint.ts';
import { plural } from '../verdict/claims.ts';
import type { Told } from '../verdict/guard.ts';
import { printProblem } from '../site/problem.ts';
import { readSite, type SiteFile } from '../site/read-site.ts';
import { checkpointFiles, type CheckpointOptions, checkpointsOf, goOnCommand } from './check-checkpoint.ts';
import { searchLine } from './check-progress.ts';
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
import { type CheckOptions, checkSettings } from './settings.ts';

export type CheckCommandOptions = CheckOptions &
  CheckpointOptions &
  ReportOptions & { readonly certificate?: string; readonly progress: boolean; readonly profile: boolean };

/** @returns the exit code */
export async function checkCommand(path: string, options: CheckCommandOptions): Promise<number> {
  const settings = checkSettings(options);
  const file = await siteFrom(path);
  const { certificate } = options;
  const proof = certificate === undefined ? [] : [{ option: '--certificate', path: certificate }];
  const kept = checkpointFiles(options, settings.readings);
  await prepareOutputs([...outputsOf(options), ...proof, ...kept], [path]);
  const checkpointFor = checkpointsOf(file, options, kept);
  // What the work itself needs is loaded once it is sure that there is work.
  const { checkSite } = await import('../check-site.ts');
  const { printed, writeReports } = await import('./reports.ts');
  const { certificateOf } = await import('../certificate/write.ts');
  const controller = new AbortController();
  const onInterrupt = (): void => {
    progress.done();
    tell('stopping: what was searched until now is judged; once more ends at once');
    controller.abort();
  };
  process.once('SIGINT', onInterrupt).once('SIGTERM', onInterrupt);
  const progress = progressLine(options.progress);
  const line = searchLine();
  try {
    const result = await checkSite(file, {
      ...settings,
      profile: options.profile,
      signal: controller.signal,
      checkpointFor,
      onProgress: progress.show,
      onTold: (reading, told) => {
        progress.show(line(reading, told));
        const message = messageOf(reading, told, path);
        if (message === undefined) return;
        progress.done();
        tell(message);
      },
    });
    progress.done();
    await writeReports(result, options);
    for (const output of proof) await save(output, json(certificateOf(result, file.text)));
    print(printed(result));
    const isCut = Object.values(result.readings).some(({ search }) => !search.complete);
    if (isCut) tell(`to go on where a search ended: ${goOnCommand(path, options)}`);
    return exitCodeOf(result.verdict);
  } catch (error) {
    if (error instanceof CheckpointError) throw new BadInput([`--checkpoint: ${error.message}`]);
    throw error;
  } finally {
    process.removeListener('SIGINT', onInterrupt).removeListener('SIGTERM', onInterrupt);
    progress.done();
  }
}

/** What is worth a line of its own. */
function messageOf(reading: ReadingName, told: Told, path: string): string | undefined {
  if ('lost' in told)
    return `reading ${reading}: a thread of the search is gone (${told.lost}); the others search its part again, to the same result`;
  if ('uncounted' in told)
    return `nobody can say how large this site is, reading ${reading}: even small ones of its kind have more than ${grouped(told.uncounted.statesMin)} states within ${plural(told.uncounted.faultsMax, 'fault')}; it is searched up to --states-max, and Ctrl-C keeps what was found`;
  if (!('estimate' in told) || told.estimate.fits.length === 0) return undefined;
  return tooLarge(reading, told.estimate, path);
}

function tooLarge(reading: ReadingName, estimate: SizeEstimate, path: string): string {
  const head = `this site is likely to be too large to be searched to the end, reading ${reading}: ${sizeWords(estimate)}`;
  return [head, ...adviceWords(estimate, path).map((line) => `  ${line}`)].join('\n');
}

/** @throws BadInput with everything that is wrong with the file */
export async function siteFrom(path: string): Promise<SiteFile> {
  const result = await readSite(path);
  if (!result.ok) throw new BadInput(result.problems.map(printProblem));
  return result.value;
}
