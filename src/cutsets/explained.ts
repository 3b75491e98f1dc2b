/** Cut sets with how they come about, and with what removes them. */
import type { Reading } from '../../models/reading.ts';
import type { Site } from '../../models/site.ts';
import type { BasicEvent } from './basic-event.ts';
import { hostBits } from './chosen.ts';
import { expandedCount, type Orbit } from './orbits.ts';
import { eventsIn, faultNames, type Problem, type Question } from './problem.ts';
import { remediesOf } from './remedy.ts';
import type { CutSet } from './result.ts';
import { witnessOf } from './witness.ts';

export type ExplainOptions = {
  /**
   * For how many sets of each loss a witness is searched, and its remedy verified by search, the smallest first; for none
   * when left out.
   */
  readonly witnessesMax?: number;
  /** A witness that takes more nodes than this to find is left out. */
  readonly witnessNodesMax?: number;
  /** Whether the cheapest remedy of each set is looked for. */
  readonly remedies?: boolean;
  /** Ends the searches early; the sets stay. */
  readonly signal?: AbortSignal;
};

const witnessNodesDefault = 300_000;
const remedyStatesMax = 100_000;

/** A cut set as events, and in names. */
export type FoundSet = { readonly set: readonly BasicEvent[]; readonly bare: CutSet };

export function explained(
  site: Site,
  reading: Reading,
  question: Question,
  found: readonly FoundSet[],
  { witnessesMax = 0, witnessNodesMax = witnessNodesDefault, remedies = false, signal }: ExplainOptions,
): readonly CutSet[] {
  const remedyOf = remedies ? remediesOf(site, reading, question.machine) : undefined;
  return found.map(({ set, bare }, index) => {
    const isShown = index < witnessesMax && signal?.aborted !== true;
    const witness = isShown ? witnessOf(question, reading, set, witnessNodesMax) : undefined;
    const remedy = remedyOf?.(question.kind, set, isShown ? remedyStatesMax : 0);
    return { ...bare, ...(witness && { witness }), ...(remedy && { remedy }) };
  });
}

/** The orbit in names. */
export function cutSetOf(problem: Problem, orbit: Orbit): CutSet {
  const events = eventsIn(problem, orbit);
  const hosts = problem.universe.classes.flatMap((entry, index) => {
    const faults = orbit.hosts.filter((host) => host.class === index).map((host) => host.faults);
    if (faults.length === 0) return [];
    const anyOf = entry.hosts.map((host) => problem.facts.hosts[host]?.name ?? '');
    return [{ anyOf, faults: faults.map((mask) => faultNames(mask, hostBits)) }];
  });
  return { ...bareSet(events), expanded: expandedCount(problem.universe, orbit), hosts };
}

/** A set that stands for itself alone, in names. */
export function bareSet(events: readonly BasicEvent[]): CutSet {
  return { order: events.length, events: events.map(({ id }) => id), expanded: 1, hosts: [] };
}
