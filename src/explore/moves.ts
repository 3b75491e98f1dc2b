/**
 * What a state can do, as tables. Instances that look at the same few slots share a table: from the values of
 * these slots to the list of those that are accepted, each with the bits of the packed state that it flips.
 * One look finds them all, and a refused instance costs nothing.
 *
 * Parts that look at other slots and do not decide whether the event is refused have tables of their own,
 * asked only when their event was accepted.
 */
import { type Compiled, type CompiledPart, refused } from './compile.ts';
import { type Layout, layoutOf } from './layout.ts';
import { enter, lookUp, type Table, tableOf } from './table.ts';

/** The parts of an instance that one table answers. */
type Unit = {
  readonly instance: number;
  readonly spends: 0 | 1;
  readonly parts: readonly CompiledPart[];
};

/** Where the list of a key lies. */
export type MoveTable = Table & { readonly units: readonly Unit[] };

export type Moves = {
  readonly layout: Layout;
  readonly tables: readonly MoveTable[];
  /** By instance: the tables that are asked when it was accepted. */
  readonly follow: readonly (readonly MoveTable[])[];
  /**
   * Lists, one after the other. A list has a head of six: how many moves cost no fault, how many there are, the
   * same two of moves that change nothing, and how often the list was used without and with those that cost a
   * fault. Then comes each move, its instance (or its complement when tables follow) and what it flips in each
   * word; and then the instances of those that change nothing.
   */
  lists: Int32Array;
  used: number;
};

/** The length of a list's head. */
export const listHead = 6;

/** Tables whose key has up to so many bits may be shared by instances that look at different slots. */
const sharedBits = 14;
/** Tables whose key has more bits are not dense. */
const denseBits = 18;

/** Empty tables for a machine, with as many bits for each slot as its values take now. */
export function movesOf<State, Event>(compiled: Compiled<State, Event>): Moves {
  const widths = compiled.slots.map(({ bits }) => bits);
  const [homes, later]: [Unit[], CompiledPart[][]] = [[], []];
  for (const [instance, parts] of compiled.parts.entries()) {
    const guards = parts.filter(({ guards }) => guards);
    const home = guards.length > 0 ? guards : parts.slice(0, 1);
    homes.push({ instance, spends: compiled.instances[instance]?.spends ?? 0, parts: home });
    later.push(parts.filter((part) => !home.includes(part)));
  }
  const drafts = draftsOf(homes, widths);
  const tables = drafts.map(({ slots, units }) => {
    const all = units.map((unit) => withParts(unit, takeWithin(later[unit.instance] ?? [], slots)));
    return moveTable([...slots], all, widths);
  });
  const follow = later.map((parts, instance) =>
    draftsOf(
      parts.map((part) => ({ instance, spends: 0, parts: [part] })),
      widths,
    ).map(({ slots, units }) => {
      const unit = { instance, spends: 0 as const, parts: units.flatMap(({ parts: some }) => some) };
      return moveTable([...slots], [unit], widths);
    }),
  );
  return { layout: layoutOf(widths), tables, follow, lists: new Int32Array(1 << 12), used: 1 };
}

type Draft = { readonly slots: Set<number>; readonly units: Unit[] };

/** Puts units together that look at the same slots, or at few enough: the widest first. */
function draftsOf(units: readonly Unit[], widths: readonly number[]): readonly Draft[] {
  const bitsOf = (slots: Iterable<number>): number =>
    [...slots].reduce((sum, slot) => sum + (widths[slot] ?? 0), 0);
  const wanted = units
    .map((unit) => ({ unit, slots: new Set(unit.parts.flatMap(({ reads }) => reads)) }))
    .toSorted((a, b) => bitsOf(b.slots) - bitsOf(a.slots));
  const drafts: Draft[] = [];
  for (const { unit, slots } of wanted) {
    const growth = (draft: Draft): number => bitsOf(slots.difference(draft.slots));
    const roomy = drafts.filter((draft) => {
      const more = growth(draft);
      return more === 0 || more + bitsOf(draft.slots) <= sharedBits;
    });
    const [best] = roomy.toSorted((a, b) => growth(a) - growth(b));
    if (best === undefined) drafts.push({ slots: new Set(slots), units: [unit] });
    else {
      for (const slot of slots) best.slots.add(slot);
      best.units.push(unit);
    }
  }
  return drafts;
}

function withParts(unit: Unit, more: readonly CompiledPart[]): Unit {
  return { ...unit, parts: [...unit.parts, ...more] };
}

/** Takes out of `parts` those that look at nothing but `slots`. */
function takeWithin(parts: CompiledPart[], slots: ReadonlySet<number>): readonly CompiledPart[] {
  const within = parts.filter(({ reads }) => reads.every((slot) => slots.has(slot)));
  for (const part of within) parts.splice(parts.indexOf(part), 1);
  return within;
}

function moveTable(slots: readonly number[], units: readonly Unit[], widths: readonly number[]): MoveTable {
  return {
    ...tableOf(slots, widths, denseBits),
    // What costs no fault comes first, so that a list can be cut short.
    units: units.toSorted((a, b) => a.spends - b.spends || a.instance - b.instance),
  };
}

