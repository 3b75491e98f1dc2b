/** `breakglass measure` as a user runs it: whole results, files that fail, Ctrl-C, and what is refused. */
import { chmod, mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { getuid } from 'node:process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MeasureResult } from '../../reports/measure-result.ts';
import { breakglass, type Ended, type Folder, folderWith, start } from '../cli/command-line.ts';

const site = `name: measured
hosts: { count: 2, tpm: 2.0 }
vcenter: outside
datastores: [{ name: vsan, kind: vsan, encryptedBy: nkp, deduplication: true, failuresToTolerate: 1 }]
machines:
  - { name: desktop, count: 6, encrypted: true }
  - { name: db, count: 2 }
workload: { clones: 4, sizeMiB: 2, changedPercent: 10, writtenGiB: 40, writtenGiBPerDay: 2 }
prices: { currency: EUR, perRawTiB: 200, perCoreHour: 0.03 }
`;

let folder: Folder;

beforeAll(async () => {
  folder = await folderWith({
    'site.yaml': site,
    'files/a.txt': 'a'.repeat(20_000),
    'files/b.txt': 'a'.repeat(20_000),
    'files/secret.txt': 's'.repeat(5000),
    'plain.txt': 'not a directory',
  });
  await mkdir(join(folder.path, 'empty'));
  await mkdir(join(folder.path, 'images'));
  for (const name of ['sparse.img', 'sparse-2.img']) {
    await writeFile(join(folder.path, 'images', name), '');
    await truncate(join(folder.path, 'images', name), 8 * 2 ** 30);
  }
});

afterAll(() => folder.remove());

function measure(...args: string[]): Promise<Ended> {
  return breakglass(['measure', 'site.yaml', '--workers', '1', ...args], folder.path);
}

async function written(name: string): Promise<MeasureResult> {
  // As this very program wrote it.
  return JSON.parse(await readFile(join(folder.path, name), 'utf8')) as MeasureResult;
}

test('generated disks: the law holds on real bytes, capacity and money follow, and the page says so', async () => {
  const ended = await measure('--json', 'a.json', '--html', 'a.html');
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const result = await written('a.json');
  expect(result).toMatchObject({ schema: 'breakglass/measure/1', complete: true, currency: 'EUR' });
  expect(result.rows.map(({ layers }) => layers)).toEqual(['plain', 'vsan', 'vm', 'both']);
  for (const { ratio, predicted, rawBytes, capacityCost, timing } of result.rows) {
    expect(Math.abs((predicted?.measuredDisks ?? Number.NaN) / ratio - 1)).toBeLessThan(0.01);
    expect(capacityCost).toBeCloseTo(((rawBytes ?? Number.NaN) / 2 ** 40) * 200, 6);
    const { cipher, hash, compression } = timing?.split ?? { cipher: 0, hash: 0, compression: 0 };
    expect(timing?.cpuSecondsPerGiB).toBeCloseTo(cipher + hash + compression, 9);
  }
  expect(result.rows[2]?.ratio).toBe(1);
  // A quarter of the machines has plain disks.
  expect(result.configured?.ratio).toBeGreaterThan(1);
  expect(result.verified.blocks).toBeGreaterThan(0);
  expect(result.verified.wrong).toBe(0);
  expect(ended.stdout).toContain('raw capacity  capacity, EUR');
  expect(await readFile(join(folder.path, 'a.html'), 'utf8')).toContain('Capacity and money');
});

test('without timings two runs give the same bytes, whatever the number of workers', async () => {
  const [one, other] = await Promise.all([
    measure('--no-timings', '--json', 'b.json', '--html', 'b.html'),
    measure('--no-timings', '--json', 'c.json', '--html', 'c.html', '--workers', '2'),
  ]);
  expect(one.stdout).toBe(other.stdout);
  for (const type of ['json', 'html'])
    expect(await readFile(join(folder.path, `b.${type}`), 'utf8')).toBe(
      await readFile(join(folder.path, `c.${type}`), 'utf8'),
    );
  expect((await written('b.json')).rows.every(({ timing }) => timing === null)).toBe(true);
});

test('files: counted block by block, and an estimate that covers the count', async () => {
  const ended = await measure('--data', 'files', '--json', 'files.json');
  expect(ended.code).toBe(0);
  const { rows, data } = await written('files.json');
  // Two files of five blocks, of which four are alike, and one of two.
  expect(rows[0]).toMatchObject({ logicalBlocks: 12, uniqueBlocks: 4, predicted: null });
  expect(data).toMatchObject({ kind: 'files', files: 3 });
  const estimated = await measure('--data', 'files', '--estimate', '50%', '--json', 'estimate.json');
  expect(estimated.code).toBe(0);
  const { estimate } = await written('estimate.json');
  expect(estimate?.uniqueBlocks.low).toBeLessThanOrEqual(4);
  expect(estimate?.uniqueBlocks.high).toBeGreaterThanOrEqual(4);
});

test.skipIf(getuid?.() === 0)('a file that cannot be read is counted, told, and never green', async () => {
  const path = join(folder.path, 'files', 'secret.txt');
  await chmod(path, 0);
  try {
    const ended = await measure('--data', 'files', '--json', 'unreadable.json');
    expect(ended.code).toBe(2);
    expect(ended.stdout).toContain('NOT COMPLETE');
    expect(ended.stdout).toContain('secret.txt: unreadable (EACCES)');
    expect(await written('unreadable.json')).toMatchObject({ complete: false, unreadable: 1 });
  } finally {
    await chmod(path, 0o600);
  }
});

test('Ctrl-C leaves a valid result of what was counted, marked as incomplete', async () => {
  const args = [
    'measure',
    'site.yaml',
    '--size',
    '4GiB',
    '--workers',
    '1',
    '--json',
    'part.json',
    '--html',
    'part.html',
  ];
  const { child, ended } = start(args, folder.path);
  // Long enough for some extents, and far too short for all.
  setTimeout(() => child.kill('SIGINT'), 6000);
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(2);
  expect(stderr).toBe('stopping after the extents under way; what was counted is kept\n');
  expect(stdout).toContain('NOT COMPLETE');
  const result = await written('part.json');
  expect(result.complete).toBe(false);
  expect(result.missing[0]).toContain('stopped');
  const counted = result.rows.map(({ logicalBlocks }) => logicalBlocks);
  expect(new Set(counted).size).toBe(1);
  expect(counted[0]).toBeLessThan(result.data.blocks);
  expect(await readFile(join(folder.path, 'part.html'), 'utf8')).toContain('Not complete');
});

describe('what cannot be used is refused before anything is written', () => {
  test.each([
    ['--size 8gigs', '--size: expected a size such as 512MiB, 8GiB or 1.5TiB'],
    ['--size 900KiB', 'at least 1MiB'],
    ['--size 1TiB', '--size: 1 TiB need 7.8 GiB of index, where --index-memory allows 768 MiB'],
    ['--data images --index-memory 64MiB', '--data: 16 GiB need 125 MiB of index'],
    ['--data nowhere', '--data: nowhere: expected a directory or a disk image, but nothing is there'],
    ['--data empty', '--data: empty: expected files with content, found none'],
    ['--data plain.txt --ext4', '--data: plain.txt: expected a directory, found a file'],
    ['--data files --size 8GiB', '--size: expected with generated disks or --ext4 only'],
    ['--data files --ext4 --size 512TiB', '--size: expected an image that fits'],
    ['--ext4', '--ext4: expected --data'],
    ['--estimate 10%', '--estimate: a part of the blocks can be drawn from --data only'],
    ['--data files --estimate 0%', '--estimate: expected nothing or a part such as 10%'],
    ['--index-memory 512TiB', '--index-memory: expected at most the'],
    ['--workers 0', '--workers: expected a whole number from 1 to 64'],
    ['--json site.yaml', '--json: site.yaml: expected a file of its own'],
  ])('%s', async (args, message) => {
    const { code, stdout, stderr } = await measure(...args.split(' '));
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  });
});
