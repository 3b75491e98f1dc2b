/** `breakglass measure`: what encryption and deduplication do to the data of one site. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { estimateCapacity } from './capacity.ts';
import type { CapacityEstimate, Prices, SiteSize } from './capacity.ts';
import { BlockSample, FingerprintSample } from './estimate.ts';
import type { Estimate } from './estimate.ts';
import { layersNames, stackOf } from './layers.ts';
import type { LayersName } from './layers.ts';
import type { Listing } from './listing.ts';
import { extentPool } from './pool.ts';
import type { ExtentPool } from './pool.ts';
import { layersRow, rowCost, rowDetails } from './rows.ts';
import type { LayersRow, Row, RowCost, RowDetails } from './rows.ts';
import { openSource } from './site-source.ts';
import type { Encrypted, SitePrediction, Source, SourceSpec } from './site-source.ts';
import { isComplete, writeThrough } from './write-through.ts';
import type { Counts, WriteOptions } from './write-through.ts';

export type SiteWorkload = SourceSpec & {
  readonly vsanEncryption: boolean;
  /** For the estimate of capacity; `null` makes none. */
  readonly site: SiteSize | null;
  readonly prices: Prices | null;
};

/**
 * - `byFingerprint`: reads everything, remembers one content in `oneIn` (a power of two).
 * - `byBlock`: reads each block of the files with the probability `share`.
 */
export type SampleMethod =
  | { readonly method: 'byFingerprint'; readonly oneIn: number }
  | { readonly method: 'byBlock'; readonly share: number };

export type SiteOptions = {
  readonly workers: number;
  readonly signal?: AbortSignal | undefined;
  /** Blocks counted in all rows; `blocksTotal` is `null` where nobody knows how much there is to read. */
  readonly onProgress?:
    | ((done: { readonly blocks: number; readonly blocksTotal: number | null }) => void)
    | undefined;
  /** Where blocks are written and read back; `null` writes nowhere. The system's temporary folder by default. */
  readonly mediaFolder?: string | null | undefined;
  /** Of the deduplication index. 4 GiB by default, enough for 10^8 unique blocks. */
  readonly indexBytesMax?: number | undefined;
};

export type SiteMeasurement = {
  /** False when something failed or was stopped; what is here was counted until then. */
  readonly complete: boolean;
  readonly rows: readonly LayersRow[];
  readonly details: readonly RowDetails[];
  readonly costs: readonly RowCost[];
  /** As the site is configured, each machine class by itself: a row like the others, under the layers that are on. */
  readonly configured: LayersRow & { readonly details: Counts };
  /** Empty for a directory or an image, whose layout nobody knows. */
  readonly predictions: readonly SitePrediction[];
  readonly listing: Listing | null;
  /** By row. Empty without the size of the site. */
  readonly capacities: readonly { readonly layers: LayersName; readonly estimate: CapacityEstimate }[];
  /** What the disks were made of. */
  readonly origin: readonly string[];
};

export type SiteEstimate = {
  readonly complete: boolean;
  readonly estimate: Estimate;
  readonly details: Counts;
  readonly listing: Listing | null;
};

const indexBytesDefault = 2 ** 32;
const verifyEvery = 64;

/**
 * Writes a site's data in all four ways and as it is configured. Memory stays flat, but for the index.
 * @throws RangeError when the workload can't be generated
 */
