/** Sites that a check is done with in a moment. */

/** Keeps its promise, and is searched within a few thousand states. */
export const quickSite = `name: quick
hosts: { count: 2, tpm: 2.0 }
vcenter: { datastore: san }
keyProviders:
  - backups: [{ at: safe, passwordAt: vault }]
datastores:
  - { name: san, kind: external }
machines:
  - { name: app, encrypted: true, datastore: san }
promise: { recoverable: 2, starts: 1, secret: [] }
`;

/** The same with a promise about deduplication. */
export const dedupSite: string = quickSite.replace('kind: external', 'kind: external, deduplication: true');

/** One host, and nothing is kept: two faults lose the machine. */
export const lostSite: string = quickSite
  .replace('count: 2', 'count: 1')
  .replace('[{ at: safe, passwordAt: vault }]', '[]')
  .replace('starts: 1', 'starts: 0');
