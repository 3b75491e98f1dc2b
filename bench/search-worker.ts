/**
 * The plain loop that the gain of a second worker is measured beside: the memory accesses of a search, and nothing
 * else. Each thread looks at random places of a table in shared memory, and writes to some of them.
 */
import { parentPort, workerData } from 'node:worker_threads';

type Task = { readonly looks: number; readonly seed: number };

const table = new Int32Array((workerData as { readonly shared: SharedArrayBuffer }).shared);
const mask = table.length / 2 - 1;
/** Of so many looks, one finds a new state and writes it. */
const newEvery = 8;
/** So many looks are under way at once, as the successors of one state are. */
const together = 8;

function look(looks: number, seed: number): number {
  let [random, sum] = [seed, 0];
  for (let at = 0; at < looks; at += together) {
    const start = random;
    for (let step = 0; step < together; step++) {
      random = next(random);
      sum ^= table[(random & mask) << 1] as number;
    }
    let again = start;
    for (let step = 0; step < together; step++) {
      again = next(again);
      const place = (again & mask) << 1;
      sum ^= table[place + 1] as number;
      if (step % newEvery === 0) {
        table[place] = again;
        table[place + 1] = sum;
      }
    }
  }
  return sum;
}

function next(random: number): number {
  let value = random ^ (random << 13);
  value ^= value >>> 17;
  return value ^ (value << 5);
}

parentPort?.on('message', ({ looks, seed }: Task) => parentPort?.postMessage(look(looks, seed)));
