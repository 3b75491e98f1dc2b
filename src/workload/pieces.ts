/** Cuts virtual disks into extents. */
import type { CloneContent } from './content.ts';
import { extentBytes } from './extent.ts';
import type { Piece } from './extent.ts';

/** Every extent of every clone, in the order of their numbers and addresses. */
export function* clonePieces(content: CloneContent): Generator<Piece, void, undefined> {
  const { blocks, blockBytes, clones } = content.layout;
  const perExtent = Math.max(1, Math.floor(extentBytes / blockBytes));
  for (const [number, { dataEncryptionKey, domain }] of clones.entries())
    for (let firstBlock = 0; firstBlock < blocks; firstBlock += perExtent) {
      const count = Math.min(perExtent, blocks - firstBlock);
      yield { dataEncryptionKey, domain, firstBlock, count, from: { kind: 'clone', clone: number, content } };
    }
}
