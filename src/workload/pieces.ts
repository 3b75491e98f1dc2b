/** Cuts virtual disks into extents. */
import type { CloneContent } from './content.ts';
import { extentBytes } from './extent.ts';
import type { Piece } from './extent.ts';

/**
 * Every extent of every clone, in the order of their numbers and addresses.
 * @param isEncrypted which clones are encrypted as the site is configured; all that have a key without it
 */
export function* clonePieces(
  content: CloneContent,
  isEncrypted: (clone: number) => boolean = () => true,
): Generator<Piece, void, undefined> {
  const { blocks, blockBytes, clones } = content.layout;
  const perExtent = Math.max(1, Math.floor(extentBytes / blockBytes));
  for (const [number, { dataEncryptionKey, domain }] of clones.entries())
    for (let firstBlock = 0; firstBlock < blocks; firstBlock += perExtent) {
      const count = Math.min(perExtent, blocks - firstBlock);
      const diskIsEncrypted = isEncrypted(number);
      const from = { kind: 'clone' as const, clone: number, content };
      yield { dataEncryptionKey, diskIsEncrypted, domain, firstBlock, count, from };
    }
}
