/**
 * Moves that need not be looked up, because another way to the same state comes first. Two moves that share
 * nothing that either writes can be made in any order; of the orders that lead to one state, all but the first are asleep.
 *
 * A node was found by a move. Of the moves that are independent of it, those that come before it are asleep, and
 * so are those that were asleep at the node before: made one move earlier, each leads to a node of a better place,
 * which offers the same state at no more faults. So what is left out is never the best offer, and nodes and
 * their order stay what they are. (Sleep sets, as Godefroid calls them, are usually a matter of a depth-first search.)
 */
import type { CompiledPart } from './compile.ts';

export type Sleep = {
  /** The set of moves that are asleep at a node, by the set of the node before and the move that found it. */
  readonly after: (set: number, by: number) => number;
  /** What is known now, and goes on growing. */
  readonly table: () => SleepTable;
  /** Goes on in memory that other threads see. */
  readonly share: () => void;
};

/** What is known of the sets so far. One thread adds to it; what others do not see yet, they may take as awake. */
export type SleepTable = {
  /** By set and move: 1 when it is asleep. */
  readonly asleep: Uint8Array;
  /** By set and move, the set after it plus one; 0 where it is not known yet. */
  readonly after: Uint16Array;
};

/** At the start, nothing is asleep. */
export const awake = 0;

/** Past so many sets, what was asleep before is forgotten: more is looked up, and nothing else changes. */
const setsMax = 1 << 10;

/** @param parts of every instance of a machine */
export function sleepOf(parts: readonly (readonly CompiledPart[])[]): Sleep {
  const instances = parts.length;
  const independent = independenceOf(parts);
  const numbers = new Map<string, number>();
  const entries = (setsMax + instances) * instances;
  let table: SleepTable = { asleep: new Uint8Array(entries), after: new Uint16Array(entries) };

  const numberOf = (set: Uint8Array): number => {
    const text = set.join('');
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(text, number);
    table.asleep.set(set, number * instances);
    return number;
  };
  const setAfter = (before: number, by: number): Uint8Array =>
    Uint8Array.from({ length: instances }, (_, move) => {
      const apart = independent[by * instances + move] === 1;
      return apart && (move < by || table.asleep[before * instances + move] === 1) ? 1 : 0;
    });
  numberOf(new Uint8Array(instances));

  return {
    after: (set, by) => {
      const at = set * instances + by;
      const known = table.after[at] as number;
      if (known > 0) return known - 1;
      const found = numberOf(setAfter(numbers.size < setsMax ? set : awake, by));
      table.after[at] = found + 1;
      return found;
    },
    table: () => table,
    share: () => {
      const shared = {
        asleep: new Uint8Array(new SharedArrayBuffer(entries)),
        after: new Uint16Array(new SharedArrayBuffer(2 * entries)),
      };
      shared.asleep.set(table.asleep);
      shared.after.set(table.after);
      table = shared;
    },
  };
}

/** By two instances: 1 when neither writes what the other looks at or writes. */
function independenceOf(parts: readonly (readonly CompiledPart[])[]): Uint8Array {
  const instances = parts.map((some) => {
    const writes = new Set(some.flatMap((part) => part.writes));
    return { writes, touches: new Set([...some.flatMap((part) => part.reads), ...writes]) };
  });
  return Uint8Array.from(
    instances.flatMap((one) =>
      instances.map((other) =>
        one.writes.isDisjointFrom(other.touches) && other.writes.isDisjointFrom(one.touches) ? 1 : 0,
      ),
    ),
  );
}
