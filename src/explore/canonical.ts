/** States that are the same but for names, as one: for each of them the least that it can be renamed to. */
import type { Compiled } from './compile.ts';
import type { Canonical } from './explorer.ts';

/** Other names for slices, for what they say, and for events; and the way back for events. */
export type NewNames<Event> = {
  readonly slot: (name: string) => string;
  readonly value: (name: string, value: unknown) => unknown;
  readonly event: (event: Event) => Event;
  readonly back: (event: Event) => Event;
};

export type Symmetry<Event> = {
  /** How many renamings there are, the one that changes nothing among them. */
  readonly renamings: number;
  readonly canonical: Canonical;
  /** The events of a way in a search with `canonical`, under the names that make them one run. */
  readonly asRun: (way: readonly Event[]) => readonly Event[];
};

/** A renaming on tuples: by slot, the slot that it comes from, and what each value there becomes. */
type Moved = { readonly from: Int32Array; readonly values: readonly number[][] };

/** @param group renamings that leave the machine as it is, a group, without the one that changes nothing */
export function symmetryOf<State, Event>(
  compiled: Compiled<State, Event>,
  group: readonly NewNames<Event>[],
): Symmetry<Event> {
  const { slots, interner } = compiled;
  const moved = group.map(({ slot: rename }): Moved => {
    const from = new Int32Array(slots.length);
    for (const [slot, { name }] of slots.entries()) from[interner.slotOf(rename(name))] = slot;
    return { from, values: slots.map(() => []) };
  });
  const valueAt = (index: number, slot: number, tuple: Uint16Array): number => {
    const { from, values } = moved[index] as Moved;
    const source = from[slot] as number;
    const before = tuple[source] as number;
    const known = (values[slot] as number[])[before];
    if (known !== undefined) return known;
    const { name = '', values: said = [] } = slots[source] ?? {};
    const value = interner.intern(slot, group[index]?.value(name, said[before]));
    (values[slot] as number[])[before] = value;
    return value;
  };
  const isLess = (index: number, tuple: Uint16Array, than: Uint16Array): boolean => {
    for (let slot = 0; slot < than.length; slot++) {
      const difference = valueAt(index, slot, tuple) - (than[slot] as number);
      if (difference !== 0) return difference < 0;
    }
    return false;
  };
  const least = new Uint16Array(slots.length);
  /** Makes a tuple the least that it can be, and answers by which renaming; -1 for none. */
  const settle = (tuple: Uint16Array): number => {
    let best = -1;
    least.set(tuple);
    for (let index = 0; index < moved.length; index++) {
      if (!isLess(index, tuple, least)) continue;
      for (let slot = 0; slot < least.length; slot++) least[slot] = valueAt(index, slot, tuple);
      best = index;
    }
    tuple.set(least);
    return best;
  };
  return {
    renamings: group.length + 1,
    canonical: settle,
    asRun: (way) => asRun(compiled, group, settle, way),
  };
}

function asRun<State, Event>(
  { initial, instances, next }: Compiled<State, Event>,
  group: readonly NewNames<Event>[],
  settle: (tuple: Uint16Array) => number,
  way: readonly Event[],
): readonly Event[] {
  const used: NewNames<Event>[] = [];
  const named = (tuple: Uint16Array): void => {
    const names = group[settle(tuple)];
    if (names !== undefined) used.push(names);
  };
  const tuple = initial.slice();
  named(tuple);
  return way.map((event) => {
    const real = used.reduceRight((under, names) => names.back(under), event);
    const text = JSON.stringify(event);
    const instance = instances.findIndex((entry) => JSON.stringify(entry.event) === text);
    if (!next(instance, tuple.slice(), tuple))
      throw new Error(`a way leads through ${text}, which is refused`);
    named(tuple);
    return real;
  });
}
