/**
 * What a best practice is worth, as a question that search can decide: with everything else in place, does leaving this
 * one out break something that keeping it keeps?
 */
import type { Event } from '../events.ts';
import type { FactId } from '../evidence.ts';
import type { Tagged } from '../kernel/machine.ts';
import type { Loot, Site } from '../site.ts';

/** A practice of the article, or of the vendor's and other people's advice. */
export type PracticeProof = {
  /** Short and stable, such as `S4`. */
  readonly id: string;
  /** What to do, as one would tell a colleague. */
  readonly title: string;
  /** The article's number of it, where it is one of the article's practices. */
  readonly ofArticle?: number;
  readonly sources: readonly FactId[];
  /** What leaving it out is said to cost. */
  readonly protects: string;
  readonly questions: readonly (SiteQuestion | MachineQuestion)[];
};

/** On a whole site: a claim that breaks when the practice is left out. */
export type SiteQuestion = {
  readonly on: 'site';
  readonly asks: string;
  /** The site of the question, which keeps every practice. */
  readonly kept: Site;
  /** The same site without this practice. */
  readonly dropped: Site;
  /** How many faults, at most. */
  readonly faultsMax: number;
  /** A step of the set-up that the site without the practice refuses, as is to be expected. */
  readonly refusesSetup?: Event['type'];
  readonly claim:
    | { readonly kind: 'recoverable' | 'starts'; readonly machine: string }
    | { readonly kind: 'secret'; readonly loot: Loot };
};

/** On one domain machine: a goal that can be lost when the practice is left out. */
export type MachineQuestion = {
  readonly on: 'machine';
  readonly asks: string;
  readonly machine: string;
  readonly kept: Conduct;
  readonly dropped: Conduct;
  readonly faultsMax: number;
  readonly goal: string;
  /** `stays`: in every state the goal is so. `reachable`: from every state the operator can bring it about. */
  readonly must: 'stays' | 'reachable';
};

/** How people set a machine up and what they never do. */
export type Conduct = {
  readonly variant: string;
  /** What is done before the story begins. Each must be accepted. */
  readonly before: readonly Tagged[];
  /** Events that do not happen to people who behave like this. */
  readonly never: readonly string[];
};
