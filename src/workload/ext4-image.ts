/** Builds an ext4 image from a directory, so that real files lie as a real file system lays them. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { codeOf } from './file-content.ts';

const run = promisify(execFile);

/**
 * A fixed identity and time: the same directory gives the same image, as long as nobody read its files in between.
 * mke2fs copies the times of last access, and the first reader of a new file moves them.
 */
const identity = 'b8ea6a55-0000-4000-8000-000000000000';
const epochSeconds = '1';

export type Ext4Outcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly kind: 'absent' | 'failed'; readonly detail: string };

/**
 * @param imagePath is created, or overwritten
 * @param sizeBytes of the whole file system; too small a one is refused by mke2fs, and so here
 * @returns `absent` where there is no mke2fs: then nothing was tested
 */
export async function buildExt4Image(
  directory: string,
  imagePath: string,
  sizeBytes: number,
  signal?: AbortSignal,
): Promise<Ext4Outcome> {
  const kibibytes = Math.ceil(sizeBytes / 1024);
  const args = ['-q', '-F', '-t', 'ext4', '-b', '4096', '-m', '0', '-U', identity];
  args.push('-E', `hash_seed=${identity},root_owner=0:0,lazy_itable_init=0`, '-d', directory);
  try {
    await run('mke2fs', [...args, imagePath, `${kibibytes}k`], {
      env: { ...process.env, E2FSPROGS_FAKE_TIME: epochSeconds, SOURCE_DATE_EPOCH: epochSeconds },
      ...(signal === undefined ? {} : { signal }),
    });
    return { ok: true };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return { ok: false, kind: 'absent', detail: 'mke2fs is not installed' };
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    return { ok: false, kind: 'failed', detail: stderr === '' ? code : stderr };
  }
}
