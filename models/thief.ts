/**
 * What a thief can read with a given loot. The thief is taken to hold a copy of all ciphertext at rest
 * (disks, machine files, replicas): that is what encryption is there to withstand. A disk as loot is the
 * ciphertext alone, and so asks whether there is any plaintext on it.
 */
import type { Deployment } from './deployment.ts';
import type { Kept, KeyId, Loot, MachineSite, Site } from './site.ts';
import { named, vsanOf } from './site.ts';
import { providerOf, type SliceName, type State, slice } from './state.ts';

/**
 * Keys as a thief may find them written down. vCenter and its backups hold a native key itself, but of another provider
 * only its name and a login at its key server: fact standard-backup-opens-nothing.
 */
function nativeKeys(site: Site, keys: readonly (KeyId | 'none')[]): readonly string[] {
  return keys.filter((key) => key !== 'none' && named(site.providers, providerOf(key)).kind === 'native');
}

/** The slices that decide what a loot yields. A key that opens vSAN opens what lies on it too. */
export function lootReads(site: Site, loot: Loot): readonly SliceName[] {
  const opened = loot.kind === 'disk' ? [loot.datastore] : [];
  const onDisks = [...opened, ...(vsanOf(site) === undefined ? [] : [vsanName(site)])];
  const places = [
    ...(loot.kind === 'place' ? [loot.place] : []),
    ...onDisks.flatMap((name) => placesOn(site, name)),
  ];
  return [
    'vsan',
    'vcenter',
    ...(loot.kind === 'bootDevice' ? [`host/${loot.host}` as const] : []),
    ...site.machines.map(({ name }): SliceName => `machine/${name}`),
    ...site.providers.map(({ name }): SliceName => `provider/${name}`),
    ...places.flatMap((place): SliceName[] => [`place/${place}`, ...filesAt(site, place)]),
  ];
}

/** The machines whose data a thief with this loot can read. */
export function readableWith(deployment: Deployment, state: State, loot: Loot): readonly string[] {
  return readableWithAll(deployment, state, [loot]);
}

/** The machines whose data a thief can read who took all of this in one and the same state. */
export function readableWithAll(
  { site, switches }: Deployment,
  state: State,
  loots: readonly Loot[],
): readonly string[] {
  const stolen = plainDisks(site, state, loots);
  const keys = keysIn({ site, switches }, state, loots, stolen);
  return site.machines
    .filter((machine) => plainOn(state, machine, stolen) || opens(site, state, machine, keys))
    .map(({ name }) => name);
}

/** Stolen datastores that nothing encrypts as a whole. */
function plainDisks(site: Site, state: State, loots: readonly Loot[]): readonly string[] {
  return loots.flatMap((loot) =>
    loot.kind === 'disk' && !isCovered(site, state, loot.datastore) ? [loot.datastore] : [],
  );
}

/** Opens what the loot opens, again and again, since a key may open vSAN, and vSAN hold files and passwords. */
function keysIn(
  { site, switches }: Deployment,
  state: State,
  loots: readonly Loot[],
  stolen: readonly string[],
): ReadonlySet<string> {
  const looted = loots.flatMap((loot) => (loot.kind === 'place' ? [loot.place] : []));
  const hosts = loots.flatMap((loot) => (loot.kind === 'bootDevice' ? [loot.host] : []));
  let keys: ReadonlySet<string> = new Set();
  for (;;) {
    const disks = keys.has(state.vsan) ? [...stolen, vsanName(site)] : stolen;
    const places = [...looted, ...disks.flatMap((datastore) => placesOn(site, datastore))];
    const inVcenter = disks.some((datastore) => vcenterLiesOn(site, state, datastore));
    const opened = hasRecoveryKeys(site, state, places);
    const found = new Set([
      ...hosts.flatMap((host) => keysOnBootDevice(switches, state, host, opened)),
      ...keysAt(site, state, places),
      ...(inVcenter ? keysInVcenter(site, state) : []),
    ]);
    if (found.size === keys.size) return found;
    keys = found;
  }
}

/** A disk that was opened shows the database of a vCenter that lies there. */
function vcenterLiesOn(site: Site, state: State, datastore: string): boolean {
  return site.vcenterAt === datastore && state.vcenter.where === 'home';
}

