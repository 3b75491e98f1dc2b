/**
 * How fast blocks are deduplicated, beside `duperemove`, `borg` and the bare hashes, and whether all count the same.
 * `node bench/dedup.ts [BYTES [ROUNDS]]` prints the rows.
 */
import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuUsage } from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { BlockHash } from '../src/workload/block-hash.ts';
import { fillBlocks } from '../src/workload/content.ts';
import type { CloneContent } from '../src/workload/content.ts';
import { DedupIndex } from '../src/workload/dedup-index.ts';
import { fingerprintWords, loadFingerprint } from '../src/workload/fingerprint.ts';
import { readCorpus } from '../src/workload/golden.ts';
import { drawDivergence } from '../src/workload/layout.ts';
import type { Clone, Layout } from '../src/workload/layout.ts';
import { measureSite } from '../src/workload/measure-site.ts';
import type { SiteWorkload } from '../src/workload/measure-site.ts';
import { array } from '../models/storage.ts';
import { VerifiedIndex } from '../src/workload/verified-index.ts';
import { numbersOf } from './arguments.ts';
import { rowOf, textOf } from './row.ts';
import type { BenchRow, Round } from './row.ts';

const blockBytes = 4096;
const roundsDefault = 3;
const sizeDefault = 2 ** 29;
/** Rounds before those that count, in which code is compiled and memory met for the first time. */
const warmUpRounds = 3;
/** Short ones, to see what others on the machine take away. */
const indexRounds = 15;
const clonesCount = 8;
/** Borg takes some forty times as long. */
const borgBytesMax = 2 ** 27;
/** What design calls for: blocks a second of one core, by a fast hash and with every match compared. */
const verifiedBar = 800_000;

/** What there is to count: clones of one image as files, and the image's content in memory. */
type Data = { readonly folder: string; readonly content: CloneContent; readonly sizeBytes: number };

/**
 * All rows, each interleaved with its peer. Where a peer is not installed, its rows are left out and stderr says so.
 * @param sizeBytes of the files for `duperemove`; borg gets 128 MiB at the most
 * @param rounds against `duperemove`
 */
export async function rows(
  sizeBytes: number = sizeDefault,
  rounds: number = roundsDefault,
): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-bench-'));
  try {
    const found: BenchRow[] = [];
    const data = writeClones(join(folder, 'files'), sizeBytes);
    if (isThere('duperemove')) found.push(...(await besideDuperemove(data, folder, rounds)));
    if (isThere('borg')) {
      const less = sizeBytes > borgBytesMax ? writeClones(join(folder, 'less'), borgBytesMax) : data;
      found.push(...(await besideBorg(less, folder)));
    }
    found.push(verifiedIndex(data), await besideHash(data, 'sha1'), await besideHash(data, 'sha256'));
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isThere(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write(`NOT TESTED against ${program}: it is not installed\n`);
    return false;
  }
}

/** Files of whole blocks, so that no tool's way with the tail of a file makes a difference. */
function writeClones(folder: string, sizeBytes: number): Data {
  const blocks = Math.floor(sizeBytes / clonesCount / blockBytes);
  const clone: Clone = {
    parent: 'golden',
    divergedBlocks: Math.floor(blocks / 4),
    linked: false,
    dataEncryptionKey: 0,
    domain: 0,
    lbaShiftBlocks: 0,
    byteShift: 0,
  };
  const clones = Array.from({ length: clonesCount }, () => clone);
  const layout: Layout = { seed: 'bench', blockBytes, blocks, zeroBlocks: Math.floor(blocks / 20), clones };
  const corpus = readCorpus(2 ** 23, 'bench').bytes;
  const content: CloneContent = { layout, divergence: drawDivergence(layout), corpus, stampedFrom: 0 };
  mkdirSync(folder);
  const buffer = new Uint8Array(256 * blockBytes);
  for (let number = 0; number < clonesCount; number += 1) {
    const descriptor = openSync(join(folder, `disk-${number}.img`), 'w');
    for (let first = 0; first < blocks; first += 256) {
      const count = fillBlocks(content, number, first, Math.min(256, blocks - first), buffer).length;
      writeSync(descriptor, buffer.subarray(0, count * blockBytes));
    }
    closeSync(descriptor);
  }
  return { folder, content, sizeBytes: blocks * clonesCount * blockBytes };
}

