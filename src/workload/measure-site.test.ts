import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { randomOf } from '../random.ts';
import { estimateSite, measureSite } from './measure-site.ts';
import type { SiteMeasurement, SiteWorkload } from './measure-site.ts';
import type { LayersName } from './layers.ts';
import { extentPool } from './pool.ts';
import { array, esa, osa } from '../../models/storage.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakglass-test-'));
const pool = extentPool(1);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await pool[Symbol.asyncDispose]();
});

const workload: SiteWorkload = {
  seed: 'site',
  model: osa,
  domains: 2,
  vsanEncryption: true,
  machines: [
    { name: 'desktop', count: 300, diskIsEncrypted: false },
    { name: 'database', count: 2, diskIsEncrypted: true },
  ],
  image: { divergenceShare: 0.1, zeroShare: 0.2 },
  sizeBytes: 8 * 2 ** 20,
  dataPath: null,
  site: null,
  prices: null,
};

/** Where the others would say nothing more. */
const twoWays = { workers: 1, pool, ways: ['plain', 'vm'], mediaFolder: null } as const;

function ratio({ rows }: SiteMeasurement, name: LayersName): number {
  return rows.find(({ layers }) => layers === name)?.ratio ?? Number.NaN;
}

test('generated disks keep the law, and the site as configured loses only what it encrypts', async () => {
  const measured = await measureSite(workload, { workers: 1, pool });
  expect(measured.complete).toBe(true);
  for (const { layers, measuredDisks } of measured.predictions)
    expect(Math.abs(measuredDisks.ratio / ratio(measured, layers) - 1)).toBeLessThan(0.01);
  const { configured } = measured;
  expect(configured?.layers).toBe('both');
  expect(configured?.ratio).toBeGreaterThan(1.5);
  expect(configured?.ratio).toBeLessThan(ratio(measured, 'plain') * 0.95);
  // 302 machines share more than the 16 that were written.
  const [plain] = measured.predictions;
  expect(plain?.wholeSite.ratio).toBeGreaterThan(ratio(measured, 'plain'));
});

test('without an encrypted disk, the site as configured is as it would be in plain', async () => {
  const machines = [{ name: 'desktop', count: 4, diskIsEncrypted: false }];
  const measured = await measureSite({ ...workload, machines }, { workers: 1, pool, mediaFolder: null });
  expect(measured.configured).toMatchObject({ layers: 'vsan', ratio: ratio(measured, 'plain') });
  expect(measured.details.every(({ verifiedBlocks }) => verifiedBlocks > 0)).toBe(false);
});

test('other models: ESA without global deduplication saves by compression only, a larger block finds less', async () => {
  const none = await measureSite({ ...workload, model: esa({ globalDedup: false }) }, twoWays);
  expect(none.rows.map((row) => row.ratio)).toEqual([1, 1]);
  const stored = (name: LayersName): number =>
    none.details.find(({ layers }) => layers === name)?.storedBytes ?? Number.NaN;
  expect(stored('plain')).toBeLessThan(0.7 * 8 * 2 ** 20);
  expect(stored('plain') % 512).toBe(0);
  expect(stored('vm')).toBe(8 * 2 ** 20);
  const global = await measureSite({ ...workload, model: esa({ globalDedup: true }) }, twoWays);
  // One domain instead of two disk groups.
  const groups = await measureSite(workload, twoWays);
  expect(ratio(global, 'plain')).toBeGreaterThan(ratio(groups, 'plain'));
  const large = await measureSite({ ...workload, model: array({ blockBytes: 16_384 }) }, twoWays);
  expect(ratio(large, 'vm')).toBe(1);
  expect(large.details[0]?.storedBytes).toBe((large.rows[0]?.uniqueBlocks ?? 0) * 16_384);
});

test('capacity and money follow the rows', async () => {
  const site = { writtenBytes: 2 ** 40, writtenBytesPerDay: 2 ** 30, redundancy: 2 };
  const prices = { currency: 'EUR', perRawTiB: 100, perCoreHour: 0.1 };
  const { capacities, details } = await measureSite({ ...workload, site, prices }, { workers: 1, pool });
  for (const [at, { estimate }] of capacities.entries()) {
    const share = (details[at]?.storedBytes ?? Number.NaN) / (8 * 2 ** 20);
    expect(estimate.rawBytes).toBeCloseTo((2 * 2 ** 40 * share) / 0.95, 0);
    expect(estimate.cost?.capacity).toBeCloseTo((2 * share * 100) / 0.95, 6);
    expect(estimate.cost?.currency).toBe('EUR');
  }
  expect(capacities[2]?.estimate.rawBytes).toBeGreaterThan(
    3 * (capacities[0]?.estimate.rawBytes ?? Number.NaN),
  );
});

/** Files with contents that repeat, in folders, with everything that is not a file among them. */
function makeTree(name: string): string {
  const root = join(folder, name);
  const random = randomOf('tree', name);
  const contents = Array.from({ length: 5 }, () => random.bytes(4096));
  for (let sub = 0; sub < 4; sub += 1) {
    mkdirSync(join(root, `folder ${sub}`), { recursive: true });
    for (let file = 0; file < 10; file += 1)
      writeFileSync(join(root, `folder ${sub}`, `${file}.bin`), contents[(sub + file) % 5] ?? '');
  }
  writeFileSync(join(root, 'empty'), '');
  writeFileSync(join(root, 'short'), 'x');
  symlinkSync('short', join(root, 'link'));
  return root;
}

