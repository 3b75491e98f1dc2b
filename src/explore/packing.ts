/** Nodes written one by one by a thread that is alone with them: the first one, and all when their packed form changes. */
import { type Layout, mix, pack, unpack } from './layout.ts';
import type { Memory } from './memory.ts';
import { firstSlot, type Nodes, nodesOf, type Room, same, slotBits, slotMask } from './nodes.ts';

/** A node as it is put behind all others. */
type Put = {
  readonly packed: Int32Array;
  readonly faults: number;
  readonly parent: number;
  readonly by: number;
  readonly set: number;
};

/** Adds node `number`. Its state is new, which is what this answers, or was reached with more faults only. */
export function put(nodes: Nodes, number: number, { packed, faults, parent, by, set }: Put): boolean {
  const { index, width } = nodes;
  const slot = number + firstSlot;
  nodes.words.set(packed, slot * width);
  nodes.faults[slot] = faults;
  nodes.parent[slot] = parent;
  nodes.by[slot] = by;
  nodes.sets[slot] = set;
  nodes.slots[number] = slot;
  const hash = mix(packed, 0, width);
  const mask = index.length - 2;
  for (let pair = (hash << 1) & mask; ; pair = (pair + 2) & mask) {
    const tag = index[pair] as number;
    if (tag !== 0 && tag !== hash) continue;
    const known = (index[pair + 1] as number) & slotMask;
    if (tag === hash && !same(nodes.words, known * width, packed, 0, width)) continue;
    index[pair] = hash;
    index[pair + 1] = slot | (faults << slotBits);
    return tag === 0;
  }
}

/** The first `count` nodes, packed in another way, and how many states they have. */
export function repacked(
  nodes: Nodes,
  count: number,
  [from, to]: readonly [Layout, Layout],
  memory: Memory,
): { readonly nodes: Nodes; readonly states: number } {
  const fresh = nodesOf(to.words, memory, roomFor(count));
  const tuple = new Uint16Array(from.word.length);
  const packed = new Int32Array(to.words);
  let states = 0;
  for (let number = 0; number < count; number++) {
    const slot = nodes.slots[number] as number;
    unpack(from, nodes.words, slot * nodes.width, tuple);
    pack(to, tuple, packed, 0);
    const isNew = put(fresh, number, {
      packed,
      faults: nodes.faults[slot] as number,
      parent: nodes.parent[slot] as number,
      by: nodes.by[slot] as number,
      set: nodes.sets[slot] as number,
    });
    if (isNew) states++;
  }
  return { nodes: fresh, states };
}

const slotsAtFirst = 1 << 11;

/** Room for so many nodes, and about as many more. */
export function roomFor(count: number): Room {
  let slots = slotsAtFirst;
  while (slots < 2 * count) slots *= 2;
  return { slots, pairs: 2 * slots, places: 1 << 9 };
}
