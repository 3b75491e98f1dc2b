import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { estimateCapacity } from './capacity.ts';
import { fillBlocks } from './content.ts';
import { buildExt4Image } from './ext4-image.ts';
import { readCorpus } from './golden.ts';
import { layersFault, layersNames, stackOf } from './layers.ts';
import { drawDivergence, hasBit } from './layout.ts';
import type { Clone, Layout } from './layout.ts';
import { clonesPerClass } from './site-layout.ts';
import { osa, storedBytesOf, esa, array } from '../../models/storage.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakglass-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the corpus is real files, the same each time, each beginning on a block', () => {
  const one = readCorpus(2 ** 21, 'seed');
  expect(one.origin[0]).toMatch(/^typescript \d/);
  expect(Buffer.compare(one.bytes, readCorpus(2 ** 21, 'another seed').bytes)).toBe(0);
  const manifest = JSON.parse(readFileSync('node_modules/typescript/package.json', 'utf8')) as {
    version: string;
  };
  expect(one.origin[0]).toBe(`typescript ${manifest.version}`);
});

test('where nothing is installed, a generator stands in, and the origin says so', () => {
  const nowhere = pathToFileURL(join(folder, 'module.js')).href;
  const one = readCorpus(2 ** 16, 'seed', nowhere);
  expect(one.origin).toEqual(['generated text']);
  expect(Buffer.compare(one.bytes, readCorpus(2 ** 16, 'seed', nowhere).bytes)).toBe(0);
  expect(Buffer.compare(one.bytes, readCorpus(2 ** 16, 'other', nowhere).bytes)).not.toBe(0);
  expect(one.bytes.includes(0)).toBe(false);
});

const clone: Clone = {
  parent: 'golden',
  divergedBlocks: 10,
  linked: false,
  dataEncryptionKey: 0,
  domain: 0,
  lbaShiftBlocks: 0,
  byteShift: 0,
};
const layout: Layout = {
  seed: 'content',
  blockBytes: 256,
  blocks: 100,
  zeroBlocks: 20,
  clones: [clone, { ...clone, parent: 0, linked: true }, { ...clone, lbaShiftBlocks: 7, divergedBlocks: 0 }],
};
const content = {
  layout,
  divergence: drawDivergence(layout),
  corpus: readCorpus(2 ** 16, 'content', 'file:///nowhere/module.js').bytes,
  stampedFrom: 0,
};

test('exactly as many blocks diverge as were asked for, and others under another seed', () => {
  const count = (bits: Uint8Array, number: number): number =>
    Array.from({ length: 100 }, (_, block) => hasBit(bits, number * 100 + block)).filter(Boolean).length;
  expect([0, 1, 2].map((number) => count(content.divergence, number))).toEqual([10, 10, 0]);
  const other = drawDivergence({ ...layout, seed: 'other' });
  expect(count(other, 0)).toBe(10);
  expect(Buffer.compare(other, content.divergence)).not.toBe(0);
});

