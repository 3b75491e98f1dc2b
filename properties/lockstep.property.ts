/** Model and twin answer alike, and what the model promises comes back, byte for byte. */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Event } from '../models/events.ts';
import { rules } from '../models/rules.ts';
import { type Reading } from '../models/reading.ts';
import { groundOf } from '../chaos/run.ts';
import { canRefuse } from '../src/lockstep/tour.ts';
import { runArbitrary } from './commands.ts';
import { exampleSite, readingNamed } from './examples.ts';
import { play, recoverAll } from './play.ts';

/** Up to this seed sites have native providers only; the others have key servers, or two providers to rekey between. */
const nativeSeeds = 20;
const rootSeeds = Array.from({ length: nativeSeeds + 12 }, (_, index) => index + 1);
const sequencesPerSeed = 12;
const counts = new Map<string, { accepted: number; refused: number }>();
const ends = new Map<string, number>();

describe('a build without defects is green for every root seed', () => {
  const native = ['article', 'no-tpm', 'no-backup', 'double-encryption'];
  const served = ['standard-provider', 'rotation', 'trusted', 'kms-loop'];
  for (const rootSeed of rootSeeds) {
    const sites = rootSeed <= nativeSeeds ? native : served;
    const name = sites[rootSeed % sites.length] ?? 'article';
    const reading = readingOf(rootSeed);
    test(`root seed ${rootSeed}: ${name}, reading ${reading.name}`, () => {
      const ground = groundOf({ site: exampleSite(name), switches: readingOf(rootSeed).switches });
      fc.assert(
        fc.property(runArbitrary(30, ground.setup.length), (drawn) => {
          const { lockstep, problem } = play(ground, String(rootSeed), drawn);
          expect(problem).toBeUndefined();
          for (const { event, observed } of lockstep.sent) count(event.type, observed.kind);
          for (const { end, detail } of recoverAll(ground, lockstep)) {
            ends.set(end, (ends.get(end) ?? 0) + 1);
            expect(end, detail).not.toBe('disagrees');
          }
        }),
        { seed: rootSeed, numRuns: sequencesPerSeed },
      );
    });
  }
});

function count(type: string, kind: string): void {
  const row = counts.get(type) ?? { accepted: 0, refused: 0 };
  if (kind === 'accepted') row.accepted++;
  if (kind === 'refused') row.refused++;
  counts.set(type, row);
}

test('every event type was sent, and every end of a recovery was seen', () => {
  const missing = Object.keys(rules).filter((type) => !counts.has(type));
  expect(missing).toEqual([]);
  const neverAccepted = [...counts].filter(([, { accepted }]) => accepted === 0).map(([type]) => type);
  expect(neverAccepted, 'accepted at least once').toEqual([]);
  const { steady } = groundOf({ site: exampleSite('article'), switches: readingNamed('article').switches });
  const neverRefused = [...counts]
    .filter(([type, { refused }]) => refused === 0 && canRefuse(steady, type as Event['type']))
    .map(([type]) => type);
  expect(neverRefused, 'refused at least once').toEqual([]);
  for (const end of ['recovered', 'lost']) expect(ends.get(end) ?? 0, end).toBeGreaterThan(0);
});

afterAll(() => {
  const rows = Object.keys(rules).map((type) => {
    const { accepted, refused } = counts.get(type) ?? { accepted: 0, refused: 0 };
    return `${type.padEnd(26)}${String(accepted).padStart(6)}${String(refused).padStart(6)}`;
  });
  process.stdout.write(`${'event'.padEnd(26)}  sent/accepted and refused\n${rows.join('\n')}\n`);
  process.stdout.write(`recoveries: ${[...ends].map(([end, n]) => `${end} ${n}`).join(', ')}\n`);
});

function readingOf(rootSeed: number): Reading {
  return readingNamed(rootSeed % 8 < 4 ? 'article' : 'vendor');
}
