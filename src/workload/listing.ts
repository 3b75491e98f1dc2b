/** Lists what there is to read below a path, in a fixed order and in flat memory, and cuts it into extents. */
import type { Stats } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../random.ts';
import { extentBytes } from './extent.ts';
import type { Piece } from './extent.ts';
import { codeOf } from './file-content.ts';
import type { FileFailure, FileSegment } from './file-content.ts';

/** What a listing met besides files. */
export type Listing = {
  files: number;
  bytes: number;
  /** Of all files, whether they were drawn or not. A file begins on a block of its own. */
  blocks: number;
  /** Symbolic links, sockets, pipes and devices: not content, so not read. */
  skipped: number;
  /** Folders and files that could not be looked at. */
  readonly failures: FileFailure[];
  unreadable: number;
};

export function emptyListing(): Listing {
  return { files: 0, bytes: 0, blocks: 0, skipped: 0, failures: [], unreadable: 0 };
}

const failuresShownMax = 20;

/** Images of whole disks: each is a virtual machine's, with a data encryption key of its own. */
const imageEndings: readonly string[] = ['.img', '.raw', '-flat.vmdk', '.iso'];

/** Everything else that is found belongs to one virtual disk. */
const commonKey = 0;

/** Reads only a part of the blocks, each with the probability `share` on its own. */
export type Draw = { readonly share: number; readonly random: Random };

type Found = { readonly path: string; readonly stats: Stats };

/**
 * A directory as the files in it, by code units of their names, or one file as a disk image. Links are not followed.
 * @param listing is filled while the pieces are taken
 * @param diskIsEncrypted as the site is configured
 * @param draw leaves out blocks by chance; all are read without it
 */
export async function* filePieces(
  path: string,
  blockBytes: number,
  listing: Listing,
  diskIsEncrypted: boolean,
  draw?: Draw,
): AsyncGenerator<Piece, void, undefined> {
  const perExtent = Math.floor(extentBytes / blockBytes);
  const packer = new Packer(blockBytes, perExtent, diskIsEncrypted);
  let images = 0;
  for await (const { path: file, stats } of filesOf(path, listing)) {
    listing.files += 1;
    listing.bytes += stats.size;
    listing.blocks += Math.ceil(stats.size / blockBytes);
    const isImage = imageEndings.some((ending) => file.toLowerCase().endsWith(ending));
    if (isImage) images += 1;
    const target = isImage ? new Packer(blockBytes, perExtent, diskIsEncrypted, commonKey + images) : packer;
    const segments =
      draw === undefined
        ? segmentsOf(file, stats, perExtent * blockBytes)
        : drawnSegments(file, stats, blockBytes, draw);
    for (const segment of segments) yield* target.add(segment);
    if (isImage) yield* target.flush();
  }
  yield* packer.flush();
}

/** How many blocks there are to read, without reading one. */
export async function countBlocks(path: string, blockBytes: number): Promise<number> {
  let blocks = 0;
  for await (const { stats } of filesOf(path, emptyListing())) blocks += Math.ceil(stats.size / blockBytes);
  return blocks;
}

/** Collects small files until an extent is full. */
class Packer {
  readonly #blockBytes: number;
  readonly #perExtent: number;
  readonly #dataEncryptionKey: number;
  readonly #diskIsEncrypted: boolean;
  #segments: FileSegment[] = [];
  #count = 0;
  #firstBlock = 0;

  constructor(
    blockBytes: number,
    perExtent: number,
    diskIsEncrypted: boolean,
    dataEncryptionKey: number = commonKey,
  ) {
    this.#diskIsEncrypted = diskIsEncrypted;
    this.#blockBytes = blockBytes;
    this.#perExtent = perExtent;
    this.#dataEncryptionKey = dataEncryptionKey;
  }

  *add(segment: FileSegment): Generator<Piece, void, undefined> {
    const blocks = Math.ceil(segment.lengthBytes / this.#blockBytes);
    if (this.#count + blocks > this.#perExtent) yield* this.flush();
    this.#segments.push(segment);
    this.#count += blocks;
  }

  *flush(): Generator<Piece, void, undefined> {
    if (this.#count === 0) return;
    yield {
      dataEncryptionKey: this.#dataEncryptionKey,
      diskIsEncrypted: this.#diskIsEncrypted,
      domain: 0,
      firstBlock: this.#firstBlock,
      count: this.#count,
      from: { kind: 'files', segments: this.#segments },
    };
    this.#firstBlock += this.#count;
    this.#segments = [];
    this.#count = 0;
  }
}

function* segmentsOf(path: string, stats: Stats, bytesMax: number): Generator<FileSegment, void, undefined> {
  const { size: sizeBytes, mtimeMs: modifiedMs } = stats;
  for (let offset = 0; offset < sizeBytes; offset += bytesMax)
    yield { path, offset, lengthBytes: Math.min(bytesMax, sizeBytes - offset), sizeBytes, modifiedMs };
}

/** The gaps between drawn blocks follow the geometric law, so that what is left out costs nothing. */
function* drawnSegments(
  path: string,
  stats: Stats,
  blockBytes: number,
  { share, random }: Draw,
): Generator<FileSegment, void, undefined> {
  const { size: sizeBytes, mtimeMs: modifiedMs } = stats;
  const gap = (): number => (share >= 1 ? 0 : Math.floor(Math.log(1 - random.next()) / Math.log(1 - share)));
  for (let block = gap(); block * blockBytes < sizeBytes; block += 1 + gap()) {
    const offset = block * blockBytes;
    yield { path, offset, lengthBytes: Math.min(blockBytes, sizeBytes - offset), sizeBytes, modifiedMs };
  }
}

async function* filesOf(path: string, listing: Listing): AsyncGenerator<Found, void, undefined> {
  const stats = await lstat(path).catch((error: unknown) => note(listing, path, error));
  if (stats === undefined) return;
  if (stats.isFile()) yield { path, stats };
  else if (stats.isDirectory())
    for (const name of await namesIn(path, listing)) yield* filesOf(join(path, name), listing);
  else listing.skipped += 1;
}

/** All names of one folder at a time: a fixed order needs that. */
async function namesIn(path: string, listing: Listing): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const entry of await opendir(path)) names.push(entry.name);
  } catch (error) {
    note(listing, path, error);
  }
  return names.sort((one, other) => (one < other ? -1 : 1));
}

function note(listing: Listing, path: string, error: unknown): undefined {
  listing.unreadable += 1;
  if (listing.failures.length < failuresShownMax)
    listing.failures.push({ path, kind: 'unreadable', detail: codeOf(error) });
}
