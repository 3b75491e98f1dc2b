/** What has a say in a question: the events that change what it looks at, directly or by way of other events. */
import type { Compiled } from './compile.ts';

/**
 * The events that can make a difference to some slices. An event is in when it changes one of them; what its parts look
 * at then counts as well, because that decides whether and how it does. Whatever the other events do, the slices take
 * the same values: they can be left out, refused or changed.
 *
 * @param reads the names of the slices
 */
export function influencing<State, Event>(
  { instances, parts, interner }: Compiled<State, Event>,
  reads: readonly string[],
): readonly Event[] {
  const slots = new Set(reads.map(interner.slotOf));
  let waiting = instances.map((_, instance) => instance);
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length;
    waiting = waiting.filter((instance) => {
      const own = parts[instance] ?? [];
      if (!own.some(({ writes }) => writes.some((slot) => slots.has(slot)))) return true;
      for (const part of own) for (const slot of part.reads) slots.add(slot);
      return false;
    });
  }
  const left = new Set(waiting);
  return instances.flatMap(({ event }, instance) => (left.has(instance) ? [] : [event]));
}
