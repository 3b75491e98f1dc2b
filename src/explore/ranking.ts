/**
 * The one order of the nodes of a level: by the number of their parent, then by the instance that found them. Each
 * parent was expanded by one thread: so threads count the nodes of each parent, and once it is known where those of
 * each parent begin, give them their numbers.
 */
import { cell } from './control.ts';
import { type Nodes, replaced } from './nodes.ts';
import type { Share } from './share.ts';

/** Counts the nodes that it has found, by parent. */
export function countFound(share: Share): void {
  const { faults, parent, places } = share.nodes;
  const start = share.setup.control[cell.start] as number;
  const ranges = rangesOf(share);
  for (let range = 0; range < ranges.length; range += 2) {
    for (let slot = ranges[range] as number; slot < (ranges[range + 1] as number); slot++) {
      if (faults[slot] === replaced) continue;
      const place = (parent[slot] as number) - start;
      places[place] = (places[place] as number) + 1;
    }
  }
}

/**
 * Turns counts by parent into the number of each parent's first node.
 *
 * @returns the number after the last
 */
export function sumUp(places: Int32Array, parents: number, first: number): number {
  let number = first;
  for (let place = 0; place < parents; place++) {
    const count = places[place] as number;
    places[place] = number;
    number += count;
  }
  return number;
}

/** Gives the nodes that it has found their numbers. */
export function numberFound(share: Share): void {
  const { nodes, setup } = share;
  const { faults, parent, places } = nodes;
  const start = setup.control[cell.start] as number;
  const ranges = rangesOf(share);
  let [of, first] = [-1, 0];
  for (let range = 0; range < ranges.length; range += 2) {
    for (let slot = ranges[range] as number; slot < (ranges[range + 1] as number); slot++) {
      if (faults[slot] === replaced) continue;
      const place = (parent[slot] as number) - start;
      const number = places[place] as number;
      if (place !== of) [of, first] = [place, number];
      insert(nodes, slot, number, first);
      places[place] = number + 1;
    }
  }
}

/**
 * Gives the nodes their numbers that one thread has found alone, parent by parent.
 *
 * @returns the number after the last
 */
export function numberInOrder({ nodes, settled, slot: end }: Share, from: number): number {
  const { faults, parent } = nodes;
  let number = from;
  let [of, first] = [-1, from];
  for (let slot = settled; slot < end; slot++) {
    if (faults[slot] === replaced) continue;
    if (parent[slot] !== of) [of, first] = [parent[slot] as number, number];
    insert(nodes, slot, number++, first);
  }
  return number;
}

/** Gives a node the number after its siblings, or, where a later instance has found some of them, one before. */
function insert({ by, slots }: Nodes, slot: number, number: number, first: number): void {
  const instance = by[slot] as number;
  let at = number;
  for (; at > first; at--) {
    const before = slots[at - 1] as number;
    if ((by[before] as number) <= instance) break;
    slots[at] = before;
  }
  slots[at] = slot;
}

/** The slots that it has written in this level: from, to, from, to. */
function rangesOf({ level, setup, written, slot }: Share): readonly number[] {
  return level === setup.control[cell.level] && written.length > 0 ? [...written, slot] : [];
}