test('a directory is counted file by file, links skipped, the tail of a file filled with zeroes', async () => {
  const measured = await measureSite({ ...workload, dataPath: makeTree('tree') }, { workers: 1, pool });
  expect(measured.complete).toBe(true);
  expect(measured.listing).toMatchObject({ files: 42, skipped: 1, unreadable: 0, blocks: 41 });
  expect(measured.rows[0]).toMatchObject({ layers: 'plain', logicalBlocks: 41, uniqueBlocks: 6 });
  expect(ratio(measured, 'vsan')).toBe(ratio(measured, 'plain'));
  expect(ratio(measured, 'vm')).toBe(1);
});

test('disk images have a key each, and a sparse one is read as the zeroes that it stands for', async () => {
  const root = join(folder, 'images');
  mkdirSync(root);
  const content = randomOf('image', 'content').bytes(64 * 4096);
  for (const name of ['a.img', 'b.raw']) writeFileSync(join(root, name), content);
  const measured = await measureSite({ ...workload, dataPath: root }, { workers: 1, pool });
  expect(ratio(measured, 'plain')).toBe(2);
  expect(ratio(measured, 'vm')).toBe(1);
  const sparse = join(folder, 'sparse.img');
  writeFileSync(sparse, content);
  truncateSync(sparse, 16 * 2 ** 20);
  const alone = await measureSite({ ...workload, dataPath: sparse }, twoWays);
  expect(alone.rows[0]).toMatchObject({ logicalBlocks: 4096, uniqueBlocks: 65 });
});

test('what is not there or cannot be looked at is counted, and the result is not whole', async () => {
  const absent = await measureSite({ ...workload, dataPath: join(folder, 'absent') }, twoWays);
  expect(absent.complete).toBe(false);
  expect(absent.listing?.failures).toEqual([
    { path: join(folder, 'absent'), kind: 'unreadable', detail: 'ENOENT' },
  ]);
  expect(absent.rows[0]).toMatchObject({ logicalBlocks: 0, ratio: 1 });
});

test('a file that grows while it is read is reported as changed', async () => {
  const root = join(folder, 'growing');
  mkdirSync(root);
  const path = join(root, 'log');
  writeFileSync(path, randomOf('log', 'content').bytes(2 ** 20));
  // Another process, as it would be in a running machine; this one is busy measuring.
  const writer = spawn('sh', ['-c', `while :; do echo line >> '${path}'; done`]);
  try {
    const measured = await measureSite({ ...workload, dataPath: root }, twoWays);
    expect(measured.complete).toBe(false);
    const { changed, failures } = measured.details[0] ?? {};
    expect(changed).toBeGreaterThan(0);
    expect(failures?.[0]).toMatchObject({ path, kind: 'changed' });
  } finally {
    writer.kill('SIGKILL');
  }
});

test('an index that is too small ends the count with a refusal, not with a number that looks right', async () => {
  const large = { ...workload, sizeBytes: 16 * 2 ** 20, domains: 1 };
  // Too little for both ways side by side, enough for one after the other, of which VM encryption needs the more.
  const measured = await measureSite(large, { ...twoWays, indexBytesMax: 100_000 });
  expect(measured.complete).toBe(false);
  expect(measured.details.map(({ stopped }) => stopped)).toEqual([null, 'indexFull']);
  const enough = await measureSite(large, { ...twoWays, indexBytesMax: 200_000 });
  expect(enough.complete).toBe(true);
  const roomy = await measureSite(large, { ...twoWays, indexBytesMax: 2 ** 24 });
  expect(roomy.rows.map((row) => row.uniqueBlocks)).toEqual(enough.rows.map((row) => row.uniqueBlocks));
});

test('samples cover what is counted exactly', async () => {
  const dataPath = makeTree('sampled');
  writeFileSync(join(dataPath, 'large.img'), randomOf('large', 'content').bytes(512 * 4096));
  const measured = await measureSite({ ...workload, dataPath }, twoWays);
  const truth = measured.rows[0]?.uniqueBlocks ?? Number.NaN;
  for (const method of [
    { method: 'byFingerprint', oneIn: 4 },
    { method: 'byBlock', share: 0.25 },
  ] as const) {
    const { complete, estimate } = await estimateSite({ ...workload, dataPath }, method, {
      workers: 1,
      pool,
    });
    expect(complete).toBe(true);
    expect(estimate.method).toBe(method.method);
    expect(estimate.logicalBlocks).toBe(measured.rows[0]?.logicalBlocks);
    expect(estimate.uniqueBlocks.low).toBeLessThanOrEqual(truth);
    expect(estimate.uniqueBlocks.high).toBeGreaterThanOrEqual(truth);
    expect(estimate.uniqueBlocks.low).toBeGreaterThan(truth / 4);
  }
});

test('what cannot be generated or drawn is refused with the reason', async () => {
  await expect(measureSite({ ...workload, machines: [] }, { workers: 1, pool })).rejects.toThrow('machines');
  await expect(measureSite({ ...workload, sizeBytes: 4096 }, { workers: 1, pool })).rejects.toThrow('blocks');
  const draw = { method: 'byBlock', share: 0.5 } as const;
  await expect(estimateSite(workload, draw, { workers: 1, pool })).rejects.toThrow('files only');
  await expect(estimateSite(workload, { ...draw, share: 0 }, { workers: 1, pool })).rejects.toThrow('share');
});
