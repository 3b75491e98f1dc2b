/** The part of a result about systems of the site other than its own machine. */
import type { Confidence } from './evidence.ts';
import type { Tagged } from './kernel/machine.ts';
import type { Verdict } from './kernel/verdict.ts';
import type { ReadingName } from './reading.ts';
import type { SourceLine, StepWords } from './result-lines.ts';

/** One step of a run on a domain machine, with its words. */
export type SystemStep = StepWords & { readonly event: Tagged };

/** What became of one goal or invariant of a domain machine. */
export type SystemAnswer = {
  readonly name: string;
  readonly kind: 'goal' | 'invariant';
  /** `stays`: in every state. `reachable`: the operator can bring it about from every state. */
  readonly must: 'stays' | 'reachable';
  readonly claim: string;
  /** Whether it counts for the verdict; otherwise it is a remark. */
  readonly counts: boolean;
  readonly verdict: Verdict;
  /** What was seen, in one sentence. */
  readonly finding: string;
  /** A shortest run after which it is not so; absent unless it is broken. */
  readonly steps?: readonly SystemStep[];
  /** The weakest confidence among the facts that decide it. */
  readonly confidence: Confidence;
};

/** What one system of the site answered, under the readings that do not make a difference to it. */
export type SystemResult = {
  readonly title: string;
  /** The domain machine: its page is docs/machines/NAME.md. */
  readonly machine: string;
  readonly readings: readonly ReadingName[];
  /** What it was searched on: the settings that the site fixes, and how it was set up. */
  readonly cases: readonly {
    readonly when: string;
    readonly variant: unknown;
    readonly setUp: readonly string[];
  }[];
  readonly faultsMax: number;
  /** Of all cases together, under the reading with the most of them. */
  readonly states: number;
  readonly complete: boolean;
  readonly answers: readonly SystemAnswer[];
  /** The facts that its rules rest on. */
  readonly sources: readonly SourceLine[];
};

export type SystemsResult = {
  readonly asked: readonly SystemResult[];
  /** What follows from a rule without a search, such as what a licence denies. */
  readonly notes: readonly {
    readonly title: string;
    readonly text: string;
    readonly sources: readonly SourceLine[];
    /** Whether it leaves the verdict open: something that the promise turns on is not known. */
    readonly open: boolean;
  }[];
  /** Fields of the site file that would let more be asked, were they there. */
  readonly missing: readonly string[];
};
