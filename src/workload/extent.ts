/** What travels between the main thread and the workers: one extent, twice. */
import type { CloneContent } from './content.ts';
import type { CpuMicros } from './cpu.ts';
import type { FileFailure, FileSegment } from './file-content.ts';
import type { FingerprintName } from '../../models/storage.ts';
import type { Layer } from './layers.ts';
import type { StorageModel } from '../../models/storage.ts';

/** Bytes of guest data that are worked on at once. */
export const extentBytes: number = 2 ** 20;

/** A run of block addresses of one virtual disk. */
export type Piece = {
  /** Which data encryption key the disk has; `null` where VM encryption leaves it alone. */
  readonly dataEncryptionKey: number | null;
  /** Is the disk encrypted as the site is configured now? */
  readonly diskIsEncrypted: boolean;
  /** Which deduplication domain, and with it which device key. */
  readonly domain: number;
  /** The first logical block address on the disk. */
  readonly firstBlock: number;
  /** How many addresses. */
  readonly count: number;
  readonly from:
    | { readonly kind: 'clone'; readonly clone: number; readonly content: CloneContent }
    | { readonly kind: 'files'; readonly segments: readonly FileSegment[] };
};

type Common = {
  readonly seed: string;
  readonly layers: readonly Layer[];
  /** Shared memory of at least `extentBytes`: the payload stays where it is, and is never posted. */
  readonly slot: Uint8Array<SharedArrayBuffer>;
  /** Does this extent get decrypted and compared? */
  readonly verify: boolean;
  readonly domain: number;
  readonly blockBytes: number;
};

/** Fill the slot, do what comes before deduplication, and take fingerprints. */
export type FrontTask = Common & {
  readonly half: 'front';
  readonly piece: Piece;
  /** `null` leaves the piece as it is, whatever the layers are. */
  readonly dataEncryptionKey: number | null;
  readonly fingerprint: FingerprintName;
  /** The address of the first block in the datastore: the tweak of a vSAN encryption that comes before dedup. */
  readonly datastoreBlock: number;
};

export type FrontResult = {
  /** How many blocks the slot holds now. */
  readonly blocks: number;
  /** Four words for each. */
  readonly fingerprints: Uint32Array<ArrayBuffer>;
  readonly spent: CpuMicros;
  readonly wrongBlocks: number;
  readonly failures: readonly FileFailure[];
};

/** Do what comes after deduplication with the blocks that it kept, and write them. */
export type BackTask = Common & {
  readonly half: 'back';
  readonly model: StorageModel;
  /** Positions in the slot of the blocks that are new. */
  readonly kept: Uint32Array<ArrayBuffer>;
  /** Where they go on the media; `null` writes nowhere. */
  readonly mediaPath: string | null;
  /** The first of as many blocks on the media, which nothing else under way has. */
  readonly mediaBlock: number;
};

export type BackResult = {
  /** What they take on the media, compressed where that is a layer. */
  readonly storedBytes: number;
  readonly spent: CpuMicros;
  readonly verifiedBlocks: number;
  readonly wrongBlocks: number;
  /** The code of the error that kept them from being written, such as ENOSPC. */
  readonly writeError: string | null;
};
