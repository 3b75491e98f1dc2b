/**
 * The plain loops that the gain of a second worker is measured beside: the memory accesses of a search, and nothing
 * else. Each thread looks at random places of a table in shared memory, and writes to some of them; in one of the
 * two loops, as the threads of a search do it: by compare-and-exchange, and after what it found was written behind what
 * it had found before, to memory that is fresh.
 */
import { parentPort, workerData } from 'node:worker_threads';

/** In `fresh`, of at least as many bytes as all looks: how many finds threads have taken places for, and the finds. */
type Task = { readonly looks: number; readonly seed: number; readonly fresh?: SharedArrayBuffer };

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

/** Of so many looks, one finds a new state: as many in all as a search has nodes. */
const findEvery = 16;
/** Twelve bytes. Of a node of a search on two threads, fifteen are in memory that was not kept. */
const wordsEach = 3;
const takenAtOnce = 512;

function lookAndFind(looks: number, seed: number, fresh: Int32Array): number {
  let [random, sum, slot, end] = [seed, 0, 0, 0];
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
      const entry = table[place + 1] as number;
      sum ^= entry;
      if ((at + step) % findEvery !== 0) continue;
      if (slot === end) {
        slot = Atomics.add(fresh, 0, takenAtOnce);
        end = slot + takenAtOnce;
      }
      const first = 1 + slot * wordsEach;
      for (let word = 0; word < wordsEach; word++) fresh[first + word] = again;
      Atomics.compareExchange(table, place + 1, entry, slot++);
      table[place] = again;
    }
  }
  return sum;
}

function next(random: number): number {
  let value = random ^ (random << 13);
  value ^= value >>> 17;
  return value ^ (value << 5);
}

parentPort?.on('message', ({ looks, seed, fresh }: Task) =>
  parentPort?.postMessage(
    fresh === undefined ? look(looks, seed) : lookAndFind(looks, seed, new Int32Array(fresh)),
  ),
);
