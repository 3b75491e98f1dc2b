/** The worker pool, typed by the two halves of the work. */
import { Piscina } from 'piscina';
import type { BackResult, BackTask, FrontResult, FrontTask } from './extent.ts';

export type ExtentPool = {
  readonly workers: number;
  readonly front: (task: FrontTask) => Promise<FrontResult>;
  readonly back: (task: BackTask) => Promise<BackResult>;
  /** The threads themselves, for a test that kills one. */
  readonly piscina: Piscina;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/**
 * The pool to work on: the one that is there, which stays, or a new one, which goes with the returned value.
 * @param options `workers` counts only for a new one
 */
export function poolFor(options: {
  readonly workers: number;
  readonly pool?: ExtentPool | undefined;
}): ExtentPool {
  const { pool } = options;
  if (pool === undefined) return extentPool(options.workers);
  return { ...pool, [Symbol.asyncDispose]: () => Promise.resolve() };
}

/** @param workers threads, all started at once and kept, since the work is there from the beginning */
export function extentPool(workers: number): ExtentPool {
  // The published package is compiled: the worker beside this file ends the way this file does.
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  const filename = new URL(`./worker${extension}`, import.meta.url).href;
  const piscina = new Piscina<FrontTask | BackTask, FrontResult | BackResult>({
    filename,
    minThreads: workers,
    maxThreads: workers,
    idleTimeout: Number.POSITIVE_INFINITY,
  });
  return {
    workers,
    piscina,
    front: async (task) => asFront(await piscina.run(task)),
    back: async (task) => asBack(await piscina.run(task)),
    [Symbol.asyncDispose]: () => piscina.destroy(),
  };
}

function asFront(result: FrontResult | BackResult): FrontResult {
  if ('fingerprints' in result) return result;
  throw new TypeError('a worker answered a front task with the result of a back task');
}

function asBack(result: FrontResult | BackResult): BackResult {
  if ('storedBytes' in result) return result;
  throw new TypeError('a worker answered a back task with the result of a front task');
}
