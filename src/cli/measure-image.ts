/** The ext4 image of a directory, for `breakglass measure --ext4`; gone with the returned value. */
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildExt4Image } from '../workload/ext4-image.ts';
import { countBlocks } from '../workload/listing.ts';
import { BadInput } from './exit.ts';
import { sizeText } from './settings.ts';

export type Image = AsyncDisposable &
  ({ readonly isThere: true; readonly path: string } | { readonly isThere: false; readonly detail: string });

const blockBytes = 4096;
/** For the journal and the tables of the file system. */
const spareBytes = 48 * 2 ** 20;
/** Inodes and what maps the blocks of each file. */
const overhead = 1.25;

/**
 * @param sizeBytes of the file system; as much as the files need when it is `null`
 * @throws BadInput when the files do not fit the size, or the image does not fit the disk
 */
export async function buildImage(
  directory: string,
  sizeBytes: number | null,
  signal: AbortSignal,
): Promise<Image> {
  const needed = (await countBlocks(directory, blockBytes)) * blockBytes * overhead + spareBytes;
  const size = sizeBytes ?? Math.ceil(needed / 2 ** 20) * 2 ** 20;
  const { bavail, bsize } = await statfs(tmpdir());
  if (size > bavail * bsize)
    throw new BadInput([
      `${sizeBytes === null ? '--ext4' : '--size'}: expected an image that fits the ${sizeText(bavail * bsize)} free in ${tmpdir()}, found ${sizeText(size)}; set TMPDIR to a larger disk, or measure without --ext4`,
    ]);
  const folder = await mkdtemp(join(tmpdir(), 'breakglass-ext4-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'directory.img');
  const outcome = await buildExt4Image(directory, path, size, signal);
  if (outcome.ok) return { isThere: true, path, [Symbol.asyncDispose]: remove };
  await remove();
  if (outcome.kind === 'failed' && !signal.aborted)
    throw new BadInput([
      `--ext4: mke2fs could not make an image of ${sizeText(size)}: ${outcome.detail.split('\n').join('; ')}; check that all files can be read, or give another --size`,
    ]);
  const detail = signal.aborted ? 'stopped while the ext4 image was made' : outcome.detail;
  return { isThere: false, detail, [Symbol.asyncDispose]: () => Promise.resolve() };
}
