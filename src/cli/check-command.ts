/** `breakglass check`: the verdict on a site, with its proof and its remedy. */
import { printProblem } from '../site/problem.ts';
import { readSite, type SiteFile } from '../site/read-site.ts';
import { BadInput, exitCodeOf } from './exit.ts';
import { json, outputsOf, prepareOutputs, print, progressLine, type ReportOptions, save } from './output.ts';
import { type CheckOptions, checkSettings } from './settings.ts';

export type CheckCommandOptions = CheckOptions & ReportOptions & { readonly certificate?: string };

/** @returns the exit code */
export async function checkCommand(path: string, options: CheckCommandOptions): Promise<number> {
  const settings = checkSettings(options);
  const file = await siteFrom(path);
  const { certificate } = options;
  const proof = certificate === undefined ? [] : [{ option: '--certificate', path: certificate }];
  await prepareOutputs([...outputsOf(options), ...proof], [path]);
  // What the work itself needs is loaded once it is sure that there is work.
  const { checkSite } = await import('../check-site.ts');
  const { printed, writeReports } = await import('./reports.ts');
  const { certificateOf } = await import('../certificate/write.ts');
  const progress = progressLine();
  const result = await checkSite(file, { ...settings, onProgress: progress.show });
  progress.done();
  await writeReports(result, options);
  for (const output of proof) await save(output, json(certificateOf(result, file.text)));
  print(printed(result));
  return exitCodeOf(result.verdict);
}

/** @throws BadInput with everything that is wrong with the file */
export async function siteFrom(path: string): Promise<SiteFile> {
  const result = await readSite(path);
  if (!result.ok) throw new BadInput(result.problems.map(printProblem));
  return result.value;
}
