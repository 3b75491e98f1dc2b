/** Families of sets of which none contains another; a set is a whole number, bit by bit. */

/** Whether `mask` contains one of the family. */
export function isAbove(family: readonly number[], mask: number): boolean {
  return family.some((member) => (member & mask) === member);
}

/** The minimal sets among `masks`, in increasing order of size, then of value. */
export function minimalOf(masks: Iterable<number>): readonly number[] {
  const kept: number[] = [];
  for (const mask of [...new Set(masks)].toSorted(bySize)) if (!isAbove(kept, mask)) kept.push(mask);
  return kept;
}

/** How many elements a set has. */
export function sizeOf(mask: number): number {
  let size = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) size++;
  return size;
}

function bySize(one: number, other: number): number {
  return sizeOf(one) - sizeOf(other) || one - other;
}
