/** The hosts of a site file, with what follows from their TPMs. */
import type { HostSite } from '../../models/site.ts';
import type { DatastoreInput, HostInput, ProviderInput, SiteInput } from './site-schema.ts';

/** One entry per host, however they were written. */
export function hostsOf(hosts: SiteInput['hosts']): HostInput[] {
  if (!('count' in hosts)) return [...hosts];
  const { count, ...alike } = hosts;
  return Array.from({ length: count }, (_, at) => ({
    ...alike,
    name: `esx-${String(at + 1).padStart(2, '0')}`,
  }));
}

/** A host with a TPM 2.0 and a boot device seals its configuration, unless the file says otherwise. */
export function resolveHost({ name, tpm, encryptionMode, boot, keyPersistence }: HostInput): HostSite {
  const seals = tpm === '2.0' && boot === 'disk';
  return { name, tpm, encryptionMode: encryptionMode ?? (seals ? 'tpm' : 'none'), boot, keyPersistence };
}

/** Required when every host has a chip: then it costs nothing. Asked of native providers only. */
export function tpmRequired(provider: ProviderInput, hosts: readonly HostInput[]): boolean {
  if (provider.kind !== 'native') return false;
  return provider.tpmRequired ?? hosts.every(({ tpm }) => tpm === '2.0');
}

/** Does that host receive this provider's keys: from vCenter Server, or from a Trust Authority that attests it? */
export function receivesKeys(provider: ProviderInput, host: HostInput, hosts: readonly HostInput[]): boolean {
  if (provider.kind === 'trusted') return resolveHost(host).encryptionMode === 'tpm';
  return host.tpm === '2.0' || !tpmRequired(provider, hosts);
}

/** One host may be missing from three or more; with fewer, none. */
export function failuresToTolerate(datastore: DatastoreInput, hosts: readonly HostInput[]): number {
  if (datastore.kind === 'external') return 0;
  return datastore.failuresToTolerate ?? (hosts.length >= 3 ? 1 : 0);
}
