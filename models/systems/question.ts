/** A question about one system of a site: a domain machine as the site fixes it, and what is asked of it. */
import type { FactId } from '../evidence.ts';
import type { Tagged } from '../kernel/machine.ts';
import { type AnyDomainMachine, type DomainMachine, registered } from '../machines/domain-machine.ts';
import type { Site } from '../site.ts';
import type { Said } from './said.ts';

/** One goal of the machine, and how it must be so. */
export type Aim = {
  readonly goal: string;
  /** `stays`: in every state. `reachable`: from every state the operator brings it about, whatever the system does. */
  readonly must: 'stays' | 'reachable';
  /** Whether the answer counts for the verdict: only what the promise covers does. */
  readonly counts: boolean;
};

/** What the site may be, where its file does not decide between few possibilities. */
export type Case = {
  /** In words that follow "if"; empty when there is only one. */
  readonly when: string;
  readonly variant: unknown;
  /** What was done before the story begins. Each must be accepted. */
  readonly setUp: readonly Tagged[];
};

export type Question = {
  /** Such as `vTPM of win11`. Different for each question of a site. */
  readonly title: string;
  readonly machine: AnyDomainMachine;
  readonly cases: readonly Case[];
  /** Events that do not happen on this site: all of a type, or one with all its arguments. */
  readonly never: readonly (string | Tagged)[];
  readonly faultsMax: number;
  readonly aims: readonly Aim[];
};

/** What follows from a rule without a search, such as what a licence denies. */
export type Note = {
  readonly title: string;
  readonly text: string;
  readonly sources: readonly FactId[];
  /** Whether the promise turns on something that no model here knows of this site: then it is not tested. */
  readonly open: boolean;
};

export type Asked = {
  readonly questions: readonly Question[];
  readonly notes: readonly Note[];
  /** Fields that would let more be asked, were they there; in the words of the site file. */
  readonly missing: readonly string[];
};

/** A site with what its file says besides. */
export type Described = { readonly site: Site; readonly said: Said };

type Spec<Variant, Event extends Tagged> = {
  readonly title: string;
  readonly cases: readonly {
    readonly when?: string;
    readonly variant: Variant;
    readonly setUp?: readonly Event[];
  }[];
  readonly never?: readonly (Event['type'] | Event)[];
  readonly faultsMax: number;
  readonly aims: readonly Aim[];
};

/** A question whose variants and events are those of its machine. */
export function questionOn<Variant, State extends object, Event extends Tagged, Refusal extends string>(
  machine: DomainMachine<Variant, State, Event, Refusal>,
  { title, cases, never = [], faultsMax, aims }: Spec<NoInfer<Variant>, NoInfer<Event>>,
): Question {
  return {
    title,
    machine: registered(machine),
    cases: cases.map(({ when = '', variant, setUp = [] }) => ({ when, variant, setUp })),
    never,
    faultsMax,
    aims,
  };
}

/** A remark: it must be so in every state. */
export function stays(goal: string, counts: boolean = false): Aim {
  return { goal, must: 'stays', counts };
}

/** A remark: it can be brought about from every state. */
export function reachable(goal: string, counts: boolean = false): Aim {
  return { goal, must: 'reachable', counts };
}

export const nothingAsked: Asked = { questions: [], notes: [], missing: [] };

/** All of several, in their order; a missing field is named once. */
export function together(parts: readonly Asked[]): Asked {
  return {
    questions: parts.flatMap(({ questions }) => questions),
    notes: parts.flatMap(({ notes }) => notes),
    missing: [...new Set(parts.flatMap(({ missing }) => missing))],
  };
}
