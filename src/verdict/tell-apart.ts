/**
 * What tells two readings apart: the shortest run of events after which the same system, read in two ways, answers
 * differently or shows something different. That run is the experiment that a lab can settle the question with.
 */
import { candidatesOf, type Machine, ruleOf, type Tagged } from '../../models/kernel/machine.ts';
import { step } from '../../models/kernel/step.ts';
import { type Compiled, compile } from '../explore/compile.ts';
import { type StateSet, stateSet } from '../explore/state-set.ts';

/** One machine as a reading has it, and what can be seen of its states, by name: what is compared. */
export type Side<Site, State, Event extends Tagged, Refusal> = {
  readonly machine: Machine<Site, State, Event, Refusal>;
  readonly look: (state: State) => Readonly<Record<string, unknown>>;
};

/** What the two sides say at the end of the run, in their order. */
export type Difference =
  /** One accepts the last event and the other refuses it, for the reason given. */
  | { readonly kind: 'answer'; readonly said: readonly [string, string] }
  /** Both accept everything, and this can be seen to differ then. */
  | { readonly kind: 'sight'; readonly what: string; readonly said: readonly [string, string] }
  | { readonly kind: 'none' };

export type TellApart<Event> = {
  readonly events: readonly Event[];
  readonly difference: Difference;
  /** Whether that there is no difference within the faults is certain: every pair of states was looked at. */
  readonly complete: boolean;
  readonly pairs: number;
};

export type TellApartOptions = {
  /** How many spending moves a run may contain. */
  readonly faultsMax: number;
  /** Stop rather than look at more pairs of states. */
  readonly pairsMax: number;
};

/** A side made ready to run, by numbers. */
type Half<Event> = {
  readonly start: number;
  /** The state after an event, or -1 when it is refused. */
  readonly next: (state: number, event: number) => number;
  /** What can be seen, as text by name. */
  readonly sight: (state: number) => Readonly<Record<string, string>>;
  /** `accepted`, or the reason. */
  readonly answer: (state: number, event: Event) => string;
};

type Pair = {
  readonly ids: readonly [number, number];
  readonly faults: number;
  /** The pair before it, and the event that led here; -1 at the start. */
  readonly before: number;
  readonly by: number;
};

/** Breadth first over pairs of states: the run is a shortest one, among equals the first in the order of the rules. */
export function tellApart<Site, State extends object, Event extends Tagged, Refusal>(
  sides: readonly [Side<Site, State, Event, Refusal>, Side<Site, State, Event, Refusal>],
  { faultsMax, pairsMax }: TellApartOptions,
): TellApart<Event> {
  const [one, other] = [halfOf(sides[0]), halfOf(sides[1])];
  const events = candidatesOf(sides[0].machine);
  const spends = events.map((event) => ruleOf(sides[0].machine, event.type).spends);
  const pairs: Pair[] = [{ ids: [one.start, other.start], faults: 0, before: -1, by: -1 }];
  const seen = new Map<string, number>([[`${one.start} ${other.start}`, 0]]);
  for (let at = 0; at < pairs.length && pairs.length <= pairsMax; at++) {
    const { ids, faults: spent } = pairs[at] as Pair;
    const found = (difference: Difference, last: readonly Event[]): TellApart<Event> => {
      return {
        events: [...runTo(pairs, at, events), ...last],
        difference,
        complete: true,
        pairs: pairs.length,
      };
    };
    const seenApart = sightOf(one.sight(ids[0]), other.sight(ids[1]));
    if (seenApart !== undefined) return found(seenApart, []);
    for (const [by, event] of events.entries()) {
      const faults = spent + (spends[by] ?? 0);
      if (faults > faultsMax) continue;
      const next = [one.next(ids[0], by), other.next(ids[1], by)] as const;
      if (next[0] < 0 !== next[1] < 0) {
        const said = [one.answer(ids[0], event), other.answer(ids[1], event)] as const;
        return found({ kind: 'answer', said }, [event]);
      }
      const key = next.join(' ');
      if (next[0] < 0 || (seen.get(key) ?? Infinity) <= faults) continue;
      seen.set(key, faults);
      pairs.push({ ids: next, faults, before: at, by });
    }
  }
  return {
    events: [],
    difference: { kind: 'none' },
    complete: pairs.length <= pairsMax,
    pairs: pairs.length,
  };
}

function halfOf<Site, State extends object, Event extends Tagged, Refusal>({
  machine,
  look,
}: Side<Site, State, Event, Refusal>): Half<Event> {
  const compiled: Compiled<State, Event> = compile(machine);
  const states: StateSet = stateSet(compiled.initial.length);
  const [from, to] = [new Uint16Array(compiled.initial.length), new Uint16Array(compiled.initial.length)];
  const sights = new Map<number, Readonly<Record<string, string>>>();
  const stateOf = (id: number): State => {
    states.read(id, from);
    return compiled.decode(from);
  };
  return {
    start: states.add(compiled.initial),
    next: (id, event) => {
      states.read(id, from);
      return compiled.next(event, from, to) ? states.add(to) : -1;
    },
    sight: (id) => {
      const known = sights.get(id);
      if (known !== undefined) return known;
      const seen = Object.entries(look(stateOf(id))).map(([name, value]) => [name, JSON.stringify(value)]);
      const sight: Readonly<Record<string, string>> = Object.fromEntries(seen);
      sights.set(id, sight);
      return sight;
    },
    answer: (id, event) => {
      const outcome = step(machine, stateOf(id), event);
      return outcome.kind === 'accepted' ? 'accepted' : String(outcome.refusal);
    },
  };
}

/** The first thing, by name, that can be seen to differ. */
function sightOf(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): Difference | undefined {
  const what = Object.keys(one).find((name) => one[name] !== other[name]);
  if (what === undefined) return undefined;
  return { kind: 'sight', what, said: [one[what] ?? '', other[what] ?? ''] };
}

function runTo<Event>(pairs: readonly Pair[], end: number, events: readonly Event[]): readonly Event[] {
  const run: Event[] = [];
  for (let pair = pairs[end]; pair !== undefined && pair.by >= 0; pair = pairs[pair.before]) {
    run.push(events[pair.by] as Event);
  }
  return run.toReversed();
}
