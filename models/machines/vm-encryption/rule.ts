/** The rules of this machine are written with the parts of speech that all small machines share. */
import type { Setting } from '../domain-machine.ts';
import { ruleOf, type RuleSpec } from '../rule-of.ts';
import type { Event, Group, Refusal } from './events.ts';
import { providers } from './providers.ts';
import type { RuleOf, State, Variant } from './state.ts';

type Slice = keyof State;

type Spec<Type extends Event['type']> = {
  readonly claim: string;
  readonly sources: RuleSpec<Variant, State, Event, Refusal>['sources'];
  readonly by?: 'operator' | 'system' | 'fault';
  readonly spends?: 0 | 1;
  readonly group?: Group;
  readonly reads?: readonly Slice[];
  readonly writes?: readonly Slice[];
  readonly refusal: (state: State, setting: Setting<Variant>) => Refusal | undefined;
  readonly apply: (state: State, setting: Setting<Variant>) => Partial<State>;
  readonly type: Type;
};

/** A rule whose event has no argument. Without more said it is an operator's, free, and looks at nothing else. */
export function plainRule<Type extends Event['type']>(spec: Spec<Type>): RuleOf<Type> {
  const { type, claim, sources, by = 'operator', spends = 0, group, reads = [], writes = [] } = spec;
  const event = { type } as unknown as Extract<Event, { type: Type }>;
  return ruleOf<Variant, State, typeof event, Refusal>({
    claim,
    sources,
    by,
    spends,
    ...(group && { groups: [group] }),
    events: () => [event],
    reads: () => reads,
    writes: () => writes,
    refusal: (state, _, setting) => spec.refusal(state, setting),
    apply: (state, _, setting) => spec.apply(state, setting),
  });
}

export type ProviderEvent = Extract<Event, { readonly provider: unknown }>;

/** The events of a type, one for each provider. */
export function eachProvider<Type extends ProviderEvent['type']>(
  type: Type,
): readonly Extract<Event, { type: Type }>[] {
  return providers.map((provider) => ({ type, provider }) as unknown as Extract<Event, { type: Type }>);
}
