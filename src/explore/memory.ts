/**
 * Memory for the nodes of a search. What several threads see grows in its place, and some of it is kept for the next
 * search of the process: fresh memory is dear, and dearer for several threads at once.
 */

export type Part = 'words' | 'faults' | 'parent' | 'by' | 'sets' | 'index' | 'slots' | 'places';

/** Makes memory for a part that may grow to so many bytes. Its content is anything. */
export type Memory = (part: Part, bytes: number, bytesMax: number) => ArrayBufferLike;

/** Only one thread sees it. The garbage collector knows how large it is. */
export const ownMemory: Memory = (_, bytes) => new ArrayBuffer(bytes);

const kept = new Map<Part, SharedArrayBuffer>();

/** A search that took more gives it back. */
const keptBytesMax = 1 << 27;

/** Several threads see it. Up to what it may grow to, only addresses are taken. */
export const sharedMemory: Memory = (part, bytes, maxByteLength) => {
  const buffer = kept.get(part);
  kept.delete(part);
  if (buffer === undefined || buffer.maxByteLength !== maxByteLength) {
    return new SharedArrayBuffer(bytes, { maxByteLength });
  }
  if (buffer.byteLength < bytes) buffer.grow(bytes);
  return buffer;
};

/** Keeps memory that nobody looks at any longer. */
export function keepMemory(
  parts: readonly { readonly part: Part; readonly buffer: ArrayBufferLike }[],
): void {
  if (parts.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) > keptBytesMax) return;
  for (const { part, buffer } of parts) {
    if (buffer instanceof SharedArrayBuffer && buffer.growable) kept.set(part, buffer);
  }
}
