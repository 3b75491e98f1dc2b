/** `breakglass readings`: what tells the readings of the sources apart, and the experiment that settles it. */
import { labTestOf, type LabTest } from '../../models/lab-trials.ts';
import { wrapped } from '../../reports/text-layout.ts';
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
  const pairs = readingPairs();
  const labs = pairs.map(({ switches, names }) => labTestOf(...switches, names));
  const results = pairs.map((pair) => {
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
  const whole = json({ schema: 'breakglass/readings/2', site: site.name, ...bounds, results, labs });
  for (const output of outputs) await save(output, whole);
  for (const [at, pair] of results.entries())
    print(
      [...titleOf(pair), ...pair.flatMap((one) => linesOf(one, faultsMax)), ...labLines(labs[at]), ''].join(
        '\n',
      ),
    );
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
  const run = steps.length === 0 ? 'Look at' : 'Do this, then look at';
  const what = difference.kind === 'answer' ? 'the answer to the last step' : difference.what;
  return [
    `  on ${where}: told apart in ${plural(steps.length, 'step')}`,
    ...wrapped(`${run} ${what}`, '    '),
    ...steps.flatMap(({ text, how }, at) =>
      wrapped(how === undefined ? text : `${text} [${how}]`, `    ${at + 1}. `),
    ),
    ...wrapped(`${one}: "${names[0]}" is right`, '      -> '),
    ...wrapped(`${other}: "${names[1]}" is right`, '      -> '),
  ];
}

/** What an administrator does, where the models' own run is not yet something that a lab can look at. */
function labLines(lab: LabTest | undefined): readonly string[] {
  if (lab === undefined) return [];
  return [
    '  To settle it in a lab (our proposal):',
    ...lab.steps.flatMap((step, at) => wrapped(step, `    ${at + 1}. `)),
    ...lab.outcomes.flatMap(({ seen, right }) => wrapped(`${seen}: "${right}" is right`, '      -> ')),
  ];
}
