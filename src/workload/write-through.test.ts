import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { getuid } from 'node:process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { randomOf } from '../random.ts';
import type { CloneContent } from './content.ts';
import type { Piece } from './extent.ts';
import { readSegments } from './file-content.ts';
import { readCorpus } from './golden.ts';
import { stackOf } from './layers.ts';
import { drawDivergence } from './layout.ts';
import type { Layout } from './layout.ts';
import { clonePieces } from './pieces.ts';
import { extentPool } from './pool.ts';
import { osa } from '../../models/storage.ts';
import { isComplete, writeThrough } from './write-through.ts';
import type { WriteOptions } from './write-through.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakglass-test-'));
const pool = extentPool(2);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await pool[Symbol.asyncDispose]();
});

const layout: Layout = {
  seed: 'write',
  blockBytes: 4096,
  blocks: 512,
  zeroBlocks: 0,
  clones: Array.from({ length: 4 }, (_, number) => ({
    parent: 'golden' as const,
    divergedBlocks: 50,
    linked: false,
    dataEncryptionKey: number,
    domain: 0,
    lbaShiftBlocks: 0,
    byteShift: 0,
  })),
};
const content: CloneContent = {
  layout,
  divergence: drawDivergence(layout),
  corpus: readCorpus(2 ** 20, 'write').bytes,
  stampedFrom: 0,
};
const options: WriteOptions = {
  seed: 'write',
  layers: stackOf.both,
  model: osa,
  everyDiskIsEncrypted: true,
  mediaPath: join(folder, 'media'),
  verifyEvery: 1,
  indexBytesMax: 2 ** 26,
};

test('what is undisturbed is complete, and the media holds no plaintext', async () => {
  const [plain, both] = await writeThrough(pool, clonePieces(content), [
    { ...options, layers: stackOf.plain, mediaPath: join(folder, 'plain') },
    options,
  ]);
  expect(both !== undefined && isComplete(both.counts)).toBe(true);
  expect(both?.counts).toMatchObject({ uniqueBlocks: 2048, verifiedBlocks: 2048, wrongBlocks: 0 });
  expect(plain?.counts.uniqueBlocks).toBeLessThan(800);
  // A word of the licence that the first file of the corpus begins with.
  const marker = Buffer.from('Copyright');
  expect(Buffer.from(content.corpus).includes(marker)).toBe(true);
  expect(readFileSync(join(folder, 'plain')).includes(marker)).toBe(true);
  expect(readFileSync(join(folder, 'media')).includes(marker)).toBe(false);
});

test.skipIf(process.platform !== 'linux')(
  'a full disk is counted, and the count of blocks still stands',
  async () => {
    // /dev/full answers every write as a full disk does.
    const [full] = await writeThrough(pool, clonePieces(content), [{ ...options, mediaPath: '/dev/full' }]);
    expect(full?.counts).toMatchObject({ uniqueBlocks: 2048, verifiedBlocks: 0, writeErrors: { ENOSPC: 8 } });
    expect(full !== undefined && isComplete(full.counts)).toBe(false);
  },
);

test('a worker that is killed is replaced, its extent done again, and the count is the same', async () => {
  const killed = extentPool(2);
  let isKilled = false;
  const [written] = await writeThrough(killed, clonePieces(content), [
    {
      ...options,
      onBlocks: () => {
        if (isKilled) return;
        isKilled = true;
        for (const thread of killed.piscina.threads) void thread.terminate();
      },
    },
  ]);
  await killed[Symbol.asyncDispose]();
  expect(written?.counts.workersLost).toBeGreaterThan(0);
  expect(written?.counts).toMatchObject({ lostExtents: 0, logicalBlocks: 2048, uniqueBlocks: 2048 });
});

test('an extent that kills every worker is lost, and said to be', async () => {
  const [good] = clonePieces(content);
  if (good === undefined) throw new Error('no piece');
  // A layout without the clone that the piece names: a defect of ours, which throws in the worker.
  const broken: Piece = { ...good, from: { kind: 'clone', clone: 99, content } };
  const [written] = await writeThrough(pool, [good, broken], [options]);
  expect(written?.counts).toMatchObject({ lostExtents: 1, workersLost: 2, logicalBlocks: 256 });
  expect(written?.counts.lossDetail).toContain('no clone 99');
  expect(written !== undefined && isComplete(written.counts)).toBe(false);
});

test.skipIf(process.platform !== 'linux')('a media that forgets is seen when it is read back', async () => {
  // /dev/zero takes every write and gives back zeroes.
  const [written] = await writeThrough(pool, clonePieces(content), [{ ...options, mediaPath: '/dev/zero' }]);
  expect(written?.counts).toMatchObject({ verifiedBlocks: 2048, wrongBlocks: 2048, writeErrors: {} });
  expect(written !== undefined && isComplete(written.counts)).toBe(false);
});

test('segments of files: unreadable, shorter than listed, replaced, grown', () => {
  const path = join(folder, 'file');
  writeFileSync(path, randomOf('file', 'content').bytes(10_000));
  const { size: sizeBytes, mtimeMs: modifiedMs } = statSync(path);
  const target = new Uint8Array(4 * 4096).fill(255);
  const whole = { path, offset: 0, lengthBytes: sizeBytes, sizeBytes, modifiedMs };
  expect(readSegments([whole], 4096, target)).toEqual({ blocks: 3, failures: [] });
  expect(target.subarray(sizeBytes, 3 * 4096).every((byte) => byte === 0)).toBe(true);
  const failureOf = (change: Partial<typeof whole>): string | undefined =>
    readSegments([{ ...whole, ...change }, whole], 4096, new Uint8Array(8 * 4096)).failures[0]?.detail;
  expect(failureOf({ path: join(folder, 'absent') })).toBe('ENOENT');
  expect(failureOf({ path: folder })).toBe('EISDIR');
  expect(failureOf({ sizeBytes: 9000 })).toContain('from 9000 to 10000');
  expect(failureOf({ modifiedMs: modifiedMs - 1 })).toContain('modified');
  expect(failureOf({ offset: 8192 })).toContain('1808 of 10000');
  // What failed leaves no hole: the next segment takes its place.
  expect(readSegments([{ ...whole, path: folder }, whole], 4096, target).blocks).toBe(3);
});

test.skipIf(getuid?.() === 0)('a file without permission is unreadable', () => {
  const path = join(folder, 'secret');
  writeFileSync(path, 'x');
  chmodSync(path, 0);
  const segment = { path, offset: 0, lengthBytes: 1, sizeBytes: 1, modifiedMs: statSync(path).mtimeMs };
  expect(readSegments([segment], 4096, new Uint8Array(4096)).failures).toEqual([
    { path, kind: 'unreadable', detail: 'EACCES' },
  ]);
});
