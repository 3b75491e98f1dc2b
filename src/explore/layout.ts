/** Where each slot of a state lies in a few packed words. */

/**
 * Words hold 31 bits, so that a packed word plus one is never zero: zero stands for an empty place, and the
 * state in which every slot is zero is a state like any other.
 */
const wordBits = 31;

export type Layout = {
  /** How many words a state takes. */
  readonly words: number;
  readonly bits: Int32Array;
  readonly word: Int32Array;
  readonly shift: Int32Array;
  /** Of the slot's bits, shifted down. */
  readonly mask: Int32Array;
};

/** A layout for slots of these widths: each goes to the first word that has room for it, the widest first. */
export function layoutOf(widths: readonly number[]): Layout {
  const slots = widths.length;
  const [word, shift] = [new Int32Array(slots), new Int32Array(slots)];
  const used: number[] = [0];
  const order = widths.map((_, slot) => slot).toSorted((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0));
  for (const slot of order) {
    const width = widths[slot] ?? 0;
    const fits = used.findIndex((bits) => bits + width <= wordBits);
    const at = fits === -1 ? used.push(0) - 1 : fits;
    word[slot] = at;
    shift[slot] = used[at] ?? 0;
    used[at] = (used[at] ?? 0) + width;
  }
  return {
    words: used.length,
    bits: Int32Array.from(widths),
    word,
    shift,
    mask: Int32Array.from(widths, (width) => (1 << width) - 1),
  };
}

/** Writes a tuple into `into` from `base` on. */
export function pack(
  { words, word, shift }: Layout,
  tuple: Uint16Array,
  into: Int32Array,
  base: number,
): void {
  into.fill(0, base, base + words);
  for (let slot = 0; slot < word.length; slot++) {
    const at = base + (word[slot] as number);
    into[at] = (into[at] as number) | ((tuple[slot] as number) << (shift[slot] as number));
  }
}

/** Writes the tuple that lies in `from` from `base` on into `tuple`. */
export function unpack(
  { word, shift, mask }: Layout,
  from: Int32Array,
  base: number,
  tuple: Uint16Array,
): void {
  for (let slot = 0; slot < word.length; slot++) {
    const bits = (from[base + (word[slot] as number)] as number) >>> (shift[slot] as number);
    tuple[slot] = bits & (mask[slot] as number);
  }
}

/** A hash of a packed state; never zero, and of a single word a bijection: equal hashes are equal states. */
export function mix(words: Int32Array, base: number, count: number): number {
  let hash = (words[base] as number) + 1;
  for (let word = 1; word < count; word++) {
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ (words[base + word] as number);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  return hash === 0 ? 1 : hash;
}
