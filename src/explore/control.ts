/**
 * What the threads of a search tell each other without messages: a few counters in shared memory. Those that several
 * threads write stand on cache lines of their own, so that nobody waits for a neighbour's counter.
 */

import type { MessagePort } from 'node:worker_threads';

/** The cells of a cache line, and of the one that is fetched with it. */
const line = 32;

/** Where the cells of a level lie. The main thread writes the first seven between two steps, when all others wait. */
export const cell = {
  /** Counts levels; the nodes of the one that is expanded; slots below `settled` are of levels before. */
  level: 0,
  start: 1,
  end: 2,
  settled: 3,
  /** Slots are handed out below. */
  limit: 4,
  /** How many nodes a thread takes at a time. */
  chunk: 5,
  /** How many threads take part. */
  threads: 6,
  /** The next node of the level that nobody has taken. */
  cursor: 32,
  /** The next slot that nobody has taken. */
  tail: 64,
  /** Not 0 when the level is to be given up. */
  stop: 96,
} as const;

/** The cells that a worker writes, from the start of its line on. */
export const ownCell = {
  /** States that it found in this level. */
  states: 0,
  /** Nodes that it has taken and not expanded: a table could not answer, or there was no room. */
  left: 1,
} as const;

/** @param workers threads that take part */
export function controlOf(workers: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * line * (4 + workers)));
}

export function lineOf(worker: number): number {
  return line * (4 + worker);
}

/** The sum of one cell of all workers. */
export function sumOf(control: Int32Array, own: number): number {
  let sum = 0;
  for (let at = lineOf(0); at < control.length; at += line) sum += control[at + own] as number;
  return sum;
}

/** So many looks, some hundred microseconds: longer than most steps of others take, and about what waking up costs. */
const looksBeforeWaiting = 10_000;

/**
 * Waits until a cell no longer holds `value`: looks for a moment, and then sleeps.
 *
 * @returns false when it still does after `timeoutMs`
 */
export function waitWhile(
  cells: Int32Array,
  at: number,
  value: number,
  timeoutMs: number = Number.POSITIVE_INFINITY,
): boolean {
  for (let look = 0; look < looksBeforeWaiting; look++) if (Atomics.load(cells, at) !== value) return true;
  while (Atomics.load(cells, at) === value) {
    if (Atomics.wait(cells, at, value, timeoutMs) === 'timed-out') return false;
  }
  return true;
}

/** What both sides wait on, and the port for what does not fit into a number. */
export type Signal = { readonly port: MessagePort; readonly signal: Int32Array };

/** What a thread is given when it starts. The port that it holds closes when it ends. */
export type Line = Signal & { readonly held: MessagePort };

/** Where the cells of a signal lie: what each side writes, on cache lines of its own. */
export const signalCell = {
  /** How many steps were asked for, and which is the last. */
  asked: 0,
  step: 1,
  /** How many were taken, and whether the last one left a message. */
  answered: 32,
  says: 33,
} as const;
export const signalBytes: number = 8 * line;
