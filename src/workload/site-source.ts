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
import { countBlocks, emptyListing, filePieces } from './listing.ts';
import type { Listing } from './listing.ts';
import { clonePieces } from './pieces.ts';
import { clonesPerClass, machinesMax, siteLayout } from './site-layout.ts';
import type { ImageShares, MachineClass } from './site-layout.ts';
import type { StorageModel } from '../../models/storage.ts';

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

/** What the law says of the generated disks, and of all machines of the site. */
export type SitePrediction = {
  readonly layers: LayersName;
  readonly measuredDisks: Prediction;
  readonly wholeSite: Prediction;
};

export type Source = {
  /** `share` draws a part of the blocks by chance; only files can be drawn from. */
  readonly pieces: (share?: number) => Iterable<Piece> | AsyncIterable<Piece>;
  /** In one pass. Of files that change, as many as there are now. */
  readonly blocksTotal: number;
  /** Of the domain that has most: where all are unique, its index needs room for so many. */
  readonly blocksPerDomainMax: number;
  readonly domains: number;
  /** What the last pass met below the path; `null` for generated disks. */
  readonly listing: () => Listing | null;
  readonly predictions: readonly SitePrediction[];
  readonly origin: readonly string[];
};

/** Real content for the golden image. More is made of it by numbering the blocks. */
const corpusBytesMax = 8 * 2 ** 20;

/** @throws RangeError when the disks can't be generated */
export async function openSource(spec: SourceSpec): Promise<Source> {
  return spec.dataPath === null ? generatedSource(spec) : await fileSource(spec, spec.dataPath);
}

async function fileSource({ seed, model, machines }: SourceSpec, path: string): Promise<Source> {
  const blocksTotal = await countBlocks(path, model.blockBytes);
  let listing = emptyListing();
  // Disks of a mixed site can't be told apart in the data: as configured they are encrypted only where all are.
  const isEncrypted = machines.length > 0 && machines.every(({ diskIsEncrypted }) => diskIsEncrypted);
  return {
    pieces(share) {
      listing = emptyListing();
      const draw = share === undefined ? undefined : { share, random: randomOf(seed, 'block sample') };
      return filePieces(path, model.blockBytes, listing, isEncrypted, draw);
    },
    blocksTotal,
    blocksPerDomainMax: blocksTotal,
    domains: 1,
    listing: () => listing,
    predictions: [],
    origin: [path],
  };
}

function generatedSource(spec: SourceSpec): Source {
  const { seed, model, machines, sizeBytes, image } = spec;
  if (machines.every(({ count }) => count < 1)) throw new RangeError('machines: expected at least one');
  const counts = clonesPerClass(machines);
  const blocks = Math.floor(sizeBytes / model.blockBytes / counts.reduce((sum, count) => sum + count, 0));
  const domains = model.dedupDomain === 'diskGroup' ? Math.max(1, spec.domains) : 1;
  const shape = { seed, blockBytes: model.blockBytes, blocks, domains, ...image };
  const measured = siteLayout(shape, machines, counts);
  const fault = layoutFault(measured);
  if (fault !== undefined) throw new RangeError(fault);
  const whole = siteLayout(shape, machines, clonesPerClass(machines, machinesMax));
  const corpus = readCorpus(corpusBytesMax, seed);
  const isEncrypted = machines.flatMap(({ diskIsEncrypted }, at) =>
    Array.from({ length: counts[at] ?? 0 }, () => diskIsEncrypted),
  );
  // Drawn when it is needed: what is too large is refused before that.
  let content: CloneContent | undefined;
  const drawn = (): CloneContent => {
    content ??= {
      layout: measured,
      divergence: drawDivergence(measured),
      corpus: corpus.bytes,
      stampedFrom: 0,
    };
    return content;
  };
  return {
    pieces(share) {
      if (share !== undefined)
        throw new RangeError('blocks can be drawn from files only, not from generated disks');
      return clonePieces(drawn(), (clone) => isEncrypted[clone] === true);
    },
    blocksTotal: blocks * measured.clones.length,
    // Clones are spread over the domains in turn.
    blocksPerDomainMax: blocks * Math.ceil(measured.clones.length / domains),
    domains,
    listing: () => null,
    origin: corpus.origin,
    predictions: layersNames.map((layers) => ({
      layers,
      measuredDisks: predict(measured, stackOf[layers]),
      wholeSite: predict(whole, stackOf[layers]),
    })),
  };
}
