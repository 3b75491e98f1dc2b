/** How a storage system deduplicates and compresses, as data with its sources. */
import type { FingerprintName } from './fingerprint.ts';

/** How sure a fact is: vendor's text, a practitioner's, inferred from others, or remembered and not verified. */
type Confidence = 'official' | 'practitioner' | 'inferred' | 'recalled';

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
  readonly facts: readonly {
    readonly claim: string;
    readonly source: string;
    readonly confidence: Confidence;
  }[];
};

/** vSAN Original Storage Architecture with deduplication and compression on. */
export const osa: StorageModel = {
  name: 'osa',
  blockBytes: 4096,
  fingerprint: 'sha1',
  dedupDomain: 'diskGroup',
  compression: { keptBytesMax: 2048, stepBytes: 2048 },
  metadataShare: 0.05,
  facts: [
    {
      claim:
        'Deduplication works per disk group when data goes from the cache to the capacity tier, before compression.',
      source: 'vSAN 7.0 guide, Using Deduplication and Compression',
      confidence: 'official',
    },
    {
      claim: 'Blocks of 4 KiB are compared by SHA-1, and the LZ4 copy is kept only when it fits 2 KiB.',
      source: 'Hogan, vSAN 6.2 part 1, Deduplication and Compression',
      confidence: 'practitioner',
    },
    {
      claim: 'The metadata of deduplication and compression takes about 5 % of the raw capacity.',
      source: 'Virtual SAN 6.5 guide, Deduplication and Compression Design Considerations',
      confidence: 'official',
    },
    {
      claim: 'A kept copy takes the whole 2 KiB, however much smaller it is.',
      source: 'no source: the upper bound of what a kept copy takes',
      confidence: 'inferred',
    },
  ],
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
    facts: [
      {
        claim:
          'Each 4 KiB block is compressed on its own in steps of 512 bytes, before network and encryption.',
        source: 'vSAN ESA descriptions',
        confidence: 'recalled',
      },
      {
        claim: 'Deduplication across the cluster is a capability of version 9.0 and later.',
        source: 'Virtual Infrastructure JSON API, VsanCapabilityType90 (globaldedup)',
        confidence: 'official',
      },
      {
        claim: 'Deduplication across the cluster together with vSAN encryption needs version 9.1.',
        source: 'Virtual Infrastructure JSON API, VsanCapabilityType91 (vsan2globaldedupencryption)',
        confidence: 'inferred',
      },
    ],
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
