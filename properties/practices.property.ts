/** What each best practice is worth. The table is a result: a change of any rule shows itself here. */
import { expect, test } from 'vitest';
import { practiceProofs } from '../models/proofs/practices.ts';
import { type ReadingName, readings } from '../models/reading.ts';
import { prove } from '../src/verdict/prove-practice.ts';

/** By practice, one line for each question: the worth under either reading and the steps of the counterexample. */
const expected: Readonly<Record<string, Readonly<Record<ReadingName, readonly string[]>>>> = {
  S1: { article: ['necessary 2'], vendor: ['necessary 2'] },
  S2: { article: ['necessary 0', 'notNecessary'], vendor: ['necessary 0', 'notNecessary'] },
  // The case to get right: availability as the article has it, secrecy as the vendor has it.
  S4: { article: ['necessary 1', 'notNecessary'], vendor: ['notNecessary', 'necessary 0'] },
  S6: { article: ['necessary 0'], vendor: ['necessary 0'] },
  S7: { article: ['necessary 2'], vendor: ['necessary 2'] },
  S9: { article: ['notNecessary'], vendor: ['notNecessary'] },
  S21: { article: ['necessary 1'], vendor: ['necessary 1'] },
};

test.each(practiceProofs.map((practice) => [practice.id, practice] as const))('%s', (id, practice) => {
  const found = Object.fromEntries(
    readings.map((reading) => [
      reading.name,
      prove(practice, reading).map(({ worth, dropped }) =>
        dropped.kind === 'lost' ? `${worth} ${dropped.events.length}` : worth,
      ),
    ]),
  );
  expect(found).toEqual(expected[id]);
});
