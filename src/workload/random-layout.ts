/** Layouts by chance: what the law is held against. */
import type { Random } from '../random.ts';
import type { Layer } from './layers.ts';
import type { Clone, Layout } from './layout.ts';

/** A layout, and an order of layers that it is written through. */
export type LawCase = { readonly layout: Layout; readonly layers: readonly Layer[] };

/** Every order of the layers that matters to the count: encryption absent, before deduplication, or after it. */
const orders: readonly (readonly Layer[])[] = [
  ['dedup'],
  ['dedup', 'vsanEncryption'],
  ['vmEncryption', 'dedup'],
  ['vmEncryption', 'dedup', 'vsanEncryption'],
  ['vsanEncryption', 'dedup'],
];

/**
 * @param blocks of each full clone: from `blocksMin` to twice as many
 * @param blockBytes small ones make a layout cheap; the law does not depend on it
 */
export function randomLawCase(random: Random, blocksMin: number, blockBytes: number): LawCase {
  const blocks = blocksMin + random.below(blocksMin);
  const count = 1 + random.below(6);
  const keys = 1 + random.below(count);
  const domains = 1 + random.below(2);
  // Many layouts without shifts or linked clones, or else hardly any two clones would ever be equal.
  const isShifted = random.next() < 0.4;
  const isTree = random.next() < 0.5;
  const clones: Clone[] = [];
  for (let number = 0; number < count; number += 1) {
    const parent = isTree && number > 0 && random.next() < 0.7 ? random.below(number) : 'golden';
    const isInstalled = parent === 'golden';
    clones.push({
      parent,
      divergedBlocks: Math.floor(blocks * random.next() ** 2),
      linked: !isInstalled && random.next() < 0.4,
      dataEncryptionKey: random.next() < 0.1 ? null : random.below(keys),
      domain: random.below(domains),
      lbaShiftBlocks: isInstalled && isShifted ? random.below(3) * Math.floor(blocks / 7) : 0,
      byteShift: isInstalled && isShifted ? random.below(2) * (blockBytes / 4) : 0,
    });
  }
  const zeroBlocks = random.next() < 0.5 ? 0 : random.below(Math.floor(blocks / 2));
  const seed = `law ${random.below(2 ** 31)}`;
  return {
    layout: { seed, blockBytes, blocks, zeroBlocks, clones },
    layers: orders[random.below(orders.length)] ?? ['dedup'],
  };
}
