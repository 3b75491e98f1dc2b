/** Lines that several parts of a result have: a source, a step of a run. */
import type { Event } from './events.ts';
import type { Confidence } from './evidence.ts';
import type { Actor } from './kernel/machine.ts';

export type SourceLine = {
  readonly id: string;
  readonly fact: string;
  readonly source: string;
  readonly confidence: Confidence;
};

/** One event of a run or a runbook, with its words. */
export type StepLine = {
  readonly event: Event;
  readonly by: Actor;
  readonly text: string;
  /** How an operator does it; absent for what happens by itself. */
  readonly how?: string;
};

/** The words of a step, whatever machine it is of. */
export type StepWords = Omit<StepLine, 'event'>;
