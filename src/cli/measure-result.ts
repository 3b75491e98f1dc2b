/** What a measurement comes to, as a result file has it. */
import type {
  MeasureEstimate,
  MeasureFailure,
  MeasureResult,
  MeasureRow,
  RowTiming,
} from '../../reports/measure-result.ts';
import { shellWord } from '../../reports/words.ts';
import type { SiteFile } from '../site/read-site.ts';
import { toolVersion } from '../tool.ts';
import { sourceLines } from '../verdict/lines.ts';
import type { CapacityEstimate } from '../workload/capacity.ts';
import { estimateCapacity } from '../workload/capacity.ts';
import type { Listing } from '../workload/listing.ts';
import type { SampleMethod, SiteEstimate, SiteMeasurement, SiteWorkload } from '../workload/measure-site.ts';
import type { LayersRow, RowCost } from '../workload/rows.ts';
import type { SitePrediction, Source } from '../workload/site-source.ts';
import type { Counts } from '../workload/write-through.ts';
import type { MeasuredPart, MeasureSettings } from './measure-settings.ts';

/** What every result says, whatever was counted. */
export type ResultFrame = {
  readonly file: SiteFile;
  readonly part: MeasuredPart;
  readonly workload: SiteWorkload;
  readonly settings: MeasureSettings;
  readonly elapsed: () => number;
};

const failuresShownMax = 20;

export function measuredResult(
  frame: ResultFrame,
  source: Source,
  { rows, details, costs, configured, cipherWay, predictions, listing, complete }: SiteMeasurement,
): MeasureResult {
  const { workload, settings } = frame;
  const rowOf = (
    row: LayersRow,
    counts: Counts,
    cost: RowCost | null,
    prediction?: SitePrediction,
  ): MeasureRow => measureRow(workload, settings.timings, row, counts, { cost, prediction });
  const counts = [...details, ...(configured === null ? [] : [configured.details])];
  return {
    ...frameOf(frame, source, counts, listing, cipherWay),
    complete,
    rows: rows.flatMap((row, at) => {
      const [detail, cost] = [details[at], costs[at]];
      const prediction = predictions.find(({ layers }) => layers === row.layers);
      return detail === undefined || cost === undefined ? [] : [rowOf(row, detail, cost, prediction)];
    }),
    configured: configured === null ? null : rowOf(configured, configured.details, configured.cost),
    estimate: null,
  };
}

export function estimateResult(
  frame: ResultFrame,
  source: Source,
  method: SampleMethod,
  { complete, estimate, details, listing }: SiteEstimate,
): MeasureResult {
  const sampled: MeasureEstimate['sampled'] =
    method.method === 'byFingerprint' ? { oneIn: method.oneIn } : { share: method.share };
  return {
    ...frameOf(frame, source, [details], listing, null),
    complete,
    rows: [],
    configured: null,
    estimate: { ...estimate, sampled },
  };
}

function measureRow(
  { model, site, prices }: SiteWorkload,
  timings: boolean,
  row: LayersRow,
  { storedBytes }: Counts,
  { cost, prediction }: { cost: RowCost | null; prediction: SitePrediction | undefined },
): MeasureRow {
  const { layers, logicalBlocks, uniqueBlocks, ratio, cpuSecondsPerGiB } = row;
  const storedShare = logicalBlocks === 0 ? 1 : storedBytes / (logicalBlocks * model.blockBytes);
  const capacity =
    site === null ? null : estimateCapacity(site, { storedShare, cpuSecondsPerGiB }, model, prices);
  return {
    layers,
    logicalBlocks,
    uniqueBlocks,
    ratio,
    storedBytes,
    predicted:
      prediction === undefined
        ? null
        : { measuredDisks: prediction.measuredDisks.ratio, wholeSite: prediction.wholeSite.ratio },
    rawBytes: capacity?.rawBytes ?? null,
    capacityCost: capacity?.cost?.capacity ?? null,
    timing: timings && cost !== null ? timingOf(cost, cpuSecondsPerGiB, capacity) : null,
  };
}

function timingOf(
  { secondsPerGiB }: RowCost,
  cpuSecondsPerGiB: number,
  capacity: CapacityEstimate | null,
): RowTiming {
  const { vmEncryption = 0, vsanEncryption = 0, fingerprint = 0, index = 0, compression = 0 } = secondsPerGiB;
  return {
    cpuSecondsPerGiB,
    split: { cipher: vmEncryption + vsanEncryption, hash: fingerprint + index, compression },
    coreHoursPerDay: capacity?.coreHoursPerDay ?? null,
    cpuCostPerDay: capacity?.cost?.cpuPerDay ?? null,
  };
}

