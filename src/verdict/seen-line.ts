/** What a scenario expects to be seen, held against the picture that the twin shows. */
import { isDeepStrictEqual } from 'node:util';
import { printable, printPath, quoteWord } from '../site/problem.ts';
import type { SeenClaim } from '../site/seen.ts';
import { suggestion } from '../site/suggest.ts';
import type { ScenarioLine } from './scenario-line.ts';

/** The line of one claim. A place that the picture does not have is said to be missing, and is never as expected. */
export function seenLine({ line, column, place, value }: SeenClaim, picture: unknown): ScenarioLine {
  const at = { line, column, step: undefined };
  const name = printPath(place);
  let found: unknown = picture;
  for (const part of place) {
    const there = typeof found === 'object' && found !== null ? Object.keys(found) : [];
    if (!there.includes(part)) {
      const outcome = `${name}: there is no ${quoteWord(part)}${suggestion(part, there)}`;
      return { ...at, outcome, verdict: 'broken' };
    }
    found = Reflect.get(found as object, part);
  }
  const outcome = `${name} is ${JSON.stringify(found)}`;
  if (isDeepStrictEqual(found, value)) return { ...at, outcome, verdict: 'holds' };
  return {
    ...at,
    outcome: `${outcome}; expected ${printable(JSON.stringify(value), 200)}`,
    verdict: 'broken',
  };
}
