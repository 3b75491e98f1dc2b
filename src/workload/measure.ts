/** Writes the same clones in four ways, for real, and counts what deduplication finds and what it costs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloneContent } from './content.ts';
import { readCorpus } from './golden.ts';
import { layersNames, stackOf } from './layers.ts';
import type { LayersName } from './layers.ts';
import { drawDivergence, layoutFault } from './layout.ts';
import type { Clone, Layout } from './layout.ts';
import { clonePieces } from './pieces.ts';
import { extentPool } from './pool.ts';
import type { ExtentPool } from './pool.ts';
import { dedupCountsOf, layersRow, rowCost, rowDetails } from './rows.ts';
import type { DedupCounts, LayersRow, Row, RowCost, RowDetails } from './rows.ts';
import { osa } from './storage-model.ts';
import { isComplete, writeThrough } from './write-through.ts';
import type { Written } from './write-through.ts';

/** Golden-image clones, described by shares of the whole. */
export type CloneSpec = {
  readonly seed: string;
  readonly clones: number;
  readonly cloneBytes: number;
  /** Part of each clone's blocks that it wrote itself after it was cloned. 0 to 1. */
  readonly divergenceShare: number;
  /** Part of the image that was written as zeroes. 0 to 1. */
  readonly zeroShare: number;
  /** By how many bytes each further clone's partition begins later, 0 for clones that are aligned alike. */
  readonly byteShift: number;
};

/** Eight clones of 16 MiB: a few seconds, and enough blocks for a ratio with three digits. */
export const defaultCloneSpec: Omit<CloneSpec, 'seed'> = {
  clones: 8,
  cloneBytes: 16 * 2 ** 20,
  divergenceShare: 0.05,
  zeroShare: 0.1,
  byteShift: 0,
};

/** Where VM encryption does not end deduplication, or does so although the key is shared. */
export type ExceptionRow = DedupCounts & {
  readonly name: 'same key, same address' | 'same key, shifted address' | 'same key, shifted address, zeroes';
  readonly claim: string;
};

export type LayersMeasurement = {
  /** False when something failed or was stopped; the rows then say what was counted until then. */
  readonly complete: boolean;
  readonly rows: readonly LayersRow[];
  readonly exceptions: readonly ExceptionRow[];
  /** What the golden image was made of. */
  readonly origin: readonly string[];
  readonly details: readonly RowDetails[];
  readonly costs: readonly RowCost[];
};

export type MeasureOptions = {
  readonly workers: number;
  readonly signal?: AbortSignal | undefined;
  /** How much of all the blocks, in all the ways, is counted. */
  readonly onProgress?:
    | ((done: { readonly blocks: number; readonly blocksTotal: number }) => void)
    | undefined;
  /** Where the media files go while they are needed; the system's own place for temporary files by default. */
  readonly mediaFolder?: string | undefined;
};

/** Every so many extents one is read back from the media, decrypted and compared. */
const verifyEvery = 16;
const indexBytesMax = 2 ** 30;

/**
 * Writes clones of a golden image in plain, under vSAN encryption, under VM encryption (a key for each clone) and under
 * both, and two pairs of clones that share a key. Blocks of 4 KiB, one deduplication domain, layers as vSAN OSA has them.
 * @throws RangeError when the specification can't be written
 */
