/** What a search was made of, for a modeller who wonders what blows up: plain data, no clock. */
import type { Tagged } from '../../models/kernel/machine.ts';
import type { SearchProfile } from '../../models/search-result.ts';
import type { Search } from './search.ts';

export type Profile = SearchProfile & {
  readonly states: number;
  readonly nodes: number;
  readonly transitions: number;
  readonly depth: number;
  readonly complete: boolean;
};

/** Per slice how many values it took, and what made each for the first time, in the order of the search. */
export function profileOf<State, Event extends Tagged>(search: Search<State, Event>): Profile {
  const { compiled, states, complete, transitions, depth, nodes, taken } = search;
  const typeOf = (instance: number | undefined): string =>
    instance === undefined ? 'start' : (compiled.instances[instance]?.event.type ?? 'start');
  const slices = compiled.slots.map(({ name, values }) => ({
    name,
    met: new Uint8Array(values.length),
    firstBy: {} as Record<string, number>,
  }));
  const tuple = new Uint16Array(compiled.slots.length);
  for (let node = 0; node < nodes; node++) {
    states.read(search.stateOf(node), tuple);
    for (const [slot, { met, firstBy }] of slices.entries()) {
      const value = tuple[slot] as number;
      if (met[value] === 1) continue;
      met[value] = 1;
      const type = typeOf(search.foundBy(node));
      firstBy[type] = (firstBy[type] ?? 0) + 1;
    }
  }
  const byType: Record<string, number> = {};
  for (const [instance, count] of taken.entries()) {
    const type = typeOf(instance);
    byType[type] = (byType[type] ?? 0) + count;
  }
  return {
    states: states.size(),
    nodes,
    transitions,
    depth,
    complete,
    slices: slices
      .map(({ name, met, firstBy }) => ({ name, values: met.reduce((sum, one) => sum + one, 0), firstBy }))
      .toSorted((a, b) => b.values - a.values),
    events: Object.entries(byType)
      .map(([type, count]) => ({ type, transitions: count }))
      .toSorted((a, b) => b.transitions - a.transitions),
  };
}
