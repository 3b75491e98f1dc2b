/**
 * The part of a site that one machine depends on: its hosts, its key provider, what holds a key of that
 * provider, and the places of those. Faults outside of it cannot matter to the machine.
 */
import type { Kept, Site } from '../../models/site.ts';

/**
 * The site with nothing but the cone of one machine. Cuts nothing where a site has several providers: a rekey may take
 * the machine, vSAN or a host key to any of them.
 */
export function coneOf(site: Site, machine: string): Site {
  const machines = site.machines.filter(({ name }) => name === machine);
  const involved = new Set([
    ...machines.flatMap(({ provider }) => provider ?? []),
    ...site.datastores.flatMap(({ encryptedBy }) => encryptedBy ?? []),
  ]);
  if (site.providers.length > 1) return { ...site, machines };
  const providers = site.providers.filter(({ name }) => involved.has(name));
  const p12s = site.p12s.filter(({ provider }) => involved.has(provider));
  const kept: readonly Kept[] = [...p12s, ...site.backups];
  const used = new Set([
    ...kept.flatMap(({ at, passwordAt }) => [at, passwordAt]),
    ...providers.map(({ keyServerBackupAt }) => keyServerBackupAt),
    site.recoveryKeysAt,
  ]);
  return { ...site, machines, providers, p12s, places: site.places.filter(({ name }) => used.has(name)) };
}
