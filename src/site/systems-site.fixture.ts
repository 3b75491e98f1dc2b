/** A site that says little of its systems, and what is wrong with it after a part of it was replaced. */
import { expect } from 'vitest';
import { printProblem } from './problem.ts';
import { parseSite } from './read-site.ts';

export const base = `vcenter: { datastore: vsan, release: 9.1 }
hosts: { count: 3, tpm: 2.0 }
keyProviders:
  - { name: nkp }
  - { name: kms, kind: standard, keyServer: {} }
  - { name: vta, kind: trusted, keyServer: {} }
vcenterBackups: [{ at: safe }]
recoverySite: { importedProviders: [nkp] }
datastores: [{ name: vsan, kind: vsan, encryptedBy: nkp }, { name: san, kind: external }]
machines:
  - { name: win, vtpm: true, datastore: vsan }
  - { name: db, encrypted: true, datastore: san }
`;

/** The problems of the site with the first `old` replaced. */
export function after(old: string, replacement: string): string[] {
  expect(base).toContain(old);
  const result = parseSite(base.replace(old, replacement), 'site.yaml');
  return result.ok ? [] : result.problems.map(printProblem);
}
