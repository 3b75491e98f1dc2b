/**
 * A table from the values of a few slots of a tuple to a number that is not zero. Where the values take few bits,
 * it is indexed by them; otherwise it is hashed, by open addressing.
 */
import { type Layout, layoutOf, pack } from './layout.ts';

export type Table = {
  readonly slots: Int32Array;
  readonly bits: Int32Array;
  /** How the slots' values become a key. A dense table is indexed by it. */
  readonly key: Layout;
  readonly dense: boolean;
  /** By key, or places of key words and number. 0 is not known yet. */
  index: Int32Array;
  known: number;
};

/**
 * @param widths of all slots of a tuple
 * @param denseBits tables whose key has more bits are hashed
 */
export function tableOf(slots: readonly number[], widths: readonly number[], denseBits: number): Table {
  const list = slots.toSorted((a, b) => a - b);
  const bits = list.map((slot) => widths[slot] ?? 0);
  const total = bits.reduce((sum, width) => sum + width, 0);
  const dense = total <= denseBits;
  const key = layoutOf(bits);
  return {
    slots: Int32Array.from(list),
    bits: Int32Array.from(bits),
    key,
    dense,
    index: new Int32Array(dense ? 1 << total : (key.words + 1) * 64),
    known: 0,
  };
}

/** The number of a tuple, or 0 when it is not known yet. */
export function lookUp(table: Table, tuple: Uint16Array): number {
  const { slots, bits, index } = table;
  if (!table.dense) return index[placeOf(table, tuple) + table.key.words] as number;
  let key = 0;
  for (let at = 0; at < slots.length; at++) {
    key = (key << (bits[at] as number)) | (tuple[slots[at] as number] as number);
  }
  return index[key] as number;
}

/** Enters the number of a tuple that is not known yet. */
export function enter(table: Table, tuple: Uint16Array, number: number): void {
  const { slots, bits, key } = table;
  if (table.dense) {
    let at = 0;
    for (const [index, slot] of slots.entries())
      at = (at << (bits[index] as number)) | (tuple[slot] as number);
    table.index[at] = number;
    return;
  }
  if ((table.known + 1) * (key.words + 1) * 2 > table.index.length) widen(table);
  const at = placeOf(table, tuple);
  table.index.set(keyWords(table, tuple), at);
  table.index[at + key.words] = number;
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
