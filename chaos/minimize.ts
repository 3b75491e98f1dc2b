/** A run made as short as it gets while it still shows what it showed. Runs are data, so this works on stored ones. */
import type { Deployment } from '../models/deployment.ts';
import type { Event, Refusal } from '../models/events.ts';
import { step } from '../models/kernel/step.ts';
import type { SiteMachine } from '../models/site-machine.ts';
import type { State } from '../models/state.ts';

/** Takes events away, in ever smaller pieces, until none can be spared. Refused events go first of all. */
export function minimized(
  machine: SiteMachine,
  events: readonly Event[],
  shows: (events: readonly Event[]) => boolean,
): readonly Event[] {
  let kept = withoutRefused(machine, events);
  for (let piece = Math.max(1, kept.length >> 1); piece >= 1; piece = piece === 1 ? 0 : piece >> 1) {
    for (let at = 0; at < kept.length; ) {
      const shorter = withoutRefused(machine, [...kept.slice(0, at), ...kept.slice(at + piece)]);
      if (shorter.length < kept.length && shows(shorter)) {
        kept = shorter;
        // What was needed before may not be any more.
        if (piece === 1) at = 0;
      } else at += piece;
    }
  }
  return kept;
}

function withoutRefused(machine: SiteMachine, events: readonly Event[]): readonly Event[] {
  let state = machine.initial;
  return events.filter((event) => {
    const outcome = step<Deployment, State, Event, Refusal>(machine, state, event);
    if (outcome.kind === 'refused' || JSON.stringify(outcome.state) === JSON.stringify(state)) return false;
    state = outcome.state;
    return true;
  });
}
