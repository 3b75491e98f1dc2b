/**
 * How one thread expands its share of a level. It takes nodes, a few at a time, and offers their successors. What its
 * tables cannot answer it puts aside, and what there is no room for it holds, until the next step.
 */
import { cell, lineOf, ownCell, sumOf } from './control.ts';
import { gather, gatheredNodes, touch } from './successors.ts';
import { mix, pack, unpack } from './layout.ts';
import { countTaken } from './moves.ts';
import type { Nodes } from './nodes.ts';
import { offer } from './offer.ts';
import { beginShare, type Share, slotsTaken } from './share.ts';

/** Expands nodes of the level until all are taken, there is no room for more, or the level is given up. */
export function expandShare(share: Share): void {
  const { setup, own } = share;
  const { control } = setup;
  if (share.level !== control[cell.level]) beginShare(share, control[cell.level] as number);
  for (const node of share.aside) share.again.push(node);
  share.aside.length = 0;
  if (!share.held || offerAll(share)) {
    while (takeSome(share)) {
      gatherSome(share);
      if (!offerAll(share)) break;
    }
  }
  countTaken(share.moves, share.taken);
  const left =
    share.aside.length + share.again.length + (share.held ? share.count : 0) + share.nodesEnd - share.node;
  control[lineOf(own) + ownCell.left] = left;
  // Nodes that are asked about again are taken in no chunk, and what they lead to needs its places in the index too.
  control[lineOf(own) + ownCell.states] = share.states;
}

/** Takes the next nodes to expand together. False when there are none. */
function takeSome(share: Share): boolean {
  const { some, again } = share;
  if (again.length > 0 && !mayGoOn(share)) return false;
  let count = 0;
  while (count < gatheredNodes && again.length > 0) some[count++] = again.pop() as number;
  if (count === 0 && share.node === share.nodesEnd && !takeChunk(share)) return false;
  while (count < gatheredNodes && share.node < share.nodesEnd) some[count++] = share.node++;
  share.count = count;
  return true;
}

/** Whether nobody gave the level up, and there are not too many states. */
function mayGoOn({ setup: { control, statesMax }, own, states }: Share): boolean {
  control[lineOf(own) + ownCell.states] = states;
  if (sumOf(control, ownCell.states) > statesMax) Atomics.store(control, cell.stop, 1);
  return Atomics.load(control, cell.stop) === 0;
}

function takeChunk(share: Share): boolean {
  const { setup, asked } = share;
  const { control } = setup;
  if (!mayGoOn(share)) return false;
  const end = control[cell.end] as number;
  const chunk = control[cell.chunk] as number;
  const node = Atomics.add(control, cell.cursor, chunk);
  if (node >= end) return false;
  if (!asked.proceed(node)) {
    Atomics.store(control, cell.stop, 1);
    return false;
  }
  share.node = node;
  share.nodesEnd = Math.min(end, node + chunk);
  return true;
}

/** Gathers the successors of the nodes that were taken. Those that the tables cannot answer are put aside. */
function gatherSome(share: Share): void {
  const { setup, asked, moves, nodes, next, taken, some, count } = share;
  const instances = setup.spends.length;
  next.count = 0;
  for (let index = 0; index < count; index++) {
    const node = some[index] as number;
    const slot = nodes.slots[node] as number;
    const spending = (nodes.faults[slot] as number) < setup.faultsMax;
    next.row = (nodes.sets[slot] as number) * instances;
    next.back = node === 0 ? -1 : wordBefore(nodes, slot);
    if (!gather(moves, nodes, slot, spending, next, taken, asked.onMiss)) share.aside.push(node);
    next.ends[index] = next.count;
  }
  if (asked.canonical !== undefined) canonise(share, asked.canonical);
  touch(nodes, next);
}

function wordBefore({ width, words, parent, slots }: Nodes, slot: number): number {
  return words[(slots[parent[slot] as number] as number) * width] as number;
}

function canonise({ moves, nodes: { width }, next }: Share, canonical: (tuple: Uint16Array) => void): void {
  for (let at = 0; at < next.count; at++) {
    unpack(moves.layout, next.words, at * width, next.tuple);
    canonical(next.tuple);
    pack(moves.layout, next.tuple, next.words, at * width);
    next.hashes[at] = mix(next.words, at * width, width);
  }
}

/** Offers what was gathered. False when there is no room for it; then it is held. */
function offerAll(share: Share): boolean {
  const { setup, nodes, next, some, count } = share;
  share.held = share.slotsEnd - share.slot < next.count && !takeSlots(share);
  if (share.held) return false;
  const { instances, ends } = next;
  const { spends } = setup;
  let at = 0;
  for (let index = 0; index < count; index++) {
    const node = some[index] as number;
    const slot = nodes.slots[node] as number;
    const faults = nodes.faults[slot] as number;
    share.row = (nodes.sets[slot] as number) * spends.length;
    if (share.alone) share.sure = share.slot;
    for (const end = ends[index] as number; at < end; at++) {
      offer(share, at, faults + (spends[instances[at] as number] as number), node);
    }
  }
  return true;
}

function takeSlots(share: Share): boolean {
  const { control, spends } = share.setup;
  const more = slotsTaken(spends.length);
  for (;;) {
    const tail = Atomics.load(control, cell.tail);
    if (tail + more > (control[cell.limit] as number)) return false;
    if (Atomics.compareExchange(control, cell.tail, tail, tail + more) !== tail) continue;
    if (tail !== share.slotsEnd) {
      if (share.slotsEnd > 0) share.written.push(share.slot);
      share.written.push(tail);
      share.slot = tail;
    }
    share.slotsEnd = tail + more;
    return true;
  }
}
