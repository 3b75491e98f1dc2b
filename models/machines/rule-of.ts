/**
 * How the rules of a small machine are written: one part each, in the groups of events that a variant asks for, with
 * its reasons to refuse one after the other.
 */
import type { FactId } from '../evidence.ts';
import type { Actor, Rule, Tagged } from '../kernel/machine.ts';
import type { Setting } from './domain-machine.ts';

/** A variant says which groups of events exist in it. */
type Asking = { readonly asks: readonly string[] };

export type RuleSpec<Variant, State, Event, Refusal> = {
  readonly claim: string;
  readonly sources: readonly FactId[];
  readonly by: Actor;
  readonly spends: 0 | 1;
  /** The groups of which a variant must ask for one; without them the rule exists in every variant. */
  readonly groups?: readonly string[];
  readonly events: (variant: Variant) => readonly Event[];
  /** The slices it looks at, besides those it may change. */
  readonly reads: (event: Event, variant: Variant) => readonly (keyof State & string)[];
  readonly writes: (event: Event, variant: Variant) => readonly (keyof State & string)[];
  readonly refusal?: (state: State, event: Event, setting: Setting<Variant>) => Refusal | undefined;
  readonly apply: (state: State, event: Event, setting: Setting<Variant>) => Partial<State>;
};

/** The rule of one event type, from its few parts of speech. */
export function ruleOf<Variant extends Asking, State, Event extends Tagged, Refusal>(
  spec: RuleSpec<Variant, State, Event, Refusal>,
): Rule<Setting<Variant>, State, Event, Refusal> {
  const { claim, sources, by, spends, groups, events, reads, writes, refusal, apply } = spec;
  return {
    claim,
    sources,
    by,
    spends,
    candidates: ({ variant }) =>
      groups === undefined || groups.some((group) => variant.asks.includes(group)) ? events(variant) : [],
    parts: (setting, event) => {
      const written = writes(event, setting.variant);
      return [
        {
          reads: [...new Set([...written, ...reads(event, setting.variant)])],
          writes: written,
          ...(refusal && { refusal: (state: State) => refusal(state, event, setting) }),
          apply: (state) => apply(state, event, setting),
        },
      ];
    },
  };
}

/** A reason to refuse, when there is one: reasons are asked in order with `??`. */
export function when<Refusal extends string>(holds: boolean, refusal: Refusal): Refusal | undefined {
  return holds ? refusal : undefined;
}

/** The first reason that any of these gives. */
export function firstRefusal<Each, Refusal>(
  list: readonly Each[],
  reason: (each: Each) => Refusal | undefined,
): Refusal | undefined {
  for (const each of list) {
    const found = reason(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
