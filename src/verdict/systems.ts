/** Asks the systems of a site: each question searched to the end, once for all readings that it cannot tell apart. */
import type { FactId } from '../../models/evidence.ts';
import { worst } from '../../models/kernel/verdict.ts';
import { differing, type Reading } from '../../models/reading.ts';
import type { SystemAnswer, SystemResult, SystemsResult } from '../../models/system-result.ts';
import type { Asked, Question } from '../../models/systems/question.ts';
import { watched } from '../lockstep/watched.ts';
import { sourceLines } from './lines.ts';
import { aimAnswer, invariantAnswers } from './system-answer.ts';
import { exploreCase, type ExploredCase } from './system-case.ts';

/** @param statesMax where a search stops, and its answers are not known */
export function systemsResult(asked: Asked, readings: readonly Reading[], statesMax: number): SystemsResult {
  return {
    asked: asked.questions.flatMap((question) => answered(question, readings, statesMax)),
    notes: asked.notes.map(({ sources, ...note }) => ({ ...note, sources: sourceLines(sources) })),
    missing: asked.missing,
  };
}

/** One result for each set of readings that differ in nothing the question looks at. */
function answered(
  question: Question,
  readings: readonly Reading[],
  statesMax: number,
): readonly SystemResult[] {
  const done: { result: SystemResult; reading: Reading; read: ReadonlySet<string> }[] = [];
  for (const reading of readings) {
    const alike = done.find(({ reading: other, read }) =>
      differing(other.switches, reading.switches).every((name) => !read.has(name)),
    );
    if (alike !== undefined) {
      alike.result = { ...alike.result, readings: [...alike.result.readings, reading.name] };
      continue;
    }
    const { switches, read } = watched(reading.switches);
    const explored = question.cases.map((one) => exploreCase(question, one, switches, statesMax));
    done.push({ result: { ...resultOf(question, explored), readings: [reading.name] }, reading, read });
  }
  return merged(done.map(({ result }) => result));
}

/** Readings that were searched apart and answer alike are reported once. */
function merged(results: readonly SystemResult[]): readonly SystemResult[] {
  const byText = new Map<string, SystemResult>();
  for (const result of results) {
    const { readings, states, complete, answers } = result;
    // A rule of the machine that a reading adds, and that holds, is no difference.
    const told = answers.filter(({ kind, verdict }) => kind === 'goal' || verdict !== 'holds');
    const text = JSON.stringify([complete, told]);
    const alike = byText.get(text);
    byText.set(text, {
      ...result,
      readings: [...(alike?.readings ?? []), ...readings],
      states: Math.max(states, alike?.states ?? 0),
    });
  }
  return [...byText.values()];
}

function resultOf(question: Question, explored: readonly ExploredCase[]): Omit<SystemResult, 'readings'> {
  const { title, machine, cases, faultsMax, aims } = question;
  const goals = aims.map((aim) => worstOf(explored.map((one) => aimAnswer(one, aim))));
  const invariants = explored.map(invariantAnswers);
  const names = invariants[0]?.map(({ name }) => name) ?? [];
  return {
    title,
    machine: machine.name,
    cases: cases.map(({ when, variant, setUp }) => ({ when, variant, setUp: setUp.map(machine.describe) })),
    faultsMax,
    states: explored.reduce((sum, { states }) => sum + states, 0),
    complete: explored.every(({ complete }) => complete),
    answers: [...goals, ...names.map((_, at) => worstOf(invariants.flatMap((each) => each[at] ?? [])))],
    sources: sourceLines([...new Set(explored.flatMap(({ facts }) => facts))] satisfies FactId[]),
  };
}

/** The answer in the worst of the cases, the first of them. */
function worstOf(answers: readonly SystemAnswer[]): SystemAnswer {
  const verdict = worst(answers.map((answer) => answer.verdict));
  const found = answers.find((answer) => answer.verdict === verdict);
  if (found === undefined) throw new Error('a question has no case');
  return found;
}

/** The answers that decide about the verdict. */
export function counting({ asked }: SystemsResult): readonly SystemAnswer[] {
  return asked.flatMap(({ answers }) => answers.filter(({ counts }) => counts));
}