type Count = { readonly logical: number; readonly unique: number; readonly megabytesPerSecond: number };

async function ours({ folder, sizeBytes }: Data): Promise<Count> {
  const workload: SiteWorkload = {
    seed: 'bench',
    model: array({ blockBytes }),
    domains: 1,
    vsanEncryption: false,
    machines: [],
    image: { divergenceShare: 0, zeroShare: 0 },
    sizeBytes: 0,
    dataPath: folder,
    site: null,
    prices: null,
  };
  const startedAt = performance.now();
  // The start of the workers is part of it, as is that of the peer's process.
  const options = { workers: availableParallelism(), mediaFolder: null, ways: ['plain'] } as const;
  const { rows: counted, complete } = await measureSite(workload, options);
  const seconds = (performance.now() - startedAt) / 1000;
  const row = counted[0];
  if (row === undefined || !complete) throw new Error('our own count is not complete');
  return {
    logical: row.logicalBlocks,
    unique: row.uniqueBlocks,
    megabytesPerSecond: sizeBytes / 1e6 / seconds,
  };
}

/** Hashing alone: `duperemove` looks for extents only when it is told to deduplicate or to list them. */
function duperemove({ folder, sizeBytes }: Data, hashfile: string): Count {
  rmSync(hashfile, { force: true });
  const startedAt = performance.now();
  execFileSync('duperemove', ['-r', '-q', '-b', `${blockBytes}`, `--hashfile=${hashfile}`, folder], {
    stdio: 'ignore',
  });
  const seconds = (performance.now() - startedAt) / 1000;
  const database = new DatabaseSync(hashfile, { readOnly: true });
  const found = database.prepare('select count(*) as logical, count(distinct digest) as u from hashes').get();
  database.close();
  return {
    logical: Number(found?.['logical']),
    unique: Number(found?.['u']),
    megabytesPerSecond: sizeBytes / 1e6 / seconds,
  };
}

