/** SARIF 2.1.0, for the code host: what does not hold, at the site file. */
import type { CheckResult, ClaimResult } from '../models/result.ts';
import type { StepWords } from '../models/result-lines.ts';
import type { SystemAnswer, SystemResult } from '../models/system-result.ts';
import { visible } from './html.ts';
import { restsOnCount, restsOnText } from './rests-on.ts';
import { distinct, type Finding, viewOf } from './view.ts';
import { confidenceWords, listed, sentenceOf, titleOf } from './words.ts';

export function renderSarif(result: CheckResult): string {
  const { findings } = viewOf(result);
  const open = openSystems(result);
  const claims = distinct(findings.map(({ claim }) => claim.name));
  const rules = [...claims, ...distinct(open.map(systemRule))];
  const log = {
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'breakglass',
            version: result.tool.version,
            rules: [
              ...claims.map((id) => ruleOf(id, findings)),
              ...rules.slice(claims.length).map((id) => systemRuleOf(id, open)),
            ],
          },
        },
        columnKind: 'unicodeCodePoints',
        invocations: [{ executionSuccessful: true }],
        properties: { seed: result.seed, verdict: result.verdict, commit: result.tool.commit },
        results: [
          ...findings.map((finding) => resultOf(result, finding, rules)),
          ...open.map((one) => systemResultOf(result, one, rules)),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleOf(id: string, findings: readonly Finding[]): unknown {
  const claim = findings.find((finding) => finding.claim.name === id)?.claim;
  return {
    id,
    shortDescription: { text: visible(claim === undefined ? id : titleOf({ ...claim, verdict: 'broken' })) },
    fullDescription: { text: visible(claim?.claim ?? id) },
  };
}

/** Not tested is a warning that a reviewer sees, and not a kind of result that hosts leave out. */
function resultOf(result: CheckResult, finding: Finding, rules: readonly string[]): unknown {
  const { id, claim, readings, replays } = finding;
  const location = { physicalLocation: placeOf(result) };
  return {
    ruleId: claim.name,
    ruleIndex: rules.indexOf(claim.name),
    level: claim.verdict === 'broken' ? 'error' : 'warning',
    message: { text: visible(messageOf(claim, readings)) },
    locations: [location],
    partialFingerprints: { 'breakglassFinding/v1': id },
    ...(claim.counterexample === undefined || claim.counterexample.steps.length === 0
      ? {}
      : { codeFlows: [{ threadFlows: [{ locations: flowOf(result, claim.counterexample) }] }] }),
    properties: {
      readings,
      verdict: claim.verdict,
      confidence: confidenceWords[claim.confidence],
      restsOn: claim.restsOn.map((fact) => visible(restsOnText(fact))),
      replays: replays.map(({ command }) => visible(command)),
    },
  };
}

type OpenSystem = { readonly system: SystemResult; readonly answer: SystemAnswer };

/** Answers of systems that count for the verdict and do not hold. */
function openSystems({ systems: { asked } }: CheckResult): readonly OpenSystem[] {
  return asked.flatMap((system) =>
    system.answers
      .filter(({ counts, verdict }) => counts && verdict !== 'holds')
      .map((answer) => ({ system, answer })),
  );
}

function systemRule({ system, answer }: OpenSystem): string {
  return `${system.machine} ${answer.name}`;
}

function systemRuleOf(id: string, open: readonly OpenSystem[]): unknown {
  const claim = open.find((one) => systemRule(one) === id)?.answer.claim ?? id;
  return { id, shortDescription: { text: visible(claim) }, fullDescription: { text: visible(claim) } };
}

function systemResultOf(result: CheckResult, one: OpenSystem, rules: readonly string[]): unknown {
  const { system, answer } = one;
  const { verdict, claim, finding, confidence, steps = [] } = answer;
  const text = `${system.title}: ${claim} ${verdict === 'broken' ? 'Broken' : 'Not tested'}: ${finding}. (Reading ${listed(system.readings)}.)`;
  return {
    ruleId: systemRule(one),
    ruleIndex: rules.indexOf(systemRule(one)),
    level: verdict === 'broken' ? 'error' : 'warning',
    message: { text: visible(text) },
    locations: [{ physicalLocation: placeOf(result) }],
    partialFingerprints: { 'breakglassFinding/v1': visible(`${system.title} ${answer.name}`) },
    ...(steps.length === 0
      ? {}
      : { codeFlows: [{ threadFlows: [{ locations: flowOf(result, { steps }) }] }] }),
    properties: {
      readings: system.readings,
      verdict,
      confidence: confidenceWords[confidence],
    },
  };
}

function messageOf(claim: ClaimResult, readings: readonly string[]): string {
  const fixes = claim.practices.map(({ fix }) => fix);
  const mend = fixes.length === 0 ? '' : ` What mends it: ${fixes.join(' Or: ')}`;
  const behind = claim.restsOn.length === 0 ? '' : ` It ${restsOnCount(claim.restsOn)}.`;
  return `${titleOf(claim)}. ${claim.finding} (Reading ${listed(readings)}.)${behind}${mend}`;
}

function flowOf(
  result: CheckResult,
  { steps, doomStep }: { readonly steps: readonly StepWords[]; readonly doomStep?: number },
): readonly unknown[] {
  return steps.map((step, index) => ({
    executionOrder: index + 1,
    importance: index === doomStep ? 'essential' : 'important',
    location: {
      physicalLocation: placeOf(result),
      message: {
        text: visible(
          `${sentenceOf(step)}${index === doomStep ? '. After this step the promise cannot be kept' : ''}`,
        ),
      },
    },
  }));
}

function placeOf({ siteFile }: CheckResult): unknown {
  return { artifactLocation: { uri: uriOf(siteFile) }, region: { startLine: 1 } };
}

/** A path as a relative reference: each part encoded, the slashes kept. */
function uriOf(path: string): string {
  return path
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join('/');
}
