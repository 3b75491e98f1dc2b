/** Drives extents through the layers on the pool, and decides in a fixed order which blocks are new. */
import { addCpu, timed } from './cpu.ts';
import type { CpuMicros } from './cpu.ts';
import { DedupIndex, IndexFullError } from './dedup-index.ts';
import { extentBytes } from './extent.ts';
import type { BackTask, FrontResult, Piece } from './extent.ts';
import type { FileFailure } from './file-content.ts';
import { fingerprintWords } from './fingerprint.ts';
import { happensBefore, layersFault } from './layers.ts';
import type { Layer } from './layers.ts';
import type { ExtentPool } from './pool.ts';
import type { StorageModel } from '../../models/storage.ts';

export type WriteOptions = {
  readonly seed: string;
  readonly layers: readonly Layer[];
  readonly model: StorageModel;
  /** Are all disks encrypted by VM encryption, or those that the site has configured so? */
  readonly everyDiskIsEncrypted: boolean;
  /** A file that stands for the media, as a ring (see `ringExtents`); `null` writes nowhere. */
  readonly mediaPath: string | null;
  /** Every how many extents one is read back, decrypted and compared. */
  readonly verifyEvery: number;
  /** Of the index of each domain. */
  readonly indexBytesMax: number;
  /** Counts instead of the index: then nothing is unique here, and nothing is compressed or written. */
  readonly sample?: { readonly add: (words: Uint32Array, at: number) => void } | undefined;
  /** Called after each extent, with the blocks that were counted in it. */
  readonly onBlocks?: ((blocks: number) => void) | undefined;
};

/** Everything that was counted: the same for any number of workers, unless something failed. */
export type Counts = {
  logicalBlocks: number;
  uniqueBlocks: number;
  /** What the unique blocks take, compressed where that is a layer. */
  storedBytes: number;
  verifiedBlocks: number;
  wrongBlocks: number;
  /** The first of the files that failed, and how many did. */
  failures: FileFailure[];
  unreadable: number;
  changed: number;
  /** Extents whose kept blocks did not reach the media, by the code of the error. */
  writeErrors: Record<string, number>;
  /** Workers that died and whose extent was done again; `lostExtents` when that failed too. */
  workersLost: number;
  lostExtents: number;
  /** Of the first loss. */
  lossDetail: string | null;
  stopped: 'aborted' | 'indexFull' | null;
};

/** What was counted, and the CPU time that it took, which differs from run to run. */
export type Written = { readonly counts: Counts; readonly spent: CpuMicros };

/** Did everything that was asked for happen, so that the numbers are those of the whole? */
export function isComplete(counts: Counts): boolean {
  const { stopped, lostExtents, wrongBlocks, unreadable, changed, writeErrors } = counts;
  return (
    stopped === null &&
    lostExtents + wrongBlocks + unreadable + changed === 0 &&
    Object.keys(writeErrors).length === 0
  );
}

const failuresShownMax = 20;

/**
 * The media is a ring of twice as many extents as there are slots: what is under way is never overwritten, no disk
 * fills up, and what is written stays in the system's cache, so that rows do not differ by who met fresh memory first.
 */
const ringExtents = 2;

/** Slots for each worker: one that it fills, one that it empties, and one that waits for either. */
const slotsPerWorker = 3;

type Slot = Uint8Array<SharedArrayBuffer>;
type Waiting = { piece: Piece; slot: Slot; verify: boolean; front: Promise<FrontResult | undefined> };

/**
 * Writes all pieces in several ways at once, piece by piece, so that whatever else the machine does at a time costs
 * all of them alike, and what is stopped half-way can still be compared. Memory is that of the slots and the indexes,
 * whatever the pieces add up to.
 * @param pieces in the order in which the first of two equal blocks is kept
 * @param signal stops all of them after the same piece
 * @returns for each way, in order
 * @throws RangeError when layers stand in an order that no storage system has
 */
export async function writeThrough(
  pool: ExtentPool,
  pieces: Iterable<Piece> | AsyncIterable<Piece>,
  ways: readonly WriteOptions[],
  signal?: AbortSignal,
): Promise<Written[]> {
  for (const { layers } of ways) {
    const fault = layersFault(layers);
    if (fault !== undefined) throw new RangeError(`${layers.join(', ')}: ${fault}`);
  }
  const runs = ways.map((options) => new Run(pool, options));
  for await (const piece of pieces) {
    if (signal?.aborted === true) for (const { counts } of runs) counts.stopped ??= 'aborted';
    const going = runs.filter(({ counts }) => counts.stopped === null);
    if (going.length === 0) break;
    for (const run of going) await run.start(piece);
  }
  for (const run of runs) await run.finish();
  return runs.map(({ counts, spent }) => ({ counts, spent }));
}

class Run {
  readonly spent: CpuMicros = {};
  readonly counts: Counts = {
    logicalBlocks: 0,
    uniqueBlocks: 0,
    storedBytes: 0,
    verifiedBlocks: 0,
    wrongBlocks: 0,
    failures: [],
    unreadable: 0,
    changed: 0,
    writeErrors: {},
    workersLost: 0,
    lostExtents: 0,
    lossDetail: null,
    stopped: null,
  };
  readonly #pool: ExtentPool;
  readonly #options: WriteOptions;
  readonly #indexes = new Map<number, DedupIndex>();
  readonly #free: Slot[];
  readonly #fronts: Waiting[] = [];
  readonly #backs = new Set<Promise<void>>();
  readonly #ringBlocks: number;
  #extents = 0;
  #datastoreBlock = 0;

