/** Holds the law against real bytes: layouts written through real encryption, and counted. */
import { randomOf } from '../random.ts';
import type { CloneContent } from './content.ts';
import { DedupIndex } from './dedup-index.ts';
import { extentBytes } from './extent.ts';
import { fingerprintWords } from './fingerprint.ts';
import type { Fingerprint } from './fingerprint.ts';
import { runFront } from './front.ts';
import { writeText } from './golden.ts';
import { predict } from './law.ts';
import type { Prediction } from './law.ts';
import type { Layer } from './layers.ts';
import { drawDivergence } from './layout.ts';
import type { Layout } from './layout.ts';
import { clonePieces } from './pieces.ts';
import { randomLawCase } from './random-layout.ts';
import type { LawCase } from './random-layout.ts';

/** Used again for each extent: fresh memory would cost more than a small layout. */
const slot = new Uint8Array(new SharedArrayBuffer(extentBytes));

/** A layout, what the law says of it, and what was counted. */
export type LawResult = LawCase & { readonly predicted: Prediction; readonly measured: Prediction };

/** Text has no zero blocks of its own, which the law assumes. The golden blocks are told apart by their number. */
const corpusBytes = 2 ** 14;

/**
 * Writes one layout in this thread and counts. What comes after deduplication is left out: it can't change the count.
 */
export function countLayout(layout: Layout, layers: readonly Layer[], fingerprint: Fingerprint): Prediction {
  const corpus = new Uint8Array(new SharedArrayBuffer(corpusBytes));
  writeText(corpus, randomOf(layout.seed, 'corpus'));
  const content: CloneContent = { layout, corpus, divergence: drawDivergence(layout), stampedFrom: 0 };
  const indexes = new Map<number, DedupIndex>();
  let logicalBlocks = 0;
  let uniqueBlocks = 0;
  let datastoreBlock = 0;
  for (const piece of clonePieces(content)) {
    const { domain } = piece;
    const { blocks, fingerprints } = runFront(
      {
        half: 'front',
        seed: layout.seed,
        blockBytes: layout.blockBytes,
        fingerprint: 'xxh64Pair',
        verify: false,
        layers,
        slot,
        piece,
        dataEncryptionKey: piece.dataEncryptionKey,
        domain,
        datastoreBlock,
      },
      fingerprint,
    );
    const index = indexes.get(domain) ?? new DedupIndex({ bytesMax: 2 ** 28 });
    indexes.set(domain, index);
    for (let block = 0; block < blocks; block += 1)
      if (index.add(fingerprints, block * fingerprintWords, 0) === -1) uniqueBlocks += 1;
    logicalBlocks += blocks;
    datastoreBlock += piece.count;
  }
  return { logicalBlocks, uniqueBlocks, ratio: uniqueBlocks === 0 ? 1 : logicalBlocks / uniqueBlocks };
}

/** One of the random layouts of a seed, predicted and counted. */
export function checkLaw(seed: string, number: number, fingerprint: Fingerprint): LawResult {
  const found = randomLawCase(randomOf(seed, 'law', number), blocksMin, blockBytes);
  const { layout, layers } = found;
  return { ...found, predicted: predict(layout, layers), measured: countLayout(layout, layers, fingerprint) };
}

/** Enough that chance moves a ratio by less than one percent. */
const blocksMin = 600;
const blockBytes = 512;
