/** Checks minimal cut sets by their definition, knowing nothing of how they were found. */

export type CertificateFinding =
  | { readonly what: 'safe cut set'; readonly set: number }
  | { readonly what: 'not minimal'; readonly set: number; readonly smaller: number }
  | { readonly what: 'missed'; readonly set: number };

/**
 * Every cut set loses, every one of them without any one event is safe, and every set of at most `orderMax`
 * events that contains none of them is safe.
 *
 * @param events how many basic events there are
 * @param loses the truth about a set, bit by bit
 */
export function certify(
  events: number,
  orderMax: number,
  cutSets: readonly number[],
  loses: (set: number) => boolean,
): readonly CertificateFinding[] {
  const findings: CertificateFinding[] = [];
  for (const set of cutSets) {
    if (!loses(set)) findings.push({ what: 'safe cut set', set });
    for (let bit = 0; bit < events; bit++) {
      const smaller = set & ~(1 << bit);
      if (smaller !== set && loses(smaller)) findings.push({ what: 'not minimal', set, smaller });
    }
  }
  const visit = (set: number, from: number, left: number): void => {
    if (cutSets.some((member) => (member & set) === member)) return;
    if (loses(set)) findings.push({ what: 'missed', set });
    for (let bit = from; left > 0 && bit < events; bit++) visit(set | (1 << bit), bit + 1, left - 1);
  };
  visit(0, 0, orderMax);
  return findings;
}
