/**
 * What a thief can read with a given loot. The thief is taken to hold a copy of all ciphertext at rest
 * (disks, machine files, replicas): that is what encryption is there to withstand. A disk as loot is the
 * ciphertext alone, and so asks whether there is any plaintext on it.
 */
import { type Deployment } from './deployment.ts';
import type { Kept, KeyId, Loot, MachineSite, Site } from './site.ts';
import { named } from './site.ts';
import { type SliceName, type State, slice } from './state.ts';

/** The slices that decide what a loot yields. */
export function lootReads(site: Site, loot: Loot): readonly SliceName[] {
  const machines = site.machines.flatMap(({ name }): SliceName[] => [`machine/${name}`]);
  if (loot.kind === 'disk') return ['vsan', ...machines];
  if (loot.kind === 'bootDevice') return ['vsan', `host/${loot.host}`, ...machines];
  return ['vsan', `place/${loot.place}`, ...machines, ...filesAt(site, loot.place)];
}

/** The machines whose data a thief with this loot can read. */
export function readableWith({ site, switches }: Deployment, state: State, loot: Loot): readonly string[] {
  if (loot.kind === 'disk') {
    const { encryptedBy } = named(site.datastores, loot.datastore);
    const covered = encryptedBy !== null && state.vsan !== 'none';
    return covered
      ? []
      : site.machines.filter((machine) => plainOn(state, machine, loot.datastore)).map(nameOf);
  }
  const keys =
    loot.kind === 'bootDevice'
      ? keysOnBootDevice(switches, state, loot.host)
      : keysAt(site, state, loot.place);
  return site.machines.filter((machine) => opens(site, state, machine, keys)).map(nameOf);
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

function plainOn(state: State, { name, datastore }: MachineSite, stolen: string): boolean {
  return datastore === stolen && slice(state, `machine/${name}`).encryption !== 'full';
}

/** The loot reads a machine when it opens every layer that its disks lie under, or every layer over its vTPM. */
function opens(
  site: Site,
  state: State,
  { name, datastore }: MachineSite,
  keys: ReadonlySet<string>,
): boolean {
  const { encryption, key } = slice(state, `machine/${name}`);
  const underVsan = named(site.datastores, datastore).encryptedBy !== null && state.vsan !== 'none';
  const below = underVsan ? [state.vsan] : [];
  const disks = [...(encryption === 'full' ? [key] : []), ...below];
  const home = [...(encryption === 'none' ? [] : [key]), ...below];
  return [disks, home].some((layers) => layers.length > 0 && layers.every((layer) => keys.has(layer)));
}

function keysOnBootDevice(switches: Deployment['switches'], state: State, host: string): ReadonlySet<string> {
  const { binding, written } = slice(state, `host/${host}`);
  const readable = binding === 'file' && switches.noTpmArchive === 'readable';
  return new Set(readable ? Object.values(written).filter((key) => key !== 'none') : []);
}

/** Keys in the files of one place that have no password, or whose password lies in the same place. */
function keysAt(site: Site, state: State, place: string): ReadonlySet<string> {
  if (slice(state, `place/${place}`) === 'lost') return new Set();
  const open = ({ at, passwordAt }: Kept): boolean =>
    at === place && (passwordAt === null || passwordAt === place);
  const fromP12s = site.p12s.filter(open).map(({ name }) => slice(state, `p12/${name}`));
  const fromBackups = site.backups
    .filter(open)
    .flatMap(({ name }) => Object.values(slice(state, `backup/${name}`)).map(({ key }) => key));
  return new Set<KeyId | 'none'>([...fromP12s, ...fromBackups].filter((key) => key !== 'none'));
}

function filesAt(site: Site, place: string): readonly SliceName[] {
  return [
    ...site.p12s.filter(({ at }) => at === place).map(({ name }): SliceName => `p12/${name}`),
    ...site.backups.filter(({ at }) => at === place).map(({ name }): SliceName => `backup/${name}`),
  ];
}

function nameOf({ name }: MachineSite): string {
  return name;
}
