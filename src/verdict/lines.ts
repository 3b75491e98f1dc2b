/** Events and facts as lines of a result. */
import { describe, howTo } from '../../models/describe.ts';
import type { Event } from '../../models/events.ts';
import { type Confidence, type FactId, factOf, isUnproven, sources } from '../../models/evidence.ts';
import type { SourceLine, StepLine } from '../../models/result-lines.ts';
import { rules } from '../../models/rules.ts';

export function stepLine(event: Event): StepLine {
  const how = howTo(event);
  const line = { event, by: rules[event.type].by, text: describe(event) };
  return how === undefined ? line : { ...line, how };
}

/** The facts of some ids, each once, in the order of their first mention. */
export function sourceLines(ids: readonly string[]): readonly SourceLine[] {
  return [...new Set(ids)].map((id) => {
    // Rules and invariants of this site are typed to name only facts that exist.
    const { fact, source, confidence } = factOf(id as FactId);
    return { id, fact, source: sources[source], confidence };
  });
}

/** Those of some facts that no source states, or that nobody verified: what a report must say a verdict rests on. */
export function unprovenLines(ids: readonly string[]): readonly SourceLine[] {
  return sourceLines(ids).filter(({ confidence }) => isUnproven(confidence));
}

/** The facts behind the rules that a run of events used. */
export function factsOf(events: readonly Event[]): readonly string[] {
  return events.flatMap(({ type }) => rules[type].sources);
}

const ranks: Readonly<Record<Confidence, number>> = {
  bound: 0,
  official: 1,
  practitioner: 2,
  inferred: 3,
  recalled: 4,
};

/** The weakest confidence of some facts; bounds of the model are not facts and do not count. */
export function weakest(lines: readonly SourceLine[]): Confidence {
  const facts = lines.map(({ confidence }) => confidence).filter((confidence) => confidence !== 'bound');
  return facts.toSorted((a, b) => ranks[b] - ranks[a])[0] ?? 'bound';
}
