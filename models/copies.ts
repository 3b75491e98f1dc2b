/**
 * Which keys still exist anywhere as bytes that can be opened, whatever procedure that may take. Wider than
 * what an operator can do with the product: a key in the memory of one host may open another host's disks in
 * a laboratory, and no product procedure carries it there.
 */
import { type Deployment, keyServed } from './deployment.ts';
import { firstKey, type Kept, type KeyId, named, type Site } from './site.ts';
import { providerOf, type SliceName, type State, slice } from './state.ts';

type Found = { readonly keys: ReadonlySet<string>; readonly vsanOpen: boolean };

/** Whether the disks of a machine can still be read from the bytes that exist. */
export function survives(deployment: Deployment, state: State, machine: string): boolean {
  const { keys, vsanOpen } = everythingFound(deployment, state);
  const { encryption, key, on } = slice(state, `machine/${machine}`);
  const { datastore } = named(deployment.site.machines, machine);
  const stored = isPlain(deployment.site, state, datastore) || vsanOpen;
  return stored && (encryption !== 'full' || on !== null || keys.has(key));
}

/** What decides it: nearly everything. */
export function survivesReads({ site }: Deployment, machine: string): readonly SliceName[] {
  return [
    'vcenter',
    'cluster',
    'vsan',
    `machine/${machine}`,
    ...site.providers.map(({ name }): SliceName => `provider/${name}`),
    ...keyServed(site).map(({ name }): SliceName => `keyServer/${name}`),
    ...site.hosts.flatMap(({ name }): SliceName[] => [`host/${name}`, `tpm/${name}`]),
    ...site.places.map(({ name }): SliceName => `place/${name}`),
    ...site.p12s.map(({ name }): SliceName => `p12/${name}`),
    ...site.backups.map(({ name }): SliceName => `backup/${name}`),
  ];
}

/** Opens whatever opens, again and again, since each key found may open something else. */
function everythingFound({ site }: Deployment, state: State): Found {
  let found: Found = { keys: new Set(), vsanOpen: state.cluster.mounted.length > 0 };
  for (;;) {
    const keys = new Set([...found.keys, ...keysWith(site, state, found)]);
    const vsanOpen = found.vsanOpen || keys.has(state.vsan);
    if (keys.size === found.keys.size && vsanOpen === found.vsanOpen) return found;
    found = { keys, vsanOpen };
  }
}

function keysWith(site: Site, state: State, found: Found): readonly string[] {
  const reachable = (place: string): boolean => {
    const { datastore } = named(site.places, place);
    return slice(state, `place/${place}`) === 'kept' && isReadable(site, state, datastore, found);
  };
  const opens = ({ at, passwordAt }: Kept): boolean =>
    reachable(at) && (passwordAt === null || reachable(passwordAt));
  const recoveryKeys = site.recoveryKeysAt !== null && reachable(site.recoveryKeysAt);
  const fromHosts = site.hosts.flatMap(({ name }) => {
    const { held, written, binding } = slice(state, `host/${name}`);
    const bootDeviceOpens = binding === 'file' || slice(state, `tpm/${name}`) === 'sealed' || recoveryKeys;
    return [...Object.values(held), ...(bootDeviceOpens ? Object.values(written) : [])];
  });
  const fromP12s = site.p12s.filter(opens).map(({ name }) => slice(state, `p12/${name}`));
  const fromBackups = site.backups
    .filter(opens)
    .flatMap(({ name }) => Object.values(slice(state, `backup/${name}`)).map(({ key }) => key));
  const recorded = [...fromP12s, ...fromBackups, ...keysInVcenter(site, state, found)].filter((key) =>
    isNative(site, key),
  );
  const fromKeyServers = keysInKeyServers(site, state, found, reachable);
  return [...fromHosts, ...recorded, ...fromKeyServers].filter((key) => key !== 'none');
}

/** Of the keys in a key server, vCenter and its backups know only the names. */
function isNative(site: Site, key: KeyId | 'none'): boolean {
  return key !== 'none' && named(site.providers, providerOf(key)).kind === 'native';
}

/** The keys of key servers that are not lost, or have a backup, where that can be read. */
function keysInKeyServers(
  site: Site,
  state: State,
  found: Found,
  reachable: (place: string) => boolean,
): readonly string[] {
  return keyServed(site)
    .filter(({ name, keyServerAt, keyServerBackupAt }) => {
      const { state: power, moved } = slice(state, `keyServer/${name}`);
      const itself = power !== 'lost' && isReadable(site, state, moved ? null : keyServerAt, found);
      return itself || (keyServerBackupAt !== null && reachable(keyServerBackupAt));
    })
    .map(({ name }) => firstKey(name));
}

function keysInVcenter(site: Site, state: State, found: Found): readonly (KeyId | 'none')[] {
  const { state: power, where } = state.vcenter;
  const home = where === 'away' ? null : site.vcenterAt;
  if (power === 'lost' || !isReadable(site, state, home, found)) return [];
  return site.providers.map(({ name }) => slice(state, `provider/${name}`).key);
}

function isReadable(site: Site, state: State, datastore: string | null, found: Found): boolean {
  return datastore === null || isPlain(site, state, datastore) || found.vsanOpen;
}

function isPlain(site: Site, state: State, datastore: string): boolean {
  return named(site.datastores, datastore).kind === 'external' || state.vsan === 'none';
}
