/** SARIF 2.1.0, for the code host: what does not hold, at the site file. */
import type { CheckResult, ClaimResult } from '../models/result.ts';
import { visible } from './html.ts';
import { restsOnCount, restsOnText } from './rests-on.ts';
import { distinct, type Finding, viewOf } from './view.ts';
import { confidenceWords, listed, sentenceOf, titleOf } from './words.ts';

export function renderSarif(result: CheckResult): string {
  const { findings } = viewOf(result);
  const rules = distinct(findings.map(({ claim }) => claim.name));
  const log = {
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'breakglass',
            version: result.tool.version,
            rules: rules.map((id) => ruleOf(id, findings)),
          },
        },
        columnKind: 'unicodeCodePoints',
        invocations: [{ executionSuccessful: true }],
        properties: { seed: result.seed, verdict: result.verdict, commit: result.tool.commit },
        results: findings.map((finding) => resultOf(result, finding, rules)),
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

function messageOf(claim: ClaimResult, readings: readonly string[]): string {
  const fixes = claim.practices.map(({ fix }) => fix);
  const mend = fixes.length === 0 ? '' : ` What mends it: ${fixes.join(' Or: ')}`;
  const behind = claim.restsOn.length === 0 ? '' : ` It ${restsOnCount(claim.restsOn)}.`;
  return `${titleOf(claim)}. ${claim.finding} (Reading ${listed(readings)}.)${behind}${mend}`;
}

function flowOf(
  result: CheckResult,
  { steps, doomStep }: NonNullable<ClaimResult['counterexample']>,
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
