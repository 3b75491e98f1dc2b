/** How fast extents are enciphered, beside `openssl speed` in the same run. `node bench/crypto.ts` prints the rows. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { nativeWay } from '../src/crypto/extent-native.ts';
import { wasmWay } from '../src/crypto/extent-wasm.ts';
import { plainWay } from '../src/crypto/extent.ts';
import type { ExtentWay } from '../src/crypto/extent.ts';
import { keyFrom } from '../src/crypto/key.ts';
import type { Key } from '../src/crypto/key.ts';
import { randomOf } from '../src/random.ts';
import { numbersOf } from './arguments.ts';
import { rowOf, textOf } from './row.ts';
import type { BenchRow } from './row.ts';

const sectorBytes = 4096;
/** 256 sectors, enciphered again and again. (OpenSSL's own measure is one sector, again and again.) */
const extentBytes = 1_048_576;
const rounds = 9;
const roundMs = 400;
/** Long enough that another program's turn on a core does not decide a round. */
const workerRounds = 12;
const workerRoundMs = 1000;

type Direction = 'encrypt' | 'decrypt';

/** All rows, each interleaved with its peer. Takes about a minute. */
export async function rows(): Promise<BenchRow[]> {
  const key = keyFrom(randomOf('bench', 'crypto').bytes(64));
  const native = nativeWay();
  return [
    besideOpenssl('XTS-AES-256, 4 KiB sectors, encrypt, in place', 'encrypt', inPlace(wasmWay, key)),
    besideOpenssl('XTS-AES-256, 4 KiB sectors, decrypt, in place', 'decrypt', inPlace(wasmWay, key)),
    besideOpenssl('the same, encrypt, from and to any buffer', 'encrypt', anyBuffer(wasmWay, key)),
    besideOpenssl('the plain way, encrypt', 'encrypt', anyBuffer(plainWay, key)),
    ...(native === undefined
      ? []
      : [besideOpenssl('the native way, encrypt', 'encrypt', inPlace(native, key))]),
    await twoWorkers(),
  ];
}

type Extent = (direction: Direction) => void;

/** Enciphers an extent where it lies, in a buffer of the way's own. */
function inPlace(way: ExtentWay, key: Key): Extent {
  const cipher = way.cipherFor(key, sectorBytes);
  const data = way.bufferFor(extentBytes);
  return (direction) => cipher[direction](0, data, data);
}

/** Enciphers an extent from one ordinary buffer to another. */
function anyBuffer(way: ExtentWay, key: Key): Extent {
  const cipher = way.cipherFor(key, sectorBytes);
  const [data, out] = [Buffer.alloc(extentBytes), Buffer.alloc(extentBytes)];
  return (direction) => cipher[direction](0, data, out);
}

function besideOpenssl(name: string, direction: Direction, run: Extent): BenchRow {
  gigabytesPerSecond(() => run(direction));
  const measured = Array.from({ length: rounds }, () => ({
    theirs: opensslSpeed(direction),
    ours: gigabytesPerSecond(() => run(direction)),
  }));
  const option = direction === 'decrypt' ? ' -decrypt' : '';
  return rowOf(name, `openssl speed -evp aes-256-xts -bytes 4096${option}`, 'GB/s', measured);
}

/** By the processor time of this whole process, its collector included, as OpenSSL's figure is by its own. */
function gigabytesPerSecond(extent: () => void): number {
  const until = performance.now() + roundMs;
  const before = process.cpuUsage();
  let bytes = 0;
  while (performance.now() < until) {
    extent();
    bytes += extentBytes;
  }
  const { user, system } = process.cpuUsage(before);
  return bytes / (user + system) / 1e3;
}

function opensslSpeed(direction: Direction): number {
  const options = ['-mr', '-seconds', '1', '-bytes', String(sectorBytes), '-evp', 'aes-256-xts'];
  if (direction === 'decrypt') options.push('-decrypt');
  const run = spawnSync('openssl', ['speed', ...options], { encoding: 'utf8' });
  // `+F:25:AES-256-XTS:6292663240.00`, in bytes a second.
  const figure = /^\+F:\d+:[^:]*:([\d.]+)$/m.exec(run.stdout)?.[1];
  if (figure === undefined) throw new Error(`openssl speed gave no figure: ${run.stdout}${run.stderr}`);
  return Number(figure) / 1e9;
}

/** Two worker threads against one. Each has an extent in shared memory, and only numbers travel between threads. */
async function twoWorkers(): Promise<BenchRow> {
  const shared = new SharedArrayBuffer(2 * extentBytes);
  const workers = [0, 1].map(
    (index) =>
      new Worker(new URL('crypto-worker.ts', import.meta.url), {
        workerData: { shared, at: index * extentBytes, lengthBytes: extentBytes },
      }),
  );
  // By the wall clock, since the question is what a second thread gains.
  const speedOf = async (active: readonly Worker[]): Promise<number> => {
    const answers = active.map((worker) => once(worker, 'message'));
    for (const worker of active) worker.postMessage(workerRoundMs);
    const speeds = await Promise.all(answers);
    return speeds.flat().reduce((sum: number, speed: number) => sum + speed, 0);
  };
  await speedOf(workers);
  const measured = [];
  for (let round = 0; round < workerRounds; round += 1)
    measured.push({ theirs: await speedOf(workers.slice(0, 1)), ours: await speedOf(workers) });
  await Promise.all(workers.map((worker) => worker.terminate()));
  return rowOf('two worker threads, shared memory', 'one worker thread', 'GB/s', measured);
}

if (import.meta.main) {
  numbersOf('node bench/crypto.ts', []);
  for (const row of await rows()) process.stdout.write(textOf(row));
}
