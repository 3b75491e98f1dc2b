/** What a measured saving means for a whole site: raw capacity, processor time and money. */
import type { StorageModel } from '../../models/storage.ts';

/** Of the site file. The currency is the user's own and is only carried along. */
export type Prices = {
  readonly currency: string;
  /** Of a TiB of raw capacity. */
  readonly perRawTiB: number;
  /** Of one core for an hour. */
  readonly perCoreHour: number;
};

export type SiteSize = {
  /** What the guests have written in all, before anything is saved. */
  readonly writtenBytes: number;
  /** Written anew each day. */
  readonly writtenBytesPerDay: number;
  /** Raw bytes for each byte stored: 2 for mirrored objects. */
  readonly redundancy: number;
};

export type CapacityEstimate = {
  readonly rawBytes: number;
  readonly coreHoursPerDay: number;
  /** `null` without prices. */
  readonly cost: { readonly currency: string; readonly capacity: number; readonly cpuPerDay: number } | null;
};

const tebibyte = 2 ** 40;
const gibibyte = 2 ** 30;
const secondsPerHour = 3600;

/**
 * Scales a measured row to the site. Assumes that the rest of the site's data is like what was measured.
 * @param storedShare stored by logical bytes of the row
 * @throws RangeError when an argument is negative or not a number
 */
export function estimateCapacity(
  { writtenBytes, writtenBytesPerDay, redundancy }: SiteSize,
  measured: { readonly storedShare: number; readonly cpuSecondsPerGiB: number },
  { metadataShare }: StorageModel,
  prices: Prices | null,
): CapacityEstimate {
  for (const number of [writtenBytes, writtenBytesPerDay, redundancy, ...Object.values(measured)])
    if (!(number >= 0)) throw new RangeError(`expected a size or a share, got ${number}`);
  // The overhead is a part of the raw capacity, not of the data: the rest must hold the data.
  const rawBytes = (writtenBytes * measured.storedShare * redundancy) / (1 - metadataShare);
  const coreHoursPerDay = ((writtenBytesPerDay / gibibyte) * measured.cpuSecondsPerGiB) / secondsPerHour;
  if (prices === null) return { rawBytes, coreHoursPerDay, cost: null };
  const { currency, perRawTiB, perCoreHour } = prices;
  return {
    rawBytes,
    coreHoursPerDay,
    cost: {
      currency,
      capacity: (rawBytes / tebibyte) * perRawTiB,
      cpuPerDay: coreHoursPerDay * perCoreHour,
    },
  };
}
