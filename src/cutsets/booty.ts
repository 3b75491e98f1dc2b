/**
 * What a thief reads who took several things. `models/thief.ts` answers for one thing at a time; taken
 * together, a file and its password open each other, and so do a sealed boot device and its recovery key.
 * All things are taken in one and the same state of the site.
 */
import type { Deployment } from '../../models/deployment.ts';
import { type Kept, type Loot, named, type Site } from '../../models/site.ts';
import { type SliceName, type State, slice } from '../../models/state.ts';

/** The slices that decide what any booty yields of one machine. */
export function bootyReads(site: Site, machine: string): readonly SliceName[] {
  return [
    'vsan',
    `machine/${machine}`,
    ...site.hosts.map(({ name }): SliceName => `host/${name}`),
    ...site.places.map(({ name }): SliceName => `place/${name}`),
    ...site.p12s.map(({ name }): SliceName => `p12/${name}`),
    ...site.backups.map(({ name }): SliceName => `backup/${name}`),
  ];
}

/** Whether a thief with all these things, and a copy of all ciphertext at rest, reads the machine. */
export function bootyOpens(
  { site, switches }: Deployment,
  state: State,
  machine: string,
  loots: readonly Loot[],
): boolean {
  const { datastore } = named(site.machines, machine);
  const { encryption, key } = slice(state, `machine/${machine}`);
  const underVsan = named(site.datastores, datastore).encryptedBy !== null && state.vsan !== 'none';
  const plain = !underVsan && encryption !== 'full';
  if (plain && loots.some((loot) => loot.kind === 'disk' && loot.datastore === datastore)) return true;
  const keys = keysIn({ site, switches }, state, loots);
  const below = underVsan ? [state.vsan] : [];
  const disks = [...(encryption === 'full' ? [key] : []), ...below];
  const home = [...(encryption === 'none' ? [] : [key]), ...below];
  return [disks, home].some((layers) => layers.length > 0 && layers.every((layer) => keys.has(layer)));
}

function keysIn({ site, switches }: Deployment, state: State, loots: readonly Loot[]): ReadonlySet<string> {
  const places = new Set(
    loots.flatMap((loot) =>
      loot.kind === 'place' && slice(state, `place/${loot.place}`) === 'kept' ? [loot.place] : [],
    ),
  );
  const open = ({ at, passwordAt }: Kept): boolean =>
    places.has(at) && (passwordAt === null || places.has(passwordAt));
  const recoveryKeys = site.recoveryKeysAt !== null && places.has(site.recoveryKeysAt);
  const fromBoot = loots.flatMap((loot) => {
    if (loot.kind !== 'bootDevice') return [];
    const { binding, written } = slice(state, `host/${loot.host}`);
    const opens = binding === 'file' ? switches.noTpmArchive === 'readable' : recoveryKeys;
    return opens ? Object.values(written) : [];
  });
  const fromP12s = site.p12s.filter(open).map(({ name }) => slice(state, `p12/${name}`));
  const fromBackups = site.backups
    .filter(open)
    .flatMap(({ name }) => Object.values(slice(state, `backup/${name}`)).map(({ key }) => key));
  return new Set([...fromBoot, ...fromP12s, ...fromBackups].filter((key) => key !== 'none'));
}
