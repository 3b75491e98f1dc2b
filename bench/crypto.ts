/** How fast extents are enciphered, beside `openssl speed` in the same run. `node bench/crypto.ts` prints the rows. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { wasmWay } from '../src/crypto/extent-wasm.ts';
import { plainWay } from '../src/crypto/extent.ts';
import type { ExtentWay } from '../src/crypto/extent.ts';
import { keyFrom } from '../src/crypto/key.ts';
import { randomOf } from '../src/random.ts';
import { rowOf, textOf } from './row.ts';
import type { BenchRow } from './row.ts';

const sectorBytes = 4096;
/** Extents of 1 MiB, sixteen of them, so that they do not all fit a processor's second cache. */
const extentBytes = 1_048_576;
const extents = 16;
const rounds = 7;
const roundMs = 500;

type Direction = 'encrypt' | 'decrypt';

/** All rows, each interleaved with its peer. Takes about a minute. */
export async function rows(): Promise<BenchRow[]> {
  const key = keyFrom(randomOf('bench', 'crypto').bytes(64));
  return [
    besideOpenssl('XTS-AES-256, 4 KiB sectors, encrypt, in place', 'encrypt', inPlace(wasmWay, key)),
    besideOpenssl('XTS-AES-256, 4 KiB sectors, decrypt, in place', 'decrypt', inPlace(wasmWay, key)),
    besideOpenssl('the same, encrypt, from and to any buffer', 'encrypt', anyBuffer(wasmWay, key)),
    besideOpenssl('the plain way, encrypt', 'encrypt', anyBuffer(plainWay, key)),
    await twoWorkers(),
  ];
}

type Extents = (direction: Direction) => void;

/** Enciphers all extents where they lie, in a buffer of the way's own. */
function inPlace(way: ExtentWay, key: ReturnType<typeof keyFrom>): Extents {
  const cipher = way.cipherFor(key, sectorBytes);
  const data = way.bufferFor(extents * extentBytes);
  return (direction) => {
    for (let at = 0; at < data.length; at += extentBytes) {
      const extent = data.subarray(at, at + extentBytes);
      cipher[direction](at / sectorBytes, extent, extent);
    }
  };
}

/** Enciphers all extents from one ordinary buffer to another. */
function anyBuffer(way: ExtentWay, key: ReturnType<typeof keyFrom>): Extents {
  const cipher = way.cipherFor(key, sectorBytes);
  const [data, out] = [Buffer.alloc(extents * extentBytes), Buffer.alloc(extents * extentBytes)];
  return (direction) => {
    for (let at = 0; at < data.length; at += extentBytes)
      cipher[direction](
        at / sectorBytes,
        data.subarray(at, at + extentBytes),
        out.subarray(at, at + extentBytes),
      );
  };
}

function besideOpenssl(name: string, direction: Direction, run: Extents): BenchRow {
  gigabytesPerSecond(() => run(direction));
  const measured = Array.from({ length: rounds }, () => ({
    theirs: opensslSpeed(direction),
    ours: gigabytesPerSecond(() => run(direction)),
  }));
  const option = direction === 'decrypt' ? ' -decrypt' : '';
  return rowOf(name, `openssl speed -evp aes-256-xts -bytes 4096${option}`, 'GB/s', measured);
}

/** By the wall clock, as is OpenSSL's with `-elapsed`. */
function gigabytesPerSecond(all: () => void): number {
  const startedAt = performance.now();
  let bytes = 0;
  while (performance.now() < startedAt + roundMs) {
    all();
    bytes += extents * extentBytes;
  }
  return bytes / (performance.now() - startedAt) / 1e6;
}

function opensslSpeed(direction: Direction): number {
  const options = ['-elapsed', '-mr', '-seconds', '1', '-bytes', String(sectorBytes), '-evp', 'aes-256-xts'];
  if (direction === 'decrypt') options.push('-decrypt');
  const run = spawnSync('openssl', ['speed', ...options], { encoding: 'utf8' });
  // `+F:25:AES-256-XTS:6292663240.00`, in bytes a second.
  const figure = /^\+F:\d+:[^:]*:([\d.]+)$/m.exec(run.stdout)?.[1];
  if (figure === undefined) throw new Error(`openssl speed gave no figure: ${run.stdout}${run.stderr}`);
  return Number(figure) / 1e9;
}

/** Two worker threads against one. Their extents lie in shared memory, and only numbers travel between threads. */
async function twoWorkers(): Promise<BenchRow> {
  const shared = new SharedArrayBuffer(2 * extents * extentBytes);
  const workers = [0, 1].map(
    (index) =>
      new Worker(new URL('crypto-worker.ts', import.meta.url), {
        workerData: { shared, at: index * extents * extentBytes, lengthBytes: extents * extentBytes },
      }),
  );
  const passesOf = async (active: readonly Worker[]): Promise<number> => {
    const answers = active.map((worker) => once(worker, 'message'));
    for (const worker of active) worker.postMessage(roundMs);
    const speeds = await Promise.all(answers);
    return speeds.flat().reduce((sum: number, speed: number) => sum + speed, 0);
  };
  await passesOf(workers);
  const measured = [];
  for (let round = 0; round < rounds; round += 1)
    measured.push({ theirs: await passesOf(workers.slice(0, 1)), ours: await passesOf(workers) });
  await Promise.all(workers.map((worker) => worker.terminate()));
  return rowOf('two worker threads, shared memory', 'one worker thread', 'GB/s', measured);
}

if (import.meta.main) for (const row of await rows()) process.stdout.write(textOf(row));
