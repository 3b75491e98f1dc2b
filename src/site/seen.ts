/** What a scenario expects to be seen: a part of the picture that model and twin agree on, taken apart into places. */
import type { Finding, Path, Position } from './problem.ts';

/** What may stand behind `seen`: mappings down to what is compared. */
export type SeenInput = Readonly<Record<string, unknown>>;

/** At this place of the picture stands this. */
export type SeenClaim = Position & {
  readonly subject: 'seen';
  readonly place: readonly string[];
  /** A word, a number, true, false, nothing, or a whole list. */
  readonly value: unknown;
};

type SeenContext = {
  readonly positionOf: (path: Path, at?: 'key' | 'value') => Position;
  /** Collects what is wrong. */
  readonly findings: Finding[];
};

/** One claim for each place. Whether there is such a place is found out when the scenario is played. */
export function seenClaims(seen: SeenInput | undefined, path: Path, context: SeenContext): SeenClaim[] {
  return seen === undefined ? [] : claimsBelow(seen, [], path, context);
}

function claimsBelow(
  seen: SeenInput,
  above: readonly string[],
  path: Path,
  context: SeenContext,
): SeenClaim[] {
  const claim = (place: readonly string[], at: Path, value: unknown): SeenClaim => {
    return { ...context.positionOf(at, 'key'), subject: 'seen', place, value };
  };
  const entries = Object.entries(seen);
  if (entries.length === 0) {
    context.findings.push({ path, at: 'value', message: 'expected what is seen there, found nothing' });
    // It is a claim all the same, so that one mistake is not told twice.
    return [claim(above, path, seen)];
  }
  return entries.flatMap(([key, value]) => {
    const [place, at] = [
      [...above, key],
      [...path, key],
    ];
    return isMapping(value) ? claimsBelow(value, place, at, context) : [claim(place, at, value)];
  });
}

function isMapping(value: unknown): value is SeenInput {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
