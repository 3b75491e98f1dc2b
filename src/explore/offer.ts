/**
 * Offers of states to the one index that all threads look at. Of all offers of a state the best remains: fewest
 * faults, then the parent of the lowest number, then the first instance. So the nodes of a level depend neither on
 * who expands which node nor on when.
 */
import { type Nodes, replaced, same, slotBits, slotMask } from './nodes.ts';
import type { Share } from './share.ts';

/** Offers a successor as a node: it becomes one when its state is new, or this is the best offer of it so far. */
export function offer(share: Share, at: number, spent: number, parent: number): void {
  const { nodes, next, sure } = share;
  const { index, width } = nodes;
  const hash = next.hashes[at] as number;
  const mask = index.length - 2;
  for (let pair = (hash << 1) & mask; ; pair = (pair + 2) & mask) {
    const tag = index[pair] as number;
    if (tag !== hash && tag !== 0) continue;
    const entry = tag === 0 ? 0 : (index[pair + 1] as number);
    if (entry !== 0) {
      // Of one word, equal hashes are equal states.
      if (width > 1 && !isState(nodes, entry, next.words, at)) continue;
      if (isNoWorse(nodes, entry, sure, spent, parent, next.instances[at] as number)) return;
    }
    write(share, at, spent, parent);
    if (share.alone ? claimAlone(share, hash, pair, entry, spent) : claim(share, at, pair, entry, spent))
      return;
  }
}

function isState({ words, width }: Nodes, entry: number, from: Int32Array, at: number): boolean {
  return same(words, (entry & slotMask) * width, from, at * width, width);
}

/** Whether the present node of a state comes before an offer. */
function isNoWorse(
  { parent: parents, by: instances }: Nodes,
  entry: number,
  sure: number,
  spent: number,
  parent: number,
  by: number,
): boolean {
  const least = entry >>> slotBits;
  if (least !== spent) return least < spent;
  const slot = entry & slotMask;
  if (slot < sure) return true;
  const present = parents[slot] as number;
  return present < parent || (present === parent && (instances[slot] as number) <= by);
}

/** Puts the node that was written last into the index. */
function claimAlone(share: Share, hash: number, pair: number, entry: number, spent: number): true {
  const { nodes, slot } = share;
  nodes.index[pair + 1] = slot | (spent << slotBits);
  if (entry === 0) {
    nodes.index[pair] = hash;
    share.states++;
  } else replace(share, entry);
  share.slot = slot + 1;
  return true;
}

/**
 * The same, among other threads. One of them may be faster: what it has put there is looked at anew.
 *
 * @returns false when another state has taken the place
 */
function claim(share: Share, at: number, pair: number, seen: number, spent: number): boolean {
  const { nodes, next, slot, sure } = share;
  const { index, parent, by } = nodes;
  let entry = seen;
  for (;;) {
    const found = Atomics.compareExchange(index, pair + 1, entry, slot | (spent << slotBits));
    if (found === entry) break;
    if (!isState(nodes, found, next.words, at)) return false;
    if (isNoWorse(nodes, found, sure, spent, parent[slot] as number, by[slot] as number)) return true;
    entry = found;
  }
  if (entry === 0) {
    // After the entry: who sees the hash sees what it stands for.
    index[pair] = next.hashes[at] as number;
    share.states++;
  } else replace(share, entry);
  share.slot = slot + 1;
  return true;
}

/** Writes an offer to the next slot. */
function write(
  { setup, asked, nodes, next, slot, row }: Share,
  at: number,
  spent: number,
  parent: number,
): void {
  const { width, words } = nodes;
  const by = next.instances[at] as number;
  if (width === 1) words[slot] = next.words[at] as number;
  else
    for (let word = 0; word < width; word++)
      words[slot * width + word] = next.words[at * width + word] as number;
  nodes.faults[slot] = spent;
  nodes.parent[slot] = parent;
  nodes.by[slot] = by;
  const after = setup.sleep.after[row + by] as number;
  nodes.sets[slot] = after === 0 ? asked.asleepAfter(row / setup.spends.length, by) : after - 1;
}

/** A node of this level that is no longer the best of its state is none. */
function replace({ nodes, settled }: Share, entry: number): void {
  const slot = entry & slotMask;
  if (slot >= settled) nodes.faults[slot] = replaced;
}
