/** A growing set of states, each a tuple of small integers with a number of its own, in order of arrival. */
import { type Layout, layoutOf, mix, pack, unpack } from './layout.ts';

export type StateSet = {
  readonly size: () => number;
  /** The number of a tuple, new or known. */
  readonly add: (tuple: Uint16Array) => number;
  /** The number of a tuple, or -1. */
  readonly find: (tuple: Uint16Array) => number;
  /** Copies state `id` into `into`. */
  readonly read: (id: number, into: Uint16Array) => void;
};

/** States that are different from each other, packed one after the other. */
export type Packed = { readonly layout: Layout; readonly words: Int32Array; readonly count: number };

/** The tuples in their packed form; the packing grows with the values that it meets. */
type Store = { layout: Layout; words: Int32Array; count: number; index: Int32Array };

export function stateSet(width: number, from?: Packed): StateSet {
  const store: Store = {
    layout: from?.layout ?? layoutOf(Array.from({ length: width }, () => 2)),
    words: from?.words ?? new Int32Array(1024),
    count: from?.count ?? 0,
    // Made when it is first asked for: many sets are only read.
    index: new Int32Array(0),
  };
  const tuple = new Uint16Array(width);
  const place = (): number => {
    if (store.index.length < 2 * store.count + 2) index(store);
    return placeOf(store, store.count);
  };
  return {
    size: () => store.count,
    add: (wanted) => {
      if (!fits(store.layout, wanted)) widen(store, wanted, tuple);
      put(store, wanted);
      const at = place();
      const known = (store.index[at] as number) - 1;
      if (known >= 0) return known;
      store.index[at] = store.count + 1;
      return store.count++;
    },
    find: (wanted) => {
      if (!fits(store.layout, wanted)) return -1;
      put(store, wanted);
      const at = place();
      return (store.index[at] as number) - 1;
    },
    read: (id, into) => unpack(store.layout, store.words, id * store.layout.words, into),
  };
}

/** The different states among packed ones, numbered in the order in which they come, and the number of each. */
export function distinctStates({ layout, words, count }: Packed): {
  readonly states: StateSet;
  readonly numbers: Int32Array;
} {
  const width = layout.words;
  const store: Store = { layout, words: new Int32Array(count * width), count: 0, index: new Int32Array(0) };
  index(store, count);
  const numbers = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    for (let word = 0; word < width; word++) {
      store.words[store.count * width + word] = words[at * width + word] as number;
    }
    const place = placeOf(store, store.count);
    const known = (store.index[place] as number) - 1;
    numbers[at] = known < 0 ? store.count : known;
    if (known < 0) store.index[place] = ++store.count;
  }
  const states = stateSet(layout.word.length, { layout, words: store.words, count: store.count });
  return { states, numbers };
}

/** Packs a tuple behind the last state, where it may stay. */
function put(store: Store, tuple: Uint16Array): void {
  const { words } = store.layout;
  if ((store.count + 1) * words > store.words.length) {
    const wider = new Int32Array(Math.max(2 * store.words.length, words));
    wider.set(store.words);
    store.words = wider;
  }
  pack(store.layout, tuple, store.words, store.count * words);
}

/** The place of the state packed at `id`, taken by an equal one or empty. */
function placeOf({ index, words, layout }: Store, id: number): number {
  const mask = index.length - 1;
  const base = id * layout.words;
  for (let at = mix(words, base, layout.words) & mask; ; at = (at + 1) & mask) {
    const known = (index[at] as number) - 1;
    if (known < 0 || same(words, known * layout.words, base, layout.words)) return at;
  }
}

function same(words: Int32Array, one: number, other: number, count: number): boolean {
  for (let word = 0; word < count; word++) if (words[one + word] !== words[other + word]) return false;
  return true;
}

/** At most half of the places are taken, with room to double, for so many states. */
function index(store: Store, count: number = store.count): void {
  let places = 1 << 12;
  while (places < 4 * count + 4) places *= 2;
  store.index = new Int32Array(places);
  for (let id = 0; id < store.count; id++) store.index[placeOf(store, id)] = id + 1;
}

function fits({ mask }: Layout, tuple: Uint16Array): boolean {
  for (let slot = 0; slot < mask.length; slot++) {
    if ((tuple[slot] as number) > (mask[slot] as number)) return false;
  }
  return true;
}

/** Packs all states anew, with room for a tuple that does not fit. */
function widen(store: Store, wanted: Uint16Array, tuple: Uint16Array): void {
  const { layout, words, count } = store;
  const needed = Array.from(wanted, (value) => 32 - Math.clz32(value));
  store.layout = layoutOf(needed.map((bits, slot) => Math.max(bits, layout.bits[slot] ?? 0)));
  const to = store.layout.words;
  store.words = new Int32Array(Math.max(words.length, Math.ceil((words.length / layout.words) * to)));
  for (let id = 0; id < count; id++) {
    unpack(layout, words, id * layout.words, tuple);
    pack(store.layout, tuple, store.words, id * to);
  }
  index(store);
}
