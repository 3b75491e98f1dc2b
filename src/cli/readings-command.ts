/** `breakglass readings`: what tells the readings of the sources apart, and the experiment that settles it. */
import {
  compareOnMachines,
  compareOnSite,
  type Comparison,
  readingPairs,
} from '../verdict/compare-readings.ts';
import { siteFrom } from './check-command.ts';
import { plural } from '../verdict/claims.ts';
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
  for (const pair of results)
    print([...titleOf(pair), ...pair.flatMap((one) => linesOf(one, faultsMax)), ''].join('\n'));
  const unknown = results.flat().some((one) => !isApart(one) && !one.complete);
  return unknown ? exitCodes.notTested : exitCodes.holds;
}

function isApart({ difference }: Comparison): boolean {
  return difference.kind !== 'none';
}

/** The question first, since a switch of the models says little by itself. */
function titleOf([first]: readonly Comparison[]): readonly string[] {
  if (first === undefined) return [];
  const readings = first.names.join(' against ');
  return first.question === undefined ? [readings] : [first.question, `  ${readings}`];
}

function linesOf(
  { names, where, steps, difference, complete, pairs }: Comparison,
  faults: number,
): readonly string[] {
  if (difference.kind === 'none') {
    const end = complete
      ? `no difference within ${plural(faults, 'fault')}: all ${pairs} pairs of states were looked at`
      : `not known: stopped at ${pairs} pairs of states (--pairs-max)`;
    return [`  on ${where}: ${end}`];
  }
  const [one, other] = difference.said;
  const lab = steps.length === 0 ? 'look at' : 'do this, then look at';
  const what = difference.kind === 'answer' ? 'the answer to the last step' : difference.what;
  return [
    `  on ${where}: told apart in ${plural(steps.length, 'step')}`,
    `  In a lab, set up like this, ${lab} ${what}`,
    ...steps.map(({ text, how }, at) => `  ${at + 1}. ${text}${how === undefined ? '' : `  [${how}]`}`),
    `     ${one}  if "${names[0]}" is right`,
    `     ${other}  if "${names[1]}" is right`,
  ];
}