  constructor(pool: ExtentPool, options: WriteOptions) {
    this.#pool = pool;
    this.#options = options;
    const slots = pool.workers * slotsPerWorker;
    this.#ringBlocks = ringExtents * slots * Math.floor(extentBytes / options.model.blockBytes);
    this.#free = Array.from({ length: slots }, () => new Uint8Array(new SharedArrayBuffer(extentBytes)));
  }

  /** Gives the piece to a worker, as soon as there is memory for it. */
  async start(piece: Piece): Promise<void> {
    const slot = await this.#slot();
    const { seed, layers, model, verifyEvery, everyDiskIsEncrypted } = this.#options;
    const verify = this.#extents % verifyEvery === 0;
    const task = {
      half: 'front' as const,
      seed,
      layers,
      slot,
      verify,
      piece,
      dataEncryptionKey: everyDiskIsEncrypted || piece.diskIsEncrypted ? piece.dataEncryptionKey : null,
      domain: piece.domain,
      blockBytes: model.blockBytes,
      fingerprint: model.fingerprint,
      datastoreBlock: this.#datastoreBlock,
    };
    this.#extents += 1;
    this.#datastoreBlock += piece.count;
    this.#fronts.push({ piece, slot, verify, front: this.#twice(() => this.#pool.front(task)) });
  }

  async finish(): Promise<void> {
    while (this.#fronts.length > 0) await this.#decideOldest();
    await Promise.all(this.#backs);
  }

  async #slot(): Promise<Slot> {
    for (;;) {
      const slot = this.#free.pop();
      if (slot !== undefined) return slot;
      if (this.#fronts.length > 0) await this.#decideOldest();
      else await Promise.race(this.#backs);
    }
  }

  /** Always the oldest, whichever worker was ready first: which of two equal blocks is kept must not depend on that. */
  async #decideOldest(): Promise<void> {
    const waiting = this.#fronts.shift();
    if (waiting === undefined) return;
    const result = await waiting.front;
    const before = this.counts.logicalBlocks;
    const kept =
      result === undefined || this.counts.stopped === 'indexFull' ? [] : this.#count(waiting, result);
    if (kept.length > 0 && this.#hasBack()) this.#startBack(waiting, kept);
    else {
      this.counts.storedBytes += kept.length * this.#options.model.blockBytes;
      this.#free.push(waiting.slot);
    }
    this.#options.onBlocks?.(this.counts.logicalBlocks - before);
  }

  #count({ piece }: Waiting, result: FrontResult): number[] {
    const { counts } = this;
    addCpu(this.spent, result.spent);
    counts.wrongBlocks += result.wrongBlocks;
    for (const failure of result.failures) this.#note(failure);
    return timed(this.spent, 'index', () => this.#keepNew(piece.domain, result));
  }

  #keepNew(domain: number, { blocks, fingerprints }: FrontResult): number[] {
    const { counts } = this;
    const { indexBytesMax, sample, model } = this.#options;
    const isAlwaysNew = model.dedupDomain === 'none';
    const kept: number[] = [];
    const index = this.#indexes.get(domain) ?? new DedupIndex({ bytesMax: indexBytesMax });
    this.#indexes.set(domain, index);
    try {
      for (let block = 0; block < blocks; block += 1) {
        const at = block * fingerprintWords;
        if (sample !== undefined) sample.add(fingerprints, at);
        const isNew = sample === undefined && (isAlwaysNew || index.add(fingerprints, at, 0) === -1);
        counts.logicalBlocks += 1;
        if (!isNew) continue;
        counts.uniqueBlocks += 1;
        kept.push(block);
      }
    } catch (error) {
      if (!(error instanceof IndexFullError)) throw error;
      counts.stopped = 'indexFull';
    }
    return kept;
  }

  /** Is there anything to do with what deduplication kept? Without it, an extent need not go to a worker again. */
  #hasBack(): boolean {
    const { layers, model, mediaPath } = this.#options;
    const isCompressed = layers.includes('compression') && model.compression !== null;
    return isCompressed || mediaPath !== null || happensBefore(layers, 'dedup', 'vsanEncryption');
  }

  #startBack({ piece, slot, verify }: Waiting, kept: readonly number[]): void {
    const { seed, layers, model, mediaPath } = this.#options;
    const task: BackTask = {
      half: 'back',
      seed,
      layers,
      slot,
      verify,
      model,
      domain: piece.domain,
      blockBytes: model.blockBytes,
      kept: Uint32Array.from(kept),
      mediaPath,
      mediaBlock: (this.counts.uniqueBlocks - kept.length) % this.#ringBlocks,
    };
    const back = this.#finishBack(task).finally(() => {
      this.#free.push(slot);
      this.#backs.delete(back);
    });
    this.#backs.add(back);
  }

  async #finishBack(task: BackTask): Promise<void> {
    const { counts } = this;
    const result = await this.#twice(() => this.#pool.back(task));
    if (result === undefined) return;
    addCpu(this.spent, result.spent);
    counts.storedBytes += result.storedBytes;
    counts.verifiedBlocks += result.verifiedBlocks;
    counts.wrongBlocks += result.wrongBlocks;
    const code = result.writeError;
    if (code !== null) counts.writeErrors[code] = (counts.writeErrors[code] ?? 0) + 1;
  }

  /** A worker can die of anything, and both halves can be done again from what the slot or the piece holds. */
  async #twice<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    for (let tries = 0; tries < 2; tries += 1) {
      try {
        return await work();
      } catch (error) {
        this.counts.workersLost += 1;
        this.counts.lossDetail ??= String(error);
      }
    }
    this.counts.lostExtents += 1;
    return undefined;
  }

  #note(failure: FileFailure): void {
    this.counts[failure.kind] += 1;
    if (this.counts.failures.length < failuresShownMax) this.counts.failures.push(failure);
  }
}
