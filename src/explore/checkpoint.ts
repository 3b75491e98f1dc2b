/**
 * A search kept in a file between two levels, and taken up again from there. The file says what it belongs to; one
 * that is cut short, altered, of another version or of another search is refused.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, renameSync, writeFileSync } from 'node:fs';
import { type Explorer, relayout, takenBy, wordsByNumber } from './explorer.ts';
import { layoutOf } from './layout.ts';
import { ownMemory } from './memory.ts';
import { type Nodes, nodesOf } from './nodes.ts';

const version = 1;
const magic = 'breakglass search\n';

export type Checkpoint = {
  readonly file: string;
  /** What is searched: the same text for the same machine. Another one's file is refused. */
  readonly identity: string;
  /** Goes on from the file, when there is one. The machine must be freshly compiled. */
  readonly resume: boolean;
  /** How many nodes are found before it is written again; it is also written when the search ends, for whatever reason. */
  readonly everyNodes?: number;
};

export type Position = { readonly start: number; readonly depth: number };

type Header = Position & {
  readonly version: number;
  readonly identity: string;
  readonly faultsMax: number;
  readonly count: number;
  readonly widths: readonly number[];
  /** By slot, the values in the order of their integers. */
  readonly values: readonly (readonly unknown[])[];
  readonly taken: readonly number[];
};

/** Writes all of it beside the file, and then puts it in its place: a crash leaves the one before. */
export function saveCheckpoint(
  explorer: Explorer,
  at: Position,
  { file, identity }: Pick<Checkpoint, 'file' | 'identity'>,
): void {
  const { share, compiled, count, faultsMax } = explorer;
  const { nodes, moves } = share;
  const header: Header = {
    version,
    identity,
    ...at,
    faultsMax,
    count,
    widths: [...moves.layout.bits],
    values: compiled.slots.map(({ values }) => values),
    taken: [...takenBy(explorer)],
  };
  const text = Buffer.from(`${JSON.stringify(header)}\n`);
  const bySlot = [nodes.parent, nodes.by, nodes.faults].map((array) => listed(array, nodes.slots, count));
  const arrays = [wordsByNumber(explorer), ...bySlot].map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  const body = Buffer.concat([Buffer.from(magic), text, ...arrays]);
  const beside = `${file}.part`;
  writeFileSync(beside, Buffer.concat([body, digestOf(body)]));
  renameSync(beside, file);
}

/**
 * Puts an explorer that has just begun where the file says that another one was.
 *
 * @throws CheckpointError when the file is not one of this search
 */
export function resumeFrom(
  explorer: Explorer,
  { file, identity }: Pick<Checkpoint, 'file' | 'identity'>,
): Position {
  const { header, arrays } = readParts(file);
  const refuse = (reason: string): never => {
    throw new CheckpointError(`${file}: ${reason}`);
  };
  if (header.version !== version) refuse(`version ${header.version}, expected ${version}`);
  if (header.identity !== identity) refuse(`it belongs to ${header.identity}, not to ${identity}`);
  if (header.faultsMax !== explorer.faultsMax) {
    refuse(`it was searched with ${header.faultsMax} faults, not with ${explorer.faultsMax}`);
  }
  const { compiled, share } = explorer;
  const { taken } = share;
  if (header.values.length !== compiled.slots.length || header.taken.length !== taken.length) {
    refuse('the machine has other slices or events');
  }
  // Values met in the same order get the integers that they had.
  for (const [slot, values] of header.values.entries()) {
    for (const [expected, value] of values.entries()) {
      if (compiled.interner.intern(slot, value) !== expected) refuse('the machine starts from another state');
    }
  }
  taken.set(header.taken);
  const layout = layoutOf(header.widths);
  explorer.count = header.count;
  explorer.share = {
    ...share,
    moves: { ...share.moves, layout },
    nodes: nodesFrom(arrays, layout.words, header.count),
  };
  // Whatever the widths are by now, the index is still to be made.
  relayout(explorer);
  return { start: header.start, depth: header.depth };
}

/** The identity stands within so many bytes. */
const beginningBytes = 4096;

/**
 * Looks at the beginning of a file only, so that one of another search is refused before any work.
 *
 * @throws CheckpointError when it says that it is something else
 */
export function refuseForeign({ file, identity }: Pick<Checkpoint, 'file' | 'identity'>): void {
  const descriptor = openSync(file, 'r');
  const bytes = Buffer.alloc(beginningBytes);
  readSync(descriptor, bytes);
  closeSync(descriptor);
  const text = bytes.toString();
  if (!text.startsWith(magic)) throw new CheckpointError(`${file}: it is not a checkpoint of a search`);
  if (!text.startsWith(`${magic}{"version":${version},"identity":${JSON.stringify(identity)},`))
    throw new CheckpointError(`${file}: it does not belong to ${identity}`);
}

function readParts(file: string): { readonly header: Header; readonly arrays: Buffer } {
  const refuse = (reason: string): never => {
    throw new CheckpointError(`${file}: ${reason}`);
  };
  const all = readFileSync(file);
  if (!all.subarray(0, magic.length).equals(Buffer.from(magic))) refuse('it is not a checkpoint of a search');
  const body = all.subarray(0, Math.max(magic.length, all.length - digestBytes));
  if (!digestOf(body).equals(all.subarray(body.length))) refuse('it was cut short or altered');
  const end = body.indexOf('\n', magic.length);
  // Its digest is right, so we wrote it: what follows is ours to trust.
  const header = JSON.parse(body.subarray(magic.length, end).toString()) as Header;
  return { header, arrays: body.subarray(end + 1) };
}

/** Parts that were listed by number, each in the slot of its number. */
function nodesFrom(arrays: Buffer, width: number, count: number): Nodes {
  // A copy of its own begins where typed arrays may begin.
  const { buffer } = Uint8Array.from(arrays);
  const parentAt = 4 * count * width;
  const byAt = parentAt + 4 * count;
  const none = nodesOf(width, ownMemory, { slots: 0, pairs: 0, places: 0 });
  return {
    ...none,
    words: new Int32Array(buffer, 0, count * width),
    parent: new Int32Array(buffer, parentAt, count),
    by: new Uint16Array(buffer, byAt, count),
    faults: new Uint8Array(buffer, byAt + 2 * count, count),
    sets: new Uint16Array(count),
    slots: Int32Array.from({ length: count }, (_, number) => number),
  };
}

function listed<Kind extends Int32Array | Uint16Array | Uint8Array>(
  array: Kind,
  slots: Int32Array,
  count: number,
): Kind {
  const list = array.slice(0, count) as Kind;
  for (let number = 0; number < count; number++) list[number] = array[slots[number] as number] as number;
  return list;
}

const digestBytes = 32;

function digestOf(body: Buffer): Buffer {
  return createHash('sha256').update(body).digest();
}

export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}