export async function measureSite(workload: SiteWorkload, options: SiteOptions): Promise<SiteMeasurement> {
  const source = openSource(workload);
  const inFolder = options.mediaFolder === undefined ? tmpdir() : options.mediaFolder;
  const folder = inFolder === null ? null : await mkdtemp(join(inFolder, 'breakglass-media-'));
  try {
    await using pool = extentPool(options.workers);
    const rows: Row[] = [];
    let before = 0;
    const write = async (layers: LayersName, encrypted: Encrypted): Promise<Row> => {
      const onBlocks = progressOf(options, source, before, layersNames.length + 1);
      const row = await writeRow(pool, workload, source, { layers, encrypted, folder, onBlocks }, options);
      before += row.written.counts.logicalBlocks;
      return row;
    };
    for (const layers of layersNames) rows.push(await write(layers, 'every disk'));
    return resultOf(workload, source, rows, await write(layersNow(workload), 'as configured'));
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Estimates what deduplication finds in the plain data, where it is too much for the index or to be read whole.
 * @throws RangeError when the workload can't be generated, or not be drawn from
 */
export async function estimateSite(
  workload: SiteWorkload,
  method: SampleMethod,
  options: SiteOptions,
): Promise<SiteEstimate> {
  const source = openSource(workload);
  const { add, estimate, share } = samplerOf(method, options.indexBytesMax ?? indexBytesDefault);
  const pieces = source.pieces('every disk', share);
  await using pool = extentPool(options.workers);
  const { counts } = await writeThrough(pool, pieces, {
    ...writeOptions(workload, options),
    layers: stackOf.plain,
    mediaPath: null,
    sample: { add },
    onBlocks: progressOf(options, source, 0, 1),
  });
  const listing = source.listing();
  return {
    complete: isWhole(counts, listing),
    estimate: estimate(listing?.blocks ?? counts.logicalBlocks),
    details: counts,
    listing,
  };
}

type Sampler = {
  readonly add: (words: Uint32Array, at: number) => void;
  readonly estimate: (blocksTotal: number) => Estimate;
  /** With which probability a block is to be read; all are when it is `undefined`. */
  readonly share: number | undefined;
};

function samplerOf(method: SampleMethod, bytesMax: number): Sampler {
  if (method.method === 'byFingerprint') {
    const sample = new FingerprintSample({ oneIn: method.oneIn, bytesMax });
    return { add: (words, at) => sample.add(words, at), estimate: () => sample.estimate(), share: undefined };
  }
  const { share } = method;
  if (!(share > 0 && share <= 1))
    throw new RangeError(`share: expected more than 0 and at most 1, got ${share}`);
  const sample = new BlockSample({ bytesMax });
  return {
    add: (words, at) => sample.add(words, at),
    estimate: (blocksTotal) => sample.estimate(blocksTotal, share),
    share,
  };
}

type RowPlan = {
  readonly layers: LayersName;
  readonly encrypted: Encrypted;
  readonly folder: string | null;
  readonly onBlocks: (blocks: number) => void;
};

async function writeRow(
  pool: ExtentPool,
  workload: SiteWorkload,
  source: Source,
  { layers, encrypted, folder, onBlocks }: RowPlan,
  options: SiteOptions,
): Promise<Row> {
  const mediaPath = folder === null ? null : join(folder, layers);
  const written = await writeThrough(pool, source.pieces(encrypted), {
    ...writeOptions(workload, options),
    layers: stackOf[layers],
    mediaPath,
    onBlocks,
  });
  // At once, and not at the end: all ways at a time would need so many times the space.
  if (mediaPath !== null) await rm(mediaPath, { force: true });
  return { layers, written };
}

function writeOptions(
  { seed, model }: SiteWorkload,
  { signal, indexBytesMax }: SiteOptions,
): Pick<WriteOptions, 'seed' | 'model' | 'verifyEvery' | 'indexBytesMax' | 'signal'> {
  return { seed, model, verifyEvery, indexBytesMax: indexBytesMax ?? indexBytesDefault, signal };
}

function progressOf(
  { onProgress }: SiteOptions,
  { blocksTotal }: Source,
  before: number,
  passes: number,
): (blocks: number) => void {
  const total = blocksTotal === null ? null : blocksTotal * passes;
  return (blocks) => onProgress?.({ blocks: before + blocks, blocksTotal: total });
}

/** Under which layers the site is: those of VM encryption where at least one disk has it. */
function layersNow({ machines, vsanEncryption }: SiteWorkload): LayersName {
  const isVm = machines.some(({ diskIsEncrypted }) => diskIsEncrypted);
  if (isVm) return vsanEncryption ? 'both' : 'vm';
  return vsanEncryption ? 'vsan' : 'plain';
}

function isWhole(counts: Counts, listing: Listing | null): boolean {
  return isComplete(counts) && (listing === null || listing.unreadable === 0);
}

function resultOf(
  workload: SiteWorkload,
  source: Source,
  rows: readonly Row[],
  configured: Row,
): SiteMeasurement {
  const { model, site, prices } = workload;
  const listing = source.listing();
  const capacityOf = (row: Row, size: SiteSize): CapacityEstimate => {
    const { storedBytes, logicalBlocks } = row.written.counts;
    const storedShare = logicalBlocks === 0 ? 1 : storedBytes / (logicalBlocks * model.blockBytes);
    const { cpuSecondsPerGiB } = layersRow(row, model.blockBytes);
    return estimateCapacity(size, { storedShare, cpuSecondsPerGiB }, model, prices);
  };
  return {
    complete: [...rows, configured].every(({ written }) => isWhole(written.counts, listing)),
    rows: rows.map((row) => layersRow(row, model.blockBytes)),
    details: rows.map(rowDetails),
    costs: rows.map((row) => rowCost(row, model.blockBytes)),
    configured: { ...layersRow(configured, model.blockBytes), details: configured.written.counts },
    predictions: source.predictions,
    listing,
    capacities:
      site === null ? [] : rows.map((row) => ({ layers: row.layers, estimate: capacityOf(row, site) })),
    origin: source.origin,
  };
}
