/** What each best practice is worth. The table is a result: a change of any rule shows itself here. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { lossOf, type Lost, type PracticeRow } from '../models/proofs/answer.ts';
import { practiceProofs } from '../models/proofs/practices.ts';
import { type ReadingName, readings } from '../models/reading.ts';
import { practicesPage } from '../reports/practices-page.ts';
import { practiceStory } from '../reports/practices-text.ts';
import { restsOnCount, restsOnText } from '../reports/rests-on.ts';
import { scenarioFiles } from '../src/verdict/practice-scenario.ts';
import { practiceTable } from '../src/verdict/practice-table.ts';
import { breakglassHere } from './cli/command-line.ts';

/**
 * By practice one line for each question: the worth, and the steps of the counterexample, those of its set-up before the
 * plus. Where the readings differ, that of each.
 */
const expected: Readonly<Record<string, readonly (string | Readonly<Record<ReadingName, string>>)[]>> = {
  S1: ['necessary 2'],
  S2: ['necessary 0', 'notNecessary'],
  S3: ['necessary 1+0', 'necessary 1+0', 'notNecessary', 'notNecessary'],
  // The case to get right: availability as the article has it, secrecy as the vendor has it.
  S4: [
    { article: 'necessary 1', vendor: 'notNecessary' },
    { article: 'notNecessary', vendor: 'necessary 0' },
    { article: 'notNecessary', vendor: 'necessary 0' },
    'costs 0',
  ],
  S5: ['necessary 0', 'notNecessary', 'notNecessary'],
  S6: ['necessary 0'],
  S7: ['necessary 2'],
  S8: ['necessary 1+4'],
  S9: ['notNecessary', 'necessary 2+1'],
  S10: ['necessary 4+3'],
  S11: ['necessary 6+1'],
  S12: ['necessary 9+2', 'necessary 8+3', 'necessary 2+0', 'necessary 1+2', 'notNecessary'],
  S13: ['necessary 2+0', 'notNecessary'],
  S14: ['necessary 1+1', 'notNecessary', 'necessary 2+0'],
  S15: ['necessary 1+1', 'notNecessary', 'necessary 1+2'],
  S16: ['necessary 2+3', 'necessary 2+3', 'notNecessary'],
  S17: ['necessary 8+0', 'notNecessary', 'necessary 1+1', 'notEnough 8+0', 'costs 2+0', 'notNecessary'],
  S18: ['necessary 1+1', 'necessary 2+1', 'notNecessary', 'necessary 1+2'],
  S19: ['necessary 3+1'],
  S20: ['necessary 4+1', 'notNecessary', 'necessary 2+1', 'costs 4+1', 'necessary 1+1'],
  S21: ['necessary 1'],
  S22: ['necessary 10+1', 'notNecessary'],
  S23: ['necessary 1', 'costs 2+1'],
  S24: ['notNecessary', 'necessary 2+4'],
  S25: ['notNecessary', 'necessary 3+1'],
  S26: ['necessary 2'],
  S27: ['necessary 1'],
};

const table = practiceTable(practiceProofs, readings, { wholeToo: true });
const root = new URL('../', import.meta.url);

