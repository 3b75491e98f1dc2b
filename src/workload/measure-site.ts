/** `breakglass measure`: what encryption and deduplication do to the data of one site. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { estimateCapacity } from './capacity.ts';
import type { CapacityEstimate, Prices, SiteSize } from './capacity.ts';
import { indexBytesFor } from './dedup-index.ts';
import { BlockSample, FingerprintSample } from './estimate.ts';
import type { Estimate } from './estimate.ts';
import { layersNames, stackOf } from './layers.ts';
import type { LayersName } from './layers.ts';
import type { Listing } from './listing.ts';
import { poolFor } from './pool.ts';
import type { ExtentPool } from './pool.ts';
import { cipherWay, layersRow, rowCost, rowDetails } from './rows.ts';
import type { LayersRow, Row, RowCost, RowDetails } from './rows.ts';
import { openSource } from './site-source.ts';
import type { SitePrediction, Source, SourceSpec } from './site-source.ts';
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
  /** Saves the start of the workers; it stays open. */
  readonly pool?: ExtentPool | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Blocks counted in all rows. */
  readonly onProgress?:
    | ((done: { readonly blocks: number; readonly blocksTotal: number }) => void)
    | undefined;
  /** Where blocks are written and read back; `null` writes nowhere. The system's temporary folder by default. */
  readonly mediaFolder?: string | null | undefined;
  /**
   * Of all deduplication indexes together. 768 MiB by default, enough for 25 million unique blocks; 10^8 need 4 GiB.
   * What does not fit side by side is written one way after the other.
   */
  readonly indexBytesMax?: number | undefined;
  /** Of this very workload, where it was opened before; saves looking at all files twice. */
  readonly source?: Source | undefined;
  /** The rows to write; all four, and the one as configured, by default. */
  readonly ways?: readonly LayersName[] | undefined;
};

