/** Other results for the tests: hostile names, everything in order, nothing known. */
import type { CheckResult, ClaimResult, ReadingResult } from '../models/result.ts';
import { calm, fixture } from './fixture.ts';

/** What a site file may contain as a name, and must not do. */
export const hostileName =
  '</style></script><script>alert(1)</script><img src=x onerror="alert(2)">\u202E\u0007&\'"`' as const;

/** The fixture with hostile text for a host, a file, a machine class, the site itself and a finding. */
export function hostile(): CheckResult {
  const text = ['esx-01', 'nkp.p12', 'win11', 'no-tpm', 'recoverable/'].reduce(
    (json, name) => json.replaceAll(name, JSON.stringify(hostileName).slice(1, -1)),
    JSON.stringify({ ...fixture, seed: hostileName, siteFile: `${hostileName}.yaml` }),
  );
  return JSON.parse(text) as CheckResult;
}

function held({ name, part, claim, finding, sources, restsOn, confidence }: ClaimResult): ClaimResult {
  const rest = { name, claim, finding, sources, restsOn, confidence, practices: [] };
  return { ...rest, ...(part === undefined ? {} : { part }), verdict: 'holds' };
}

function inOrder(reading: ReadingResult): ReadingResult {
  return {
    ...reading,
    verdict: 'holds',
    search: { ...reading.search, complete: true },
    setupRefused: [],
    invariants: reading.invariants.map(held),
    recoveries: reading.recoveries.filter(({ outcome }) => outcome === 'runs' || outcome === 'starts'),
  };
}

export function holding(): CheckResult {
  const { article, vendor } = fixture.readings;
  return {
    ...calm,
    verdict: 'holds',
    sentence: 'article keeps its promise under both readings, searched completely.',
    systems: { asked: [], notes: [], missing: ['vcenter.release'] },
    readings: {
      ...(article === undefined ? {} : { article: inOrder(article) }),
      ...(vendor === undefined ? {} : { vendor: inOrder(vendor) }),
    },
  };
}

/** Nothing was searched, written or played. */
export function empty(): CheckResult {
  return {
    ...calm,
    verdict: 'notTested',
    sentence: 'Nothing was tested.',
    systems: { asked: [], notes: [], missing: [] },
    readings: {},
    disasters: [],
    practices: [],
    dedup: [],
    chance: { runs: 0, events: 0, refused: 0, disagreements: 0, coverage: [], seconds: 0 },
  };
}

/** The same result, measured on another day. */
export function slower(result: CheckResult): CheckResult {
  const later = (reading: ReadingResult): ReadingResult => ({
    ...reading,
    search: { ...reading.search, seconds: reading.search.seconds * 3 },
  });
  const { article, vendor } = result.readings;
  return {
    ...result,
    readings: {
      ...(article === undefined ? {} : { article: later(article) }),
      ...(vendor === undefined ? {} : { vendor: later(vendor) }),
    },
    chance: { ...result.chance, seconds: result.chance.seconds * 2 },
    dedup: result.dedup.map((row, index) => ({
      ...row,
      cpuSecondsPerGiB: row.cpuSecondsPerGiB * (2 + index),
    })),
  };
}
