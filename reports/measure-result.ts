/** The result of `breakglass measure`, as `--json` writes it and the page reads it. Versioned by `schema`. */
import type { SourceLine } from '../models/result-lines.ts';

export type MeasureLayers = 'plain' | 'vsan' | 'vm' | 'both';

/** CPU seconds for each GiB that the guests wrote. */
export type CpuSplit = {
  readonly cipher: number;
  /** Fingerprints, and looking them up. */
  readonly hash: number;
  readonly compression: number;
};

/** What differs from run to run, and nothing else does. */
export type RowTiming = {
  readonly cpuSecondsPerGiB: number;
  readonly split: CpuSplit;
  /** Of the whole site; `null` where its size is not known. */
  readonly coreHoursPerDay: number | null;
  readonly cpuCostPerDay: number | null;
};

/** One order of layers. */
export type MeasureRow = {
  readonly layers: MeasureLayers;
  readonly logicalBlocks: number;
  readonly uniqueBlocks: number;
  /** Logical by unique blocks: 1 means that deduplication found nothing. */
  readonly ratio: number;
  /** What the unique blocks take, compressed where the storage compresses. */
  readonly storedBytes: number;
  /** What the law says of the disks that were written, and of all machines; `null` for data of an unknown layout. */
  readonly predicted: { readonly measuredDisks: number; readonly wholeSite: number } | null;
  /** Of the whole site, in raw bytes and in money; `null` where its size or the price is not known. */
  readonly rawBytes: number | null;
  readonly capacityCost: number | null;
  /** `null` with `--no-timings`. */
  readonly timing: RowTiming | null;
};

export type MeasureFailure = {
  readonly path: string;
  readonly kind: 'unreadable' | 'changed';
  readonly detail: string;
};

export type MeasureEstimate = {
  readonly method: 'byFingerprint' | 'byBlock';
  /** One content in so many was remembered, or this part of the blocks was read. */
  readonly sampled: { readonly oneIn: number } | { readonly share: number };
  readonly confidence: number;
  readonly logicalBlocks: number;
  readonly uniqueBlocks: { readonly low: number; readonly high: number };
  readonly ratio: { readonly low: number; readonly high: number };
};

export type MeasureResult = {
  readonly schema: 'breakglass/measure/1';
  readonly tool: { readonly version: string; readonly commit: string };
  readonly site: string;
  readonly siteFile: string;
  readonly seed: string;
  /** The command that makes this result again. */
  readonly again: string;
  /** False when something failed or was stopped: the figures are those of what was counted until then. */
  readonly complete: boolean;
  /** Why it is not complete, a sentence each. */
  readonly missing: readonly string[];
  readonly data: {
    readonly kind: 'generated' | 'files' | 'ext4Image';
    /** What the user pointed at; `null` for generated disks. */
    readonly path: string | null;
    readonly origin: readonly string[];
    readonly blocks: number;
    readonly files: number | null;
    /** Links, sockets, pipes and devices, which are not read. */
    readonly skipped: number | null;
  };
  readonly storage: {
    readonly name: string;
    readonly blockBytes: number;
    readonly domains: number;
    readonly metadataShare: number;
    /** What its parameters rest on. */
    readonly facts: readonly SourceLine[];
  };
  /** The one whose machines are measured. */
  readonly datastore: string;
  /** Empty for an estimate. */
  readonly rows: readonly MeasureRow[];
  /** Under the layers that are on now, only those disks encrypted that are. `null` for an estimate. */
  readonly configured: MeasureRow | null;
  /** Blocks that were read back from the media, decrypted and compared, and how many of them differed. */
  readonly verified: { readonly blocks: number; readonly wrong: number };
  readonly unreadable: number;
  readonly changed: number;
  /** The first of them. */
  readonly failures: readonly MeasureFailure[];
  readonly estimate: MeasureEstimate | null;
  /** What the rows are scaled to; `null` where the site file does not say how much is written. */
  readonly scaledTo: {
    readonly machines: number;
    readonly writtenBytes: number;
    readonly writtenBytesPerDay: number;
    readonly redundancy: number;
  } | null;
  readonly currency: string | null;
  readonly timing: {
    readonly seconds: number;
    readonly workers: number;
    readonly cipherWay: string | null;
  } | null;
};
