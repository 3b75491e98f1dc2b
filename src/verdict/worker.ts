/** The work of one thread of a check: the verdict under one reading. */
import { readings, type ReadingName } from '../../models/reading.ts';
import type { ReadingResult } from '../../models/result.ts';
import type { Site } from '../../models/site.ts';
import { type Checkpoint, CheckpointError } from '../explore/checkpoint.ts';
import { guardOf, type Watch } from './guard.ts';
import { withLosses } from './losses.ts';
import { type ReadingOptions, readingResult } from './reading.ts';

export type ReadingTask = {
  readonly site: Site;
  readonly reading: ReadingName;
  readonly options: ReadingOptions;
  readonly watch: Watch;
  /** What the whole process may take. */
  readonly memoryMaxBytes: number;
  readonly checkpoint?: Checkpoint;
};

/** A checkpoint that cannot be used, in words: an error of its own kind does not come through to another thread. */
export type Judged = ReadingResult | { readonly unusable: string };

export default async function judge(task: ReadingTask): Promise<Judged> {
  const { site, reading, options, watch, memoryMaxBytes, checkpoint } = task;
  const found = readings.find(({ name }) => name === reading);
  if (found === undefined) throw new Error(`no reading is named ${reading}`);
  const guard = guardOf(watch, memoryMaxBytes);
  try {
    const result = readingResult(site, found, options, guard, checkpoint);
    guard.enter('combinations');
    return await withLosses(site, found, result, options.witnessesMax, guard);
  } catch (error) {
    if (error instanceof CheckpointError) return { unusable: error.message };
    throw error;
  }
}