/** Runs the rules behind a table for a tuple, and remembers the list. */
export function resolve(moves: Moves, table: MoveTable, tuple: Uint16Array): number {
  const [list, still]: [number[], number[]] = [[0, 0, 0, 0, 0, 0], []];
  for (const unit of table.units) {
    const flips = flipsOf(moves.layout, unit, tuple);
    if (flips === refused) continue;
    const follows = (moves.follow[unit.instance]?.length ?? 0) > 0;
    const stays = !follows && flips.every((flip) => flip === 0);
    if (stays) still.push(unit.instance);
    else list.push(follows ? ~unit.instance : unit.instance, ...flips);
    const head = stays ? 2 : 0;
    list[head] = (list[head] ?? 0) + 1 - unit.spends;
    list[head + 1] = (list[head + 1] ?? 0) + 1;
  }
  return keep(moves, table, tuple, [...list, ...still]);
}

function lengthOf(lists: Int32Array, list: number, words: number): number {
  return listHead + (lists[list + 1] as number) * (1 + words) + (lists[list + 3] as number);
}

/**
 * Adds to `taken` how often each instance was accepted, by how often its lists were used since the last time.
 * Instances with tables that follow are not counted here.
 */
export function countTaken({ lists, used, layout: { words } }: Moves, taken: Float64Array): void {
  const add = (instance: number, count: number): void => {
    if (instance >= 0) taken[instance] = (taken[instance] as number) + count;
  };
  for (let list = 1; list < used; list += lengthOf(lists, list, words)) {
    const [without, within] = [lists[list + 4] as number, lists[list + 5] as number];
    if (without + within === 0) continue;
    lists.fill(0, list + 4, list + listHead);
    const [free, total] = [lists[list] as number, lists[list + 1] as number];
    for (let move = 0; move < total; move++) {
      add(lists[list + listHead + move * (1 + words)] as number, within + (move < free ? without : 0));
    }
    const [freeStill, still] = [lists[list + 2] as number, lists[list + 3] as number];
    const from = list + listHead + total * (1 + words);
    for (let move = 0; move < still; move++) {
      add(lists[from + move] as number, within + (move < freeStill ? without : 0));
    }
  }
}

/** Remembers a table's list for a tuple, and answers where it lies. */
function keep(moves: Moves, table: Table, tuple: Uint16Array, list: ArrayLike<number>): number {
  const place = moves.used;
  moves.used += list.length;
  while (moves.used > moves.lists.length) moves.lists = longer(moves.lists);
  moves.lists.set(list, place);
  enter(table, tuple, place);
  return place;
}

/** Tables without the rules behind them, as plain data: what another thread needs to know. */
export type Plan = {
  readonly widths: readonly number[];
  readonly tables: readonly PlannedTable[];
  readonly follow: readonly (readonly PlannedTable[])[];
  readonly lists: Int32Array;
};
type PlannedTable = Pick<Table, 'slots' | 'index' | 'known'>;

/** All that is known by now. The use of lists must have been counted. */
export function planOf({ layout, tables, follow, lists, used }: Moves): Plan {
  const planned = ({ slots, index, known }: Table): PlannedTable => ({ slots, index, known });
  return {
    widths: [...layout.bits],
    tables: tables.map(planned),
    follow: follow.map((some) => some.map(planned)),
    lists: lists.slice(0, used),
  };
}

/** The tables as planned, which must be a copy. They cannot be resolved, only told more. */
export function plannedMoves({ widths, tables, follow, lists }: Plan): Moves {
  const bare = ({ slots, index, known }: PlannedTable): MoveTable => ({
    ...moveTable([...slots], [], widths),
    index,
    known,
  });
  return {
    layout: layoutOf(widths),
    tables: tables.map(bare),
    follow: follow.map((some) => some.map(bare)),
    lists,
    used: lists.length,
  };
}

/** A question of a table that had no answer. */
type Question = { readonly table: number; readonly tuple: Uint16Array };

/** Adds a table's list for a tuple to what others are to be told: table, length of the list, tuple, list. */
export function note(
  { lists, layout }: Moves,
  { table, tuple }: Question,
  list: number,
  news: number[],
): void {
  const length = lengthOf(lists, list, layout.words);
  news.push(table, length, ...tuple);
  // How often it was used is each thread's own.
  for (let at = 0; at < length; at++) news.push(at === 4 || at === 5 ? 0 : (lists[list + at] as number));
}

/** Learns what others have noted. */
export function learn(moves: Moves, news: Int32Array): void {
  const tables = tablesOf(moves);
  const slots = moves.layout.word.length;
  const tuple = new Uint16Array(slots);
  for (let at = 0; at < news.length; ) {
    const known = tables[news[at] as number] as MoveTable;
    const [tupleAt, length] = [at + 2, news[at + 1] as number];
    for (let slot = 0; slot < slots; slot++) tuple[slot] = news[tupleAt + slot] as number;
    at = tupleAt + slots + length;
    if (lookUp(known, tuple) === 0) keep(moves, known, tuple, news.subarray(at - length, at));
  }
}

/** All tables in one row, the same on both sides. */
export function tablesOf({ tables, follow }: Moves): readonly MoveTable[] {
  return [...tables, ...follow.flat()];
}

function flipsOf(
  { words, word, shift }: Layout,
  { parts }: Unit,
  tuple: Uint16Array,
): number[] | typeof refused {
  const flips = Array.from({ length: words }, () => 0);
  for (const { writes, outcome } of parts) {
    const values = outcome(tuple);
    if (values === refused) return refused;
    for (const [at, slot] of writes.entries()) {
      const flipped = ((values[at] as number) ^ (tuple[slot] as number)) << (shift[slot] as number);
      const place = word[slot] as number;
      flips[place] = (flips[place] as number) ^ flipped;
    }
  }
  return flips;
}

function longer(array: Int32Array): Int32Array {
  const wider = new Int32Array(array.length * 2);
  wider.set(array);
  return wider;
}
