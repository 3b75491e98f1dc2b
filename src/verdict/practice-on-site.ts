/** What a whole site loses, with a practice and without it. */
import type { Event } from '../../models/events.ts';
import type { Found } from '../../models/proofs/answer.ts';
import type { SiteQuestion } from '../../models/proofs/proof.ts';
import type { Reading } from '../../models/reading.ts';
import type { Loot, Site } from '../../models/site.ts';
import type { State } from '../../models/state.ts';
import { lootExists, lootReads, readableWith } from '../../models/thief.ts';
import { exploreSite, type Explored, solutionOf } from './explored.ts';

const statesMax = 1_000_000;

/** The search of a site within so many faults; the same one when it is asked for again. */
export type Explorations = (site: Site, faultsMax: number) => Explored;

export function explorations(reading: Reading): Explorations {
  const known = new Map<string, Explored>();
  return (site, faultsMax) => {
    const key = JSON.stringify([site, faultsMax]);
    const explored = known.get(key) ?? exploreSite(site, reading, { faultsMax, statesMax });
    known.set(key, explored);
    return explored;
  };
}

export function foundOnSite(question: SiteQuestion, side: 'kept' | 'dropped', searched: Explorations): Found {
  const { claim, faultsMax, refusesSetup } = question;
  const explored = searched(question[side], faultsMax);
  const [refused] = explored.setupRefused.filter(({ event }) => event.type !== refusesSetup);
  if (refused !== undefined)
    return { kind: 'unknown', why: `the site cannot be set up: ${refused.event.type} is ${refused.refusal}` };
  if (!explored.search.complete || !explored.recoveries.complete)
    return { kind: 'unknown', why: `the search stopped at ${statesMax} states` };
  return claim.kind === 'secret'
    ? stolen(explored, claim.loot)
    : unwon(explored, claim.machine, claim.kind === 'starts' ? 'starts' : 'readable');
}

function unwon(explored: Explored, machine: string, kind: 'starts' | 'readable'): Found {
  const { won } = solutionOf(explored, machine, kind);
  return firstOf(explored, (state) => won[state] === -1);
}

function stolen(explored: Explored, loot: Loot): Found {
  const { compiled, machine, search: found } = explored;
  const { site } = machine.site;
  const readIn = (state: State): readonly string[] =>
    lootExists(site, state, loot) ? readableWith(machine.site, state, loot) : [];
  const reads = compiled.predicate(lootReads(site, loot), (state) => readIn(state).length > 0);
  const tuple = new Uint16Array(compiled.initial.length);
  const read = (state: number): Uint16Array => {
    found.states.read(state, tuple);
    return tuple;
  };
  return firstOf(
    explored,
    (state) => reads(read(state)),
    (state) => readIn(compiled.decode(read(state))),
  );
}

/** The nearest state that is lost. */
function firstOf(
  { search: found, reached }: Explored,
  lost: (state: number) => boolean,
  readIn?: (state: number) => readonly string[],
): Found {
  for (let node = 0; node < found.nodes; node++) {
    const state = found.stateOf(node);
    if (!lost(state)) continue;
    const steps = found.pathTo(node).map((event: Event) => ({ event }));
    const answer = { kind: 'lost' as const, steps, prepared: 0 };
    return readIn === undefined ? answer : { ...answer, reads: readIn(state) };
  }
  return { kind: 'kept', states: reached };
}
