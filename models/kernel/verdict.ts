/** The three answers, and how several become one. Unknown is never green. */

export type Verdict = 'holds' | 'notTested' | 'broken';

const rank: Readonly<Record<Verdict, number>> = { holds: 0, notTested: 1, broken: 2 };

/** The worst of several verdicts. Nothing asked is nothing tested. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const [first, ...rest] = verdicts;
  if (first === undefined) return 'notTested';
  return rest.reduce((a, b) => (rank[b] > rank[a] ? b : a), first);
}