type Frame = Omit<MeasureResult, 'complete' | 'rows' | 'configured' | 'estimate'>;

function frameOf(
  { file, part, workload, settings, elapsed }: ResultFrame,
  source: Source,
  counts: readonly Counts[],
  listing: Listing | null,
  cipherWay: string | null,
): Frame {
  const { name, blockBytes, metadataShare, facts } = workload.model;
  // Each order of layers reads the files again, and meets the same ones.
  const most = (of: (one: Counts) => number): number => Math.max(0, ...counts.map(of));
  const unreadable = most((one) => one.unreadable) + (listing?.unreadable ?? 0);
  const changed = most((one) => one.changed);
  const { data, seed, timings, workers, words } = settings;
  return {
    schema: 'breakglass/measure/1',
    tool: toolVersion(),
    site: file.site.name,
    siteFile: file.fileName,
    seed,
    again: ['breakglass measure', shellWord(file.fileName), ...words].join(' '),
    missing: missingWords(counts, unreadable, changed),
    data: {
      kind: data === null ? 'generated' : data.asExt4 ? 'ext4Image' : 'files',
      path: data?.path ?? null,
      origin: data === null ? source.origin : [],
      blocks: source.blocksTotal,
      files: listing?.files ?? null,
      skipped: listing?.skipped ?? null,
    },
    storage: { name, blockBytes, domains: source.domains, metadataShare, facts: sourceLines(facts) },
    datastore: part.datastore.name,
    verified: {
      blocks: counts.reduce((sum, { verifiedBlocks }) => sum + verifiedBlocks, 0),
      wrong: counts.reduce((sum, { wrongBlocks }) => sum + wrongBlocks, 0),
    },
    unreadable,
    changed,
    failures: failuresOf(counts, listing),
    scaledTo:
      workload.site === null
        ? null
        : { machines: part.machines.reduce((sum, { count }) => sum + count, 0), ...workload.site },
    currency: workload.prices?.currency ?? null,
    timing: timings ? { seconds: elapsed(), workers, cipherWay } : null,
  };
}

function failuresOf(counts: readonly Counts[], listing: Listing | null): MeasureFailure[] {
  const all = [...(listing?.failures ?? []), ...counts.flatMap(({ failures }) => failures)];
  const byPath = new Map(all.map(({ path, kind, detail }) => [path, { path, kind, detail }]));
  return [...byPath.values()].slice(0, failuresShownMax);
}

function missingWords(counts: readonly Counts[], unreadable: number, changed: number): string[] {
  const words: string[] = [];
  if (counts.some(({ stopped }) => stopped === 'aborted'))
    words.push('It was stopped before all was written; the figures are those of the data until then.');
  if (new Set(counts.map(({ logicalBlocks }) => logicalBlocks)).size > 1)
    words.push(
      'The orders of layers were not written equally far, so their rows are not about the same data.',
    );
  if (counts.some(({ stopped }) => stopped === 'indexFull'))
    words.push('The deduplication index was full; the figures are those of the data until then.');
  if (unreadable > 0) words.push(`What could not be read is not in the figures: ${unreadable}.`);
  if (changed > 0)
    words.push(`Files that changed while they were read are not whole in the figures: ${changed}.`);
  const lost = counts.reduce((sum, { lostExtents }) => sum + lostExtents, 0);
  const detail = counts.find(({ lossDetail }) => lossDetail !== null)?.lossDetail ?? '';
  if (lost > 0) words.push(`Extents whose worker died twice are not in the figures: ${lost} (${detail}).`);
  const wrong = counts.reduce((sum, { wrongBlocks }) => sum + wrongBlocks, 0);
  if (wrong > 0) words.push(`Blocks that came back from the media with other bytes: ${wrong}.`);
  const errors = new Map<string, number>();
  for (const [code, times] of counts.flatMap(({ writeErrors }) => Object.entries(writeErrors)))
    errors.set(code, (errors.get(code) ?? 0) + times);
  for (const [code, times] of errors)
    words.push(`Extents that could not be written to the temporary folder (${code}): ${times}.`);
  return words;
}
