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
  readonly instances: number;
  /** The set of moves that are asleep at a node, by the set of the node before and the move that found it. */
  readonly after: (set: number, by: number) => number;
  /** By set and move: 1 when it is asleep. Longer when `after` has met a new set. */
  readonly asleep: () => Uint8Array;
  readonly table: () => SleepTable;
};

/** All of it worked out, for threads to share. */
export type SleepTable = {
  readonly asleep: Uint8Array;
  /** By set and move, the set after it. */
  readonly next: Int32Array;
};

/** At the start, nothing is asleep. */
export const awake = 0;

/** Past so many sets, what was asleep before is forgotten: more is looked up, and nothing else changes. */
const setsMax = 1 << 10;
const unknown = -1;

/** @param parts of every instance of a machine */
export function sleepOf(parts: readonly (readonly CompiledPart[])[]): Sleep {
  const instances = parts.length;
  const independent = independenceOf(parts);
  const numbers = new Map<string, number>();
  let asleep = new Uint8Array(instances * 16);
  let next = new Int32Array(instances * 16).fill(unknown);

  const numberOf = (set: Uint8Array): number => {
    const text = set.join('');
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(text, number);
    if ((number + 1) * instances > asleep.length) {
      const [sets, nexts] = [
        new Uint8Array(2 * asleep.length),
        new Int32Array(2 * next.length).fill(unknown),
      ];
      sets.set(asleep);
      nexts.set(next);
      [asleep, next] = [sets, nexts];
    }
    asleep.set(set, number * instances);
    return number;
  };
  const setAfter = (before: number, by: number): Uint8Array =>
    Uint8Array.from({ length: instances }, (_, move) => {
      const apart = independent[by * instances + move] === 1;
      return apart && (move < by || asleep[before * instances + move] === 1) ? 1 : 0;
    });
  const after = (set: number, by: number): number => {
    const at = set * instances + by;
    const known = next[at] as number;
    if (known !== unknown) return known;
    const found = numberOf(setAfter(numbers.size < setsMax ? set : awake, by));
    next[at] = found;
    return found;
  };
  numberOf(new Uint8Array(instances));

  return {
    instances,
    after,
    asleep: () => asleep,
    table: () => {
      for (let set = 0; set < numbers.size; set++) for (let by = 0; by < instances; by++) after(set, by);
      return { asleep, next };
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
