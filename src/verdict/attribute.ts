/**
 * Which practice a broken promise is due to. Nothing is guessed: the site is mended practice by practice and
 * searched again, and a practice is named when the claim then holds.
 */
import type { ClaimResult, PracticeLine, PracticeResult } from '../../models/result.ts';
import { type Practice, practices } from '../../models/practices.ts';
import type { Reading, ReadingName } from '../../models/reading.ts';
import type { Site } from '../../models/site.ts';

/** The claims of a site under a reading, as a new search finds them. */
export type Judge = (site: Site, reading: Reading) => readonly ClaimResult[];

/** The scorecard: what the site file shows of each practice. */
export function scorecard(site: Site): readonly PracticeResult[] {
  return practices.map((practice) => {
    const departures = practice.departures(site);
    const followed = departures === undefined ? 'notApplicable' : departures.length > 0 ? 'no' : 'yes';
    const observed = departures === undefined ? 'nothing to ask here' : departures.join('; ');
    return { ...lineOf(practice), source: practice.source, followed, observed };
  });
}

/**
 * The claims of one reading with the practices that would have kept them.
 *
 * Where no single practice mends a claim, all those that the site departs from are tried together, and named
 * together when that mends it.
 */
export function attributed(
  site: Site,
  reading: Reading,
  claims: readonly ClaimResult[],
  judge: Judge,
): readonly ClaimResult[] {
  const broken = claims.filter(({ verdict, part }) => verdict === 'broken' && part !== undefined);
  const departed = practices.filter(({ departures }) => (departures(site) ?? []).length > 0);
  if (broken.length === 0 || departed.length === 0) return claims;
  const mendedBy = departed.map((practice) => ({
    practice,
    kept: keptNames(judge(practice.mended(site), reading)),
  }));
  const together = departed.reduce((mended, practice) => practice.mended(mended), site);
  let keptTogether: ((name: string) => boolean) | undefined;
  return claims.map((claim) => {
    if (!broken.includes(claim)) return claim;
    const single = mendedBy.filter(({ kept }) => kept(claim.name)).map(({ practice }) => lineOf(practice));
    if (single.length > 0 || departed.length === 1) return { ...claim, practices: single };
    keptTogether ??= keptNames(judge(together, reading));
    return keptTogether(claim.name)
      ? { ...claim, practices: departed.map(lineOf), practicesTogether: true }
      : claim;
  });
}

/** Practices by reading and claim name: a claim that the mended site does not have any more is kept too. */
function keptNames(claims: readonly ClaimResult[]): (name: string) => boolean {
  const failing = new Set(claims.filter(({ verdict }) => verdict !== 'holds').map(({ name }) => name));
  return (name) => !failing.has(name);
}

function lineOf({ id, title, fix }: Practice): PracticeLine {
  return { id, title, fix };
}

/** The practices that any claim of any reading is due to. */
export function practicesAtFault(
  readings: Readonly<Partial<Record<ReadingName, { readonly invariants: readonly ClaimResult[] }>>>,
): readonly PracticeLine[] {
  const lines = Object.values(readings).flatMap(({ invariants }) =>
    invariants.flatMap((claim) => claim.practices),
  );
  return [...new Map(lines.map((line) => [line.id, line])).values()];
}
