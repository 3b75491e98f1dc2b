/** How a storage system deduplicates and compresses: parameters, and the facts that they rest on. */
import type { FactId } from './evidence.ts';

/**
 * How two blocks are found to be equal.
 * - `sha1`: what vSAN OSA uses, cut to 128 bits.
 * - `sha256`: cut to 128 bits.
 * - `xxh64Pair`: XXH64 under two seeds. Fast and not cryptographic: whoever can choose the data can make two blocks
 *   collide, and chance does so among 10^8 blocks with a probability of about 10^-23.
 */
export type FingerprintName = 'sha1' | 'sha256' | 'xxh64Pair';

export type StorageModel = {
  readonly name: 'osa' | 'esa' | 'array';
  /** The unit of deduplication and compression. */
  readonly blockBytes: number;
  readonly fingerprint: FingerprintName;
  /** Where two equal blocks are found to be equal. `none`: deduplication does not exist here. */
  readonly dedupDomain: 'diskGroup' | 'cluster' | 'array' | 'none';
  /** `null`: stored as it is. A block that compresses to more than `keptBytesMax` is stored whole. */
  readonly compression: { readonly keptBytesMax: number; readonly stepBytes: number } | null;
  /** Part of the raw capacity that the bookkeeping of deduplication takes. */
  readonly metadataShare: number;
  readonly facts: readonly FactId[];
};

/** vSAN Original Storage Architecture with deduplication and compression on. */
export const osa: StorageModel = {
  name: 'osa',
  blockBytes: 4096,
  fingerprint: 'sha1',
  dedupDomain: 'diskGroup',
  compression: { keptBytesMax: 2048, stepBytes: 2048 },
  metadataShare: 0.05,
  facts: ['osa-dedup-at-destage', 'osa-blocks', 'osa-dedup-metadata', 'osa-kept-copy'],
};

/**
 * vSAN Express Storage Architecture.
 * @param options `globalDedup`: off before version 9.0; together with vSAN encryption only from 9.1 on
 */
export function esa({ globalDedup }: { globalDedup: boolean }): StorageModel {
  return {
    name: 'esa',
    blockBytes: 4096,
    fingerprint: 'xxh64Pair',
    dedupDomain: globalDedup ? 'cluster' : 'none',
    compression: { keptBytesMax: 3584, stepBytes: 512 },
    metadataShare: 0,
    facts: ['esa-compression', 'vsan-global-dedup', 'vsan-dedup-with-dare'],
  };
}

/** Some other array that deduplicates fixed blocks. Nothing is claimed about a particular product. */
export function array({ blockBytes }: { blockBytes: number }): StorageModel {
  return {
    name: 'array',
    blockBytes,
    fingerprint: 'xxh64Pair',
    dedupDomain: 'array',
    compression: null,
    metadataShare: 0,
    facts: [],
  };
}

/**
 * What a block takes on the media.
 * @param compressedBytes what LZ4 made of it
 */
export function storedBytesOf({ blockBytes, compression }: StorageModel, compressedBytes: number): number {
  if (compression === null || compressedBytes > compression.keptBytesMax) return blockBytes;
  return Math.ceil(compressedBytes / compression.stepBytes) * compression.stepBytes;
}
