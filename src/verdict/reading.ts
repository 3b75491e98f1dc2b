/** The verdict on one site under one reading. */
import { describeRefusal } from '../../models/describe.ts';
import { worst } from '../../models/kernel/verdict.ts';
import type { Reading } from '../../models/reading.ts';
import type { ClaimResult, ReadingResult } from '../../models/result.ts';
import type { Site } from '../../models/site.ts';
import { stopwatch } from '../clock.ts';
import { attributed } from './attribute.ts';
import { claimsOf, plural } from './claims.ts';
import { exploreSite, type Explored } from './explored.ts';
import { stepLine } from './lines.ts';
import { matrixOf } from './matrix.ts';
import { stateSetFingerprint } from './state-set-fingerprint.ts';
import { performed } from './perform.ts';

export type ReadingOptions = {
  readonly seed: string;
  /** What to type before a replay token. */
  readonly replayCommand: string;
  readonly statesMax: number;
  /** For how many combinations of each loss a run that shows it is looked for. */
  readonly witnessesMax: number;
};

/** How many faults a search must cover for the promise of a site to be decided. */
function faultsAsked({ promise }: Site): number {
  return Math.max(promise.recoverable, promise.starts, 1);
}

export function readingResult(site: Site, reading: Reading, options: ReadingOptions): ReadingResult {
  const { seed, replayCommand, statesMax } = options;
  const elapsed = stopwatch();
  const explored = exploreSite(site, reading, { statesMax, faultsMax: faultsAsked(site) });
  const judged = claimsOf(explored, replayCommand);
  const seconds = elapsed();
  const recoveries = matrixOf(explored, statesMax).map((planned) => performed(explored, planned, seed));
  const claims = attributed(site, reading, judged, (mended, under) =>
    claimsOf(exploreSite(mended, under, { statesMax, faultsMax: faultsAsked(mended) }), replayCommand),
  );
  const invariants = [...claims, bytesClaim(recoveries.map((recovery) => recovery.performed))];
  return {
    claim: reading.claim,
    verdict: worst(invariants.map(({ verdict }) => verdict)),
    search: figuresOf(explored, seconds),
    setupRefused: explored.setupRefused.map(({ event, refusal }) => ({
      step: stepLine(event),
      reason: describeRefusal(refusal),
    })),
    invariants,
    recoveries,
  };
}

function figuresOf(
  { machine, compiled, search, reached, recoveries }: Explored,
  seconds: number,
): ReadingResult['search'] {
  const { complete, transitions, refused, depth } = search;
  return {
    complete: complete && recoveries.complete,
    faultsMax: faultsAsked(machine.site.site),
    states: reached,
    transitions,
    refused,
    depth,
    stateSet: stateSetFingerprint(compiled.slots, search.states, reached),
    seconds,
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
