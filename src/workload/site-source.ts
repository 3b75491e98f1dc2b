/** The data of a site: generated disks, or what lies below a path. Can be taken again for every row. */
import { randomOf } from '../random.ts';
import type { CloneContent } from './content.ts';
import type { Piece } from './extent.ts';
import { readCorpus } from './golden.ts';
import { predict } from './law.ts';
import type { Prediction } from './law.ts';
import { layersNames, stackOf } from './layers.ts';
import type { LayersName } from './layers.ts';
import { drawDivergence, layoutFault } from './layout.ts';
import type { Layout } from './layout.ts';
import { emptyListing, filePieces } from './listing.ts';
import type { Listing } from './listing.ts';
import { clonePieces } from './pieces.ts';
import { clonesPerClass, machinesMax, siteLayout } from './site-layout.ts';
import type { ImageShares, MachineClass } from './site-layout.ts';
import type { StorageModel } from './storage-model.ts';

export type SourceSpec = {
  readonly seed: string;
  readonly model: StorageModel;
  /** Deduplication domains, such as disk groups. Counts only where the model has one for each disk group. */
  readonly domains: number;
  readonly machines: readonly MachineClass[];
  readonly image: ImageShares;
  /** Of all generated disks together. */
  readonly sizeBytes: number;
  /** A directory or a disk image to measure instead of generated disks. */
  readonly dataPath: string | null;
};

/** Every disk encrypted, as in the ways of `LayersName`, or each as its class says. */
export type Encrypted = 'every disk' | 'as configured';

/** What the law says of the generated disks, and of all machines of the site. */
export type SitePrediction = {
  readonly layers: LayersName;
  readonly measuredDisks: Prediction;
  readonly wholeSite: Prediction;
};

export type Source = {
  /** `share` draws a part of the blocks by chance; only files can be drawn from. */
  readonly pieces: (encrypted: Encrypted, share?: number) => Iterable<Piece> | AsyncIterable<Piece>;
  /** In one pass; `null` where nobody knows how much there is to read. */
  readonly blocksTotal: number | null;
  /** What the last pass met below the path; `null` for generated disks. */
  readonly listing: () => Listing | null;
  readonly predictions: readonly SitePrediction[];
  readonly origin: readonly string[];
};

/** Real content for the golden image. More is made of it by numbering the blocks. */
const corpusBytesMax = 8 * 2 ** 20;

/** @throws RangeError when the disks can't be generated */
export function openSource(spec: SourceSpec): Source {
  return spec.dataPath === null ? generatedSource(spec) : fileSource(spec, spec.dataPath);
}

function fileSource({ seed, model, machines }: SourceSpec, path: string): Source {
  let listing = emptyListing();
  // Disks of a mixed site can't be told apart in the data: only those that are all alike have keys as configured.
  const isAllEncrypted = machines.length > 0 && machines.every(({ diskIsEncrypted }) => diskIsEncrypted);
  return {
    async *pieces(encrypted, share) {
      listing = emptyListing();
      const draw = share === undefined ? undefined : { share, random: randomOf(seed, 'block sample') };
      for await (const piece of filePieces(path, model.blockBytes, listing, draw))
        yield encrypted === 'every disk' || isAllEncrypted ? piece : { ...piece, dataEncryptionKey: null };
    },
    blocksTotal: null,
    listing: () => listing,
    predictions: [],
    origin: [path],
  };
}

function generatedSource(spec: SourceSpec): Source {
  const { machines } = spec;
  if (machines.every(({ count }) => count < 1)) throw new RangeError('machines: expected at least one');
  const measured = layoutsOf(spec, clonesPerClass(machines));
  const whole = layoutsOf(spec, clonesPerClass(machines, machinesMax));
  const fault = layoutFault(measured['every disk']);
  if (fault !== undefined) throw new RangeError(fault);
  const corpus = readCorpus(corpusBytesMax, spec.seed);
  const divergence = drawDivergence(measured['every disk']);
  const { blocks, clones } = measured['every disk'];
  return {
    pieces(encrypted, share) {
      if (share !== undefined)
        throw new RangeError('blocks can be drawn from files only, not from generated disks');
      const content: CloneContent = {
        layout: measured[encrypted],
        divergence,
        corpus: corpus.bytes,
        stampedFrom: 0,
      };
      return clonePieces(content);
    },
    blocksTotal: blocks * clones.length,
    listing: () => null,
    origin: corpus.origin,
    predictions: layersNames.map((layers) => ({
      layers,
      measuredDisks: predict(measured['every disk'], stackOf[layers]),
      wholeSite: predict(whole['every disk'], stackOf[layers]),
    })),
  };
}

/** The two differ in keys only, so that one draw of diverged blocks serves both. */
function layoutsOf(spec: SourceSpec, counts: readonly number[]): Readonly<Record<Encrypted, Layout>> {
  const { seed, model, sizeBytes, image } = spec;
  const domains = model.dedupDomain === 'diskGroup' ? Math.max(1, spec.domains) : 1;
  const of = (everyDiskIsEncrypted: boolean): Layout =>
    siteLayout(
      { seed, blockBytes: model.blockBytes, sizeBytes, domains, everyDiskIsEncrypted, ...image },
      spec.machines,
      counts,
    );
  return { 'every disk': of(true), 'as configured': of(false) };
}
