/** What was found out about a practice. */
import type { Tagged } from '../kernel/machine.ts';
import type { ReadingName } from '../reading.ts';
import type { SourceLine } from '../result-lines.ts';
import type { PracticeProof, Question } from './proof.ts';

/** Whether something can be lost, and by which shortest run. */
export type Found =
  | {
      readonly kind: 'lost';
      /** Those of the set-up first, `prepared` many; then the shortest run from there. */
      readonly steps: readonly RunStep[];
      readonly prepared: number;
      /** What is so at the end, where a run alone does not say it. */
      readonly says?: string;
      /** Why the event that was asked for is refused at the end. */
      readonly refusal?: string;
      /** The machines of a site whose data a thief reads at the end. */
      readonly reads?: readonly string[];
    }
  | { readonly kind: 'kept'; readonly states: number; readonly says?: string }
  /** The search stopped, or the set-up was refused: for the reason given. */
  | { readonly kind: 'unknown'; readonly why: string };

export type Lost = Extract<Found, { kind: 'lost' }>;

export type RunStep = { readonly event: Tagged; readonly refused?: string };

export type Worth =
  /** Without it something is lost that is kept with it. */
  | 'necessary'
  /** Without it nothing is lost either, within the faults that were asked. */
  | 'notNecessary'
  /** It is lost with the practice as well: keeping it does not help. */
  | 'notEnough'
  /** It is lost with the practice, and kept without it: the price of the practice. */
  | 'costs'
  | 'unknown';

export type Answer = {
  readonly question: Question;
  readonly worth: Worth;
  readonly dropped: Found;
  readonly kept: Found;
};

/** The loss that an answer shows: without the practice, or, where it costs something, with it. */
export function lossOf({
  dropped,
  kept,
}: Answer): { readonly side: 'kept' | 'dropped'; readonly lost: Lost } | undefined {
  if (dropped.kind === 'lost') return { side: 'dropped', lost: dropped };
  return kept.kind === 'lost' ? { side: 'kept', lost: kept } : undefined;
}

/** One question of a practice under one reading. */
export type PracticeRow = {
  readonly practice: PracticeProof;
  /** The question's place among those of its practice, from 1. */
  readonly number: number;
  readonly reading: ReadingName;
  readonly answer: Answer;
  /** What no source says, of the rules that have a say in it. */
  readonly restsOn: readonly SourceLine[];
  /** What shows the loss again, after the name of the program; nothing where nothing is lost. */
  readonly replay?: string | undefined;
};

export type PracticeTable = {
  readonly rows: readonly PracticeRow[];
  /** The site that keeps all practices: whether it keeps its promise, under each reading. */
  readonly allKept: readonly AllKept[];
};

export type AllKept = {
  readonly reading: ReadingName;
  /** What was found first that does not hold; otherwise the number of states that were searched. */
  readonly found: Found;
  /** Of how many claims the promise consists. */
  readonly claims: number;
  /** What no source says, of the rules that have a say in any of them. */
  readonly restsOn: readonly SourceLine[];
};
