/** What a step of a scenario is judged in, and what it says about a reading that is not played. */
import type { ReadingName } from '../../models/reading.ts';
import type { Site } from '../../models/site.ts';
import type { Finding, Path, Position } from './problem.ts';

export type StepContext = {
  readonly site: Site;
  readonly readings: readonly ReadingName[];
  readonly positionOf: (path: Path, at?: 'key' | 'value') => Position;
  /** Collects what is wrong. */
  readonly findings: Finding[];
};

/** Something said about a reading that this scenario is not played under would never be looked at. */
export function unplayed(name: ReadingName, path: Path, { readings }: StepContext): Finding[] {
  if (readings.includes(name)) return [];
  return [
    { path, at: 'key', message: `expected only ${readings.join(' and ')}, because of the field reading` },
  ];
}
