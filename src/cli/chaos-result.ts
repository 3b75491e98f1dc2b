/** What a campaign comes to: its verdict, its figures, and its words. */
import type { ReadingCampaign } from '../../chaos/campaign.ts';
import { worst, type Verdict } from '../../models/kernel/verdict.ts';
import type { Reading } from '../../models/reading.ts';
import type { ChaosFinding } from '../../models/result.ts';
import type { Coverage } from '../../models/search-result.ts';
import type { SourceLine } from '../../models/result-lines.ts';
import { restingOn, restsOnCount } from '../../reports/rests-on.ts';
import { coverageWords, shellWord } from '../../reports/words.ts';
import { restsOnIn } from '../cutsets/rests-on.ts';
import type { SiteFile } from '../site/read-site.ts';
import { commandName, type ToolVersion, toolVersion } from '../tool.ts';
import { plural } from '../verdict/claims.ts';
import { stepLine } from '../verdict/lines.ts';
import { tokenOf } from '../verdict/token.ts';

/** As `--json` writes it. */
export type CampaignResult = {
  readonly schema: 'breakglass/chaos/1';
  readonly tool: ToolVersion;
  readonly site: string;
  readonly seed: string;
  readonly runs: number;
  readonly verdict: Verdict;
  readonly readings: Readonly<Record<string, ReadingFigures>>;
  readonly findings: readonly (ChaosFinding & {
    readonly withinPromise: boolean;
    /** What no source says, and that this loss rests on. */
    readonly restsOn: readonly SourceLine[];
  })[];
};

type ReadingFigures = {
  readonly verdict: Verdict;
  readonly events: number;
  readonly refused: number;
  readonly disagreements: number;
  /** By end: how many machines of all runs ended so. */
  readonly ends: Readonly<Record<string, number>>;
  /** Losses with more faults than the promise covers that were not made short, because others were. */
  readonly unexplained: number;
  /** Losses whose search stopped before it knew. */
  readonly undecided: number;
  /** Losses in the middle of the set-up, which the promise is not about. */
  readonly beforeSetup: number;
  readonly coverage: Coverage;
};

export function campaignResult(
  { site, fileName }: SiteFile,
  parts: readonly ReadingCampaign[],
  { readings, seed, runs }: { readings: readonly Reading[]; seed: string; runs: number },
): CampaignResult {
  const promised = site.promise.recoverable;
  const findings = parts.flatMap((part) => {
    const reading = readings.find(({ name }) => name === part.reading);
    if (reading === undefined) return [];
    const restsOn = restsOnIn(site, reading);
    return part.findings.map(({ machine, events, faults, runs: shown }) => ({
      reading: reading.name,
      invariant: `${machine} stays recoverable`,
      finding: `${plural(faults, 'fault')}, ${faults <= promised ? 'within' : 'beyond'} the promise of ${promised}`,
      withinPromise: faults <= promised,
      steps: events.map(stepLine),
      replay: `${commandName()} replay ${shellWord(fileName)} ${tokenOf(site, reading, events)}`,
      runs: shown.length,
      restsOn: restsOn({ kind: 'unrecoverable', machine }),
    }));
  });
  const figures = parts.map((part) => [part.reading, figuresOf(part, promised)] as const);
  return {
    schema: 'breakglass/chaos/1',
    tool: toolVersion(),
    site: fileName,
    seed,
    runs,
    verdict: worst(figures.map(([, { verdict }]) => verdict)),
    readings: Object.fromEntries(figures),
    findings,
  };
}

function figuresOf(
  { records, findings, unexplained, undecided, beforeSetup, coverage }: ReadingCampaign,
  promised: number,
): ReadingFigures {
  const ends: Record<string, number> = {};
  for (const end of records.flatMap((record) => record.ends)) ends[end] = (ends[end] ?? 0) + 1;
  const disagreements = records.filter(({ disagreement }) => disagreement !== '').length;
  const isBroken = disagreements > 0 || findings.some(({ faults }) => faults <= promised);
  const isOpen = records.length === 0 || undecided + (ends['unknown'] ?? 0) > 0;
  return {
    verdict: isBroken ? 'broken' : isOpen ? 'notTested' : 'holds',
    events: records.reduce((sum, { events }) => sum + events, 0),
    refused: records.reduce((sum, { refused }) => sum + refused, 0),
    disagreements,
    ends: Object.fromEntries(Object.entries(ends).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    unexplained,
    undecided,
    beforeSetup,
    coverage,
  };
}

const verdictWords: Readonly<Record<Verdict, string>> = {
  holds: 'no run within the promise lost a machine',
  notTested: 'not known whether the promise is kept',
  broken: 'the promise is broken',
};

/** As it is printed. */
export function campaignText({ site, seed, runs, verdict, readings, findings }: CampaignResult): string {
  const lines = [`${site}: ${plural(runs, 'run')} for each reading, seed ${seed}: ${verdictWords[verdict]}`];
  for (const [name, figures] of Object.entries(readings)) {
    const coverage = runs === 0 ? [] : [`    they met ${coverageWords(figures.coverage, runs)}`];
    lines.push(`  ${name}: ${figuresText(figures)}`, ...coverage);
  }
  for (const { reading, invariant, finding, steps, replay, runs: shown, restsOn } of findings) {
    lines.push(
      '',
      `  not kept, reading ${reading}: ${invariant} (${finding}; shown by ${plural(shown, 'run')})`,
    );
    if (restsOn.length > 0) lines.push(`    ! this ${restsOnCount(restsOn)}; listed at the end`);
    lines.push(...steps.map(({ text }, index) => `    ${index + 1}. ${text}`), `    ${replay}`);
  }
  const facts = restingOn(findings);
  if (facts.length > 0) lines.push('', 'What no source says, and findings above rest on');
  lines.push(...facts.map(({ fact }) => `  - ${fact}`));
  return lines.join('\n');
}

function figuresText({
  events,
  refused,
  disagreements,
  ends,
  unexplained,
  undecided,
  beforeSetup,
}: ReadingFigures): string {
  const counts = Object.entries(ends).map(([end, count]) => `${end} ${count}`);
  return [
    `${plural(events, 'event')} (${refused} refused)`,
    `machines: ${counts.length === 0 ? 'none' : counts.join(', ')}`,
    `model and twin disagreed in ${plural(disagreements, 'run')}`,
    ...(unexplained > 0
      ? [`${plural(unexplained, 'loss', 'losses')} beyond the promise not made short`]
      : []),
    ...(undecided > 0 ? [`${plural(undecided, 'loss', 'losses')} not decided`] : []),
    ...(beforeSetup > 0 ? [`${plural(beforeSetup, 'loss', 'losses')} before the set-up was complete`] : []),
  ].join('; ');
}
