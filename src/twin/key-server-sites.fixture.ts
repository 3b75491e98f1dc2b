/** Sites whose keys lie in a key server, for the tests of this folder. */
import type { Event } from '../../models/events.ts';
import type { HostSite, ProviderSite, Site } from '../../models/site.ts';
import { site } from './site.fixture.ts';

const standard: ProviderSite = {
  name: 'kms',
  kind: 'standard',
  tpmRequired: false,
  keyServerAt: null,
  keyServerBackupAt: 'safe',
};
const trusted: ProviderSite = { ...standard, name: 'vta', kind: 'trusted' };

/** The test site, with everything encrypted by this provider. */
function encryptedBy(provider: ProviderSite): Site {
  const { name } = provider;
  return {
    ...site,
    name,
    providers: [provider],
    datastores: site.datastores.map((store) =>
      store.kind === 'vsan' ? { ...store, encryptedBy: name } : store,
    ),
    machines: site.machines.map((machine) => ({ ...machine, provider: name })),
    p12s: [],
  };
}

export function withHosts(plan: Site, change: Partial<HostSite>): Site {
  return { ...plan, hosts: plan.hosts.map((host) => ({ ...host, ...change })) };
}

export const kmsSite: Site = encryptedBy(standard);
export const vtaSite: Site = encryptedBy(trusted);
/** The key server lies on the very datastore that needs its key. */
export const circular: Site = encryptedBy({ ...standard, keyServerAt: 'vsan' });
/** The key server is a machine on a datastore that any host opens, and its backup is gone with vSAN. */
export const onNfs: Site = encryptedBy({ ...standard, keyServerAt: 'nfs', keyServerBackupAt: 'share' });
export const unsaved: Site = encryptedBy({ ...standard, keyServerBackupAt: null });
export const persistent: Site = withHosts(kmsSite, { keyPersistence: true });
export const stateless: Site = withHosts(kmsSite, { boot: 'network', encryptionMode: 'none' });
/** Encrypted by the native provider; two others are there to change to. */
export const several: Site = { ...site, name: 'several', providers: [...site.providers, standard, trusted] };

type OfServer =
  | 'registerProvider'
  | 'keyServerStops'
  | 'startKeyServer'
  | 'keyServerIsLost'
  | 'restoreKeyServer';

export function server(type: OfServer, provider = 'kms'): Event {
  return { type, provider };
}

export function rekey(machine: string, provider = 'kms'): Event {
  return { type: 'rekeyMachine', machine, provider };
}

export function rekeyVsan(provider = 'kms'): Event {
  return { type: 'rekeyVsan', provider };
}

export function rekeyHost(provider = 'kms', host = 'esx-01'): Event {
  return { type: 'rekeyHost', host, provider };
}

export const unregister: Event = { type: 'deleteProvider', provider: 'kms' };