export async function measureLayers(spec: CloneSpec, options: MeasureOptions): Promise<LayersMeasurement> {
  const content = contentOf(spec);
  const pair = spec.clones > 1 ? 2 : 1;
  const blocksTotal = content.content.layout.blocks * (spec.clones * layersNames.length + pair * 3);
  const folder = await mkdtemp(join(options.mediaFolder ?? tmpdir(), 'breakglass-media-'));
  try {
    await using pool = extentPool(options.workers);
    await warmUp(pool, content.content, options.signal);
    let before = 0;
    const write = async (layers: LayersName, written: CloneContent): Promise<Written> => {
      const result = await writeOnce(pool, layers, written, folder, options, (blocks) =>
        options.onProgress?.({ blocks: before + blocks, blocksTotal }),
      );
      before += result.counts.logicalBlocks;
      return result;
    };
    const results: Row[] = [];
    for (const layers of layersNames) results.push({ layers, written: await write(layers, content.content) });
    const exceptions: ExceptionRow[] = [];
    let exceptionsComplete = true;
    for (const exception of exceptionsOf(content.content)) {
      const written = await write('vm', exception.content);
      exceptionsComplete &&= isComplete(written.counts);
      exceptions.push({ name: exception.name, claim: exception.claim, ...dedupCountsOf(written) });
    }
    return {
      complete: exceptionsComplete && results.every(({ written }) => isComplete(written.counts)),
      rows: results.map((row) => layersRow(row, osa.blockBytes)),
      exceptions,
      origin: content.origin,
      details: results.map(rowDetails),
      costs: results.map((row) => rowCost(row, osa.blockBytes)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is the same for any number of workers, and in any other run. */
export type SteadyMeasurement = Omit<LayersMeasurement, 'costs' | 'rows'> & {
  readonly rows: readonly (DedupCounts & { readonly layers: LayersName })[];
};

/** The measurement without what differs from run to run. */
export function withoutTimings(measurement: LayersMeasurement): SteadyMeasurement {
  const { complete, exceptions, origin, details, rows } = measurement;
  const counted = rows.map(({ layers, logicalBlocks, uniqueBlocks, ratio }) => ({
    layers,
    logicalBlocks,
    uniqueBlocks,
    ratio,
  }));
  return { complete, exceptions, origin, details, rows: counted };
}

function contentOf(spec: CloneSpec): { content: CloneContent; origin: readonly string[] } {
  const { blockBytes } = osa;
  const blocks = Math.floor(spec.cloneBytes / blockBytes);
  const clones = Array.from(
    { length: spec.clones },
    (_, number): Clone => ({
      parent: 'golden',
      divergedBlocks: Math.round(blocks * spec.divergenceShare),
      linked: false,
      dataEncryptionKey: number,
      domain: 0,
      lbaShiftBlocks: 0,
      byteShift: (number * spec.byteShift) % blockBytes,
    }),
  );
  const zeroBlocks = Math.round(blocks * spec.zeroShare);
  const layout: Layout = { seed: spec.seed, blockBytes, blocks, zeroBlocks, clones };
  const fault = clones.length === 0 ? 'clones: expected at least 1' : layoutFault(layout);
  if (fault !== undefined) throw new RangeError(fault);
  const corpus = readCorpus(Math.min(spec.cloneBytes, corpusBytesMax), spec.seed);
  const stampedFrom = Math.floor(corpus.bytes.length / blockBytes);
  return {
    content: { layout, divergence: drawDivergence(layout), corpus: corpus.bytes, stampedFrom },
    origin: corpus.origin,
  };
}

/** More real content than this is repeated, with every block told apart. */
const corpusBytesMax = 32 * 2 ** 20;

/** Two clones that share one key: at one address, and one block apart, without and with zeroes in them. */
function exceptionsOf(
  content: CloneContent,
): { name: ExceptionRow['name']; claim: string; content: CloneContent }[] {
  const pair = content.layout.clones.slice(0, 2).map((clone) => ({ ...clone, dataEncryptionKey: 0 }));
  const shifted = pair.map((clone, number) => ({ ...clone, lbaShiftBlocks: number }));
  const written = (clones: readonly Clone[], zeroBlocks: number): CloneContent => ({
    ...content,
    layout: { ...content.layout, clones, zeroBlocks },
  });
  return [
    {
      name: 'same key, same address',
      claim:
        'Two clones under one data encryption key deduplicate where equal blocks lie at equal addresses.',
      content: written(pair, 0),
    },
    {
      name: 'same key, shifted address',
      claim: 'Under one key, but one block apart, they do not: the address is part of the encryption.',
      content: written(shifted, 0),
    },
    {
      name: 'same key, shifted address, zeroes',
      claim:
        'Zeroes that both have written to the same addresses are equal there, however far apart the images are.',
      content: written(shifted, content.layout.zeroBlocks),
    },
  ];
}

async function writeOnce(
  pool: ExtentPool,
  layers: LayersName,
  content: CloneContent,
  folder: string,
  { signal }: MeasureOptions,
  onBlocks: (blocks: number) => void,
): Promise<Written> {
  const mediaPath = join(folder, layers);
  const written = await writeThrough(pool, clonePieces(content), {
    seed: content.layout.seed,
    layers: stackOf[layers],
    model: osa,
    mediaPath,
    verifyEvery,
    indexBytesMax,
    signal,
    onBlocks,
  });
  // At once, and not at the end: four ways at a time would need four times the space.
  await rm(mediaPath, { force: true });
  return written;
}

/** A worker's first extents are slow until their code is compiled; whichever row came first would pay for it. */
async function warmUp(
  pool: ExtentPool,
  content: CloneContent,
  signal: AbortSignal | undefined,
): Promise<void> {
  const clones = content.layout.clones.slice(0, 1);
  await writeThrough(pool, clonePieces({ ...content, layout: { ...content.layout, clones } }), {
    seed: content.layout.seed,
    layers: stackOf.both,
    model: osa,
    mediaPath: null,
    verifyEvery,
    indexBytesMax,
    signal,
  });
}
