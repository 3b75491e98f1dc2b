/** No output leaves out that a verdict rests on what no source says. */
import { describe, expect, it } from 'vitest';
import type { CheckResult, ClaimResult, ReadingResult } from '../models/result.ts';
import { renderCtrf } from './ctrf.ts';
import { fixture } from './fixture.ts';
import { escapeMarkup } from './html.ts';
import { renderJunit } from './junit.ts';
import { renderReport } from './report.ts';
import { restingOn, restsOnByLine, restsOnCount, restsOnText } from './rests-on.ts';
import { renderSarif } from './sarif.ts';
import { renderText } from './text.ts';

const claims: readonly ClaimResult[] = Object.values(fixture.readings).flatMap(
  ({ invariants }) => invariants,
);
const resting = claims.filter(({ restsOn }) => restsOn.length > 0);
const sentences = resting.flatMap(({ restsOn }) => restsOn.map(restsOnText));

/** The same result, as if every verdict came from sources. */
function sourced(result: CheckResult): CheckResult {
  const without = (reading: ReadingResult): ReadingResult => ({
    ...reading,
    invariants: reading.invariants.map((claim) => ({ ...claim, restsOn: [] })),
  });
  const { article, vendor } = result.readings;
  return {
    ...result,
    readings: { ...(article && { article: without(article) }), ...(vendor && { vendor: without(vendor) }) },
  };
}

function flat(text: string): string {
  return text.replaceAll(/[\s!-]+/g, ' ');
}

it('the fixture has such verdicts: held and broken, concluded and not verified again', () => {
  expect(new Set(resting.map(({ verdict }) => verdict))).toEqual(new Set(['holds', 'broken']));
  expect(sentences.some((text) => text.startsWith('Rests on a conclusion of ours, not on a source: '))).toBe(
    true,
  );
  expect(sentences.some((text) => text.startsWith('Rests on what was not verified again'))).toBe(true);
});

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const asIs = (text: string): string => text;

describe.each([
  ['text', (result: CheckResult) => renderText(result), asIs],
  ['HTML', (result: CheckResult) => renderReport(result), escapeMarkup],
  ['JUnit', (result: CheckResult) => renderJunit(result), escapeMarkup],
  ['SARIF', (result: CheckResult) => renderSarif(result), inJson],
  ['CTRF', (result: CheckResult) => renderCtrf(result), inJson],
] as const)('%s', (name, render, written) => {
  const said = flat(render(fixture));

  it('names each fact that a verdict in it rests on', () => {
    // SARIF tells of findings only.
    const told = name === 'SARIF' ? resting.filter(({ verdict }) => verdict !== 'holds') : resting;
    for (const { fact } of told.flatMap(({ restsOn }) => restsOn)) {
      expect(said).toContain(flat(written(fact)));
    }
  });

  it('says nothing of the kind where every verdict has its sources', () => {
    expect(said.toLowerCase()).toContain('rests on');
    const without = flat(render(sourced(fixture))).toLowerCase();
    expect(without).not.toContain('not on a source');
    expect(without).not.toContain('no source says, and');
  });
});

it('a test case and a line of a part say it themselves', () => {
  const junit = renderJunit(fixture);
  const { results } = JSON.parse(renderCtrf(fixture)) as {
    results: { tests: { name: string; message: string }[] };
  };
  for (const { name, restsOn } of resting) {
    const at = junit.indexOf(`name="${escapeMarkup(name)}">`);
    const ownCase = junit.slice(at, junit.indexOf('</testcase>', at));
    for (const fact of restsOn) expect(ownCase).toContain(escapeMarkup(restsOnText(fact)));
    const messages = results.tests.filter((test) => test.name === name).map(({ message }) => message);
    expect(messages).toContainEqual(expect.stringContaining(restsOnCount(restsOn)));
  }
  const rules = fixture.readings.article?.invariants.filter(({ part }) => part === undefined) ?? [];
  const held = rules.filter(({ verdict }) => verdict === 'holds');
  expect(flat(renderText(fixture))).toContain(
    flat(`hold ${restsOnCount(restingOn(held))}; listed at the end`),
  );
});

it('the lines of a scenario are named with each fact that decides them', () => {
  const [first, second] = resting;
  const lines = [
    { line: 7, restsOn: first?.restsOn ?? [] },
    { line: 9, restsOn: [] },
    { line: 12, restsOn: [...(first?.restsOn ?? []), ...(second?.restsOn ?? [])] },
  ];
  const text = restsOnByLine(lines).join('\n');
  for (const { fact } of first?.restsOn ?? []) expect(text).toContain(`- ${fact} (lines 7, 12)`);
  for (const { fact } of second?.restsOn ?? []) expect(text).toContain(`- ${fact} (line`);
  expect(text).not.toContain('9');
  expect(restsOnByLine(lines.filter(({ line }) => line === 9))).toEqual([]);
});