/** Chunks of the archive, of which its own records of names and times are left out. */
function borg({ folder, sizeBytes }: Data, base: string): Count {
  rmSync(base, { recursive: true, force: true });
  mkdirSync(base);
  const env = { ...process.env, BORG_BASE_DIR: base, BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'yes' };
  const run = (...args: string[]): void => void execFileSync('borg', args, { env, stdio: 'ignore' });
  const repository = join(base, 'repository');
  run('init', '-e', 'none', repository);
  const startedAt = performance.now();
  run(
    'create',
    '--compression',
    'none',
    '--chunker-params',
    `fixed,${blockBytes}`,
    `${repository}::a`,
    folder,
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const dump = join(base, 'archive.json');
  run('debug', 'dump-archive', `${repository}::a`, dump);
  const archive = JSON.parse(readFileSync(dump, 'utf8')) as {
    _items: { chunks?: [string, number, number][] }[];
  };
  const chunks = archive._items.flatMap((item) => (item.chunks ?? []).map(([id]) => id));
  return {
    logical: chunks.length,
    unique: new Set(chunks).size,
    megabytesPerSecond: sizeBytes / 1e6 / seconds,
  };
}

async function besideDuperemove(data: Data, folder: string, rounds: number): Promise<BenchRow[]> {
  const size = `${Math.round(data.sizeBytes / 2 ** 20)} MiB`;
  return besidePeer(`deduplicate ${size} end to end`, 'duperemove -b 4096', data, rounds, () =>
    duperemove(data, join(folder, 'hashes.db')),
  );
}

async function besideBorg(data: Data, folder: string): Promise<BenchRow[]> {
  const size = `${Math.round(data.sizeBytes / 2 ** 20)} MiB`;
  return besidePeer(`deduplicate ${size} end to end`, 'borg, fixed chunks of 4096', data, 1, () =>
    borg(data, join(folder, 'borg')),
  );
}

async function besidePeer(
  name: string,
  against: string,
  data: Data,
  times: number,
  peer: () => Count,
): Promise<BenchRow[]> {
  const speeds: Round[] = [];
  const counts: Round[] = [];
  for (let round = 0; round < times; round += 1) {
    const theirs = peer();
    const mine = await ours(data);
    if (mine.logical !== theirs.logical)
      throw new Error(`${against} counts ${theirs.logical} blocks, we count ${mine.logical}`);
    speeds.push({ ours: mine.megabytesPerSecond, theirs: theirs.megabytesPerSecond });
    counts.push({ ours: mine.unique, theirs: theirs.unique });
  }
  return [rowOf(name, against, 'MB/s', speeds), rowOf('unique blocks', against, 'blocks', counts)];
}

/** CPU seconds of this process: what other programs leave of the core is no part of a figure for one core. */
function cpuSeconds(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1e6;
}

const extentBlocks = 256;
const memoryMax = 2 ** 28;

/** Every block of the data in memory, at most 256 MiB of it. */
function blocksInMemory({ content }: Data, memory: Uint8Array = new Uint8Array(memoryMax)): Uint8Array[] {
  const { blocks } = content.layout;
  const clones = Math.max(1, Math.min(clonesCount, Math.floor(memoryMax / (blocks * blockBytes))));
  const count = Math.min(blocks, memoryMax / blockBytes);
  const all: Uint8Array[] = [];
  for (let number = 0; number < clones; number += 1) {
    const bytes = memory.subarray(number * count * blockBytes, (number + 1) * count * blockBytes);
    fillBlocks(content, number, 0, count, bytes);
    for (let block = 0; block < count; block += 1)
      all.push(bytes.subarray(block * blockBytes, (block + 1) * blockBytes));
  }
  return all;
}

/** With the data where the hash can take it from without a copy. */
function verifiedIndex(data: Data): BenchRow {
  const hasher = new BlockHash({ dataBytes: memoryMax, blockBytes });
  const blocks = blocksInMemory(data, hasher.data);
  const speeds: Round[] = [];
  for (let round = 0; round < indexRounds + warmUpRounds; round += 1) {
    const index = new VerifiedIndex({
      bytesMax: 2 ** 30,
      hash: (block, words) => hasher.hash(block, words),
      isSame: (location, block) => Buffer.compare(blocks[location] ?? block, block) === 0,
    });
    const startedAt = cpuSeconds();
    for (const [location, block] of blocks.entries()) index.add(block, location);
    const seconds = cpuSeconds() - startedAt;
    if (round >= warmUpRounds) speeds.push({ ours: blocks.length / seconds, theirs: verifiedBar });
  }
  return rowOf(
    'index by a fast hash, every match compared, one core',
    'the bar',
    'blocks per CPU second',
    speeds,
  );
}

async function besideHash(data: Data, name: 'sha1' | 'sha256'): Promise<BenchRow> {
  const blocks = blocksInMemory(data);
  const fingerprint = await loadFingerprint(name);
  const words = new Uint32Array(extentBlocks * fingerprintWords);
  const speeds: Round[] = [];
  for (let round = 0; round < roundsDefault + warmUpRounds; round += 1) {
    const bareAt = cpuSeconds();
    for (const block of blocks) hash(name, block, 'buffer');
    const startedAt = cpuSeconds();
    const index = new DedupIndex({ bytesMax: 2 ** 30 });
    // As `writeThrough` does it: the fingerprints of an extent, then the index.
    for (let first = 0; first < blocks.length; first += extentBlocks) {
      const extent = blocks.slice(first, first + extentBlocks);
      for (const [at, block] of extent.entries()) fingerprint(block, words, at * fingerprintWords);
      for (const at of extent.keys()) index.add(words, at * fingerprintWords, 0);
    }
    const endedAt = cpuSeconds();
    const perSecond = (seconds: number): number => blocks.length / seconds;
    if (round > 0)
      speeds.push({ ours: perSecond(endedAt - startedAt), theirs: perSecond(startedAt - bareAt) });
  }
  return rowOf(`index by ${name}, one core`, `${name} alone`, 'blocks per CPU second', speeds);
}

if (import.meta.main) {
  const [size, rounds] = numbersOf('node bench/dedup.ts', [
    { name: 'BYTES', otherwise: sizeDefault, least: 2 ** 20 },
    { name: 'ROUNDS', otherwise: roundsDefault, least: 1 },
  ]);
  for (const row of await rows(size, rounds)) process.stdout.write(textOf(row));
}
