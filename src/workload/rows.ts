/** One row of a result: what was counted through one order of layers, and what it cost. */
import { extentChoice } from '../crypto/extent-choice.ts';
import { secondsPerGiB, layerStages } from './cpu.ts';
import type { Stage } from './cpu.ts';
import type { LayersName } from './layers.ts';
import type { Counts, Written } from './write-through.ts';

/** What deduplication found. */
export type DedupCounts = {
  readonly logicalBlocks: number;
  readonly uniqueBlocks: number;
  /** Logical by unique blocks: 1 means that deduplication found nothing. */
  readonly ratio: number;
};

/** One way of writing. */
export type LayersRow = DedupCounts & {
  readonly layers: LayersName;
  /** Of the layers, without making the data and without the media. Differs from run to run. */
  readonly cpuSecondsPerGiB: number;
};

/** What happened to a row besides counting. */
export type RowDetails = Counts & { readonly layers: LayersName };

/** Where a row's CPU time went. Differs from run to run. */
export type RowCost = {
  readonly layers: LayersName;
  /** CPU seconds per GiB that the guest wrote. */
  readonly secondsPerGiB: Partial<Record<Stage, number>>;
  /** The part of the layers' CPU time that the ciphers took. 0 to 1. */
  readonly cipherShare: number;
};

/** Which way of enciphering the figures of cost were measured with. Threads choose alike unless two are equally fast. */
export function cipherWay(): string {
  return extentChoice().way.name;
}

/** A result of `writeThrough` under the name of its layers. */
export type Row = { readonly layers: LayersName; readonly written: Written };

export function dedupCountsOf({ counts }: Written): DedupCounts {
  const { logicalBlocks, uniqueBlocks } = counts;
  // Nothing written was nothing saved: 1, and not a division by zero.
  return { logicalBlocks, uniqueBlocks, ratio: uniqueBlocks === 0 ? 1 : logicalBlocks / uniqueBlocks };
}

export function layersRow({ layers, written }: Row, blockBytes: number): LayersRow {
  return {
    layers,
    ...dedupCountsOf(written),
    cpuSecondsPerGiB: layerSeconds(costsOf(written, blockBytes)),
  };
}

export function rowDetails({ layers, written }: Row): RowDetails {
  return { layers, ...written.counts };
}

export function rowCost({ layers, written }: Row, blockBytes: number): RowCost {
  const costs = costsOf(written, blockBytes);
  const cipher = (costs.vmEncryption ?? 0) + (costs.vsanEncryption ?? 0);
  const all = layerSeconds(costs);
  return { layers, secondsPerGiB: costs, cipherShare: all === 0 ? 0 : cipher / all };
}

function costsOf({ spent, counts }: Written, blockBytes: number): Partial<Record<Stage, number>> {
  return secondsPerGiB(spent, counts.logicalBlocks * blockBytes);
}

function layerSeconds(costs: Partial<Record<Stage, number>>): number {
  let sum = 0;
  for (const stage of layerStages) sum += costs[stage] ?? 0;
  return sum;
}
