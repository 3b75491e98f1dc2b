/** Deduplication by a fast hash that is not trusted: equal hashes are equal blocks only when the bytes say so. */
import { DedupIndex } from './dedup-index.ts';

export type VerifiedIndexOptions = {
  readonly bytesMax: number;
  /** Any hash, written into the first two words. How good it is decides the speed, not the count. */
  readonly hash: (block: Uint8Array, words: Uint32Array) => void;
  /** Are the bytes of the block first seen at `location` those of `block`? */
  readonly isSame: (location: number, block: Uint8Array) => boolean;
};

/** Exact whatever the hash is, down to one that is constant. */
export class VerifiedIndex {
  readonly #index: DedupIndex;
  readonly #hash: VerifiedIndexOptions['hash'];
  readonly #isSame: VerifiedIndexOptions['isSame'];
  readonly #words = new Uint32Array(4);
  #collisions = 0;

  constructor({ bytesMax, hash, isSame }: VerifiedIndexOptions) {
    this.#index = new DedupIndex({ bytesMax });
    this.#hash = hash;
    this.#isSame = isSame;
  }

  get uniqueBlocks(): number {
    return this.#index.uniqueBlocks;
  }

  /** How often two different blocks had one hash. */
  get collisions(): number {
    return this.#collisions;
  }

  /**
   * @param location where `isSame` finds the block later, if it is new
   * @returns is it new?
   * @throws IndexFullError when it is new and there is no room
   */
  add(block: Uint8Array, location: number): boolean {
    this.#hash(block, this.#words);
    // The third word tells blocks of one hash apart: the first is 0, the next that differs from it 1, and so on.
    for (let rank = 0; ; rank += 1) {
      this.#words[2] = rank;
      const known = this.#index.add(this.#words, 0, location);
      if (known === -1) return true;
      if (this.#isSame(known, block)) return false;
      this.#collisions += 1;
    }
  }
}
