/** CTRF, the common test report format. What was not tested is `other`, never `passed`. */
import type { Verdict } from '../models/kernel/verdict.ts';
import type { CheckResult, ClaimResult } from '../models/result.ts';
import { visible } from './html.ts';
import { numbered } from './junit.ts';
import { restsOnCount, restsOnText } from './rests-on.ts';
import { type ReadingView, viewOf } from './view.ts';

type Status = 'passed' | 'failed' | 'skipped' | 'pending' | 'other';

type Test = {
  readonly name: string;
  readonly status: Status;
  readonly duration: number;
  readonly suite: readonly string[];
  readonly rawStatus: string;
  readonly message: string;
  readonly trace?: string;
  readonly filePath: string;
  readonly extra?: { readonly restsOn: readonly string[] };
};

const statuses: Readonly<Record<Verdict, Status>> = { holds: 'passed', notTested: 'other', broken: 'failed' };

export function renderCtrf(result: CheckResult): string {
  const { readings } = viewOf(result);
  const tests = [
    ...readings.flatMap((reading) => [
      ...setupTests(result, reading),
      ...reading.invariants.map((claim) => claimTest(result, reading, claim)),
    ]),
    ...systemTests(result),
    chanceTest(result),
    ...chaosTests(result),
  ];
  const number = (wanted: Status): number => tests.filter(({ status }) => status === wanted).length;
  const stop = Math.round(1000 * readings.reduce((sum, { search }) => sum + search.seconds, 0));
  const report = {
    reportFormat: 'CTRF',
    specVersion: '1.0.0',
    generatedBy: `breakglass ${result.tool.version}`,
    results: {
      tool: { name: 'breakglass', version: result.tool.version },
      summary: {
        tests: tests.length,
        passed: number('passed'),
        failed: number('failed'),
        pending: 0,
        skipped: 0,
        other: number('other'),
        // A result knows how long the search took, but no time of day.
        start: 0,
        stop,
      },
      tests,
      extra: { site: visible(result.site.name), seed: visible(result.seed), verdict: result.verdict },
    },
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function claimTest({ siteFile }: CheckResult, reading: ReadingView, claim: ClaimResult): Test {
  const { counterexample, finding, restsOn } = claim;
  return {
    ...testOf(siteFile, `reading ${reading.name}`, claim.name, statuses[claim.verdict]),
    rawStatus: claim.verdict,
    message: visible(restsOn.length === 0 ? finding : `${finding}. It ${restsOnCount(restsOn)}.`),
    ...(restsOn.length > 0 && { extra: { restsOn: restsOn.map((fact) => visible(restsOnText(fact))) } }),
    ...(counterexample === undefined
      ? {}
      : {
          trace: visible(
            [
              ...numbered(counterexample.steps, counterexample.doomStep),
              `Replay: ${counterexample.replay}`,
            ].join('\n'),
          ),
        }),
  };
}

function setupTests({ siteFile }: CheckResult, { name, setupRefused }: ReadingView): readonly Test[] {
  return setupRefused.map(({ step, reason }) => ({
    ...testOf(siteFile, `reading ${name}`, `set-up: ${step.text}`, 'failed'),
    message: visible(reason),
  }));
}

/** What counts for the verdict. */
function systemTests({ siteFile, systems: { asked } }: CheckResult): readonly Test[] {
  return asked.flatMap(({ title, answers }) =>
    answers
      .filter(({ counts }) => counts)
      .map(({ claim, verdict, finding, steps }) => ({
        ...testOf(siteFile, 'systems of the site', `${title}: ${claim}`, statuses[verdict]),
        rawStatus: verdict,
        message: visible(finding),
        ...(steps === undefined ? {} : { trace: visible(numbered(steps).join('\n')) }),
      })),
  );
}

function chanceTest({ siteFile, chance }: CheckResult): Test {
  const { runs, disagreements } = chance;
  const status = runs === 0 ? 'other' : disagreements === 0 ? 'passed' : 'failed';
  return {
    ...testOf(siteFile, 'by chance', 'model and twin agree', status),
    message: `Model and twin disagreed in ${disagreements} of ${runs} runs.`,
  };
}

function chaosTests({ siteFile, chaos }: CheckResult): readonly Test[] {
  return (chaos?.findings ?? []).map(({ reading, invariant, finding, steps, replay }) => ({
    ...testOf(siteFile, `chaos, reading ${reading}`, invariant, 'failed'),
    message: visible(finding),
    trace: visible([...numbered(steps), `Replay: ${replay}`].join('\n')),
  }));
}

function testOf(siteFile: string, suite: string, name: string, status: Status): Test {
  return {
    name: visible(name),
    status,
    duration: 0,
    suite: [suite],
    rawStatus: status,
    message: '',
    filePath: visible(siteFile),
  };
}
