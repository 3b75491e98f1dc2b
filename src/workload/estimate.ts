/** Deduplication of more data than the index holds, or than anyone wants to read: estimates with an interval. */
import { DedupIndex } from './dedup-index.ts';

/** How many blocks are unique, between two bounds that hold with a probability of at least `confidence`. */
export type Estimate = {
  readonly method: 'byFingerprint' | 'byBlock';
  readonly confidence: number;
  readonly logicalBlocks: number;
  readonly uniqueBlocks: { readonly low: number; readonly high: number };
  /** Logical by unique blocks. */
  readonly ratio: { readonly low: number; readonly high: number };
};

const confidence = 0.95;

/** The quantile of 98.75 % to both sides: two bounds may each miss once in eighty, and the normal law is not exact. */
const z = 2.5;

/**
 * Reads everything and remembers a part: the fingerprints whose last bits are zero, which is a fair draw among the
 * contents, however often each occurs. Memory shrinks by the factor, and the interval is narrow.
 */
export class FingerprintSample {
  readonly #mask: number;
  readonly #index: DedupIndex;
  #logicalBlocks = 0;

  /** @param oneIn a power of two: how many contents stand behind each that is remembered */
  constructor({ oneIn, bytesMax }: { oneIn: number; bytesMax: number }) {
    if (!Number.isSafeInteger(Math.log2(oneIn)) || oneIn < 1 || oneIn > 2 ** 31)
      throw new RangeError(`oneIn: expected a power of two, got ${oneIn}`);
    this.#mask = oneIn - 1;
    this.#index = new DedupIndex({ bytesMax });
  }

  /** Counts the block whose fingerprint is at `words[at]`. */
  add(words: Uint32Array, at: number): void {
    this.#logicalBlocks += 1;
    // The last word: the index takes its places from the first two.
    if (((words[at + 3] ?? 0) & this.#mask) === 0) this.#index.add(words, at, 0);
  }

  /** The seen contents are binomial; the interval is Wilson's, solved for their number. */
  estimate(): Estimate {
    const share = 1 / (this.#mask + 1);
    const seen = this.#index.uniqueBlocks;
    const half = z * z * share * (1 - share);
    const middle = 2 * share * seen + half;
    const spread = Math.sqrt(Math.max(0, middle ** 2 - 4 * share ** 2 * seen ** 2));
    const bound = (sign: number): number => (middle + sign * spread) / (2 * share ** 2);
    return interval('byFingerprint', this.#logicalBlocks, Math.max(seen, bound(-1)), bound(1));
  }
}

/**
 * Looks at a part of the blocks, each drawn with one probability on its own. What was not read can't be known, so the
 * interval is wide where contents seen once may or may not have copies elsewhere: that is a fact about such samples
 * (Charikar, Chaudhuri, Motwani, Narasayya: Towards estimation error guarantees for distinct values, PODS 2000).
 */
export class BlockSample {
  readonly #index: DedupIndex;
  readonly #times: number[] = [];
  #sampledBlocks = 0;

  constructor({ bytesMax }: { bytesMax: number }) {
    this.#index = new DedupIndex({ bytesMax });
  }

  /** Counts a block that was drawn. */
  add(words: Uint32Array, at: number): void {
    this.#sampledBlocks += 1;
    const known = this.#index.add(words, at, this.#times.length);
    if (known === -1) this.#times.push(1);
    else this.#times[known] = (this.#times[known] ?? 0) + 1;
  }

  /**
   * @param logicalBlocks how many blocks there are in all
   * @param share the probability with which each was drawn
   */
  estimate(logicalBlocks: number, share: number): Estimate {
    const seen = this.#times.length;
    const repeated = this.#sampledBlocks - seen;
    let once = 0;
    for (const times of this.#times) if (times === 1) once += 1;
    // A content with m copies is seen exactly once with m share (1 - share)^(m - 1), which divided by the share is at
    // least its part of the truth together with the chance to be seen more often: high in the mean, never low.
    const high = (once + z * Math.sqrt(once * (1 - share)) + z * z) / share + (seen - once);
    return interval(
      'byBlock',
      logicalBlocks,
      Math.max(seen, this.#fewest(logicalBlocks, share)),
      Math.max(seen, Math.min(high, logicalBlocks - repeated)),
    );
  }

  /**
   * Contents with copies m1, m2, … that add up to N are at least N^2 / (m1^2 + m2^2 + …) (Cauchy and Schwarz), and the
   * sum of m (m - 1) shows in how many pairs of sampled blocks are equal. Contents seen often, such as zeroes, would
   * spoil the bound; each of them is one, and leaves the rest to it.
   */
  #fewest(logicalBlocks: number, share: number): number {
    let frequent = 0;
    let frequentSampled = 0;
    let pairs = 0;
    let pairVariance = 0;
    for (const times of this.#times) {
      if (times > frequentMin) {
        frequent += 1;
        frequentSampled += times;
        continue;
      }
      const equal = (times * (times - 1)) / 2;
      pairs += equal;
      pairVariance += equal ** 2;
    }
    const rest = logicalBlocks - (frequentSampled + z * Math.sqrt(frequentSampled) + z * z) / share;
    if (rest <= 0) return frequent;
    const pairsHigh = (pairs + z * Math.sqrt(pairVariance) + z * z) / share ** 2;
    return frequent + rest ** 2 / (rest + 2 * pairsHigh);
  }
}

/** Seen so often, the number of a content's copies is known well enough. */
const frequentMin = 16;

function interval(method: Estimate['method'], logicalBlocks: number, low: number, high: number): Estimate {
  const most = Math.min(high, logicalBlocks);
  const fewest = Math.min(low, most);
  const ratio =
    most === 0
      ? { low: 1, high: 1 }
      : { low: logicalBlocks / most, high: logicalBlocks / Math.max(1, fewest) };
  return { method, confidence, logicalBlocks, uniqueBlocks: { low: fewest, high: most }, ratio };
}
