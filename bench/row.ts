/** What a bench measures: us against a peer, in one run, so that the ratio travels and the figures need not. */

/** One comparison. `ratio` is ours over theirs, round by round; `ours` and `theirs` are medians, in `unit`. */
export type BenchRow = {
  readonly name: string;
  readonly against: string;
  readonly ratio: { readonly min: number; readonly median: number; readonly max: number };
  readonly ours: number;
  readonly theirs: number;
  readonly unit: string;
};

/** One round: both measured one right after the other. */
export type Round = { readonly ours: number; readonly theirs: number };

/**
 * A row of several rounds.
 * @throws RangeError when there is no round
 */
export function rowOf(name: string, against: string, unit: string, rounds: readonly Round[]): BenchRow {
  const ratios = rounds.map(({ ours, theirs }) => ours / theirs);
  return {
    name,
    against,
    ratio: { min: Math.min(...ratios), median: medianOf(ratios), max: Math.max(...ratios) },
    ours: medianOf(rounds.map(({ ours }) => ours)),
    theirs: medianOf(rounds.map(({ theirs }) => theirs)),
    unit,
  };
}

/** A row for a person. */
export function textOf(row: BenchRow): string {
  const [min, median, max] = [row.ratio.min, row.ratio.median, row.ratio.max].map((value) =>
    value.toFixed(2),
  );
  const figures = `${row.ours.toFixed(2)} against ${row.theirs.toFixed(2)} ${row.unit}`;
  return `${row.name} / ${row.against}: ${min} / ${median} / ${max} (min, median, max); ${figures}\n`;
}

/** The middle of several numbers; the mean of the two middle ones where they are even. */
function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  if (low === undefined || high === undefined) throw new RangeError('no round was measured');
  return (low + high) / 2;
}
