/** The blocks that machines write: what deduplication finds in them, plain and encrypted by the machines themselves. */
import { createHash } from 'node:crypto';
import type { Random } from '../../../random.ts';
import { type Bench, mint } from '../../secrets.ts';

const blockBytes = 4096;
const contents = 4;

/** How many blocks there are, and how many different ones. */
export type Blocks = { readonly all: number; readonly distinct: number; readonly distinctEncrypted: number };

/** Four contents, each written twice; VM encryption works by place, so that it makes all of them different. */
export function blocksOf(bench: Bench, random: Random): Blocks {
  const plain = Array.from({ length: contents }, () => Buffer.alloc(blockBytes, random.bytes(16)));
  const written = [...plain, ...plain];
  const key = mint(bench, random, 64);
  const encrypted = written.map((block, place) => bench.stack.encryptSectors(key, place, blockBytes, block));
  return { all: written.length, distinct: distinctOf(written), distinctEncrypted: distinctOf(encrypted) };
}

function distinctOf(blocks: readonly Uint8Array[]): number {
  return new Set(blocks.map((block) => createHash('sha256').update(block).digest('hex'))).size;
}