export type SiteMeasurement = {
  /** False when something failed or was stopped; what is here was counted until then. */
  readonly complete: boolean;
  readonly rows: readonly LayersRow[];
  readonly details: readonly RowDetails[];
  readonly costs: readonly RowCost[];
  /** The way of enciphering that the costs were measured with. Differs between machines. */
  readonly cipherWay: string;
  /** As the site is configured, each machine class by itself, under the layers that are on. `null` with `ways`. */
  readonly configured: (LayersRow & { readonly details: Counts; readonly cost: RowCost }) | null;
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

/** Enough for 25 million unique blocks, some 98 GiB. */
const indexBytesDefault = 768 * 2 ** 20;
const verifyEvery = 64;

type Way = { readonly layers: LayersName; readonly kind: 'row' | 'configured' };

/**
 * Writes a site's data in all four ways and as it is configured. Memory stays flat, but for the indexes.
 * @throws RangeError when the workload can't be generated
 */
export async function measureSite(workload: SiteWorkload, options: SiteOptions): Promise<SiteMeasurement> {
  const source = options.source ?? (await openSource(workload));
  const inFolder = options.mediaFolder === undefined ? tmpdir() : options.mediaFolder;
  const folder = inFolder === null ? null : await mkdtemp(join(inFolder, 'breakglass-media-'));
  try {
    await using pool = poolFor(options);
    const ways: Way[] = (options.ways ?? layersNames).map((layers) => ({ layers, kind: 'row' }));
    if (options.ways === undefined) ways.push({ layers: layersNow(workload), kind: 'configured' });
    const progress = progressOf(options, source, ways.length);
    const atOnce = waysAtOnce(source, ways.length, options);
    const done: (Row & Way)[] = [];
    for (let at = 0; at < ways.length; at += atOnce) {
      const together = ways.slice(at, at + atOnce);
      const optionsOf = together.map(
        ({ layers, kind }): WriteOptions => ({
          ...writeOptions(workload, source, options, atOnce),
          layers: stackOf[layers],
          everyDiskIsEncrypted: kind === 'row',
          mediaPath: folder === null ? null : join(folder, `${kind} ${layers}`),
          onBlocks: progress,
        }),
      );
      const written = await writeThrough(pool, source.pieces(), optionsOf, options.signal);
      for (const [index, way] of together.entries()) {
        const row = written[index];
        if (row !== undefined) done.push({ ...way, written: row });
      }
    }
    return resultOf(workload, source, done);
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }
}

/** Bytes that the indexes of one way need where no block occurs twice, as under VM encryption. */
export function indexNeed({
  blocksPerDomainMax,
  domains,
}: Pick<Source, 'blocksPerDomainMax' | 'domains'>): number {
  return indexBytesFor(blocksPerDomainMax) * domains;
}

/** Side by side where every index finds room though no block occurs twice; else one after the other. */
function waysAtOnce(source: Source, ways: number, { indexBytesMax }: SiteOptions): number {
  const fits = indexNeed(source) * ways <= (indexBytesMax ?? indexBytesDefault);
  return fits ? Math.max(1, ways) : 1;
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
  const source = options.source ?? (await openSource(workload));
  const { add, estimate, share } = samplerOf(method, options.indexBytesMax ?? indexBytesDefault);
  const pieces = source.pieces(share);
  await using pool = poolFor(options);
  const way: WriteOptions = {
    ...writeOptions(workload, source, options, 1),
    onBlocks: progressOf(options, source, share ?? 1),
    layers: stackOf.plain,
    everyDiskIsEncrypted: false,
    mediaPath: null,
    sample: { add },
  };
  const [written] = await writeThrough(pool, pieces, [way], options.signal);
  if (written === undefined) throw new Error('one way was asked for, and none was written');
  const { counts } = written;
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

function writeOptions(
  { seed, model }: SiteWorkload,
  { domains }: Source,
  { indexBytesMax }: SiteOptions,
  atOnce: number,
): Pick<WriteOptions, 'seed' | 'model' | 'verifyEvery' | 'indexBytesMax'> {
  const shared = (indexBytesMax ?? indexBytesDefault) / atOnce / domains;
  return { seed, model, verifyEvery, indexBytesMax: shared };
}

/** @param passes how many times every block is counted, or the part of the blocks that is */
function progressOf(
  { onProgress }: SiteOptions,
  { blocksTotal: inOnePass }: Source,
  passes: number,
): (more: number) => void {
  const blocksTotal = Math.ceil(inOnePass * passes);
  let blocks = 0;
  return (more) => {
    blocks += more;
    onProgress?.({ blocks, blocksTotal });
  };
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

function resultOf(workload: SiteWorkload, source: Source, done: readonly (Row & Way)[]): SiteMeasurement {
  const { model, site, prices } = workload;
  const listing = source.listing();
  const rows = done.filter(({ kind }) => kind === 'row');
  const configured = done.find(({ kind }) => kind === 'configured');
  const capacityOf = (row: Row, size: SiteSize): CapacityEstimate => {
    const { storedBytes, logicalBlocks } = row.written.counts;
    const storedShare = logicalBlocks === 0 ? 1 : storedBytes / (logicalBlocks * model.blockBytes);
    const { cpuSecondsPerGiB } = layersRow(row, model.blockBytes);
    return estimateCapacity(size, { storedShare, cpuSecondsPerGiB }, model, prices);
  };
  return {
    complete: done.every(({ written }) => isWhole(written.counts, listing)),
    rows: rows.map((row) => layersRow(row, model.blockBytes)),
    details: rows.map(rowDetails),
    costs: rows.map((row) => rowCost(row, model.blockBytes)),
    cipherWay: cipherWay(),
    configured:
      configured === undefined
        ? null
        : {
            ...layersRow(configured, model.blockBytes),
            details: configured.written.counts,
            cost: rowCost(configured, model.blockBytes),
          },
    predictions: source.predictions,
    listing,
    capacities:
      site === null ? [] : rows.map((row) => ({ layers: row.layers, estimate: capacityOf(row, site) })),
    origin: source.origin,
  };
}
