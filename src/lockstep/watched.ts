/** Which switches of a reading are looked at: what looks at none of those that differ cannot tell two readings apart. */
import type { Switches } from '../../models/reading.ts';

export type Watched = { readonly switches: Switches; readonly read: ReadonlySet<keyof Switches> };

/** The same switches, and the names of those that somebody has looked at since. */
export function watched(switches: Switches): Watched {
  const read = new Set<keyof Switches>();
  const seen = new Proxy(switches, {
    get: (target, name) => {
      // Nothing but its switches is ever asked of it.
      read.add(name as keyof Switches);
      return Reflect.get(target, name) as unknown;
    },
  });
  return { switches: seen, read };
}
