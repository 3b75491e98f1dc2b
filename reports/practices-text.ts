/** The proofs of practices on a terminal: the table, and the story of one practice. */
import { factOf, sources } from '../models/evidence.ts';
import type { PracticeRow, PracticeTable } from '../models/proofs/answer.ts';
import type { PracticeProof } from '../models/proofs/proof.ts';
import {
  alike,
  allKeptText,
  keptStart,
  keptText,
  lengthText,
  practiceTitle,
  questionsOf,
  readingsText,
  runLines,
  scopeText,
  whyText,
  worthWords,
} from './practices-words.ts';
import { restingOn, restsOnCount, restsOnText } from './rests-on.ts';
import { wrapped } from './text-layout.ts';
import { confidenceWords } from './words.ts';

/** @param command what to type before a verb */
export function practicesText(
  practices: readonly PracticeProof[],
  { rows, allKept }: PracticeTable,
  command: string,
): string {
  const blocks = practices.map((practice) => [
    practiceTitle(practice),
    ...questionsOf(practice, rows).flatMap((asked) => questionLines(asked, command)),
    ...undecidedLines(practice),
    '',
  ]);
  const end = allKept.flatMap((each) => wrapped(allKeptText(each)));
  return `${[...blocks.flat(), ...end].join('\n')}\n`;
}

/** One practice with everything that is known about it: its sources, and each run step by step. */
export function practiceStory(practice: PracticeProof, { rows }: PracticeTable, command: string): string {
  const facts = practice.sources.flatMap((id) => {
    const { fact, source, confidence } = factOf(id);
    return wrapped(`${fact} [${sources[source]}; ${confidenceWords[confidence]}]`, '  - ');
  });
  const stories = questionsOf(practice, rows).flatMap((asked) => ['', ...storyLines(asked, command)]);
  const protects = wrapped(`Protects ${practice.protects}.`);
  const lines = [practiceTitle(practice), ...protects, ...facts, ...stories, ...undecidedLines(practice)];
  return `${[...lines, ...restingLines(practice, rows)].join('\n')}\n`;
}

/** What no source says, each fact once: every answer only counts what it rests on. */
function restingLines(practice: PracticeProof, rows: readonly PracticeRow[]): readonly string[] {
  const facts = restingOn(questionsOf(practice, rows).flat());
  if (facts.length === 0) return [];
  return [
    '',
    'What the answers above rest on:',
    ...facts.flatMap((fact) => wrapped(restsOnText(fact), '  - ')),
  ];
}

function countLines({ restsOn }: PracticeRow): readonly string[] {
  return restsOn.length === 0 ? [] : wrapped(`This ${restsOnCount(restsOn)}.`, '    ! ');
}

function questionLines(asked: readonly PracticeRow[], command: string): readonly string[] {
  return [
    ...wrapped(asked[0]?.answer.question.asks ?? '', '  '),
    ...alike(asked).flatMap(({ row, readings }) => [
      ...wrapped(headOf(row, readingsText(readings)), '    '),
      ...countLines(row),
      ...replayLines(row, command),
    ]),
  ];
}

function headOf(row: PracticeRow, readings: string): string {
  const length = lengthText(row);
  const worth = worthWords[row.answer.worth];
  return `${readings}: ${worth}${length === undefined ? '' : ` (lost ${length})`}. ${whyText(row)}`;
}

function replayLines({ replay }: PracticeRow, command: string): readonly string[] {
  return replay === undefined ? [] : [`      replay: ${command} ${replay}`];
}

function storyLines(asked: readonly PracticeRow[], command: string): readonly string[] {
  const question = asked[0]?.answer.question;
  const scope = question === undefined ? undefined : scopeText(question);
  return [
    ...wrapped(question?.asks ?? ''),
    ...wrappedIf(scope, '  '),
    ...alike(asked).flatMap(({ row, readings }) => [
      ...wrapped(headOf(row, readingsText(readings)), '  '),
      ...runLines(row).flatMap((line, at) => wrapped(line, `    ${at + 1}. `)),
      ...wrapped(keptText(row), '    '),
      ...wrappedIf(keptStart(row), '    '),
      ...countLines(row),
      ...replayLines(row, command),
    ]),
  ];
}

function wrappedIf(text: string | undefined, first: string): readonly string[] {
  return text === undefined ? [] : wrapped(text, first);
}

function undecidedLines({ undecided }: PracticeProof): readonly string[] {
  return undecided === undefined
    ? []
    : wrapped(`Not decided by the models. ${undecided.what}: ${undecided.why}.`, '  ');
}
