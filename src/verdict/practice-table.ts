/** The table of all practices: every question under every reading, and what shows each loss again. */
import {
  type AllKept,
  type Found,
  lossOf,
  type PracticeRow,
  type PracticeTable,
} from '../../models/proofs/answer.ts';
import { goodSite } from '../../models/proofs/good-site.ts';
import type { PracticeProof, SiteQuestion } from '../../models/proofs/proof.ts';
import type { Reading } from '../../models/reading.ts';
import { type Explorations, explorations, foundOnSite } from './practice-on-site.ts';
import { unprovenLines } from './lines.ts';
import { practiceRestsOn } from './practice-rests-on.ts';
import { scenarioFolder, scenarioNameOf } from './practice-scenario.ts';
import { proverOf } from './prove-practice.ts';

export type TableOptions = {
  /** Told before each practice, since a search takes a while. */
  readonly onPractice?: (practice: PracticeProof, reading: Reading) => void;
  /** Whether to ask as well what the site that keeps all of them keeps. */
  readonly wholeToo: boolean;
};

/** @returns the rows practice by practice, and what the site that keeps all of them keeps */
export function practiceTable(
  practices: readonly PracticeProof[],
  readings: readonly Reading[],
  { onPractice, wholeToo }: TableOptions,
): PracticeTable {
  const searched = readings.map((reading) => ({ reading, searched: explorations(reading) }));
  const provers = searched.map((each) => ({ ...each, prove: proverOf(each.reading, each.searched) }));
  const rows = practices.flatMap((practice) =>
    provers.flatMap(({ reading, prove, searched: known }): PracticeRow[] => {
      onPractice?.(practice, reading);
      return prove(practice).map((answer, at) => ({
        practice,
        number: at + 1,
        reading: reading.name,
        answer,
        restsOn: practiceRestsOn(answer.question, reading, known),
      }));
    }),
  );
  return {
    rows: rows.map((row) => ({ ...row, replay: replayOf(row, rows) })),
    allKept: (wholeToo ? searched : []).map(allKept),
  };
}

function replayOf(row: PracticeRow, rows: readonly PracticeRow[]): string | undefined {
  const { question } = row.answer;
  if (lossOf(row.answer) === undefined) return undefined;
  if (question.on === 'law') return question.shownBy;
  const name = scenarioNameOf(row, rows);
  return name === undefined ? undefined : `scenario ${scenarioFolder}/${name}`;
}

/** The whole promise of the site that keeps every practice. */
function allKept({ reading, searched }: { reading: Reading; searched: Explorations }): AllKept {
  const { promise, machines } = goodSite;
  const claims = [
    ...machines.flatMap(({ name }) => [
      { kind: 'recoverable' as const, machine: name, faultsMax: promise.recoverable },
      { kind: 'starts' as const, machine: name, faultsMax: promise.starts },
    ]),
    ...promise.secret.map((loot) => ({ kind: 'secret' as const, loot, faultsMax: promise.recoverable })),
  ];
  const questions = claims.map(({ faultsMax, ...claim }): SiteQuestion => {
    return { on: 'site', asks: '', breaks: '', kept: goodSite, dropped: goodSite, faultsMax, claim };
  });
  const all = questions.map((question) => foundOnSite(question, 'kept', searched));
  const resting = questions.flatMap((question) => practiceRestsOn(question, reading, searched));
  const kept: Found = { kind: 'kept', states: Math.max(...all.map((found) => statesOf(found))) };
  return {
    reading: reading.name,
    found: all.find(({ kind }) => kind !== 'kept') ?? kept,
    claims: claims.length,
    restsOn: unprovenLines(resting.map(({ id }) => id)),
  };
}

function statesOf(found: Found): number {
  return found.kind === 'kept' ? found.states : 0;
}
