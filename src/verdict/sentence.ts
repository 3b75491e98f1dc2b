/** The verdict in one sentence. */
import type { Verdict } from '../../models/kernel/verdict.ts';
import type { PromisePart, ReadingResult } from '../../models/result.ts';
import type { SearchStop } from '../../models/search-result.ts';
import type { SystemsResult } from '../../models/system-result.ts';
import type { Site } from '../../models/site.ts';
import { practicesAtFault } from './attribute.ts';
import { plural } from './claims.ts';

const lost: Readonly<Record<PromisePart, string>> = {
  recoverable: 'machines can be lost for good',
  starts: 'machines may not start again without something kept outside',
  secret: 'a thief can read data',
  deduplication: 'deduplication hardly pays',
};

const remedies: Readonly<Record<SearchStop['by'], string>> = {
  states: 'it needs more states than --states-max allows',
  memory: 'it needs more memory than --memory-max allows',
  interruption: 'it was interrupted',
  values: 'a part of it takes more values than the search can tell apart',
};

type Readings = Readonly<Record<string, ReadingResult>>;

/** What a verdict rests on beside the readings. */
type Beside = {
  readonly systems: SystemsResult;
  /** How many runs held the model against the twin. */
  readonly chanceRuns: number;
  readonly interrupted: boolean;
};

export function sentenceOf(site: Site, verdict: Verdict, readings: Readings, beside: Beside): string {
  const names = Object.keys(readings);
  if (verdict === 'holds') return keptSentence(site, names);
  if (verdict === 'notTested') {
    const reasons = untestedReasons(readings, beside);
    return `Not known whether ${site.name} keeps its promise: ${reasons.join('; ')}.`;
  }
  const parts = Object.entries(readings).map(([name, { invariants }]) => {
    const broken = invariants.filter((claim) => claim.verdict === 'broken').flatMap(({ part }) => part ?? []);
    return { name, losses: [...new Set(broken)].map((part) => lost[part]).join(', and ') };
  });
  const losses = [...new Set(parts.map((part) => part.losses))].filter((text) => text !== '');
  const perReading = [
    ...losses.map((text) => {
      const named = parts.filter((part) => part.losses === text).map(({ name }) => name);
      return `${underText(named)}, ${text}`;
    }),
    ...systemTitles(beside.systems, 'broken').map((title) => `data can be lost or read at “${title}”`),
  ];
  const due = practicesAtFault(readings).map(({ title }) => `“${title}”`);
  const because = due.length > 0 ? ` Practice not followed: ${due.join(', ')}.` : '';
  const what = perReading.length > 0 ? perReading.join('; ') : 'a rule of the product itself does not hold';
  return `${site.name} does not keep its promise: ${what}.${because}`;
}

function keptSentence({ name, promise }: Site, readings: readonly string[]): string {
  const { recoverable, starts } = promise;
  return `${name} keeps its promise ${underText(readings)}: with any ${plural(recoverable, 'fault')} every machine can be had back, and with any ${plural(starts, 'fault')} every machine starts again without outside help.`;
}

/** The systems of which an answer that counts is so. */
function systemTitles({ asked }: SystemsResult, verdict: Verdict): readonly string[] {
  const titles = asked
    .filter(({ answers }) => answers.some((answer) => answer.counts && answer.verdict === verdict))
    .map(({ title }) => title);
  return [...new Set(titles)];
}

/** Why something is not known, the widest reason first; never empty. */
function untestedReasons(
  readings: Readings,
  { systems, chanceRuns, interrupted }: Beside,
): readonly string[] {
  const entries = Object.entries(readings);
  const stopped = entries.filter(([, { search }]) => !search.complete).map(([name]) => name);
  const why = [...new Set(entries.flatMap(([, { search }]) => search.stopped?.by ?? []))].map(
    (by) => remedies[by],
  );
  const refused = entries.filter(([, { setupRefused }]) => setupRefused.length > 0).map(([name]) => name);
  const open = entries.flatMap(([, { invariants }]) =>
    invariants.filter((claim) => claim.verdict === 'notTested'),
  );
  const unmeasured = open.some(({ part }) => part === 'deduplication');
  const reasons = [
    ...(stopped.length > 0
      ? [`the search stopped before it was complete ${underText(stopped)}: ${why.join(', and ')}`]
      : []),
    ...(interrupted && stopped.length === 0 ? ['the check was interrupted'] : []),
    ...(refused.length > 0 ? [`the site cannot be set up as its file says ${underText(refused)}`] : []),
    ...systemTitles(systems, 'notTested').map(
      (title) => `the search of “${title}” stopped before it was complete`,
    ),
    ...systems.notes.flatMap(({ title, open: isOpen }) =>
      isOpen ? [`the models do not know the half of “${title}”`] : [],
    ),
    ...(unmeasured ? ['deduplication was not measured'] : []),
    ...(chanceRuns === 0 ? ['no run by chance held the model against the twin'] : []),
  ];
  // What a wider reason explains is not named once more.
  const named =
    stopped.length + refused.length > 0 ? [] : open.filter(({ part }) => part !== 'deduplication');
  const names = [...new Set(named.map(({ name }) => `“${name}”`))];
  if (names.length > 0) reasons.push(`what ${names.join(' and ')} asks never came about`);
  return reasons.length === 0 ? ['nothing was asked'] : reasons;
}

function underText(readings: readonly string[]): string {
  return readings.length > 1
    ? `under the readings ${readings.join(' and ')}`
    : `under the reading ${readings.join()}`;
}
