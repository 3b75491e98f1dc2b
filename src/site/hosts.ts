/** The hosts of a site file, with what follows from their TPMs. */
import type { HostSite } from '../../models/site.ts';
import type { DatastoreInput, HostInput, ProviderInput, SiteInput } from './site-schema.ts';

/** One entry per host, however they were written. */
export function hostsOf(hosts: SiteInput['hosts']): HostInput[] {
  if (!('count' in hosts)) return [...hosts];
  const { count, tpm, encryptionMode } = hosts;
  return Array.from({ length: count }, (_, at) => ({
    name: `esx-${String(at + 1).padStart(2, '0')}`,
    tpm,
    encryptionMode,
  }));
}

/** A host with a TPM 2.0 seals its configuration with it, unless the file says otherwise. */
export function resolveHost({ name, tpm, encryptionMode }: HostInput): HostSite {
  return { name, tpm, encryptionMode: encryptionMode ?? (tpm === '2.0' ? 'tpm' : 'none') };
}

/** Required when every host has a chip: then it costs nothing. */
export function tpmRequired(provider: ProviderInput, hosts: readonly HostInput[]): boolean {
  return provider.tpmRequired ?? hosts.every(({ tpm }) => tpm === '2.0');
}

/** Does vCenter Server give this provider's keys to that host? */
export function receivesKeys(provider: ProviderInput, host: HostInput, hosts: readonly HostInput[]): boolean {
  return host.tpm === '2.0' || !tpmRequired(provider, hosts);
}

/** One host may be missing from three or more; with fewer, none. */
export function failuresToTolerate(datastore: DatastoreInput, hosts: readonly HostInput[]): number {
  if (datastore.kind === 'external') return 0;
  return datastore.failuresToTolerate ?? (hosts.length >= 3 ? 1 : 0);
}
