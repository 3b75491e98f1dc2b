/** `breakglass check`: the verdict on a site, with its proof and its remedy. */
import { printProblem } from '../site/problem.ts';
import { readSite, type SiteFile } from '../site/read-site.ts';
import { BadInput, exitCodeOf } from './exit.ts';
import { outputsOf, prepareOutputs, print, progressLine, type ReportOptions } from './output.ts';
import { type CheckOptions, checkSettings } from './settings.ts';

/** @returns the exit code */
export async function checkCommand(path: string, options: CheckOptions & ReportOptions): Promise<number> {
  const settings = checkSettings(options);
  const file = await siteFrom(path);
  await prepareOutputs(outputsOf(options), [path]);
  // What the work itself needs is loaded once it is sure that there is work.
  const { checkSite } = await import('../check-site.ts');
  const { printed, writeReports } = await import('./reports.ts');
  const progress = progressLine();
  const result = await checkSite(file, { ...settings, onProgress: progress.show });
  progress.done();
  await writeReports(result, options);
  print(printed(result));
  return exitCodeOf(result.verdict);
}

/** @throws BadInput with everything that is wrong with the file */
export async function siteFrom(path: string): Promise<SiteFile> {
  const result = await readSite(path);
  if (!result.ok) throw new BadInput(result.problems.map(printProblem));
  return result.value;
}
