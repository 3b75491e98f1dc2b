/** Blocks read from files that somebody else may be changing. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** A stretch of one file. It begins on a block of its own, as files do in a file system. */
export type FileSegment = {
  readonly path: string;
  readonly offset: number;
  readonly lengthBytes: number;
  /** What `stat` said when the file was listed: seen otherwise, it has changed. */
  readonly sizeBytes: number;
  readonly modifiedMs: number;
};

/**
 * - `unreadable`: it could not be opened or read; none of its blocks in this stretch are counted.
 * - `changed`: its size or time of modification moved while it was read; what was read in this stretch is not counted.
 */
export type FileFailure = {
  readonly path: string;
  readonly kind: 'unreadable' | 'changed';
  readonly detail: string;
};

/**
 * Reads the segments one after the other into `target`, each padded with zeroes to whole blocks.
 * @returns how many blocks, and what could not be read; the blocks of a failed segment are left out
 */
export function readSegments(
  segments: readonly FileSegment[],
  blockBytes: number,
  target: Uint8Array,
): { blocks: number; failures: FileFailure[] } {
  const failures: FileFailure[] = [];
  let blocks = 0;
  for (const segment of segments) {
    const size = Math.ceil(segment.lengthBytes / blockBytes);
    const slice = target.subarray(blocks * blockBytes, (blocks + size) * blockBytes);
    const failure = readSegment(segment, slice);
    if (failure === undefined) blocks += size;
    else failures.push(failure);
  }
  return { blocks, failures };
}

function readSegment(segment: FileSegment, slice: Uint8Array): FileFailure | undefined {
  const { path, lengthBytes, offset } = segment;
  let descriptor: number;
  try {
    // Without O_NONBLOCK, a file that was replaced by a pipe would hold this worker forever.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch (error) {
    return { path, kind: 'unreadable', detail: codeOf(error) };
  }
  try {
    let done = 0;
    while (done < lengthBytes) {
      const got = readSync(descriptor, slice, done, lengthBytes - done, offset + done);
      if (got === 0) break;
      done += got;
    }
    slice.fill(0, done);
    return changeOf(segment, descriptor, done);
  } catch (error) {
    return { path, kind: 'unreadable', detail: codeOf(error) };
  } finally {
    closeSync(descriptor);
  }
}

/** Looked at after reading: a change between the listing and now shows here, whenever it happened. */
function changeOf(segment: FileSegment, descriptor: number, readBytes: number): FileFailure | undefined {
  const { path, lengthBytes, sizeBytes, modifiedMs } = segment;
  const { size, mtimeMs } = fstatSync(descriptor);
  if (size !== sizeBytes) return { path, kind: 'changed', detail: `size went from ${sizeBytes} to ${size}` };
  if (mtimeMs !== modifiedMs) return { path, kind: 'changed', detail: 'modified after it was listed' };
  if (readBytes !== lengthBytes)
    return { path, kind: 'changed', detail: `gave ${readBytes} of ${lengthBytes} bytes` };
  return undefined;
}

/** The code of a system error such as EACCES, or the message of any other. */
export function codeOf(error: unknown): string {
  if (error instanceof Error)
    return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
  return String(error);
}
