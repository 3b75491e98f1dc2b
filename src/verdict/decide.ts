/**
 * The searches that decide a promise: the one with all faults; before it one with a single fault, which is quick and
 * stands when the other is too large; and an estimate of how large that is, early, where a site looks like it.
 */
import type { Reading } from '../../models/reading.ts';
import type { ClaimResult } from '../../models/result.ts';
import type { SearchFigures, SearchProfile, SearchStop, SizeEstimate } from '../../models/search-result.ts';
import type { Site } from '../../models/site.ts';
import { profileOf } from '../explore/profile.ts';
import { claimsOf } from './claims.ts';
import { estimateOf, probeStatesMax } from './estimate.ts';
import { type Bounds, exploreSite, type Explored } from './explored.ts';
import type { Guard } from './guard.ts';
import { stateSetFingerprint } from './state-set-fingerprint.ts';

/** How many faults a search must cover for the promise of a site to be decided. */
export function faultsAsked({ promise }: Site): number {
  return Math.max(promise.recoverable, promise.starts, 1);
}

/** What remains of a search once it was judged: the states themselves take too much memory to be kept. */
type Judgement = Pick<Explored, 'setupRefused'> & {
  readonly claims: readonly ClaimResult[];
  readonly figures: Omit<SearchFigures, 'complete' | 'stopped' | 'seconds'>;
  /** Whether every state was found. */
  readonly allFound: boolean;
  /** And every way back from them looked at. */
  readonly isWhole: boolean;
  readonly ground: Pick<Explored, 'machine' | 'compiled'>;
  /** Absent where it was not asked for. */
  readonly profile?: SearchProfile;
};

export type Decision = Pick<Judgement, 'setupRefused' | 'claims' | 'ground' | 'profile'> & {
  readonly search: Omit<SearchFigures, 'seconds'>;
};

type DecideBounds = Required<Pick<Bounds, 'statesMax' | 'workers' | 'guard'>> &
  Pick<Bounds, 'checkpoint'> & { readonly profile: boolean };

/** A single fault leads to so few states that a site with more is likely to be too large with two. */
const singleFaultStatesMax = 50_000;

export function decide(
  site: Site,
  reading: Reading,
  replayCommand: string,
  { checkpoint, profile, ...bounds }: DecideBounds,
): Decision {
  const { statesMax, guard } = bounds;
  const asked = faultsAsked(site);
  const judge = (faultsMax: number, more: Partial<Bounds>): Judgement =>
    judgementOf(exploreSite(site, reading, { faultsMax, ...bounds, ...more }), replayCommand, profile);
  const estimate = (): SizeEstimate | undefined => {
    const found = estimateOf(site, reading, { faultsMax: asked, statesMax, goesOn: guard.goesOn });
    if (found !== undefined) guard.tell({ estimate: found });
    return found;
  };
  const usual = isUsual(site);
  const early = usual ? undefined : estimate();
  if (!usual && early === undefined && guard.stoppedBy() === undefined)
    guard.tell({ uncounted: { statesMin: probeStatesMax, faultsMax: asked } });
  const single = asked > 1 ? judge(1, { statesMax: Math.min(statesMax, singleFaultStatesMax) }) : undefined;
  const all = judge(asked, checkpoint === undefined ? {} : { checkpoint });
  if (all.isWhole) return { ...all, search: { complete: true, ...all.figures } };
  const fewer = withFewerFaults(asked, judge) ?? (single?.isWhole === true ? single : undefined);
  const stopped = stopOf(all, fewer, usual ? estimate() : early, guard);
  return {
    ...all,
    claims: bestOf(all.claims, fewer?.claims),
    search: { complete: false, stopped, ...all.figures },
  };
}

/** A site like this is searched as fast as its size is estimated. */
function isUsual(site: Site): boolean {
  const { hosts, machines, providers } = site;
  return hosts.length <= 3 && machines.length <= 3 && providers.length === 1 && faultsAsked(site) <= 2;
}

function judgementOf(explored: Explored, replayCommand: string, profile: boolean): Judgement {
  const { faultsMax, machine, compiled, search, reached, recoveries, setupRefused } = explored;
  const { complete: allFound, transitions, refused, depth, states } = search;
  const stateSet = stateSetFingerprint(compiled.slots, states, reached);
  return {
    claims: claimsOf(explored, replayCommand),
    figures: { faultsMax, states: reached, transitions, refused, depth, stateSet },
    allFound,
    isWhole: allFound && recoveries.complete,
    setupRefused,
    ground: { machine, compiled },
    ...(profile && { profile: sizesOf(search) }),
  };
}

function sizesOf(found: Explored['search']): SearchProfile {
  const { slices, events } = profileOf(found);
  return { slices, events };
}

/** The search with the most faults, fewer than asked and more than one, that is complete. */
function withFewerFaults(
  asked: number,
  judge: (faultsMax: number, more: Partial<Bounds>) => Judgement,
): Judgement | undefined {
  for (let faultsMax = asked - 1; faultsMax > 1; faultsMax--) {
    const fewer = judge(faultsMax, {});
    if (fewer.isWhole) return fewer;
  }
  return undefined;
}

/** What the search left open is answered by the one with fewer faults, as far as that can. */
function bestOf(
  claims: readonly ClaimResult[],
  fewer: readonly ClaimResult[] | undefined,
): readonly ClaimResult[] {
  return claims.map((claim, index) => (claim.verdict === 'notTested' ? (fewer?.[index] ?? claim) : claim));
}

function stopOf(
  { allFound, ground }: Judgement,
  fewer: Judgement | undefined,
  estimate: SizeEstimate | undefined,
  { stoppedBy }: Guard,
): SearchStop {
  const complete = fewer && { faultsMax: fewer.figures.faultsMax, states: fewer.figures.states };
  return {
    by: stoppedBy() ?? (ground.compiled.interner.isFull() ? 'values' : 'states'),
    allFound,
    ...(estimate && { estimate }),
    ...(complete && { complete }),
  };
}
