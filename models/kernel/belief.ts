/** What we may believe of a system whose answers can be lost: the set of states it may be in. */
import type { Machine, Tagged } from './machine.ts';
import { step } from './step.ts';

/** What was seen of one event. `unknown` is a lost answer: it may have happened or not. */
export type Observed<Refusal> =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'unknown' };

/**
 * The states that explain what was seen. Empty when none does: the system and the model disagree.
 *
 * After a lost answer both the old and the new state are kept; the next answer decides between them.
 */
export function revise<Site, State extends object, Event extends Tagged, Refusal>(
  machine: Machine<Site, State, Event, Refusal>,
  belief: readonly State[],
  event: Event,
  observed: Observed<Refusal>,
): readonly State[] {
  const kept = belief.flatMap((state) => {
    const outcome = step(machine, state, event);
    if (observed.kind === 'unknown') return outcome.kind === 'accepted' ? [state, outcome.state] : [state];
    if (observed.kind === 'accepted') return outcome.kind === 'accepted' ? [outcome.state] : [];
    return outcome.kind === 'refused' && outcome.refusal === observed.refusal ? [state] : [];
  });
  return distinct(kept);
}

/** The states of a belief that agree with what can be seen of the system. */
export function narrow<State, Seen>(
  belief: readonly State[],
  seen: Seen,
  observe: (state: State) => Seen,
): readonly State[] {
  const text = JSON.stringify(seen);
  return belief.filter((state) => JSON.stringify(observe(state)) === text);
}

function distinct<State>(states: readonly State[]): readonly State[] {
  const byText = new Map(states.map((state) => [JSON.stringify(state), state]));
  return [...byText.values()];
}
