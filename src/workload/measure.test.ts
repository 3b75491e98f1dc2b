import { readdirSync, mkdtempSync } from 'node:fs';
import { hash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { timed } from './cpu.ts';
import type { CpuMicros } from './cpu.ts';
import { measureLayers, withoutTimings } from './measure.ts';
import type { CloneSpec, LayersMeasurement } from './measure.ts';
import { extentPool } from './pool.ts';
import type { LayersRow } from './rows.ts';
import type { LayersName } from './layers.ts';

const spec: CloneSpec = {
  seed: 'measure',
  clones: 4,
  cloneBytes: 4 * 2 ** 20,
  divergenceShare: 0.1,
  zeroShare: 0.1,
  byteShift: 0,
};

const pool = extentPool(2);
afterAll(() => pool[Symbol.asyncDispose]());

const measured = await measureLayers(spec, { workers: 2, pool });

function row({ rows }: LayersMeasurement, name: LayersName): LayersRow {
  const found = rows.find(({ layers }) => layers === name);
  if (found === undefined) throw new Error(`no row ${name}`);
  return found;
}

test('vSAN encryption leaves deduplication as it is to the block, VM encryption ends it', () => {
  const { ratio: _, cpuSecondsPerGiB: __, layers: ___, ...plain } = row(measured, 'plain');
  expect(row(measured, 'vsan')).toMatchObject(plain);
  expect(row(measured, 'plain').ratio).toBeGreaterThan(2.5);
  for (const name of ['vm', 'both'] as const)
    expect(Math.abs(row(measured, name).ratio - 1)).toBeLessThan(0.01);
  expect(plain.logicalBlocks).toBe(4096);
  expect(measured.complete).toBe(true);
});

test('what was written is read back from the media, decrypted and found equal', () => {
  for (const { verifiedBlocks, wrongBlocks } of measured.details) {
    expect(verifiedBlocks).toBeGreaterThan(0);
    expect(wrongBlocks).toBe(0);
  }
});

test('ciphertext does not compress, and plain text still does under vSAN encryption', () => {
  const stored = Object.fromEntries(measured.details.map(({ layers, storedBytes }) => [layers, storedBytes]));
  expect(stored['vsan']).toBe(stored['plain']);
  expect(stored['plain']).toBeLessThan(row(measured, 'plain').uniqueBlocks * 4096 * 0.8);
  expect(stored['vm']).toBe(row(measured, 'vm').uniqueBlocks * 4096);
});

test('one key brings deduplication back at equal addresses only', () => {
  const [same, shifted, zeroes] = measured.exceptions;
  // A tenth of each of the two diverged: of two equal images, 0.81 at least is shared.
  expect(same?.ratio).toBeGreaterThan(1.6);
  expect(shifted?.ratio).toBe(1);
  expect(zeroes?.ratio).toBeGreaterThan(1.01);
  expect(zeroes?.ratio).toBeLessThan(1.1);
});

test('one worker and two count the same, and the result holds nothing that differs', async () => {
  const alone = await measureLayers(spec, { workers: 1 });
  expect(JSON.stringify(withoutTimings(alone))).toBe(JSON.stringify(withoutTimings(measured)));
  const other = await measureLayers({ ...spec, seed: 'another' }, { workers: 2, pool });
  // Other blocks diverged, so others compress; how many are unique may well be the same.
  expect(other.details[0]?.storedBytes).not.toBe(measured.details[0]?.storedBytes);
});

test('the cipher costs nothing where it is absent, and its stages add up to the row', () => {
  for (const { layers, secondsPerGiB: costs } of measured.costs) {
    expect(costs.vmEncryption !== undefined).toBe(layers === 'vm' || layers === 'both');
    expect(costs.vsanEncryption !== undefined).toBe(layers === 'vsan' || layers === 'both');
    const { source = 0, verify = 0, write = 0, ...layered } = costs;
    const sum = Object.values(layered).reduce((one, other) => one + other, 0);
    expect(row(measured, layers).cpuSecondsPerGiB).toBeCloseTo(sum, 9);
    expect(source + verify + write).toBeGreaterThan(0);
  }
});

test('the CPU account is finer than a clock tick', () => {
  const spent: CpuMicros = {};
  const data = Buffer.alloc(2 ** 16);
  let counted = 0;
  for (let call = 0; call < 50; call += 1) {
    const before = spent.fingerprint ?? 0;
    timed(spent, 'fingerprint', () => hash('sha256', data));
    if ((spent.fingerprint ?? 0) > before) counted += 1;
  }
  // Some 50 us each: an account that moves at ticks would see one or none of them.
  expect(counted).toBeGreaterThan(40);
});

test('progress ends at the total, and nothing is left in the folder of the media', async () => {
  const mediaFolder = mkdtempSync(join(tmpdir(), 'breakglass-test-'));
  const seen: { blocks: number; blocksTotal: number }[] = [];
  await measureLayers(spec, { workers: 2, pool, mediaFolder, onProgress: (done) => seen.push(done) });
  expect(seen.at(-1)?.blocks).toBe(seen.at(-1)?.blocksTotal);
  expect(seen.every(({ blocks }, at) => at === 0 || blocks >= (seen[at - 1]?.blocks ?? 0))).toBe(true);
  expect(readdirSync(mediaFolder)).toEqual([]);
});

test('an abort leaves what was counted, the same data in every row, marked as incomplete', async () => {
  const abort = new AbortController();
  const partial = await measureLayers(spec, {
    workers: 2,
    pool,
    signal: abort.signal,
    onProgress: ({ blocks }) => {
      if (blocks >= 2048) abort.abort();
    },
  });
  expect(partial.complete).toBe(false);
  expect(partial.details.map(({ stopped }) => stopped)).toEqual(['aborted', 'aborted', 'aborted', 'aborted']);
  const { logicalBlocks } = row(partial, 'plain');
  expect(logicalBlocks).toBeGreaterThan(0);
  expect(logicalBlocks).toBeLessThan(4096);
  expect(partial.rows.map((each) => each.logicalBlocks)).toEqual(Array(4).fill(logicalBlocks));
  expect(row(partial, 'vm').ratio).toBe(1);
  expect(partial.exceptions[0]).toMatchObject({ logicalBlocks: 0, ratio: 1 });
});

test('a specification that cannot be written is refused with the reason', async () => {
  await expect(measureLayers({ ...spec, clones: 0 }, { workers: 1 })).rejects.toThrow(
    'clones: expected at least 1',
  );
  await expect(measureLayers({ ...spec, divergenceShare: 2 }, { workers: 1 })).rejects.toThrow(
    'divergedBlocks',
  );
});
