/**
 * The nodes that a search has found, with an index from a packed state to its newest node. Plain records of
 * typed arrays, which several threads may work on at once: what runs once for every transition works on them directly.
 *
 * A node is written to a slot when it is found. Its number, its place in the one order of all nodes, is known once
 * its level is complete; from then on `slots` says where it lies.
 */

export type Nodes = {
  /** Words of a packed state. */
  readonly width: number;
  /** By slot. */
  readonly words: Int32Array;
  readonly faults: Uint8Array;
  /** By slot, the number of the node that it was found from. */
  readonly parent: Int32Array;
  /** By slot, the instance that it was found by. */
  readonly by: Uint16Array;
  /** By slot, the set of the moves that are asleep. */
  readonly sets: Uint16Array;
  /** Pairs: a hash, and an entry, which is the slot of the newest node of a state with the least faults that lead to it. */
  readonly index: Int32Array;
  /** By number, the slot. */
  readonly slots: Int32Array;
  /** By place in the level that is expanded: where the numbers of those that were found from it begin. */
  readonly places: Int32Array;
};

/** How many nodes, index pairs and nodes of one level there is room for: powers of two. */
export type Room = { readonly slots: number; readonly pairs: number; readonly places: number };

/** Memory of one thread, or memory that several threads see. Only the former is known to the garbage collector. */
export type Memory = ArrayBufferConstructor | SharedArrayBufferConstructor;

/** A slot takes the low bits of an index entry, the least faults of its state the others. No entry is 0. */
export const slotBits = 27;
export const slotMask: number = 2 ** slotBits - 1;
export const faultsLimit = 31;
/** In the place of its faults, of a node that another one of its level has replaced. */
export const replaced = 255;
/** Slots are used from here on, so that no entry is 0. */
export const firstSlot = 1;

/** @throws RangeError when there is not so much memory */
export function nodesOf(width: number, memory: Memory, room: Room): Nodes {
  const { slots, pairs, places } = room;
  return {
    width,
    words: new Int32Array(new memory(4 * slots * width)),
    faults: new Uint8Array(new memory(slots)),
    parent: new Int32Array(new memory(4 * slots)),
    by: new Uint16Array(new memory(2 * slots)),
    sets: new Uint16Array(new memory(2 * slots)),
    index: new Int32Array(new memory(8 * pairs)),
    slots: new Int32Array(new memory(4 * slots)),
    places: new Int32Array(new memory(4 * places)),
  };
}

export function roomOf({ faults, index, places }: Nodes): Room {
  return { slots: faults.length, pairs: index.length / 2, places: places.length };
}

/** How much memory they take, all of it. */
export function bytesOf({ words, faults, parent, by, sets, index, slots, places }: Nodes): number {
  const all = [words, faults, parent, by, sets, index, slots, places];
  return all.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** How many states an index of so many pairs holds. At most six places in seven are taken: fresh memory costs more than a few more looks. */
export function statesRoomOf(pairs: number): number {
  return Math.floor((pairs / 7) * 6);
}

/** Nodes with more room: what has enough is kept, and the rest is new and empty. See `moveInto`. */
export function roomier(nodes: Nodes, room: Room, memory: Memory): Nodes {
  const now = roomOf(nodes);
  const { words, faults, parent, by, sets, index, slots, places } = nodes;
  const fresh = nodesOf(nodes.width, memory, {
    slots: room.slots > now.slots ? room.slots : 0,
    pairs: room.pairs > now.pairs ? room.pairs : 0,
    places: room.places > now.places ? room.places : 0,
  });
  const kept = {
    ...(fresh.faults.length === 0 ? { words, faults, parent, by, sets, slots } : {}),
    ...(fresh.index.length === 0 ? { index } : {}),
    ...(fresh.places.length === 0 ? { places } : {}),
  };
  return { ...fresh, ...kept };
}

/** Of `of` threads that move nodes into roomier ones at the same time, the share of one. */
export function moveInto(into: Nodes, nodes: Nodes, part: number, of: number): void {
  for (const name of ['words', 'faults', 'parent', 'by', 'sets', 'slots'] as const) {
    const [from, to] = [nodes[name], into[name]];
    // What has enough room is the same memory, if not the same array.
    if (from.length === to.length) continue;
    const [start, end] = [part, part + 1].map((at) => Math.floor((from.length / of) * at));
    to.set(from.subarray(start, end), start);
  }
  if (into.index.length > nodes.index.length) rehash(nodes.index, into.index, part, of);
}

/**
 * Each thread takes the entries between two empty places. Where these go, no other thread writes: in an index that
 * is twice as large, no entry is further behind its place than it was.
 */
function rehash(from: Int32Array, into: Int32Array, part: number, of: number): void {
  const [pairs, mask] = [from.length / 2, into.length / 2 - 1];
  const [start, end] = [part, part + 1].map((at) => emptyFrom(from, Math.floor((pairs / of) * at)));
  for (let pair = start as number; pair < (end as number); pair++) {
    const entry = 2 * (pair % pairs);
    const hash = from[entry] as number;
    if (hash === 0) continue;
    let at = hash & mask;
    while (into[2 * at] !== 0) at = (at + 1) & mask;
    into[2 * at] = hash;
    into[2 * at + 1] = from[entry + 1] as number;
  }
}

/** The first empty pair from here on; counted on past the end, where it begins anew. */
function emptyFrom(index: Int32Array, pair: number): number {
  let at = pair;
  while (index[(2 * at) % index.length] !== 0) at++;
  return at;
}

export function same(words: Int32Array, at: number, from: Int32Array, base: number, width: number): boolean {
  for (let word = 0; word < width; word++) if (words[at + word] !== from[base + word]) return false;
  return true;
}
