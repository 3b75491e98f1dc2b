/** What a machine is. Stepping, chance, search, belief and the report's tables are derived from these types. */

export type Tagged = { readonly type: string };

/**
 * Who makes a move. `operator` chooses it; `system` makes it by itself, at any time; `fault` happens to us.
 */
export type Actor = 'operator' | 'system' | 'fault';

/**
 * A state is a record of slices. A slice is plain JSON with a fixed key order: its text is its identity.
 *
 * A part is a piece of an event. An event that touches many slices is made of parts that touch few each, so that
 * search can remember what every part does. All parts look at the state before the event, and no two
 * parts of an event change the same slice. The event is refused when one of its parts refuses; the reason
 * is that of the first.
 */
export type Part<State, Refusal> = {
  /** The slices this part looks at. A slice that is not named here is not there to be looked at. */
  readonly reads: readonly (keyof State & string)[];
  /** Those of `reads` that it may change. */
  readonly writes: readonly (keyof State & string)[];
  /** Why the system refuses the event in this state, or `undefined` when this part accepts it. */
  readonly refusal?: (slices: State) => Refusal | undefined;
  /** The new values of some of `writes`. Called only when no part refused. */
  readonly apply?: (slices: State) => Partial<State>;
};

/** One way the machine may move. A rule is the only place where a guard is written. */
export type Rule<Site, State, Event, Refusal> = {
  /** The claim in one sentence, as the report prints it. */
  readonly claim: string;
  /** The ids of the facts it rests on; each is a line of docs/evidence.md with its confidence. */
  readonly sources: readonly string[];
  readonly by: Actor;
  /** How much of a fault budget the move spends. An operator's destructive move spends one, like a fault. */
  readonly spends: 0 | 1;
  /** Every event of this type that the site knows, in a fixed order that does not depend on the state. */
  readonly candidates: (site: Site) => readonly Event[];
  readonly parts: (site: Site, event: Event) => readonly Part<State, Refusal>[];
};

/** A rule for each event type: leaving one out, or inventing one, does not compile. */
export type Rules<Site, State, Event extends Tagged, Refusal> = {
  readonly [Type in Event['type']]: Rule<Site, State, Extract<Event, { type: Type }>, Refusal>;
};

/**
 * What must hold in every state, together with the state that makes the question interesting. One whose
 * interesting state is never reached is not tested, whatever it answers elsewhere.
 */
export type Invariant<Site, State> = {
  readonly name: string;
  readonly claim: string;
  readonly sources: readonly string[];
  readonly reads: (site: Site) => readonly (keyof State & string)[];
  readonly always: (slices: State, site: Site) => boolean;
  readonly sometimes: (slices: State, site: Site) => boolean;
};

export type Machine<Site, State, Event extends Tagged, Refusal> = {
  readonly site: Site;
  readonly initial: State;
  readonly rules: Rules<Site, State, Event, Refusal>;
};

export type Outcome<State, Refusal> =
  | { readonly kind: 'accepted'; readonly state: State }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The rule of one event, with its own event type forgotten: the table guarantees that they match. */
export function ruleOf<Site, State, Event extends Tagged, Refusal>(
  machine: Machine<Site, State, Event, Refusal>,
  type: Event['type'],
): Rule<Site, State, Event, Refusal> {
  // The mapped type pairs each type with its rule; indexing by a union loses the pairing, not the fact.
  return machine.rules[type] as unknown as Rule<Site, State, Event, Refusal>;
}

/** All candidates of all rules, in the order of the table. The position of an event in it is stable. */
export function candidatesOf<Site, State, Event extends Tagged, Refusal>(
  machine: Machine<Site, State, Event, Refusal>,
): readonly Event[] {
  const types = Object.keys(machine.rules) as Event['type'][];
  return types.flatMap((type) => ruleOf(machine, type).candidates(machine.site));
}
