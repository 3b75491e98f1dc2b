/** The promise about deduplication, judged on blocks that were really written. */
import { practices } from '../../models/practices.ts';
import type { ClaimResult, DedupRow } from '../../models/result.ts';
import type { Site } from '../../models/site.ts';
import { sourceLines, unprovenLines, weakest } from './lines.ts';

/**
 * @param rows the measured ratios of the same clones in plain, under each encryption and under both
 * @returns nothing when the site promises nothing about deduplication
 */
export function dedupClaim(site: Site, rows: readonly DedupRow[]): ClaimResult | undefined {
  const least = site.promise.deduplication;
  const datastore = site.datastores.find(({ deduplication }) => deduplication);
  if (least === null || datastore === undefined) return undefined;
  const machines = site.machines.filter((machine) => machine.datastore === datastore.name);
  const encrypted = count(machines.filter(({ encryption }) => encryption === 'full'));
  const covered = datastore.encryptedBy !== null;
  const plain = ratioOf(rows, 'plain');
  const open = ratioOf(rows, covered ? 'vsan' : 'plain');
  const closed = ratioOf(rows, covered ? 'both' : 'vm');
  const share = encrypted / count(machines);
  const facts = ['encrypted-before-dedup'];
  const sources = sourceLines(facts);
  const base = {
    name: 'deduplication still pays',
    part: 'deduplication' as const,
    claim: `On ${datastore.name} at least ${percent(least)} of the plain data's deduplication ratio remains.`,
    sources,
    restsOn: unprovenLines(facts),
    confidence: weakest(sources),
  };
  if (plain === undefined || open === undefined || closed === undefined || machines.length === 0) {
    return { ...base, verdict: 'notTested', finding: 'nothing was measured', practices: [] };
  }
  // Unique blocks add up, ratios do not.
  const ratio = 1 / ((1 - share) / open + share / closed);
  const kept = ratio / plain;
  const finding = `${percent(kept)} remains: ${ratio.toFixed(2)} instead of ${plain.toFixed(2)}, with ${encrypted} of ${count(machines)} machines encrypted before deduplication`;
  const verdict = kept >= least ? 'holds' : 'broken';
  return { ...base, verdict, finding, practices: verdict === 'broken' ? mending(site, rows) : [] };
}

function mending(site: Site, rows: readonly DedupRow[]): ClaimResult['practices'] {
  return practices
    .filter(({ departures }) => (departures(site) ?? []).length > 0)
    .filter(({ mended }) => dedupClaim(mended(site), rows)?.verdict === 'holds')
    .map(({ id, title, fix }) => ({ id, title, fix }));
}

function ratioOf(rows: readonly DedupRow[], layers: DedupRow['layers']): number | undefined {
  return rows.find((row) => row.layers === layers)?.ratio;
}

function count(machines: readonly { readonly count: number }[]): number {
  return machines.reduce((sum, machine) => sum + machine.count, 0);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
