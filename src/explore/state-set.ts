/** A growing set of states, each a tuple of small integers with a number of its own, in order of arrival. */

export type StateSet = {
  readonly size: () => number;
  /** The number of a tuple, new or known. */
  readonly add: (tuple: Uint16Array) => number;
  /** The number of a tuple, or -1. */
  readonly find: (tuple: Uint16Array) => number;
  /** Copies state `id` into `into`. */
  readonly read: (id: number, into: Uint16Array) => void;
};

const empty = -1;

export function stateSet(width: number): StateSet {
  let count = 0;
  let tuples = new Uint16Array(width * 1024);
  let table = new Int32Array(4096).fill(empty);

  const same = (id: number, tuple: Uint16Array): boolean => {
    const base = id * width;
    for (let slot = 0; slot < width; slot++) if (tuples[base + slot] !== tuple[slot]) return false;
    return true;
  };
  const place = (tuple: Uint16Array): number => {
    const mask = table.length - 1;
    let at = hashOf(tuple, width) & mask;
    for (;;) {
      const id = table[at] as number;
      if (id === empty || same(id, tuple)) return at;
      at = (at + 1) & mask;
    }
  };
  const grow = (): void => {
    const wider = new Uint16Array(tuples.length * 2);
    wider.set(tuples);
    tuples = wider;
  };
  const rehash = (): void => {
    table = new Int32Array(table.length * 2).fill(empty);
    for (let id = 0; id < count; id++) {
      table[place(tuples.subarray(id * width, (id + 1) * width))] = id;
    }
  };

  return {
    size: () => count,
    add: (tuple) => {
      const at = place(tuple);
      const known = table[at] as number;
      if (known !== empty) return known;
      if ((count + 1) * width > tuples.length) grow();
      tuples.set(tuple, count * width);
      table[at] = count;
      count++;
      if (count * 2 > table.length) rehash();
      return count - 1;
    },
    find: (tuple) => table[place(tuple)] as number,
    read: (id, into) => into.set(tuples.subarray(id * width, (id + 1) * width)),
  };
}

/** FNV-like mixing of 16-bit values; the table's size is a power of two, so the high bits are folded in. */
function hashOf(tuple: Uint16Array, width: number): number {
  let hash = 0x811c9dc5;
  for (let slot = 0; slot < width; slot++) {
    hash = Math.imul(hash ^ (tuple[slot] as number), 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash ^ (hash >>> 13);
}
