/** The work of one thread of a campaign: a range of runs. */
import { readings, type ReadingName } from '../models/reading.ts';
import type { Site } from '../models/site.ts';
import { chaosRun, type Ground, groundOf, type RunRecord } from './run.ts';

export type ChaosTask = {
  readonly site: Site;
  readonly reading: ReadingName;
  readonly seed: string;
  readonly first: number;
  readonly count: number;
};

/** Kept for the next runs on the same site; made anew when a large one has filled its tables. */
let cached: { readonly key: string; readonly ground: Ground } | undefined;

/** @returns the records of the range, in the order of their indices */
export default function runRange({ site, reading, seed, first, count }: ChaosTask): readonly RunRecord[] {
  const key = JSON.stringify([reading, site]);
  return Array.from({ length: count }, (_, offset) => {
    if (cached?.key !== key || cached.ground.compiled.interner.isFull())
      cached = { key, ground: groundOf({ site, switches: switchesOf(reading) }) };
    return chaosRun(cached.ground, seed, first + offset);
  });
}

function switchesOf(name: ReadingName): (typeof readings)[number]['switches'] {
  const reading = readings.find((entry) => entry.name === name);
  if (reading === undefined) throw new Error(`no reading is named ${name}`);
  return reading.switches;
}
