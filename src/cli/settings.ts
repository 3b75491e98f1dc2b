/** What the command line gives as text, read and checked before any work begins. */
import type { Reading } from '../../models/reading.ts';
import { readings as allReadings } from '../../models/reading.ts';
import type { CheckSettings } from '../check-site.ts';
import { readingsNamed } from '../site/reading-names.ts';
import { BadInput } from './exit.ts';

export type CheckOptions = {
  readonly reading: string;
  readonly seed: string;
  readonly workers: string;
  readonly chanceRuns: string;
  readonly statesMax: string;
  readonly memoryMax: string;
  readonly witnesses: string;
  /** False with `--no-timings`: every figure that differs from run to run is 0. */
  readonly timings: boolean;
  /** False with `--no-measure`: nothing is written to measure deduplication. */
  readonly measure: boolean;
};

/** What the command line can give; the rest is how a verb watches over the work. */
export type GivenSettings = Omit<
  CheckSettings,
  'profile' | 'signal' | 'checkpointFor' | 'onProgress' | 'onTold'
>;

/** @throws BadInput for the first option that cannot be used */
export function checkSettings(options: CheckOptions): GivenSettings {
  return {
    readings: readingsFrom(options.reading),
    seed: seedFrom(options.seed),
    workers: wholeNumber('--workers', options.workers, 1, 64),
    statesMax: wholeNumber('--states-max', options.statesMax, 1000, 50_000_000),
    memoryMaxBytes: sizeFrom('--memory-max', options.memoryMax),
    witnessesMax: wholeNumber('--witnesses', options.witnesses, 0, 10_000),
    chanceRuns: wholeNumber('--chance-runs', options.chanceRuns, 0, 1_000_000),
    timings: options.timings,
    measure: options.measure,
  };
}

/** @throws BadInput for a reading that does not exist */
export function readingsFrom(word: string): readonly Reading[] {
  const named = readingsNamed(word);
  if (!named.ok) throw new BadInput([`--reading: ${named.message}`]);
  return allReadings.filter(({ name }) => named.value.includes(name));
}

/** A seed is printed in reports and in commands to type again, so it is one plain word. */
export function seedFrom(text: string): string {
  if (/^[\w.-]{1,64}$/.test(text)) return text;
  throw new BadInput([
    `--seed: expected 1 to 64 letters, digits, dots, dashes or underscores, found ${shown(text)}`,
  ]);
}

/** A whole number of an option, within bounds. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new BadInput([`${option}: expected a whole number from ${least} to ${most}, found ${shown(text)}`]);
}

const unitBytes: Readonly<Record<string, number>> = {
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};
const bytesMin = 2 ** 20;
const bytesMax = 2 ** 50;

/** A size such as `512MiB` in bytes. */
export function sizeFrom(option: string, text: string): number {
  const [, amount, unit] = /^(\d{1,6}(?:\.\d{1,3})?) ?(KiB|MiB|GiB|TiB)$/.exec(text) ?? [];
  const bytes = Math.floor(Number(amount) * (unitBytes[unit ?? ''] ?? Number.NaN));
  if (bytes >= bytesMin && bytes <= bytesMax) return bytes;
  throw new BadInput([
    `${option}: expected a size such as 512MiB, 8GiB or 1.5TiB, at least 1MiB and at most 1024TiB, found ${shown(text)}`,
  ]);
}

/** 8589934592 as `8 GiB`. */
export function sizeText(bytes: number): string {
  const fitting = Object.entries(unitBytes).findLast(([, size]) => bytes >= size) ?? ['KiB', 2 ** 10];
  return `${Number((bytes / fitting[1]).toFixed(1))} ${fitting[0]}`;
}

/** The longest delay that a timer takes is a little above this. */
const hoursMost = 500;
const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** A duration such as `60s`, `15m` or `8h`, in milliseconds. */
export function durationMs(option: string, text: string): number {
  const [, amount, unit] = /^(\d{1,7})(s|m|h)$/.exec(text) ?? [];
  const durationOf = Number(amount ?? 0) * (unitsMs[unit ?? ''] ?? 0);
  if (durationOf > 0 && durationOf <= hoursMost * 3_600_000) return durationOf;
  throw new BadInput([
    `${option}: expected a duration such as 60s, 15m or 8h, up to ${hoursMost}h, found ${shown(text)}`,
  ]);
}

function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
