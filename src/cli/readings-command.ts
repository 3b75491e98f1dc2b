/** `breakglass readings`: what tells the readings of the sources apart, and the experiment that settles it. */
import {
  compareOnMachines,
  compareOnSite,
  type Comparison,
  readingPairs,
} from '../verdict/compare-readings.ts';
import { siteFrom } from './check-command.ts';
import { exitCodes } from './exit.ts';
import { json, outputsOf, prepareOutputs, print, progressLine, save } from './output.ts';
import { wholeNumber } from './settings.ts';

export type ReadingsOptions = { readonly faults: string; readonly pairsMax: string; readonly json?: string };

/** @returns the exit code: 0 when every pair was told apart or surely is alike, 2 when one is not known */
export async function readingsCommand(path: string, options: ReadingsOptions): Promise<number> {
  const faultsMax = wholeNumber('--faults', options.faults, 0, 7);
  const pairsMax = wholeNumber('--pairs-max', options.pairsMax, 100, 10_000_000);
  const { site } = await siteFrom(path);
  const outputs = outputsOf(options);
  await prepareOutputs(outputs, [path]);
  const progress = progressLine();
  const bounds = { faultsMax, pairsMax };
  const results = readingPairs().map((pair) => {
    progress.show(pair.names.join(' against '));
    const seen = compareOnSite(site, pair, 'administrator', bounds);
    const stolen = compareOnSite(site, pair, 'thief', bounds);
    // A thief gets no answers: only what the loot opens counts.
    const apart = [seen, stolen].filter(
      (one, at) => isApart(one) && (at === 0 || one.difference.kind === 'sight'),
    );
    if (apart.length > 0) return apart;
    return [seen.complete ? stolen : seen, compareOnMachines(pair, bounds)].filter(
      (one) => one !== undefined,
    );
  });
  progress.done();
  const whole = json({ schema: 'breakglass/readings/1', site: site.name, ...bounds, results });
  for (const output of outputs) await save(output, whole);
  for (const comparison of results.flat()) print(textOf(comparison, faultsMax));
  const unknown = results.flat().some((one) => !isApart(one) && !one.complete);
  return unknown ? exitCodes.notTested : exitCodes.holds;
}

function isApart({ difference }: Comparison): boolean {
  return difference.kind !== 'none';
}

function textOf({ names, question, where, steps, difference, complete, pairs }: Comparison, faults: number) {
  const title = `${names[0]} against ${names[1]}, on ${where}`;
  const asked = question === undefined ? [] : [`  ${question}`];
  if (difference.kind === 'none') {
    const end = complete
      ? `no difference within ${faults} faults: all ${pairs} pairs of states were looked at`
      : `not known: stopped at ${pairs} pairs of states (--pairs-max)`;
    return [`${title}: ${end}`, ...asked, ''].join('\n');
  }
  const [one, other] = difference.said;
  const lab = steps.length === 0 ? '' : ' do this, then';
  const what = difference.kind === 'answer' ? 'the answer to the last step' : difference.what;
  return [
    `${title}: told apart in ${steps.length} step${steps.length === 1 ? '' : 's'}`,
    ...asked,
    `  In a lab, on a site set up like this one,${lab} look at ${what}:`,
    ...steps.map(({ text, how }, at) => `  ${at + 1}. ${text}${how === undefined ? '' : `  [${how}]`}`),
    `     ${one}  if "${names[0]}" is right`,
    `     ${other}  if "${names[1]}" is right`,
    '',
  ].join('\n');
}
