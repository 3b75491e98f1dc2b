/** What came of a step of a scenario, and of what it expects: the same for a site and for a domain machine. */
import type { Observed } from '../../models/kernel/belief.ts';
import type { Tagged } from '../../models/kernel/machine.ts';
import type { Verdict } from '../../models/kernel/verdict.ts';
import type { ReadingName } from '../../models/reading.ts';
import type { SourceLine, StepLine } from '../../models/result-lines.ts';
import type { Disagreement } from '../lockstep/run.ts';
import type { Position } from '../site/problem.ts';

export type ScenarioLine = Position & {
  /** The event that was sent, or `undefined` for an expectation. */
  readonly step: (Omit<StepLine, 'event'> & { readonly event: Tagged }) | undefined;
  /** What came of it, in words. */
  readonly outcome: string;
  readonly verdict: Verdict;
};

/** A line with what decides it and no source says: of the rule that answered, or of all that have a say in what is asked. */
export type JudgedLine = ScenarioLine & { readonly restsOn: readonly SourceLine[] };

export type ScenarioResult = {
  readonly reading: ReadingName;
  readonly verdict: Verdict;
  readonly lines: readonly JudgedLine[];
};

/**
 * An event that was sent, held against the refusal that is expected.
 *
 * @param expected the reason, or `null` where it must be accepted
 */
export function answerLine<Refusal extends string>(
  at: Pick<ScenarioLine, 'line' | 'column' | 'step'>,
  disagreement: Disagreement<Tagged> | undefined,
  observed: Observed<Refusal>,
  expected: string | null,
  describeRefusal: (refusal: Refusal) => string,
): ScenarioLine {
  if (disagreement !== undefined) {
    const { expected: wanted, seen } = disagreement;
    return { ...at, outcome: `model and twin disagree: expected ${wanted}, saw ${seen}`, verdict: 'broken' };
  }
  const refusal = observed.kind === 'refused' ? observed.refusal : null;
  const outcome = refusal === null ? 'done' : `refused (${refusal}): ${describeRefusal(refusal)}`;
  if (refusal === expected) return { ...at, outcome, verdict: 'holds' };
  const wanted = expected === null ? 'to be accepted' : `to be refused (${expected})`;
  return { ...at, outcome: `${outcome}; expected it ${wanted}`, verdict: 'broken' };
}

/** Something that was looked at, held against what is expected; `undefined` stands for what is not known. */
export function foundLine(
  { line, column }: Position,
  text: string,
  found: boolean | undefined,
  expected: boolean,
): ScenarioLine {
  const at = { line, column, step: undefined };
  if (found === undefined) return { ...at, outcome: text, verdict: 'notTested' };
  if (found === expected) return { ...at, outcome: text, verdict: 'holds' };
  return { ...at, outcome: `${text}; expected ${expected ? 'yes' : 'no'}`, verdict: 'broken' };
}

/** An expectation that nobody looks at any more. */
export function unaskedLine({ line, column }: Position): ScenarioLine {
  const outcome = 'not asked: model and twin disagree';
  return { line, column, step: undefined, outcome, verdict: 'notTested' };
}

/** `yes`, `no`, or that it is not known. */
export function yesNo(found: boolean | undefined): string {
  if (found === undefined) return 'not known';
  return found ? 'yes' : 'no';
}