test('a shifted image lies later on its disk, a linked clone holds only its own blocks', () => {
  const bytes = (number: number): Uint8Array => {
    const target = new Uint8Array(100 * 256);
    expect(fillBlocks(content, number, 0, 100, target)).toHaveLength(number === 1 ? 10 : 100);
    return target;
  };
  const shifted = bytes(2);
  const full = bytes(0);
  const block = (of: Uint8Array, at: number): string =>
    Buffer.from(of.subarray(at * 256, at * 256 + 256)).toString('hex');
  let same = 0;
  for (let at = 0; at < 100; at += 1) if (block(full, at) === block(shifted, (at + 7) % 100)) same += 1;
  // All but the ten that diverged, of which some may lie among the zeroes.
  expect(same).toBe(90);
  const zeroes = '00'.repeat(256);
  const zeroAt = Array.from({ length: 100 }, (_, at) => at).filter((at) => block(shifted, at) === zeroes);
  expect(zeroAt).toEqual([0, 1, 2, 3, 4, 5, 6, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
});

test('OSA keeps a compressed copy that fits 2 KiB, ESA counts in steps of 512 bytes', () => {
  expect([1, 2048, 2049, 4096].map((bytes) => storedBytesOf(osa, bytes))).toEqual([2048, 2048, 4096, 4096]);
  const express = esa({ globalDedup: true });
  expect([1, 512, 513, 3584, 3585].map((bytes) => storedBytesOf(express, bytes))).toEqual([
    512, 512, 1024, 3584, 4096,
  ]);
  expect(storedBytesOf(array({ blockBytes: 8192 }), 10)).toBe(8192);
});

test('orders of layers that nobody builds are refused', () => {
  for (const name of layersNames) expect(layersFault(stackOf[name])).toBeUndefined();
  expect(layersFault(['dedup', 'dedup'])).toContain('twice');
  expect(layersFault(['compression'])).toContain('nothing to count');
  expect(layersFault(['compression', 'dedup'])).toContain('before deduplication');
  expect(layersFault(['vsanEncryption', 'vmEncryption', 'dedup'])).toContain('before VM encryption');
  expect(layersFault(['dedup', 'vsanEncryption', 'compression'])).toContain('before compression');
});

test('clones are shared out by class, and no class is left out', () => {
  const classes = (...counts: number[]) =>
    counts.map((count) => ({ name: `${count}`, count, diskIsEncrypted: false }));
  expect(clonesPerClass(classes(3, 2))).toEqual([3, 2]);
  expect(clonesPerClass(classes(300, 1))).toEqual([15, 1]);
  expect(clonesPerClass(classes(50, 30, 20), 10)).toEqual([5, 3, 2]);
  expect(clonesPerClass(classes(0, 5))).toEqual([0, 5]);
  expect(clonesPerClass(classes(0, 500))[0]).toBe(0);
});

test('a capacity counts redundancy and the share of the metadata, and refuses what is no size', () => {
  const size = { writtenBytes: 2 ** 40, writtenBytesPerDay: 3600 * 2 ** 30, redundancy: 1.5 };
  const measured = { storedShare: 0.5, cpuSecondsPerGiB: 2 };
  const prices = { currency: 'EUR', perRawTiB: 95, perCoreHour: 10 };
  expect(estimateCapacity(size, measured, osa, prices)).toEqual({
    rawBytes: (2 ** 40 * 0.75) / 0.95,
    coreHoursPerDay: 2,
    cost: { currency: 'EUR', capacity: expect.closeTo(75, 9), cpuPerDay: 20 },
  });
  expect(estimateCapacity(size, measured, osa, null).cost).toBeNull();
  expect(() => estimateCapacity({ ...size, redundancy: -1 }, measured, osa, null)).toThrow('-1');
});

function hasMke2fs(): boolean {
  try {
    execFileSync('mke2fs', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test('without mke2fs, nothing was tested', async () => {
  const before = process.env['PATH'];
  process.env['PATH'] = folder;
  try {
    const outcome = await buildExt4Image(folder, join(folder, 'none.img'), 2 ** 22);
    expect(outcome).toEqual({ ok: false, kind: 'absent', detail: 'mke2fs is not installed' });
  } finally {
    process.env['PATH'] = before;
  }
});

test.skipIf(!hasMke2fs())(
  'an ext4 image holds the files, twice the same, and refuses to be too small',
  async () => {
    const files = join(folder, 'files');
    mkdirSync(files);
    const text = 'a line that is found in the image\n'.repeat(4096);
    writeFileSync(join(files, 'text'), text);
    // Times of last access are copied; where they lie ahead, no reader moves them.
    const ahead = new Date(Date.now() + 3_600_000);
    for (const path of [join(files, 'text'), files]) utimesSync(path, ahead, new Date());
    const [one, other] = [join(folder, 'one.img'), join(folder, 'other.img')];
    for (const path of [one, other])
      expect(await buildExt4Image(files, path, 8 * 2 ** 20)).toEqual({ ok: true });
    expect(readFileSync(one).includes(text.slice(0, 4096))).toBe(true);
    expect(readFileSync(one).equals(readFileSync(other))).toBe(true);
    const small = await buildExt4Image(files, join(folder, 'small.img'), 2 ** 17);
    expect(small).toMatchObject({ ok: false, kind: 'failed' });
  },
);
