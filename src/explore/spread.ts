/** How the entries of an index find their new places once it has grown, in the memory where they are. */

/** How many states an index of so many pairs holds: fresh memory costs more than a few more places to look at. */
export function statesRoomOf(pairs: number): number {
  return Math.floor((pairs / 7) * 6);
}

/** Where the parts of several threads begin and end: at empty pairs, counted on past the end. */
export function bordersOf(index: Int32Array, pairs: number, parts: number): readonly number[] {
  return Array.from({ length: parts + 1 }, (_, part) => {
    let at = Math.floor((pairs / parts) * part);
    while (index[2 * (at % pairs)] !== 0) at++;
    return at;
  });
}

/**
 * Spreads what stands in the first `pairs` pairs over all of them, by runs without an empty pair between. In an
 * index that is larger by a power of two no entry is further behind its place than before. So a run stays, in each
 * half, where it was, and no other thread writes there.
 */
export function spread(index: Int32Array, pairs: number, from: number, to: number): void {
  if (from < to) clear(index, pairs, from, to);
  const mask = index.length - 2;
  const run: number[] = [];
  for (let pair = from; pair < to; pair++) {
    const length = takeRun(index, pairs, pair, run);
    for (let at = 0; at < length; at += 2) {
      const hash = run[at] as number;
      let place = (hash << 1) & mask;
      while (index[place] !== 0) place = (place + 2) & mask;
      index[place] = hash;
      index[place + 1] = run[at + 1] as number;
    }
    pair += length / 2;
  }
}

/** Clears, in each part of the index behind the first, what stands where it does. */
function clear(index: Int32Array, pairs: number, from: number, to: number): void {
  for (let first = 2 * pairs; first < index.length; first += 2 * pairs) {
    const last = first + 2 * pairs;
    index.fill(0, first + 2 * from, Math.min(last, first + 2 * to));
    // Past the end of the part, it begins anew.
    index.fill(0, first, Math.max(first, first + 2 * (to - pairs)));
  }
}

/** Moves the entries from a pair up to the next empty one into `run`, and answers how many words they are. */
function takeRun(index: Int32Array, pairs: number, first: number, run: number[]): number {
  let length = 0;
  for (let pair = first; ; pair++) {
    const at = 2 * (pair % pairs);
    if (index[at] === 0) return length;
    run[length++] = index[at] as number;
    run[length++] = index[at + 1] as number;
    index[at] = 0;
    index[at + 1] = 0;
  }
}
