/** The verdict on one site under one reading. */
import { describeRefusal } from '../../models/describe.ts';
import { worst } from '../../models/kernel/verdict.ts';
import type { Reading } from '../../models/reading.ts';
import type { ClaimResult, ReadingResult } from '../../models/result.ts';
import type { Site } from '../../models/site.ts';
import { stopwatch } from '../clock.ts';
import { attributed } from './attribute.ts';
import { claimsOf, plural } from './claims.ts';
import { decide, faultsAsked } from './decide.ts';
import { type Bounds, exploreSite } from './explored.ts';
import { type Guard, unguarded } from './guard.ts';
import { stepLine } from './lines.ts';
import { matrixOf } from './matrix.ts';
import { performed } from './perform.ts';

export type ReadingOptions = {
  readonly seed: string;
  /** What to type before a replay token. */
  readonly replayCommand: string;
  readonly statesMax: number;
  /** For how many combinations of each loss a run that shows it is looked for. */
  readonly witnessesMax: number;
  /** How many threads one search may use. */
  readonly workers: number;
  /** Whether the result says what made the search large. */
  readonly profile: boolean;
};

/** Once a search was not complete, a way back that is not found among so many states is not known. */
const cellStatesMax = 20_000;

/**
 * @param guard ends the work early; what was found until then is judged
 * @param checkpoint where the search that decides the promise is kept
 * @throws CheckpointError when there is one of something else
 */
export function readingResult(
  site: Site,
  reading: Reading,
  { seed, replayCommand, statesMax, workers, profile }: ReadingOptions,
  guard: Guard = unguarded,
  checkpoint?: Bounds['checkpoint'],
): ReadingResult {
  const elapsed = stopwatch();
  const bounds = { statesMax, workers, guard };
  const decision = decide(site, reading, replayCommand, {
    ...bounds,
    profile,
    ...(checkpoint && { checkpoint }),
  });
  const { search, ground, setupRefused } = decision;
  const seconds = elapsed();
  guard.enter('waysBack');
  const planned = matrixOf(ground, search.complete ? statesMax : cellStatesMax, guard.goesOn);
  const recoveries = planned.map((plan) => performed(ground, plan, seed));
  guard.enter('mended');
  const claims = attributed(site, reading, decision.claims, (mended, under) =>
    claimsOf(exploreSite(mended, under, { ...bounds, faultsMax: faultsAsked(mended) }), replayCommand),
  );
  const invariants = [...claims, bytesClaim(recoveries.map((recovery) => recovery.performed))];
  return {
    claim: reading.claim,
    verdict: worst(invariants.map(({ verdict }) => verdict)),
    search: { ...search, seconds },
    ...(decision.profile && { profile: decision.profile }),
    setupRefused: setupRefused.map(({ event, refusal }) => ({
      step: stepLine(event),
      reason: describeRefusal(refusal),
    })),
    invariants,
    recoveries,
  };
}

/** Every runbook of the matrix must end with the original bytes when it is performed. */
function bytesClaim(outcomes: readonly ('equalBytes' | 'notPerformed' | 'differs')[]): ClaimResult {
  const done = outcomes.filter((outcome) => outcome !== 'notPerformed').length;
  const wrong = outcomes.filter((outcome) => outcome === 'differs').length;
  const tested = done > 0 ? 'holds' : 'notTested';
  return {
    name: 'runbooks end with the original bytes',
    verdict: wrong > 0 ? 'broken' : tested,
    claim: 'Every runbook of the matrix, performed with real keys, ends with the bytes that were written.',
    finding:
      wrong > 0
        ? `${wrong} of ${plural(done, 'runbook')} did not: a defect of this tool, not of the site`
        : `${plural(done, 'runbook')} performed, all with equal bytes`,
    sources: [],
    restsOn: [],
    confidence: 'bound',
    practices: [],
  };
}
