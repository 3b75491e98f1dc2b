/** Where `breakglass check` keeps a long search, and how it is told to go on from there. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Reading, ReadingName } from '../../models/reading.ts';
import { shellWord } from '../../reports/words.ts';
import { type Checkpoint, CheckpointError, refuseForeign } from '../explore/checkpoint.ts';
import type { SiteFile } from '../site/read-site.ts';
import { commandName, toolVersion } from '../tool.ts';
import { siteFingerprint } from '../verdict/token.ts';
import { BadInput } from './exit.ts';
import type { OutputFile } from './output.ts';

export type CheckpointOptions = { readonly checkpoint?: string; readonly resume: boolean };

/** The file of each reading; none without `--checkpoint`. */
export function checkpointFiles(
  { checkpoint }: CheckpointOptions,
  readings: readonly Reading[],
): readonly (OutputFile & { readonly reading: ReadingName })[] {
  if (checkpoint === undefined) return [];
  return readings.map(({ name }) => ({
    option: '--checkpoint',
    path: join(checkpoint, `${name}.search`),
    reading: name,
  }));
}

/**
 * A search goes on under the same rules only: of the same site, whatever it promises, by the same version of this tool.
 * How many faults it is about stands in the file as well.
 *
 * @throws BadInput when there is something to go on with that nobody asked for, or something else
 */
export function checkpointsOf(
  { site }: SiteFile,
  { checkpoint, resume }: CheckpointOptions,
  files: ReturnType<typeof checkpointFiles>,
): (reading: ReadingName) => Checkpoint | undefined {
  if (resume && checkpoint === undefined)
    throw new BadInput(['--resume: expected --checkpoint with the folder to go on from']);
  const { version, commit } = toolVersion();
  const all = files.map(({ path: file, reading }) => {
    const identity = `site ${siteFingerprint(site)}, reading ${reading}, breakglass ${version} (${commit})`;
    return { reading, checkpoint: { file, identity, resume } };
  });
  for (const { checkpoint: one } of all.filter(({ checkpoint: { file } }) => existsSync(file))) {
    if (!resume)
      throw new BadInput([
        `--checkpoint: ${one.file}: expected no search yet, found one; add --resume to go on with it, or name another folder`,
      ]);
    attempt(() => refuseForeign(one));
  }
  return (name) => all.find(({ reading }) => reading === name)?.checkpoint;
}

/** What is wrong with a checkpoint is wrong with the input. */
function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    throw error instanceof CheckpointError ? new BadInput([`--checkpoint: ${error.message}`]) : error;
  }
}

/** The command that goes on. */
export function goOnCommand(path: string, { checkpoint }: CheckpointOptions): string {
  const again = `${commandName()} check ${shellWord(path)}`;
  return checkpoint === undefined
    ? `${again} --checkpoint FOLDER`
    : `${again} --checkpoint ${shellWord(checkpoint)} --resume`;
}
