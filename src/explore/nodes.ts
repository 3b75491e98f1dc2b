/**
 * The nodes that a search has found, with an index from a packed state to its newest node. Plain records of
 * typed arrays, which several threads may work on at once: what runs once for every transition works on them directly.
 *
 * A node is written to a slot when it is found. Its number, its place in the one order of all nodes, is known once
 * its level is complete; from then on `slots` says where it lies.
 */
import type { Memory, Part } from './memory.ts';

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

/** A slot takes the low bits of an index entry, the least faults of its state the others. No entry is 0. */
export const slotBits = 27;
export const slotMask: number = 2 ** slotBits - 1;
export const faultsLimit = 31;
/** In the place of its faults, of a node that another one of its level has replaced. */
export const replaced = 255;
/** Slots are used from here on, so that no entry is 0. */
export const firstSlot = 1;

const slotsMax: number = slotMask + 1;
export const roomMax: Room = { slots: slotsMax, pairs: 2 * slotsMax, places: slotsMax };

/** @throws RangeError when there is not so much memory */
export function nodesOf(width: number, memory: Memory, { slots, pairs, places }: Room): Nodes {
  const ofSlots = (name: Part, bytes: number): ArrayBufferLike =>
    memory(name, bytes * slots, bytes * slotsMax);
  return {
    width,
    words: new Int32Array(ofSlots('words', 4 * width), 0, slots * width),
    faults: new Uint8Array(ofSlots('faults', 1), 0, slots),
    parent: new Int32Array(ofSlots('parent', 4), 0, slots),
    by: new Uint16Array(ofSlots('by', 2), 0, slots),
    sets: new Uint16Array(ofSlots('sets', 2), 0, slots),
    index: new Int32Array(memory('index', 8 * pairs, 8 * roomMax.pairs), 0, 2 * pairs).fill(0),
    slots: new Int32Array(ofSlots('slots', 4), 0, slots),
    places: new Int32Array(memory('places', 4 * places, 4 * roomMax.places), 0, places),
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

/** The same nodes with more room. What an index holds is still to be spread: see `spread`. */
export function roomier(nodes: Nodes, { slots, pairs, places }: Room): Nodes {
  return {
    width: nodes.width,
    words: longer(nodes.words, slots * nodes.width),
    faults: longer(nodes.faults, slots),
    parent: longer(nodes.parent, slots),
    by: longer(nodes.by, slots),
    sets: longer(nodes.sets, slots),
    index: longer(nodes.index, 2 * pairs),
    slots: longer(nodes.slots, slots),
    places: longer(nodes.places, places),
  };
}

function longer<Kind extends Int32Array | Uint16Array | Uint8Array>(array: Kind, length: number): Kind {
  if (length <= array.length) return array;
  const kind = array.constructor as new (
    from: ArrayBufferLike | number,
    at?: number,
    length?: number,
  ) => Kind;
  const { buffer } = array;
  if (buffer instanceof SharedArrayBuffer && buffer.growable) {
    const bytes = length * array.BYTES_PER_ELEMENT;
    if (bytes > buffer.byteLength) buffer.grow(bytes);
    return new kind(buffer, 0, length);
  }
  const wider = new kind(length);
  wider.set(array);
  return wider;
}

export function same(words: Int32Array, at: number, from: Int32Array, base: number, width: number): boolean {
  for (let word = 0; word < width; word++) if (words[at + word] !== from[base + word]) return false;
  return true;
}
