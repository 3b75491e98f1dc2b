/**
 * What it takes to lose a class of machines, found by another method than the search that decides the promise;
 * where the two disagree, neither is to be trusted.
 */
import { secrecyOf } from '../../models/invariants.ts';
import { practiceTitle } from '../../models/practices.ts';
import type { Reading } from '../../models/reading.ts';
import type { ClaimResult, ReadingResult } from '../../models/result.ts';
import type { Combination, LossSummary } from '../../models/loss-result.ts';
import type { Site } from '../../models/site.ts';
import { cutSetsOf } from '../cutsets/cut-sets.ts';
import { lootId } from '../cutsets/basic-event.ts';
import { describeViolation } from '../cutsets/monotonicity.ts';
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
    witnessesMax,
    witnessNodesMax,
    searchNodesMax,
    remedies: true,
    signal: controller.signal,
    onProgress: look,
  });
  const invariants = [...result.invariants, agreement(site, result, found)];
  const { statements, monotonicity } = found;
  return {
    ...result,
    invariants,
    losses: found.losses.map((loss) => summaryOf(found, loss)),
    lossSearch: {
      statements,
      monotonicity: {
        tested: monotonicity.tested,
        violations: monotonicity.violations.map(describeViolation),
      },
    },
  };
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
      practices: witness.practices.map((id) => ({ id, title: practiceTitle(id) })),
      steps: witness.events.map(({ id, label }) => ({ id, text: label })),
    };
    const removedBy = remedy && {
      practices: remedy.practices.map(practiceTitle),
      verifiedBy: remedy.verifiedBy,
    };
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
function agreement(site: Site, { invariants }: ReadingResult, { losses }: CutSetResult): ClaimResult {
  const { promise } = site;
  const promised = { unrecoverable: promise.recoverable, unavailable: promise.starts, readable: 1 };
  const asked = losses.filter(({ kind, completeTo }) => completeTo >= promised[kind]);
  const against = asked.flatMap((loss) =>
    claimsAgainst(site, loss).filter((name) =>
      invariants.some((claim) => claim.name === name && claim.verdict === 'holds'),
    ),
  );
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

/** The claims that a loss breaks, as its combinations say. */
function claimsAgainst({ promise }: Site, { kind, machines, sets }: LossResult): readonly string[] {
  const loses = (faults: number): boolean => sets.some(({ order }) => order <= faults);
  if (kind === 'unrecoverable')
    return loses(promise.recoverable) ? machines.map((machine) => `${machine} stays recoverable`) : [];
  if (kind === 'unavailable')
    return loses(promise.starts) ? machines.map((machine) => `${machine} starts again`) : [];
  const alone = new Set(sets.filter(({ order }) => order === 1).flatMap(({ events }) => events));
  return promise.secret.filter((loot) => alone.has(lootId(loot))).map((loot) => secrecyOf(loot).name);
}