function keysInVcenter(site: Site, state: State): readonly string[] {
  return nativeKeys(
    site,
    site.providers.map(({ name }) => slice(state, `provider/${name}`).key),
  );
}

/** Whether a loot exists at all in this state, so that asking about it means something. */
export function lootExists(site: Site, state: State, loot: Loot): boolean {
  if (loot.kind === 'bootDevice') return slice(state, `host/${loot.host}`).configuration === 'intact';
  if (loot.kind === 'disk') return true;
  return slice(state, `place/${loot.place}`) === 'kept' && filesAt(site, loot.place).length > 0;
}

export function describeLoot(loot: Loot): string {
  if (loot.kind === 'disk') return `a stolen disk of datastore ${loot.datastore}`;
  if (loot.kind === 'bootDevice') return `the stolen boot device of ${loot.host}`;
  return `everything kept at ${loot.place}`;
}

function plainOn(state: State, { name, datastore }: MachineSite, stolen: readonly string[]): boolean {
  return stolen.includes(datastore) && slice(state, `machine/${name}`).encryption !== 'full';
}

/** Whether a datastore is encrypted as a whole at this moment. */
function isCovered(site: Site, state: State, datastore: string): boolean {
  return named(site.datastores, datastore).encryptedBy !== null && state.vsan !== 'none';
}

/** The vSAN datastore's name; asked only where there is one. */
function vsanName(site: Site): string {
  return vsanOf(site)?.name ?? '';
}

function placesOn(site: Site, datastore: string): readonly string[] {
  return site.places.filter((place) => place.datastore === datastore).map(({ name }) => name);
}

/** The loot reads a machine when it opens every layer that its disks lie under, or every layer over its vTPM. */
function opens(
  site: Site,
  state: State,
  { name, datastore }: MachineSite,
  keys: ReadonlySet<string>,
): boolean {
  const { encryption, key } = slice(state, `machine/${name}`);
  const below = isCovered(site, state, datastore) ? [state.vsan] : [];
  const disks = [...(encryption === 'full' ? [key] : []), ...below];
  const home = [...(encryption === 'none' ? [] : [key]), ...below];
  return [disks, home].some((layers) => layers.length > 0 && layers.every((layer) => keys.has(layer)));
}

/** @param opened whether the recovery keys, which open a sealed configuration, were taken too */
function keysOnBootDevice(
  switches: Deployment['switches'],
  state: State,
  host: string,
  opened: boolean,
): readonly string[] {
  const { binding, written } = slice(state, `host/${host}`);
  const readable = binding === 'file' ? switches.noTpmArchive === 'readable' : opened;
  return readable ? Object.values(written).filter((key) => key !== 'none') : [];
}

function hasRecoveryKeys({ recoveryKeysAt }: Site, state: State, places: readonly string[]): boolean {
  return (
    recoveryKeysAt !== null &&
    places.includes(recoveryKeysAt) &&
    slice(state, `place/${recoveryKeysAt}`) === 'kept'
  );
}

/** Keys in the files of some places that have no password, or whose password lies in these places too. */
function keysAt(site: Site, state: State, places: readonly string[]): ReadonlySet<string> {
  const has = (place: string): boolean => places.includes(place) && slice(state, `place/${place}`) === 'kept';
  const open = ({ at, passwordAt }: Kept): boolean => has(at) && (passwordAt === null || has(passwordAt));
  const fromP12s = site.p12s.filter(open).map(({ name }) => slice(state, `p12/${name}`));
  const fromBackups = site.backups
    .filter(open)
    .flatMap(({ name }) => Object.values(slice(state, `backup/${name}`)).map(({ key }) => key));
  return new Set(nativeKeys(site, [...fromP12s, ...fromBackups]));
}

function filesAt(site: Site, place: string): readonly SliceName[] {
  return [
    ...site.p12s.filter(({ at }) => at === place).map(({ name }): SliceName => `p12/${name}`),
    ...site.backups.filter(({ at }) => at === place).map(({ name }): SliceName => `backup/${name}`),
  ];
}
