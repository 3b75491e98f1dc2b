/**
 * A machine made ready for search: a state becomes a tuple of small integers, and every part of every event
 * becomes a table from the integers it reads to those it writes, filled in as it is asked. The readable rule
 * runs once for each such question.
 */
import {
  type Actor,
  candidatesOf,
  type Machine,
  type Part,
  ruleOf,
  type Tagged,
} from '../../models/kernel/machine.ts';
import { changesOf } from '../../models/kernel/step.ts';
import { type Interner, internerOf, type Slot } from './interning.ts';
import { enter, lookUp, tableOf } from './table.ts';

export type Instance<Event> = {
  readonly event: Event;
  readonly by: Actor;
  readonly spends: 0 | 1;
};

export type Compiled<State, Event> = {
  readonly slots: readonly Slot[];
  readonly instances: readonly Instance<Event>[];
  readonly initial: Uint16Array;
  /** Writes the successor of `from` by an instance into `to`; false when the instance is refused. */
  readonly next: (instance: number, from: Uint16Array, to: Uint16Array) => boolean;
  readonly encode: (state: State) => Uint16Array;
  readonly decode: (tuple: Uint16Array) => State;
  /** A predicate over some slices, remembered by their values. */
  readonly predicate: (
    reads: readonly string[],
    holds: (state: State) => boolean,
  ) => (tuple: Uint16Array) => boolean;
  /** The parts of every instance, in the order in which they are asked. */
  readonly parts: readonly (readonly CompiledPart[])[];
  readonly interner: Interner;
  /** How often a rule itself was run. */
  readonly ruleRuns: () => number;
};

export type CompiledPart = {
  readonly reads: readonly number[];
  readonly writes: readonly number[];
  /** Whether it can refuse at all. */
  readonly guards: boolean;
  /** The new values of `writes`, or `refused`. */
  readonly outcome: (from: Uint16Array) => readonly number[] | typeof refused;
};

export const refused = 'refused';

/** @param valuesMax how many values a slice may take; one more is `TooManyValues` wherever a state is made of it */
export function compile<Site, State extends object, Event extends Tagged, Refusal>(
  machine: Machine<Site, State, Event, Refusal>,
  valuesMax?: number,
): Compiled<State, Event> {
  const interner = internerOf(Object.keys(machine.initial), valuesMax);
  let runs = 0;
  const ran = (): void => {
    runs++;
  };
  const compiled = candidatesOf(machine).map((event) => {
    const rule = ruleOf<Site, State, Event, Refusal>(machine, event.type);
    const parts = rule.parts(machine.site, event).map((part) => compilePart(interner, part, ran));
    return { instance: { event, by: rule.by, spends: rule.spends }, parts };
  });
  const encode = (state: State): Uint16Array =>
    Uint16Array.from(interner.slots, ({ name }, slot) =>
      interner.intern(slot, (state as Record<string, unknown>)[name]),
    );
  const all = interner.slots.map((_, slot) => slot);
  return {
    slots: interner.slots,
    instances: compiled.map(({ instance }) => instance),
    initial: encode(machine.initial),
    next: (instance, from, to) => advance(compiled[instance]?.parts ?? [], from, to),
    encode,
    decode: (tuple) => interner.view(all, tuple) as State,
    predicate: (reads, holds) => {
      const slots = [...new Set(reads)].map(interner.slotOf);
      return memoised(interner, slots, (tuple) => holds(interner.view(slots, tuple) as State));
    },
    parts: compiled.map(({ parts }) => parts),
    interner,
    ruleRuns: () => runs,
  };
}

function advance(parts: readonly CompiledPart[], from: Uint16Array, to: Uint16Array): boolean {
  to.set(from);
  for (const { outcome, writes } of parts) {
    const values = outcome(from);
    if (values === refused) return false;
    for (let index = 0; index < values.length; index++) {
      to[writes[index] as number] = values[index] as number;
    }
  }
  return true;
}

function compilePart<State extends object, Refusal>(
  interner: Interner,
  part: Part<State, Refusal>,
  ran: () => void,
): CompiledPart {
  const reads = [...new Set(part.reads)].map(interner.slotOf);
  const writes = part.writes.map(interner.slotOf);
  const outcome = memoised(interner, reads, (from) => {
    ran();
    const view = interner.view(reads, from) as State;
    if (part.refusal?.(view) !== undefined) return refused;
    const changes = changesOf(part, view) as Record<string, unknown>;
    return writes.map((slot) => {
      const name = interner.slots[slot]?.name ?? '';
      return name in changes ? interner.intern(slot, changes[name]) : (from[slot] as number);
    });
  });
  return { reads, writes, guards: part.refusal !== undefined, outcome };
}

/** A machine has many questions: their tables are indexed only where they are this small. */
const denseBits = 12;

/**
 * Remembers the answers of a pure question about some slices of a tuple. That a slice needs more bits makes the table
 * of its keys anew, and asks nothing twice: values keep their integers.
 */
function memoised<Answer extends {}>(
  interner: Interner,
  reads: readonly number[],
  ask: (tuple: Uint16Array) => Answer,
): (tuple: Uint16Array) => Answer {
  const answers: Answer[] = [];
  /** By answer, one after the other: the values of `reads` that it was given for. */
  const asked: number[] = [];
  let table = tableOf([], [], 0);
  let epoch = -1;
  const makeTable = (): void => {
    epoch = interner.epoch();
    const widths = interner.slots.map(({ bits }) => bits);
    table = tableOf(reads, widths, denseBits);
    const tuple = new Uint16Array(widths.length);
    for (let answer = 0; answer < answers.length; answer++) {
      for (const [at, slot] of reads.entries()) tuple[slot] = asked[answer * reads.length + at] as number;
      enter(table, tuple, answer + 1);
    }
  };
  return (tuple) => {
    if (epoch !== interner.epoch()) makeTable();
    const known = lookUp(table, tuple);
    if (known > 0) return answers[known - 1] as Answer;
    const answer = ask(tuple);
    answers.push(answer);
    for (const slot of reads) asked.push(tuple[slot] as number);
    // Asking may have met new values: then the table is made anew before it is asked again.
    if (epoch === interner.epoch()) enter(table, tuple, answers.length);
    return answer;
  };
}
