/**
 * What long work tells while it runs, and when it has to end. It does not look for messages, so that it is to end
 * stands in memory that its thread shares with the one that waits for it.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { MessagePort } from 'node:worker_threads';
import type { SizeEstimate } from '../../models/search-result.ts';
import type { Progress } from '../explore/search.ts';

/** What is being done. */
export type Phase = 'search' | 'recoveries' | 'waysBack' | 'mended' | 'combinations';

/** Why work ended before its end. */
export type StopReason = 'memory' | 'interruption';

export type Told =
  | { readonly phase: Phase }
  | { readonly progress: Progress }
  | { readonly estimate: SizeEstimate }
  /** Not even the smallest sites of its kind could be counted: they have more states than this within so many faults. */
  | { readonly uncounted: { readonly statesMin: number; readonly faultsMax: number } }
  /** Why a thread of the search has ended on the way. */
  | { readonly lost: string };

/** What connects the thread of some work with the one that waits for it. */
export type Watch = {
  /** One for all threads: 1 once everything is to end. */
  readonly stop: Int32Array;
  /** Takes what is `Told`. */
  readonly port: MessagePort;
};

export type Guard = {
  readonly tell: (told: Told) => void;
  readonly enter: (phase: Phase) => void;
  /** Told now and then by whatever takes long, a search with its counts. False: it has to end. */
  readonly goesOn: (progress?: Progress) => boolean;
  readonly isInterrupted: () => boolean;
  /** `undefined` while nothing had to end. */
  readonly stoppedBy: () => StopReason | undefined;
};

/** For work that nobody waits for. */
export const unguarded: Guard = {
  tell: () => {},
  enter: () => {},
  goesOn: () => true,
  isInterrupted: () => false,
  stoppedBy: () => undefined,
};

export function stopFlag(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4));
}

/** Everything that looks at the flag ends soon. */
export function raise(stop: Int32Array): void {
  Atomics.store(stop, 0, 1);
}

/**
 * Tables double when they are full, the old one beside the new one: work that ends at this share of its bound stays
 * below it.
 */
const shareOfMemory = 0.7;

/** Work asks often, so that it ends soon; how it stands is told, and memory looked at, so seldom. */
const lookEveryMs = 100;

/** What is no longer needed does not count: it is given back before anything is called too much. */
function isAbove(limitBytes: number): boolean {
  if (process.memoryUsage.rss() <= limitBytes) return false;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage.rss() > limitBytes;
}

/** @param memoryMaxBytes what the whole process may take */
export function guardOf({ stop, port }: Watch, memoryMaxBytes: number): Guard {
  let reason: StopReason | undefined;
  let lookedAt = -lookEveryMs;
  let isFull = false;
  const isInterrupted = (): boolean => Atomics.load(stop, 0) === 1;
  const tell = (told: Told): void => port.postMessage(told);
  return {
    tell,
    enter: (phase) => tell({ phase }),
    goesOn: (progress) => {
      if (isInterrupted()) reason = 'interruption';
      if (reason === 'interruption') return false;
      if (performance.now() - lookedAt >= lookEveryMs) {
        lookedAt = performance.now();
        isFull = isAbove(memoryMaxBytes * shareOfMemory);
        if (progress !== undefined) tell({ progress });
      }
      if (isFull) reason = 'memory';
      return !isFull;
    },
    isInterrupted,
    stoppedBy: () => reason,
  };
}
