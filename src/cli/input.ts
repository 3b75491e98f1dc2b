/** What the command line gives, read and checked. */
import type { Reading } from '../../models/reading.ts';
import { readings as allReadings } from '../../models/reading.ts';
import { printProblem } from '../site/problem.ts';
import { type SiteFile, readSite } from '../site/read-site.ts';
import { readingsNamed } from '../site/reading-names.ts';
import { BadInput } from './exit.ts';

export async function siteFrom(path: string): Promise<SiteFile> {
  const result = await readSite(path);
  if (!result.ok) throw new BadInput(result.problems.map(printProblem));
  return result.value;
}

export function readingsFrom(word: string): readonly Reading[] {
  const named = readingsNamed(word);
  if (!named.ok) throw new BadInput([`--reading: ${named.message}`]);
  return allReadings.filter(({ name }) => named.value.includes(name));
}

/** A whole number of an option, within bounds. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new BadInput([
    `${option}: expected a whole number from ${least} to ${most}, found ${JSON.stringify(text)}`,
  ]);
}

/** A duration such as `60s`, `15m` or `8h`, in milliseconds. */
export function durationMs(option: string, text: string): number {
  const [, amount, unit] = /^(\d{1,6})(s|m|h)$/.exec(text) ?? [];
  const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };
  const unitMs = unitsMs[unit ?? ''];
  if (amount !== undefined && unitMs !== undefined && Number(amount) > 0) return Number(amount) * unitMs;
  throw new BadInput([
    `${option}: expected a duration such as 60s, 15m or 8h, found ${JSON.stringify(text)}`,
  ]);
}
