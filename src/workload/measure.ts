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
import { poolFor } from './pool.ts';
import type { ExtentPool } from './pool.ts';
import { cipherWay, dedupCountsOf, layersRow, rowCost, rowDetails } from './rows.ts';
import type { DedupCounts, LayersRow, Row, RowCost, RowDetails } from './rows.ts';
import { osa } from '../../models/storage.ts';
import { isComplete, writeThrough } from './write-through.ts';
import type { WriteOptions, Written } from './write-through.ts';

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
type ExceptionRow = DedupCounts & {
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
  /** The way of enciphering that the costs were measured with. Differs between machines. */
  readonly cipherWay: string;
};

export type MeasureOptions = {
  readonly workers: number;
  /** Saves the start of the workers; it stays open. */
  readonly pool?: ExtentPool | undefined;
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
  const { content, origin } = contentOf(spec);
  const exceptionContents = exceptionsOf(content);
  const blocksOf = ({ layout }: CloneContent): number => layout.blocks * layout.clones.length;
  let blocksTotal = blocksOf(content) * layersNames.length;
  for (const exception of exceptionContents) blocksTotal += blocksOf(exception.content);
  let blocks = 0;
  const folder = await mkdtemp(join(options.mediaFolder ?? tmpdir(), 'breakglass-media-'));
  try {
    await using pool = poolFor(options);
    const write = (ways: readonly LayersName[], from: CloneContent): Promise<Written[]> =>
      writeThrough(
        pool,
        clonePieces(from),
        ways.map((layers) => ({
          ...writeOptionsOf(layers, from),
          mediaPath: join(folder, layers),
          onBlocks: (more: number) => {
            blocks += more;
            options.onProgress?.({ blocks, blocksTotal });
          },
        })),
        options.signal,
      );
    await warmUp(pool, content, options.signal);
    const written = await write(layersNames, content);
    const rows = layersNames.flatMap((layers, at) => {
      const row = written[at];
      return row === undefined ? [] : [{ layers, written: row }];
    });
    const exceptions: Exception[] = [];
    for (const exception of exceptionContents)
      for (const pair of await write(['vm'], exception.content))
        exceptions.push({ ...exception, written: pair });
    return resultOf(origin, rows, exceptions);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Exception = ExceptionContent & { readonly written: Written };

function resultOf(
  origin: readonly string[],
  rows: readonly Row[],
  exceptions: readonly Exception[],
): LayersMeasurement {
  return {
    complete: [...rows, ...exceptions].every(({ written }) => isComplete(written.counts)),
    rows: rows.map((row) => layersRow(row, osa.blockBytes)),
    exceptions: exceptions.map(({ name, claim, written }) => ({ name, claim, ...dedupCountsOf(written) })),
    origin,
    details: rows.map(rowDetails),
    costs: rows.map((row) => rowCost(row, osa.blockBytes)),
    cipherWay: cipherWay(),
  };
}

/** What is the same for any number of workers, and in any other run. */
export type SteadyMeasurement = Omit<LayersMeasurement, 'costs' | 'cipherWay' | 'rows'> & {
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

type ExceptionContent = Pick<ExceptionRow, 'name' | 'claim'> & { readonly content: CloneContent };

/** Two clones that share one key: at one address, and one block apart, without and with zeroes in them. */
function exceptionsOf(content: CloneContent): ExceptionContent[] {
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

function writeOptionsOf(layers: LayersName, { layout }: CloneContent): WriteOptions {
  return {
    seed: layout.seed,
    layers: stackOf[layers],
    model: osa,
    everyDiskIsEncrypted: true,
    mediaPath: null,
    verifyEvery,
    indexBytesMax,
  };
}

/** A worker's first extents are slow until their code is compiled, and every row would pay for it. */
async function warmUp(
  pool: ExtentPool,
  content: CloneContent,
  signal: AbortSignal | undefined,
): Promise<void> {
  const clones = content.layout.clones.slice(0, 1);
  const pieces = clonePieces({ ...content, layout: { ...content.layout, clones } });
  await writeThrough(pool, pieces, [writeOptionsOf('both', content)], signal);
}
