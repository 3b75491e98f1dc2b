/**
 * Whether minimal cut sets are all that there are: the certificate of the dual. Every set that is not above one of
 * them must be safe. Asks the structure function about one set after the other, and knows nothing of symmetry or of
 * how the sets were found.
 */
import { chosenOf, type Role } from '../cutsets/role.ts';
import type { Problem } from '../cutsets/problem.ts';

export type DualFinding = {
  readonly what: 'safe cut set' | 'not minimal' | 'missed' | 'unknown event' | 'listed twice';
  readonly set: readonly string[];
};

/** The truth about a set of events, by their places among the events of the problem. */
function losesOf({ events, roles, facts, loses }: Problem): {
  readonly placeOf: ReadonlyMap<string, number>;
  readonly ask: (places: readonly number[]) => boolean;
} {
  return {
    placeOf: new Map(events.map(({ id }, place) => [id, place])),
    ask: (places) =>
      loses(
        chosenOf(
          facts,
          places.map((place): Role | undefined => roles[place]),
        ),
      ),
  };
}

/** How many sets of at most so many of `count` events there are. */
export function setsUpTo(count: number, order: number): number {
  let [sum, of] = [1, 1];
  for (let size = 1; size <= order; size++) {
    of = (of * (count - size + 1)) / size;
    sum += of;
  }
  return sum;
}

/**
 * @param cutSets every cut set one by one, symmetry written out
 * @returns nothing when each set loses, is minimal, and none of at most `orderMax` events was missed
 */
export function dualFindings(
  problem: Problem,
  orderMax: number,
  cutSets: readonly (readonly string[])[],
): readonly DualFinding[] {
  const { placeOf, ask } = losesOf(problem);
  const findings: DualFinding[] = [];
  // By its last event, what else a cut set needs: a set lies above it once that event joins the others.
  const endingAt = new Map<number, (readonly number[])[]>();
  const seen = new Set<string>();
  let empty = false;
  for (const set of cutSets) {
    const places = set.map((id) => placeOf.get(id) ?? -1).toSorted((one, other) => one - other);
    const isTwice = new Set(places).size < places.length || seen.has(places.join());
    seen.add(places.join());
    if (isTwice) findings.push({ what: 'listed twice', set });
    if (places.includes(-1)) {
      findings.push({ what: 'unknown event', set });
      continue;
    }
    if (!ask(places)) findings.push({ what: 'safe cut set', set });
    if (places.some((place) => ask(places.filter((other) => other !== place))))
      findings.push({ what: 'not minimal', set });
    const last = places.at(-1);
    if (last === undefined) empty = true;
    else endingAt.set(last, [...(endingAt.get(last) ?? []), places.slice(0, -1)]);
  }
  const visit = (set: readonly number[], from: number): void => {
    if (ask(set)) findings.push({ what: 'missed', set: set.map((place) => problem.events[place]?.id ?? '') });
    for (let place = from; set.length < orderMax && place < problem.events.length; place++) {
      // What lies outside the cone of the loss changes nothing.
      if (problem.roles[place] === undefined) continue;
      const above = endingAt.get(place)?.some((rest) => rest.every((other) => set.includes(other))) ?? false;
      if (!above) visit([...set, place], place + 1);
    }
  };
  if (!empty) visit([], 0);
  return findings;
}
