/** One thread of the worker row of `crypto.ts`: enciphers its part of shared memory for as long as it is told. */
import { parentPort, workerData } from 'node:worker_threads';
import { wasmWay } from '../src/crypto/extent-wasm.ts';
import { keyFrom } from '../src/crypto/key.ts';
import { randomOf } from '../src/random.ts';

const sectorBytes = 4096;

/** What `crypto.ts` passes; `workerData` has no type of its own. */
const { shared, at, lengthBytes } = workerData as {
  shared: SharedArrayBuffer;
  at: number;
  lengthBytes: number;
};
const data = new Uint8Array(shared, at, lengthBytes);
const cipher = wasmWay.cipherFor(keyFrom(randomOf('bench', 'worker').bytes(64)), sectorBytes);

parentPort?.on('message', (durationMs: number) => {
  const startedAt = performance.now();
  let bytes = 0;
  while (performance.now() < startedAt + durationMs) {
    cipher.encrypt(at / sectorBytes, data, data);
    bytes += data.length;
  }
  // Gigabytes a second.
  parentPort?.postMessage(bytes / (performance.now() - startedAt) / 1e6);
});