describe('worth', () => {
  test.each(practiceProofs.map(({ id }) => [id]))('%s', (id) => {
    const own = table.rows.filter(({ practice }) => practice.id === id);
    const numbers = [...new Set(own.map(({ number }) => number))];
    const found = numbers.map((number) => {
      const asked = own.filter((row) => row.number === number);
      const [article, vendor] = (['article', 'vendor'] as const).map((name) =>
        lineOf(asked.find(({ reading }) => reading === name)),
      );
      return article === vendor ? article : { article, vendor };
    });
    expect(found).toEqual(expected[id]);
  });

  test('all practices kept, the promise holds under every reading, searched to the end', () => {
    expect(table.allKept.map(({ reading, found, claims }) => ({ reading, found, claims }))).toEqual(
      readings.map(({ name }) => ({ reading: name, found: { kind: 'kept', states: 11_843 }, claims: 9 })),
    );
  });

  test('every answer says what of it no source says, in the terminal and on the page', () => {
    const resting = table.rows.filter(({ restsOn }) => restsOn.length > 0);
    // What is measured, and what only sources decide, rests on nothing else.
    expect(resting.length).toBeGreaterThan(table.rows.length / 2);
    const page = practicesPage(practiceProofs, table);
    for (const { practice, restsOn } of resting) {
      const story = practiceStory(practice, table, 'breakglass').replaceAll(/[\s!]+/g, ' ');
      for (const fact of restsOn) {
        expect(story).toContain(restsOnText(fact));
        expect(page).toContain(`[${fact.id}](evidence.md#${fact.id})`);
      }
    }
    for (const { restsOn } of table.allKept) expect(page).toContain(restsOnCount(restsOn));
  });

  test('every practice is decided, or says what of it is not', () => {
    expect(table.rows.filter(({ answer }) => answer.worth === 'unknown')).toEqual([]);
    expect(practiceProofs.filter(({ questions }) => questions.length === 0)).toEqual([]);
    expect(practiceProofs.flatMap(({ id, undecided }) => (undecided === undefined ? [] : [id]))).toEqual([
      'S5',
      'S17',
    ]);
  });

  test('whatever is not necessary says why, and who says so; nothing else does', () => {
    const told = table.rows.filter(({ answer }) => answer.question.otherwise !== undefined);
    const free = table.rows.filter(({ answer }) => answer.worth === 'notNecessary');
    const asked = (rows: readonly PracticeRow[]) => [
      ...new Set(rows.map(({ practice, number }) => `${practice.id}.${number}`)),
    ];
    expect(asked(told).toSorted()).toEqual(asked(free).toSorted());
  });

  test('the practices of the article are all there', () => {
    const numbers = new Set(practiceProofs.flatMap(({ ofArticle }) => ofArticle ?? []));
    expect([...numbers].toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('what users read', () => {
  test('docs/practices.md is what the proofs say; --update writes it anew', async () => {
    const page = fileURLToPath(new URL('docs/practices.md', root));
    await expect(practicesPage(practiceProofs, table)).toMatchFileSnapshot(page);
  });

  const files = scenarioFiles(table.rows);
  test('examples/practices has one scenario for each loss, and no others', () => {
    const present = readdirSync(new URL('examples/practices', root));
    expect(present.toSorted()).toEqual(files.map(({ name }) => name).toSorted());
  });

  test.each(files.map((file) => [file.name, file.text]))('%s is what the proof says', async (name, text) => {
    await expect(text).toMatchFileSnapshot(fileURLToPath(new URL(`examples/practices/${name}`, root)));
  });
});

const replays = new Set(table.rows.flatMap(({ replay }) => replay ?? []));
const scenarios = [...replays].filter((replay) => replay.startsWith('scenario '));

test.each(scenarios)('breakglass %s plays the loss on model and twin', async (replay) => {
  const { code, stdout } = await breakglassHere(replay.split(' '), fileURLToPath(root));
  expect(stdout).not.toMatch(/FAIL|^ {2}\?/m);
  expect(code).toBe(0);
});

test('breakglass practices S4 tells both readings, the runs, and how to play them', async () => {
  const { code, stdout } = await breakglassHere(
    ['practices', 'S4', '--reading', 'both'],
    fileURLToPath(root),
  );
  expect(code).toBe(0);
  expect(stdout).toContain('reading article: necessary (lost in 1 step)');
  expect(stdout).toContain('reading vendor: not necessary. The article has the hosts pull their keys');
  expect(stdout).toContain('replay: npm run breakglass -- scenario examples/practices/S4-1.yaml');
  expect(await breakglassHere(['practices', 'S44'], fileURLToPath(root))).toMatchObject({ code: 3 });
});

function lineOf(row: PracticeRow | undefined): string {
  if (row === undefined) return 'not asked';
  const loss = lossOf(row.answer);
  return loss === undefined ? row.answer.worth : `${row.answer.worth} ${lengthOf(loss.lost)}`;
}

function lengthOf({ steps, prepared }: Lost): string {
  return prepared === 0 ? `${steps.length}` : `${prepared}+${steps.length - prepared}`;
}
