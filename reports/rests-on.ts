/** How every output says that a verdict rests on what no source says. */
import type { SourceLine } from '../models/result-lines.ts';
import { count, listed } from './words.ts';

/** One fact as a sentence: what it is instead of something that a source says. */
export function restsOnText({ fact, confidence }: SourceLine): string {
  return confidence === 'recalled'
    ? `Rests on what was not verified again, not on a source: ${fact}`
    : `Rests on a conclusion of ours, not on a source: ${fact}`;
}

/** How many there are, to go on with a sentence: `rests on 2 conclusions of ours, not on a source`. */
export function restsOnCount(facts: readonly SourceLine[]): string {
  const recalled = facts.filter(({ confidence }) => confidence === 'recalled').length;
  const concluded = facts.length - recalled;
  const parts = [
    ...(concluded > 0 ? [`${count(concluded, 'conclusion')} of ours`] : []),
    ...(recalled > 0 ? [`${count(recalled, 'fact')} that nobody verified again`] : []),
  ];
  return `rests on ${listed(parts)}, not on a source`;
}

/** Each fact of several verdicts once, by id. */
export function restingOn(
  verdicts: readonly { readonly restsOn: readonly SourceLine[] }[],
): readonly SourceLine[] {
  const byId = new Map(verdicts.flatMap(({ restsOn }) => restsOn.map((fact) => [fact.id, fact] as const)));
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** What no source says, each fact once with the lines of a file that it decides. Nothing when there is none. */
export function restsOnByLine(
  lines: readonly { readonly line: number; readonly restsOn: readonly SourceLine[] }[],
): readonly string[] {
  const facts = restingOn(lines);
  if (facts.length === 0) return [];
  return [
    `  It ${restsOnCount(facts)}:`,
    ...facts.map(({ id, fact }) => {
      const decided = lines.filter(({ restsOn }) => restsOn.some((one) => one.id === id));
      const numbers = [...new Set(decided.map(({ line }) => line))];
      return `  - ${fact} (${numbers.length === 1 ? 'line' : 'lines'} ${numbers.join(', ')})`;
    }),
  ];
}
