/** The library of incidents: read, played on model and twin, and listed in docs/incidents.md, no more and no fewer. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FactId, factsBySubject } from '../models/evidence.ts';
import { type Reading, readings } from '../models/reading.ts';
import { type Certainty, sourceTable } from '../models/sources.ts';
import { type AnyScenario, readAnyScenario } from '../src/site/read-any-scenario.ts';
import { playMachineScenario } from '../src/verdict/machine-scenario.ts';
import { playScenario } from '../src/verdict/scenario.ts';
import type { ScenarioLine } from '../src/verdict/scenario-line.ts';

/** What is told by the vendor or by somebody whom it happened to. A number that is missing was never given. */
const told = [
  'I01 I02 I03 I05 I06 I08 I09 I10 I11 I13 I14 I15 I17',
  'I18 I19 I21 I22 I24 I25 I26 I27 I28 I30 I33 I35',
].flatMap((line) => line.split(' '));
const certainties: readonly Certainty[] = ['official', 'practitioner', 'inferred', 'recalled'];

const root = new URL('../', import.meta.url);
const folder = new URL('examples/incidents/', root);
const files = readdirSync(folder);
const scenarios: (readonly [string, AnyScenario])[] = [];
for (const file of files) {
  const read = await readAnyScenario(new URL(file, folder).pathname);
  if (read.ok) scenarios.push([file.replace('.yaml', ''), read.value]);
}

const page = readFileSync(new URL('docs/incidents.md', root), 'utf8');
/** The rows of the page's tables, cell by cell. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| --'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

describe('the page', () => {
  it('has a row for each incident that is told, in order, and for no other', () => {
    const ids = rows.map(([id]) => id ?? '').filter((id) => /^I\d\d$/.test(id));
    expect(ids).toEqual(told);
  });

  it('names every file in one row, under its own incident', () => {
    const named = rows.flatMap(([id = '', ...cells]) =>
      [...cells.join().matchAll(/`([\w-]+)`/g)].map(([, file = '']) => ({ id, file })),
    );
    expect(named.map(({ file }) => file).toSorted()).toEqual(scenarios.map(([name]) => name).toSorted());
    for (const { id, file } of named) expect(file.match(/^[ID]\d\d(?=-)/)?.[0] ?? '–').toBe(id);
  });

  it('says of each incident what comes of it, the way back, and who told it how surely', () => {
    for (const row of rows.filter(([id = '']) => told.includes(id))) {
      const [id = '', title, outcome, recovery, , sources = ''] = row;
      for (const cell of [title, outcome, recovery]) expect(cell?.length, id).toBeGreaterThan(10);
      const cited = [...sources.matchAll(/\[(\w+)\]\(evidence\.md#source-(\w+)\) (\w+)/g)];
      expect(cited.length, id).toBeGreaterThan(0);
      for (const [, name, anchor, certainty] of cited) {
        expect(Object.keys(sourceTable), id).toContain(name);
        expect(anchor, id).toBe(name);
        expect(certainties, id).toContain(certainty);
      }
    }
  });

  it('has at least three of our own, each from facts that stand in the evidence', () => {
    const own = rows.filter(([id = '']) => /^D\d\d$/.test(id));
    expect(own.length).toBeGreaterThanOrEqual(3);
    for (const [id = '', , , , , from = ''] of own) {
      const ids = [...from.matchAll(/\[([\w-]+)\]\(evidence\.md#\1\)/g)].map(([, fact]) => fact as FactId);
      expect(ids.length, id).toBeGreaterThanOrEqual(2);
      expect(
        factsBySubject.flatMap((subject) => subject.ids),
        id,
      ).toEqual(expect.arrayContaining(ids));
    }
  });
});

describe('every file', () => {
  it('can be read', () => {
    expect(scenarios.map(([name]) => `${name}.yaml`)).toEqual(files);
  });

  it('says in a sentence what happened, as breakglass prints it', () => {
    for (const [name, { scenario }] of scenarios) expect(scenario.about?.length, name).toBeGreaterThan(20);
  });

  it('that is an incident tells what goes wrong, and ends with what must be so', () => {
    for (const [name, { scenario }] of scenarios.filter(([one]) => /^[ID]\d\d-/.test(one))) {
      const goesWrong = scenario.steps.some((step) =>
        step.kind === 'event'
          ? step.refused.vendor !== null
          : step.claims.vendor.some((claim) => 'holds' in claim && !claim.holds),
      );
      expect({ name, goesWrong, last: scenario.steps.at(-1)?.kind }).toEqual({
        name,
        goesWrong: true,
        last: 'expect',
      });
    }
  });

  it.each(scenarios)('%s goes as it says', (_, scenario) => {
    const played = readings.filter(({ name }) => scenario.scenario.readings.includes(name));
    expect(played.length).toBeGreaterThan(0);
    for (const reading of played) {
      expect(linesOf(scenario, reading).filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    }
  });
});

// What decides it is the player, not the file: one of a site and one of a machine are enough.
const turned = ['I01-same-name-no-copy', 'I10-every-bios-reset', 'I24-cloned-with-replace'];

it.each(scenarios.filter(([name]) => turned.includes(name)))('each claim of %s can fail', (_, scenario) => {
  const [reading] = readings as readonly [Reading];
  const found = linesOf(turnedRound(scenario), reading).filter(({ step }) => step === undefined);
  expect(found.length).toBeGreaterThan(4);
  expect(found.filter(({ verdict }) => verdict !== 'broken')).toEqual([]);
});

function linesOf(any: AnyScenario, reading: Reading): readonly ScenarioLine[] {
  return any.about === 'site'
    ? playScenario(any.scenario, reading, 'incident').lines
    : playMachineScenario(any.scenario, reading, 'incident').lines;
}

/** The scenario with the opposite of everything that it expects. */
function turnedRound(any: AnyScenario): AnyScenario {
  const steps = any.scenario.steps.map((step) => {
    if (step.kind === 'event') return step;
    const { article, vendor } = step.claims;
    return { ...step, claims: { article: article.map(opposite), vendor: vendor.map(opposite) } };
  });
  return { ...any, scenario: { ...any.scenario, steps } } as AnyScenario;
}

function opposite(claim: object): object {
  if ('holds' in claim) return { ...claim, holds: claim.holds !== true };
  if ('state' in claim) return { ...claim, state: claim.state === 'lost' ? 'running' : 'lost' };
  return { ...claim, value: 'something else' };
}
