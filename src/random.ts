/** The only door to chance: every stream is derived from (root seed, purpose, index). */
import seedrandom from 'seedrandom';

/** A deterministic stream. The same three arguments give the same stream on every machine. */
export type Random = {
  /** A float in [0, 1). */
  readonly next: () => number;
  /** An integer in [0, bound). */
  readonly below: (bound: number) => number;
  /** `length` bytes. Good enough for test keys, which protect nothing outside a run. */
  readonly bytes: (length: number) => Uint8Array;
};

/**
 * @param rootSeed the seed of the whole run, as printed in every report
 * @param purpose what the stream is for, such as `twin` or `schedule`
 * @param index which one of several streams of this purpose
 */
export function randomOf(rootSeed: string, purpose: string, index = 0): Random {
  const draw = seedrandom(JSON.stringify([rootSeed, purpose, index]));
  return {
    next: () => draw(),
    below: (bound) => Math.floor(draw() * bound),
    bytes: (length) => Uint8Array.from({ length }, () => Math.floor(draw() * 256)),
  };
}
