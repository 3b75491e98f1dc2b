/** The verdicts on the example sites: what each keeps, what it breaks, and which practice that is due to. */
import { describe, expect, test } from 'vitest';
import { readings } from '../models/reading.ts';
import type { Site } from '../models/site.ts';
import type { ClaimResult, PromisePart, ReadingResult } from '../models/result.ts';
import { dedupClaim } from '../src/verdict/dedup.ts';
import { readingResult } from '../src/verdict/reading.ts';
import { smallerSite } from '../src/verdict/smaller-site.ts';
import { exampleSite } from './examples.ts';

const options = {
  seed: 'examples',
  replayCommand: 'replay',
  statesMax: 2_000_000,
  witnessesMax: 0,
  workers: 1,
  profile: false,
};
type Expected = { readonly parts: readonly PromisePart[]; readonly practices: readonly string[] };
const kept: Expected = { parts: [], practices: [] };

const expected: Readonly<Record<string, Readonly<Partial<Record<string, Expected>>>>> = {
  article: { article: kept, vendor: kept },
  'no-tpm': {
    article: { parts: ['starts'], practices: ['tpm-in-every-host'] },
    vendor: { parts: ['secret'], practices: ['tpm-in-every-host'] },
  },
  // Both readings are alike here, and each practice that is missing has a search of its own: one reading, and one of
  // the two classes of machines, are enough.
  'no-backup': { vendor: { parts: ['recoverable'], practices: ['back-up-the-provider'] } },
  // The other reading is alike here as well: every host seals its configuration.
  'standard-provider': { vendor: kept },
  'kms-loop': {
    vendor: {
      parts: ['recoverable', 'starts'],
      practices: ['back-up-vcenter', 'key-server-outside', 'back-up-the-key-server'],
    },
  },
  trusted: { vendor: kept },
};

describe.each(Object.keys(expected))('%s', (name) => {
  for (const reading of readings.filter((one) => one.name in (expected[name] ?? {}))) {
    test(`reading ${reading.name}`, () => {
      const result = readingResult(siteFor(name), reading, options);
      const broken = result.invariants.filter(({ verdict }) => verdict === 'broken');
      expect({ parts: distinct(broken.map(({ part }) => part)), practices: practicesOf(broken) }).toEqual(
        expected[name]?.[reading.name],
      );
      expect(result.verdict).toBe(broken.length > 0 ? 'broken' : 'holds');
      expectHonest(result);
    });
  }
});

function siteFor(name: string): Site {
  const site = exampleSite(name);
  return name === 'no-backup' ? smallerSite(site, site.hosts.length, 1) : site;
}

/** Searched completely, every runbook performed with equal bytes, every counterexample replayable. */
function expectHonest({ search, recoveries, invariants, setupRefused }: ReadingResult): void {
  expect(search.complete).toBe(true);
  expect(setupRefused).toEqual([]);
  expect(recoveries.filter(({ performed }) => performed === 'differs')).toEqual([]);
  for (const { outcome, performed } of recoveries) {
    const promised = ['starts', 'runbook', 'disksOnly'].includes(outcome);
    expect(performed, outcome).toBe(promised ? 'equalBytes' : 'notPerformed');
    expect(outcome).not.toBe('unknown');
  }
  const replays = invariants.flatMap(({ counterexample }) => counterexample?.replay ?? []);
  expect(replays.filter((replay) => !/^replay (article|vendor):[0-9a-f]{8}:/.test(replay))).toEqual([]);
}

test('double encryption costs the deduplication that the site promises, and the practice mends it', () => {
  const row = (layers: 'plain' | 'vsan' | 'vm' | 'both', ratio: number) => {
    const uniqueBlocks = Math.round(1000 / ratio);
    return { layers, logicalBlocks: 1000, uniqueBlocks, ratio, cpuSecondsPerGiB: 0 };
  };
  const rows = [row('plain', 7.5), row('vsan', 7.5), row('vm', 1), row('both', 1)];
  const claim = dedupClaim(exampleSite('double-encryption'), rows);
  expect(claim?.verdict).toBe('broken');
  expect(claim?.practices.map(({ id }) => id)).toEqual(['one-encryption-per-machine']);
  expect(dedupClaim(exampleSite('article'), rows)?.verdict).toBe('holds');
  expect(dedupClaim(exampleSite('article'), [])?.verdict).toBe('notTested');
});

function practicesOf(claims: readonly ClaimResult[]): readonly string[] {
  return distinct(claims.flatMap(({ practices }) => practices.map(({ id }) => id)));
}

function distinct<T>(values: readonly (T | undefined)[]): readonly T[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}
