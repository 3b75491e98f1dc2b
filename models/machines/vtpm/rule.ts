/** The rules of this machine are written with the parts of speech that all small machines share. */
import type { Setting } from '../domain-machine.ts';
import { ruleOf, type RuleSpec } from '../rule-of.ts';
import type { Event, Group, Refusal } from './events.ts';
import type { RuleOf, State, Variant } from './state.ts';

type EventOf<Type extends Event['type']> = Extract<Event, { type: Type }>;

type Spec<Type extends Event['type']> = {
  readonly claim: string;
  readonly sources: RuleSpec<Variant, State, Event, Refusal>['sources'];
  readonly by?: 'operator' | 'system' | 'fault';
  readonly spends?: 0 | 1;
  /** The variant must ask for one of these; without them the rule exists in every variant. */
  readonly groups?: readonly Group[];
  /** Its events. Without them, the one without an argument. */
  readonly events?: (variant: Variant) => readonly EventOf<Type>[];
  readonly reads?: readonly (keyof State)[];
  readonly writes: readonly (keyof State)[];
  readonly refusal: (state: State, event: EventOf<Type>, setting: Setting<Variant>) => Refusal | undefined;
  readonly apply: (state: State, event: EventOf<Type>, setting: Setting<Variant>) => Partial<State>;
};

/** A rule. Without more said it is an operator's, free, and looks at nothing but what it changes. */
export function rule<Type extends Event['type']>(type: Type, spec: Spec<Type>): RuleOf<Type> {
  const { claim, sources, by = 'operator', spends = 0, groups, reads = [], writes, refusal, apply } = spec;
  const bare = [{ type } as unknown as EventOf<Type>];
  return ruleOf<Variant, State, EventOf<Type>, Refusal>({
    claim,
    sources,
    by,
    spends,
    ...(groups && { groups }),
    events: spec.events ?? (() => bare),
    reads: () => reads,
    writes: () => writes,
    refusal,
    apply,
  });
}
