/** Slice values as small integers. */

/** The values that one slice has taken so far; a value's index is its integer. */
export type Slot = {
  readonly name: string;
  readonly values: unknown[];
  readonly byText: Map<string, number>;
  bits: number;
};

export type Interner = {
  readonly slots: readonly Slot[];
  readonly slotOf: (name: string) => number;
  /** The integer of a value, new or known. */
  readonly intern: (slot: number, value: unknown) => number;
  /** Counts up whenever a slot needs more bits: keys made before have lost their meaning. */
  readonly epoch: () => number;
  readonly view: (reads: readonly number[], tuple: Uint16Array) => Record<string, unknown>;
  /** Whether a value was met that had no integer left. */
  readonly isFull: () => boolean;
};

/** Thrown for a value that has no integer left: a search that meets it is not complete, and says so. */
export class TooManyValues extends Error {
  override readonly name = 'TooManyValues';
}

/** Tuples have 16 bits for a slice. */
const valuesMaxDefault = 1 << 16;

export function internerOf(names: readonly string[], valuesMax: number = valuesMaxDefault): Interner {
  const slots = names.map((name): Slot => ({ name, values: [], byText: new Map(), bits: 1 }));
  const indexOf = new Map(names.map((name, index) => [name, index]));
  let epoch = 0;
  let isFull = false;
  const at = (slot: number): Slot => slots[slot] as Slot;

  const intern = (slot: number, value: unknown): number => {
    const { values, byText, name, bits } = at(slot);
    const text = JSON.stringify(value);
    const known = byText.get(text);
    if (known !== undefined) return known;
    if (values.length >= valuesMax) {
      isFull = true;
      throw new TooManyValues(`slice ${name} takes more than ${valuesMax} values`);
    }
    byText.set(text, values.length);
    if (values.length >= 2 ** bits) {
      at(slot).bits++;
      epoch++;
    }
    return values.push(value) - 1;
  };

  return {
    slots,
    slotOf: (name) => {
      const slot = indexOf.get(name);
      if (slot === undefined) throw new Error(`the state has no slice ${name}`);
      return slot;
    },
    intern,
    epoch: () => epoch,
    isFull: () => isFull,
    view: (reads, tuple) =>
      Object.fromEntries(reads.map((slot) => [at(slot).name, at(slot).values[tuple[slot] as number]])),
  };
}
