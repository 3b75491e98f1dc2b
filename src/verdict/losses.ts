/**
 * What it takes to lose a class of machines, found by another method than the search that decides the promise;
 * where the two disagree, neither is to be trusted.
 */
import { practices } from '../../models/practices.ts';
import type { Reading } from '../../models/reading.ts';
import type { ClaimResult, Combination, LossSummary, ReadingResult } from '../../models/result.ts';
import type { Site } from '../../models/site.ts';
import { cutSetsOf } from '../cutsets/cut-sets.ts';
import type { CutSetResult, LossResult } from '../cutsets/result.ts';
import type { Guard } from './guard.ts';

const orderMost = 4;
/** A run that takes more to find is left out: the combination stands without it. */
const witnessNodesMax = 60_000;

/** A few seconds of search, for sites that the structure function does not know. */
const searchNodesMax = 40_000;

/**
 * Adds the minimal combinations of faults to a reading's result, and whether they agree with its verdict.
 *
 * @param witnessesMax for how many combinations of each loss a run that shows it is looked for
 */
export async function withLosses(
  site: Site,
  reading: Reading,
  result: ReadingResult,
  witnessesMax: number,
  guard: Guard,
): Promise<ReadingResult> {
  const controller = new AbortController();
  const look = (): void => {
    if (guard.isInterrupted()) controller.abort();
  };
  look();
  const orderMax = Math.min(orderMost, site.promise.recoverable + 1);
  const found = await cutSetsOf(site, reading, {
    orderMax,
    losses: ['unrecoverable', 'unavailable'],
    witnessesMax,
    witnessNodesMax,
    searchNodesMax,
    remedies: true,
    signal: controller.signal,
    onProgress: look,
  });
  const invariants = [...result.invariants, agreement(site, result, found)];
  return { ...result, invariants, losses: found.losses.map((loss) => summaryOf(found, loss)) };
}

function summaryOf(
  { events }: CutSetResult,
  { kind, machines, claim, restsOn, completeTo, sets }: LossResult,
): LossSummary {
  const words = new Map(events.map(({ id, label }) => [id, label]));
  const combinations = sets.map(({ events: ids, hosts, expanded, witness, remedy }): Combination => {
    const faults = ids.map((id) => words.get(id) ?? id);
    const shown = witness && {
      ...witness,
      steps: witness.events.map(({ id, label }) => ({ id, text: label })),
    };
    const removedBy = remedy?.map((id) => practices.find((practice) => practice.id === id)?.title ?? id);
    return {
      faults,
      events: ids,
      alike: hosts,
      standsFor: expanded,
      ...(removedBy && { removedBy }),
      ...(shown && { witness: shown }),
    };
  });
  return { kind, machines, claim, restsOn, completeTo, combinations };
}

/**
 * A combination within the promise must be a counterexample of the search too. The other way round the search
 * may find more: it lets one fault happen twice.
 */
function agreement({ promise }: Site, { invariants }: ReadingResult, { losses }: CutSetResult): ClaimResult {
  const promised = { unrecoverable: promise.recoverable, unavailable: promise.starts, readable: 0 };
  const names = { unrecoverable: 'stays recoverable', unavailable: 'starts again', readable: '' };
  const asked = losses.filter(({ kind, completeTo }) => completeTo >= promised[kind]);
  const against = asked.flatMap(({ kind, machines, sets }) => {
    const [machine] = machines;
    const claim = invariants.find(({ name }) => name === `${machine} ${names[kind]}`);
    const loses = sets.some(({ order }) => order <= promised[kind]);
    return claim?.verdict === 'holds' && loses ? [`${machine} ${names[kind]}`] : [];
  });
  return {
    name: 'two methods agree on what is lost',
    verdict: against.length > 0 ? 'broken' : asked.length > 0 ? 'holds' : 'notTested',
    claim: 'No combination of faults within the promise loses a machine that the search calls safe.',
    finding:
      against.length > 0
        ? `they disagree on: ${against.join(', ')}; a defect of this tool, not of the site`
        : `${asked.length} of ${losses.length} losses compared, each complete within the promise`,
    sources: [],
    restsOn: [],
    confidence: 'bound',
    practices: [],
  };
}
