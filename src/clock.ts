/** The only door to time. Nothing that it tells may decide a result; it stands beside results as a figure. */

/** Starts a watch. @returns the seconds since then, to the millisecond */
export function stopwatch(): () => number {
  const start = performance.now();
  return () => Math.round(performance.now() - start) / 1000;
}
