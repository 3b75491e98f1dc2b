/** The work of one thread of a check: the verdict under one reading. */
import { readings, type ReadingName } from '../../models/reading.ts';
import type { ReadingResult } from '../../models/result.ts';
import type { Site } from '../../models/site.ts';
import { withLosses } from './losses.ts';
import { type ReadingOptions, readingResult } from './reading.ts';

export type ReadingTask = {
  readonly site: Site;
  readonly reading: ReadingName;
  readonly options: ReadingOptions;
};

export default function judge({ site, reading, options }: ReadingTask): Promise<ReadingResult> {
  const found = readings.find(({ name }) => name === reading);
  if (found === undefined) throw new Error(`no reading is named ${reading}`);
  return withLosses(site, found, readingResult(site, found, options), options.witnessesMax);
}
