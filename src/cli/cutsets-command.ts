/** `breakglass cutsets`: every minimal combination of faults that loses something, in increasing order. */
import type { Verdict } from '../../models/kernel/verdict.ts';
import { worst } from '../../models/kernel/verdict.ts';
import { practiceTitle } from '../../models/practices.ts';
import { cutSetsOf } from '../cutsets/cut-sets.ts';
import { describeViolation } from '../cutsets/monotonicity.ts';
import { openPsaOf } from '../cutsets/open-psa.ts';
import type { CutSet, CutSetResult, LossResult } from '../cutsets/result.ts';
import { restingOn, restsOnCount, restsOnText } from '../../reports/rests-on.ts';
import { toolVersion } from '../tool.ts';
import { plural } from '../verdict/claims.ts';
import { exitCodeOf } from './exit.ts';
import { siteFrom } from './check-command.ts';
import { readingsFrom, wholeNumber } from './settings.ts';
import { json, type OutputFile, prepareOutputs, print, progressLine, save, tell } from './output.ts';

export type CutSetsOptions = {
  readonly reading: string;
  readonly order: string;
  readonly witnesses: string;
  readonly remedies: boolean;
  readonly json?: string;
  readonly openPsa?: string;
};

/** @returns the exit code: 1 when a set of at most the promised faults loses a machine, 2 when cut short */
export async function cutSetsCommand(path: string, options: CutSetsOptions): Promise<number> {
  const orderMax = wholeNumber('--order', options.order, 1, 4);
  const witnessesMax = wholeNumber('--witnesses', options.witnesses, 0, 10_000);
  const readings = readingsFrom(options.reading);
  const outputs: OutputFile[] = [];
  if (options.json !== undefined) outputs.push({ option: '--json', path: options.json });
  for (const { name } of options.openPsa === undefined ? [] : readings) {
    outputs.push({ option: '--open-psa', path: `${options.openPsa}.${name}.xml` });
  }
  const { site, fileName } = await siteFrom(path);
  await prepareOutputs(outputs, [path]);
  const controller = new AbortController();
  const onInterrupt = (): void => {
    tell('stopping: what is complete so far is told, and how far that is');
    controller.abort();
  };
  process.once('SIGINT', onInterrupt);
  const progress = progressLine();
  const results: CutSetResult[] = [];
  for (const reading of readings) {
    const { signal } = controller;
    const { remedies } = options;
    const onProgress = ({ order, machine, kind }: { order: number; machine: string; kind: string }): void =>
      progress.show(`reading ${reading.name}: order ${order}, ${machine} ${kind}`);
    results.push(await cutSetsOf(site, reading, { orderMax, witnessesMax, remedies, signal, onProgress }));
  }
  progress.done();
  process.removeListener('SIGINT', onInterrupt);
  const verdict = worst(results.map((result) => verdictOf(result, site.promise)));
  for (const output of outputs) {
    const one = results.find(({ reading }) => output.path === `${options.openPsa}.${reading}.xml`);
    const whole = {
      schema: 'breakglass/cut-sets/1',
      tool: toolVersion(),
      siteFile: fileName,
      verdict,
      readings: results,
    };
    await save(output, one === undefined ? json(whole) : openPsaOf(one));
  }
  for (const result of results) print(textOf(result));
  return exitCodeOf(verdict);
}

/** A cut set within the promise breaks it; the loot of a thief is a fault of order one by itself. */
function verdictOf(
  { losses, completeTo, orderMax, monotonicity }: CutSetResult,
  promise: { readonly recoverable: number; readonly starts: number },
): Verdict {
  const promised = { unrecoverable: promise.recoverable, unavailable: promise.starts, readable: 1 };
  if (losses.some(({ kind, sets }) => sets.some(({ order }) => order <= promised[kind]))) return 'broken';
  // Where a fault more undoes a loss, the models are not what this search takes them for.
  const isSound = monotonicity.violations.length === 0;
  return completeTo >= orderMax && isSound ? 'holds' : 'notTested';
}

export function textOf({ reading, losses, events, statements, monotonicity }: CutSetResult): string {
  const { tested, violations } = monotonicity;
  const labels: Labels = new Map(events.map(({ id, label }) => [id, label]));
  const known = losses.filter(({ method }) => method !== 'none');
  return [
    `Reading ${reading}`,
    ...losses.flatMap((loss) => lossLines(loss, labels)),
    ...(known.length < losses.length ? [notKnown] : []),
    ...restingOn(known).map((fact) => `  ${restsOnText(fact)}`),
    ...statements.map((statement) => `  ${statement}`),
    `  More faults never undo a loss: ${tested} sets tried, ${plural(violations.length, 'exception')}.`,
    ...violations.map((violation) => `    ! ${describeViolation(violation)}`),
    '',
  ].join('\n');
}

const setsShown = 12;

const verifiedWords = {
  search: 'verified by searching the changed site',
  structure: 'as the structure function of the changed site says',
} as const;

const notKnown =
  '  Not known: with several key providers, or a Trust Authority and a host that seals nothing, only a search can tell, and this site has too many faults for one.';

/** Basic events in words, by id. */
type Labels = ReadonlyMap<string, string>;

function lossLines(
  { claim, count, sets, completeTo, method, restsOn }: LossResult,
  labels: Labels,
): readonly string[] {
  const of = `  ${claim} (${plural(count, 'machine')})`;
  if (method === 'none') return [`${of}: not known`];
  const head = `${of}: ${plural(sets.length, 'minimal combination')} up to symmetry, complete to order ${completeTo}`;
  const more =
    sets.length > setsShown ? [`    … and ${sets.length - setsShown} more; --json has them all`] : [];
  const behind = restsOn.length === 0 ? [] : [`    ! this ${restsOnCount(restsOn)}`];
  const lines = sets.slice(0, setsShown).flatMap((set) => setLines(set, labels));
  return [head, ...behind, ...lines, ...more];
}

function setLines({ order, events, expanded, witness, remedy }: CutSet, labels: Labels): readonly string[] {
  const times = expanded > 1 ? ` (stands for ${expanded})` : '';
  const steps = witness?.events.map(({ label }, index) => {
    const doom = index === witness.doomStep ? '   <- after this step nothing wins' : '';
    return `        ${index + 1}. ${label}${doom}`;
  });
  const mended =
    remedy === undefined
      ? []
      : [
          `        removed by: ${remedy.practices.map((id) => `${id}: ${practiceTitle(id)}`).join('; ')} (${verifiedWords[remedy.verifiedBy]})`,
        ];
  const saved = witness === undefined ? [] : savedLines(witness);
  return [
    `    ${order}: ${events.map((id) => labels.get(id) ?? id).join(' + ')}${times}`,
    ...(steps ?? []),
    ...saved,
    ...mended,
  ];
}

/** What saved it until the step that dooms, and the practices to thank for that. */
function savedLines({ savedBy, practices }: NonNullable<CutSet['witness']>): readonly string[] {
  if (savedBy.length === 0) return [];
  const thanks =
    practices.length === 0 ? '' : ` (${practices.map((id) => `${id}: ${practiceTitle(id)}`).join('; ')})`;
  return [`        until then saved by: ${savedBy.join(', ')}${thanks}`];
}
