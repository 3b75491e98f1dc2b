/** `breakglass check`: the verdict on a site, with its proof and its remedy. */
import { renderText } from '../../reports/text.ts';
import { checkSite } from '../check-site.ts';
import { printProblem } from '../site/problem.ts';
import { readSite, type SiteFile } from '../site/read-site.ts';
import { BadInput, exitCodeOf } from './exit.ts';
import { prepareOutputs, print, progressLine } from './output.ts';
import { outputsOf, type ReportOptions, writeReports } from './reports.ts';
import { type CheckOptions, checkSettings } from './settings.ts';

/** @returns the exit code */
export async function checkCommand(path: string, options: CheckOptions & ReportOptions): Promise<number> {
  const settings = checkSettings(options);
  const file = await siteFrom(path);
  await prepareOutputs(outputsOf(options), [path]);
  const progress = progressLine();
  const result = await checkSite(file, { ...settings, onProgress: progress.show });
  progress.done();
  await writeReports(result, options);
  print(renderText(result));
  return exitCodeOf(result.verdict);
}

/** @throws BadInput with everything that is wrong with the file */
export async function siteFrom(path: string): Promise<SiteFile> {
  const result = await readSite(path);
  if (!result.ok) throw new BadInput(result.problems.map(printProblem));
  return result.value;
}
