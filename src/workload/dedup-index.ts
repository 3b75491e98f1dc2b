/** An exact set of fingerprints in typed arrays: what deduplication remembers. */
import { fingerprintWords } from './fingerprint.ts';

/** Thrown when one more block would need more memory than was allowed. What was counted up to here stays valid. */
export class IndexFullError extends Error {
  override readonly name = 'IndexFullError';
  readonly uniqueBlocks: number;

  constructor(uniqueBlocks: number, bytesMax: number) {
    super(
      `the deduplication index holds ${uniqueBlocks} unique blocks and may not outgrow ${bytesMax} bytes; ` +
        'give it more memory, or estimate from a sample',
    );
    this.uniqueBlocks = uniqueBlocks;
  }
}

type Words = Uint32Array<ArrayBuffer>;
type Partition = { keys: Words; locations: Words; used: number };

/** The index grows part by part, so that old and new tables are never both there as a whole. A power of two. */
const partitionsCount = 64;
const capacityMin = 64;
const loadMax = 0.8;
/** Small steps cost more copying, and waste less: a fifth of the slots at the most is not needed yet. */
const growth = 1.25;
/** Four words of fingerprint and one of location. */
const slotBytes = (fingerprintWords + 1) * Uint32Array.BYTES_PER_ELEMENT;
const locationMax = 2 ** 32 - 2;

/** Bytes that an index of so many unique blocks takes at the most: just after every part has grown. */
export function indexBytesFor(uniqueBlocks: number): number {
  return Math.max(partitionsCount * capacityMin, (growth * uniqueBlocks) / loadMax) * slotBytes;
}

/**
 * Open addressing with linear probing. A slot is taken when its location is not 0 (locations are kept plus one), so
 * that every fingerprint, all zeroes included, is a legal one. 10^8 blocks take some 3 GB.
 */
export class DedupIndex {
  readonly #bytesMax: number;
  readonly #partitions: Partition[];
  #uniqueBlocks = 0;
  #allocatedBytes = 0;

  constructor({ bytesMax }: { bytesMax: number }) {
    this.#bytesMax = bytesMax;
    this.#partitions = Array.from({ length: partitionsCount }, () => this.#allocate(capacityMin));
  }

  get uniqueBlocks(): number {
    return this.#uniqueBlocks;
  }

  get allocatedBytes(): number {
    return this.#allocatedBytes;
  }

  /**
   * Looks for the fingerprint at `words[at]` and remembers it with `location` when it is new.
   * @param location any integer from 0 to 2^32 - 2
   * @returns -1 when it was new, and otherwise the location that it was first seen at
   * @throws IndexFullError when it was new and there is no room; the index is as before
   */
  add(words: Uint32Array, at: number, location: number): number {
    if (!(location >= 0 && location <= locationMax))
      throw new RangeError(`location ${location} is out of range`);
    const first = words[at] ?? 0;
    const part = this.#partitions[first & (partitionsCount - 1)];
    if (part === undefined) throw new RangeError('unreachable: there is a partition for every six bits');
    const slot = find(part, words, at);
    const known = part.locations[slot] ?? 0;
    if (known !== 0) return known - 1;
    if (part.used + 1 > part.locations.length * loadMax) {
      this.#grow(part);
      insert(part, find(part, words, at), words, at, location + 1);
    } else insert(part, slot, words, at, location + 1);
    this.#uniqueBlocks += 1;
    return -1;
  }

  #grow(part: Partition): void {
    const bigger = this.#allocate(Math.ceil(part.locations.length * growth));
    for (let slot = 0; slot < part.locations.length; slot += 1) {
      const location = part.locations[slot] ?? 0;
      if (location === 0) continue;
      const at = slot * fingerprintWords;
      insert(bigger, find(bigger, part.keys, at), part.keys, at, location);
    }
    this.#allocatedBytes -= part.locations.length * slotBytes;
    // At once: left to the collector, outgrown tables add up to half of the index.
    part.keys.buffer.transfer(0);
    part.locations.buffer.transfer(0);
    Object.assign(part, bigger);
  }

  #allocate(capacity: number): Partition {
    if (this.#allocatedBytes + capacity * slotBytes > this.#bytesMax)
      throw new IndexFullError(this.#uniqueBlocks, this.#bytesMax);
    this.#allocatedBytes += capacity * slotBytes;
    return {
      keys: new Uint32Array(capacity * fingerprintWords),
      locations: new Uint32Array(capacity),
      used: 0,
    };
  }
}

/** The slot that holds the fingerprint, or the free one where it belongs. There is always a free one (`loadMax`). */
function find({ keys, locations }: Partition, words: Uint32Array, at: number): number {
  const a = words[at];
  const b = words[at + 1];
  const c = words[at + 2];
  const d = words[at + 3];
  // Scaled instead of masked, so that a capacity need not be a power of two. Exact: below 2^53.
  const spread = ((b ?? 0) ^ ((a ?? 0) >>> 6)) >>> 0;
  let slot = Math.floor((spread * locations.length) / 2 ** 32);
  while (locations[slot] !== 0) {
    const key = slot * fingerprintWords;
    if (keys[key] === a && keys[key + 1] === b && keys[key + 2] === c && keys[key + 3] === d) return slot;
    slot += 1;
    if (slot === locations.length) slot = 0;
  }
  return slot;
}

function insert(part: Partition, slot: number, words: Uint32Array, at: number, location: number): void {
  const key = slot * fingerprintWords;
  for (let word = 0; word < fingerprintWords; word += 1) part.keys[key + word] = words[at + word] ?? 0;
  part.locations[slot] = location;
  part.used += 1;
}
