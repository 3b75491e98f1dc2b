/** The verdict in one sentence. */
import type { Verdict } from '../../models/kernel/verdict.ts';
import type { PromisePart, ReadingResult } from '../../models/result.ts';
import type { Site } from '../../models/site.ts';
import { practicesAtFault } from './attribute.ts';
import { plural } from './claims.ts';

const lost: Readonly<Record<PromisePart, string>> = {
  recoverable: 'machines can be lost for good',
  starts: 'machines may not start again without something kept outside',
  secret: 'a thief can read data',
  deduplication: 'deduplication hardly pays',
};

type Readings = Readonly<Record<string, ReadingResult>>;

export function sentenceOf(site: Site, verdict: Verdict, readings: Readings): string {
  const names = Object.keys(readings);
  if (verdict === 'holds') return keptSentence(site, names);
  if (verdict === 'notTested') return `Not known: a part of the promise of ${site.name} could not be tested.`;
  const parts = Object.entries(readings).map(([name, { invariants }]) => {
    const broken = invariants.filter((claim) => claim.verdict === 'broken').flatMap(({ part }) => part ?? []);
    return { name, losses: [...new Set(broken)].map((part) => lost[part]) };
  });
  const perReading = parts
    .filter(({ losses }) => losses.length > 0)
    .map(({ name, losses }) => `under the reading ${name}, ${losses.join(', and ')}`);
  const due = practicesAtFault(readings).map(({ title }) => `“${title}”`);
  const because = due.length > 0 ? ` Practice not followed: ${due.join(', ')}.` : '';
  const what = perReading.length > 0 ? perReading.join('; ') : 'a rule of the product itself does not hold';
  return `${site.name} does not keep its promise: ${what}.${because}`;
}

function keptSentence({ name, promise }: Site, readings: readonly string[]): string {
  const under =
    readings.length > 1 ? `under the readings ${readings.join(' and ')}` : `under the reading ${readings[0]}`;
  const { recoverable, starts } = promise;
  return `${name} keeps its promise ${under}: with any ${plural(recoverable, 'fault')} every machine can be had back, and with any ${plural(starts, 'fault')} every machine starts again without outside help.`;
}
