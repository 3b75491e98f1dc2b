/**
 * What a state can do, as tables. Instances that look at the same few slots share a table: from the values of
 * these slots to the list of those that are accepted, each with the bits of the packed state that it flips.
 * One look finds them all, and a refused instance costs nothing.
 *
 * Parts that look at other slots and do not decide whether the event is refused have tables of their own,
 * asked only when their event was accepted.
 */
import { type Compiled, type CompiledPart, refused } from './compile.ts';
import { type Layout, layoutOf, pack } from './layout.ts';

/** The parts of an instance that one table answers. */
type Unit = {
  readonly instance: number;
  readonly spends: 0 | 1;
  readonly parts: readonly CompiledPart[];
};

export type Table = {
  readonly slots: Int32Array;
  readonly bits: Int32Array;
  readonly units: readonly Unit[];
  /** How the slots' values become a key. A dense table is indexed by it. */
  readonly key: Layout;
  readonly dense: boolean;
  /** Where the list of a key lies: dense, or open addressing of key words and place. 0 is not known yet. */
  index: Int32Array;
  known: number;
};

export type Moves = {
  readonly layout: Layout;
  readonly tables: readonly Table[];
  /** By instance: the tables that are asked when it was accepted. */
  readonly follow: readonly (readonly Table[])[];
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
    return tableOf([...slots], all, widths);
  });
  const follow = later.map((parts, instance) =>
    draftsOf(
      parts.map((part) => ({ instance, spends: 0, parts: [part] })),
      widths,
    ).map(({ slots, units }) => {
      const unit = { instance, spends: 0 as const, parts: units.flatMap(({ parts: some }) => some) };
      return tableOf([...slots], [unit], widths);
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

function tableOf(slots: readonly number[], units: readonly Unit[], widths: readonly number[]): Table {
  const list = slots.toSorted((a, b) => a - b);
  const bits = list.map((slot) => widths[slot] ?? 0);
  const total = bits.reduce((sum, width) => sum + width, 0);
  const dense = total <= denseBits;
  const key = layoutOf(bits);
  return {
    slots: Int32Array.from(list),
    bits: Int32Array.from(bits),
    // What costs no fault comes first, so that a list can be cut short.
    units: units.toSorted((a, b) => a.spends - b.spends || a.instance - b.instance),
    key,
    dense,
    index: new Int32Array(dense ? 1 << total : (key.words + 1) * 64),
    known: 0,
  };
}

/** Where the list for a tuple lies, or 0 when it is not known yet. */
export function listOf(table: Table, tuple: Uint16Array): number {
  const { slots, bits, index } = table;
  if (!table.dense) return index[placeOf(table, tuple) + table.key.words] as number;
  let key = 0;
  for (let at = 0; at < slots.length; at++) {
    key = (key << (bits[at] as number)) | (tuple[slots[at] as number] as number);
  }
  return index[key] as number;
}

/** Runs the rules behind a table for a tuple, and remembers the list. */
export function resolve(moves: Moves, table: Table, tuple: Uint16Array): number {
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

/** A list as it was when it was resolved, to be kept elsewhere. */
export function copyOf({ lists, layout }: Moves, list: number): Int32Array {
  const copy = lists.slice(list, list + lengthOf(lists, list, layout.words));
  return copy.fill(0, 4, listHead);
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
export function keep(moves: Moves, table: Table, tuple: Uint16Array, list: ArrayLike<number>): number {
  const place = moves.used;
  moves.used += list.length;
  while (moves.used > moves.lists.length) moves.lists = longer(moves.lists);
  moves.lists.set(list, place);
  remember(table, tuple, place);
  return place;
}

/** Tables without the rules behind them, as plain data: what another thread needs to know. */
export type Plan = {
  readonly widths: readonly number[];
  readonly tables: readonly Int32Array[];
  readonly follow: readonly (readonly Int32Array[])[];
};

export function planOf({ layout, tables, follow }: Moves): Plan {
  return {
    widths: [...layout.bits],
    tables: tables.map(({ slots }) => slots),
    follow: follow.map((some) => some.map(({ slots }) => slots)),
  };
}

/** Empty tables as planned. They cannot be resolved, only told. */
export function plannedMoves({ widths, tables, follow }: Plan): Moves {
  const bare = (slots: Int32Array): Table => tableOf([...slots], [], widths);
  return {
    layout: layoutOf(widths),
    tables: tables.map(bare),
    follow: follow.map((some) => some.map(bare)),
    lists: new Int32Array(1 << 12),
    used: 1,
  };
}

/** All tables in one row, the same on both sides. */
export function tablesOf({ tables, follow }: Moves): readonly Table[] {
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

function remember(table: Table, tuple: Uint16Array, place: number): void {
  const { slots, bits, key } = table;
  if (table.dense) {
    let at = 0;
    for (const [index, slot] of slots.entries())
      at = (at << (bits[index] as number)) | (tuple[slot] as number);
    table.index[at] = place;
    return;
  }
  if ((table.known + 1) * (key.words + 1) * 2 > table.index.length) widen(table);
  const at = placeOf(table, tuple);
  table.index.set(keyWords(table, tuple), at);
  table.index[at + key.words] = place;
  table.known++;
}

function keyWords({ slots, key }: Table, tuple: Uint16Array): Int32Array {
  const words = new Int32Array(key.words);
  pack(
    key,
    Uint16Array.from(slots, (slot) => tuple[slot] as number),
    words,
    0,
  );
  return words;
}

/** Where a key stands in an index by open addressing, or where it would. */
function placeOf({ slots, key, index }: Table, tuple: Uint16Array): number {
  const stride = key.words + 1;
  const places = index.length / stride;
  let hash = 0;
  for (let at = 0; at < slots.length; at++) {
    hash = Math.imul(hash ^ (tuple[slots[at] as number] as number), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (let place = hash & (places - 1); ; place = (place + 1) & (places - 1)) {
    const base = place * stride;
    if (index[base + key.words] === 0 || holds(index, base, slots, key, tuple)) return base;
  }
}

function holds(index: Int32Array, base: number, slots: Int32Array, key: Layout, tuple: Uint16Array): boolean {
  const { word, shift, mask } = key;
  for (let at = 0; at < slots.length; at++) {
    const value =
      ((index[base + (word[at] as number)] as number) >>> (shift[at] as number)) & (mask[at] as number);
    if (value !== tuple[slots[at] as number]) return false;
  }
  return true;
}

function widen(table: Table): void {
  const { slots, key, index } = table;
  const stride = key.words + 1;
  const tuple = new Uint16Array(Math.max(0, ...slots) + 1);
  table.index = new Int32Array(index.length * 2);
  for (let base = 0; base < index.length; base += stride) {
    if (index[base + key.words] === 0) continue;
    for (const [at, slot] of slots.entries()) {
      const bits = (index[base + (key.word[at] as number)] as number) >>> (key.shift[at] as number);
      tuple[slot] = bits & (key.mask[at] as number);
    }
    table.index.set(index.subarray(base, base + stride), placeOf(table, tuple));
  }
}

function longer(array: Int32Array): Int32Array {
  const wider = new Int32Array(array.length * 2);
  wider.set(array);
  return wider;
}
