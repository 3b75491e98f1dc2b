/** JUnit XML, for any build server. What was not tested is skipped there, and says so; it is never a pass. */
import type { CheckResult, ClaimResult } from '../models/result.ts';
import type { StepWords } from '../models/result-lines.ts';
import { escapeMarkup } from './html.ts';
import { restsOnText } from './rests-on.ts';
import { type ReadingView, viewOf } from './view.ts';
import { actorWords, confidenceWords, sentenceOf } from './words.ts';

type Case = {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly message: string;
  readonly body: readonly string[];
  readonly properties: readonly (readonly [name: string, value: string])[];
};

type Suite = {
  readonly name: string;
  readonly seconds: number;
  readonly properties: readonly (readonly [name: string, value: string])[];
  readonly cases: readonly Case[];
};

export function renderJunit(result: CheckResult): string {
  const { readings } = viewOf(result);
  const suites = [
    ...readings.map((reading) => readingSuite(result, reading)),
    systemsSuite(result),
    chanceSuite(result),
  ];
  const { chaos } = result;
  const all = chaos === undefined ? suites : [...suites, chaosSuite(chaos)];
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${escapeMarkup(`breakglass ${result.site.name}`)}" ${totals(all.flatMap(({ cases }) => cases))}>
${all.map(suiteText).join('\n')}
</testsuites>
`;
}

function readingSuite(result: CheckResult, reading: ReadingView): Suite {
  const { search, setupRefused } = reading;
  const refused = setupRefused.map(
    ({ step, reason }): Case => ({
      name: `set-up: ${step.text}`,
      outcome: 'failed',
      message: `The site cannot be set up as described: ${reason}.`,
      body: [],
      properties: [],
    }),
  );
  return {
    name: `reading ${reading.name}`,
    seconds: search.seconds,
    properties: [
      ['siteFile', result.siteFile],
      ['seed', result.seed],
      ['version', `${result.tool.version} (${result.tool.commit})`],
      ['verdict', reading.verdict],
      ['complete', String(search.complete)],
      ['faultsMax', String(search.faultsMax)],
      ['states', String(search.states)],
      ['transitions', String(search.transitions)],
    ],
    cases: [...refused, ...reading.invariants.map(claimCase)],
  };
}

const outcomes = { holds: 'passed', notTested: 'skipped', broken: 'failed' } as const;

function claimCase({ name, verdict, claim, finding, ...rest }: ClaimResult): Case {
  const { counterexample, practices, confidence, restsOn } = rest;
  const steps = counterexample === undefined ? [] : numbered(counterexample.steps, counterexample.doomStep);
  return {
    name,
    outcome: outcomes[verdict],
    message: verdict === 'notTested' ? `Not tested: ${finding}` : finding,
    body: [
      claim,
      ...restsOn.map(restsOnText),
      ...steps,
      ...practices.map(({ title, fix }) => `Fix: ${title}: ${fix}`),
      ...(counterexample === undefined ? [] : [`Replay: ${counterexample.replay}`]),
    ],
    properties: [
      ['verdict', verdict],
      ['confidence', confidenceWords[confidence]],
      ...restsOn.map((fact): [string, string] => ['restsOn', restsOnText(fact)]),
    ],
  };
}

/** Steps with who acts, and the doom step marked. */
export function numbered(steps: readonly StepWords[], doomStep?: number): readonly string[] {
  return steps.map((step, index) => {
    const doom = index === doomStep ? ' (after this step the promise cannot be kept)' : '';
    return `${index + 1}. ${actorWords[step.by]}: ${sentenceOf(step)}${doom}`;
  });
}

/** What counts for the verdict; remarks are no test cases. */
function systemsSuite({ systems: { asked } }: CheckResult): Suite {
  return {
    name: 'systems of the site',
    seconds: 0,
    properties: [],
    cases: asked.flatMap(({ title, readings, answers }) =>
      answers
        .filter(({ counts }) => counts)
        .map(({ claim, verdict, finding, steps = [], confidence }) => ({
          name: `${title}: ${claim}`,
          outcome: outcomes[verdict],
          message: verdict === 'notTested' ? `Not tested: ${finding}` : finding,
          body: [claim, ...numbered(steps)],
          properties: [
            ['verdict', verdict],
            ['confidence', confidenceWords[confidence]],
            ['readings', readings.join(' ')],
          ] as const,
        })),
    ),
  };
}

function chanceSuite({ chance }: CheckResult): Suite {
  const agrees = chance.disagreements === 0;
  const outcome = chance.runs === 0 ? 'skipped' : agrees ? 'passed' : 'failed';
  return {
    name: 'by chance',
    seconds: chance.seconds,
    properties: [['runs', String(chance.runs)]],
    cases: [
      {
        name: 'model and twin agree',
        outcome,
        message:
          chance.runs === 0
            ? 'Not tested: no runs.'
            : `Model and twin disagreed in ${chance.disagreements} of ${chance.runs} runs.`,
        body: [],
        properties: [],
      },
    ],
  };
}

function chaosSuite({ campaign, runs, findings }: NonNullable<CheckResult['chaos']>): Suite {
  return {
    name: `chaos ${campaign}`,
    seconds: 0,
    properties: [['runs', String(runs)]],
    cases: findings.map((finding) => ({
      name: `${finding.invariant} (reading ${finding.reading})`,
      outcome: 'failed',
      message: finding.finding,
      body: [...numbered(finding.steps), `Replay: ${finding.replay}`],
      properties: [],
    })),
  };
}

function totals(cases: readonly Case[]): string {
  const number = (wanted: Case['outcome']): number =>
    cases.filter(({ outcome }) => outcome === wanted).length;
  return `tests="${cases.length}" failures="${number('failed')}" errors="0" skipped="${number('skipped')}"`;
}

function suiteText({ name, seconds, properties, cases }: Suite): string {
  return `<testsuite name="${escapeMarkup(name)}" ${totals(cases)} time="${seconds.toFixed(3)}">
${propertiesText(properties)}
${cases.map((one) => caseText(name, one)).join('\n')}
</testsuite>`;
}

function caseText(suite: string, { name, outcome, message, body, properties }: Case): string {
  const inner = {
    passed: '',
    failed: `<failure message="${escapeMarkup(message)}">${escapeMarkup(body.join('\n'))}</failure>`,
    skipped: `<skipped message="${escapeMarkup(message)}"/>`,
  }[outcome];
  return `<testcase classname="${escapeMarkup(suite)}" name="${escapeMarkup(name)}">${propertiesText(properties)}${inner}</testcase>`;
}

function propertiesText(properties: Suite['properties']): string {
  if (properties.length === 0) return '';
  const lines = properties.map(
    ([name, value]) => `<property name="${escapeMarkup(name)}" value="${escapeMarkup(value)}"/>`,
  );
  return `<properties>${lines.join('')}</properties>`;
}
