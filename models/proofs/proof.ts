/**
 * What a best practice is worth, as questions that search can decide: with everything else in place, does leaving this
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
  readonly questions: readonly Question[];
  /** What of it no model decides, and why. */
  readonly undecided?: { readonly what: string; readonly why: string };
};

export type Question = SiteQuestion | MachineQuestion | LawQuestion;

type Asked = {
  readonly asks: string;
  /** What breaks, as an administrator meets it: without the practice, or, where that is its price, with it. */
  readonly breaks: string;
  /** Where nothing breaks without it: why, in plain words, and the fact that says so. */
  readonly otherwise?: { readonly says: string; readonly source: FactId };
};

/** On a whole site: a claim that breaks when the practice is left out. */
export type SiteQuestion = Asked & {
  readonly on: 'site';
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
export type MachineQuestion = Asked & {
  readonly on: 'machine';
  readonly machine: string;
  readonly variant: string;
  readonly kept: Conduct;
  readonly dropped: Conduct;
  /** How many faults come on top of what is done before, at most. */
  readonly faultsMax: number;
  /** A goal of the machine by its name, or an event: that it can be done. */
  readonly goal: string | Tagged;
  /** `stays`: in every state the goal is so. `reachable`: from every state the operator can bring it about. */
  readonly must: 'stays' | 'reachable';
  /** Events that the question leaves out: they happen on neither side. */
  readonly leavesOut?: readonly string[];
};

/** How people set a machine up and what they never do. */
export type Conduct = {
  /** Of the question's, where the practice is a matter of how things were built. */
  readonly variant?: string;
  /** What happens before the story begins. */
  readonly before?: readonly Done[];
  /** Events that do not happen to people who behave like this. */
  readonly never?: readonly string[];
};

/** An event that is accepted, or one that is refused for a reason: what somebody who looks gets to see. */
export type Done = Tagged | { readonly event: Tagged; readonly refused: string };

/** What encrypts the machines of a deduplicating vSAN: nothing, vSAN after deduplication, VM encryption before it. */
export type Encryption = 'plain' | 'vsan' | 'vm' | 'both';

/** About deduplication: a share of the plain data's ratio that is lost when the practice is left out. */
export type LawQuestion = Asked & {
  readonly on: 'law';
  /** How many alike machines, installed from one golden image. */
  readonly machines: number;
  readonly kept: Encryption;
  readonly dropped: Encryption;
  /** The least share of the plain data's deduplication ratio that must remain. */
  readonly leastShare: number;
  /** What shows the loss on bytes that are really written, after the name of the program. */
  readonly shownBy: string;
};

export function eventOf(done: Done): Tagged {
  return 'event' in done ? done.event : done;
}
