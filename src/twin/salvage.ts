/** What still comes back: everything that exists and can be reached is tried, without asking which steps are allowed. */
import { addKeys, bootDeviceContent, diskBytes, emptyPile, homeBytes, machineHome, openAll } from './pile.ts';
import { isReadable, placeContent, readStored, vcenterAtHome, vsanDevices, yieldsDisk } from './pile.ts';
import type { Container, Pile } from './pile.ts';
import { backupOf, groundOf, keyServerObject, openStore } from './key-server.ts';
import { wipeAll } from './secrets.ts';
import type { KeyServer, Place, World } from './world.ts';

/** By machine: can its disk still be read? */
export function salvage(world: World): Record<string, boolean> {
  const pile = emptyPile(world);
  takeMemory(world, pile);
  openAll(pile, containersOf(world));
  const result: Record<string, boolean> = {};
  for (const [name, machine] of world.machines)
    result[name] = yieldsDisk(pile, machine, diskBytes(world, machine)(pile));
  wipeAll(pile);
  return result;
}

/** What running hosts and machines hold. */
function takeMemory(world: World, pile: Pile): void {
  for (const [name, { memory }] of world.hosts) {
    if (memory === undefined) continue;
    addKeys(pile, memory.keys.values());
    if (memory.deviceKey !== undefined) pile.deviceKeys.set(name, memory.deviceKey);
  }
  for (const [name, { memory }] of world.machines)
    if (memory !== undefined) pile.machineKeys.set(name, memory);
}

/** A key server that is not lost can be started where its disk can be read; its backup can be restored. */
function keyServerContent(world: World, server: KeyServer): Container[] {
  const opens = (read: (pile: Pile) => Uint8Array | undefined): Container => {
    return (pile) => {
      const bytes = read(pile);
      const keys = bytes && openStore(pile, server, bytes);
      if (keys !== undefined) addKeys(pile, keys);
      return keys !== undefined;
    };
  };
  const ground = groundOf(server);
  const disk =
    ground === undefined
      ? opens(() => server.diskOutside)
      : opens((pile) => readStored(pile, world, ground, keyServerObject(server.site.name)));
  const place = world.places.get(server.site.keyServerBackupAt ?? '');
  const backup = opens((pile) =>
    place && isReached(pile, world, place) ? backupOf(world, server) : undefined,
  );
  return server.state === 'lost' ? [backup] : [disk, backup];
}

function containersOf(world: World): Container[] {
  const containers: Container[] = [];
  for (const place of world.places.values()) containers.push(...reachable(world, place));
  for (const { bootDevice, chip } of world.hosts.values())
    if (bootDevice) containers.push(bootDeviceContent(bootDevice, chip, world.installationKey));
  for (const datastore of world.datastores.values())
    if (datastore.kind === 'vsan') containers.push(...vsanDevices(datastore));
  for (const server of world.keyServers.values()) containers.push(...keyServerContent(world, server));
  if (world.vcenter.state !== 'lost') containers.push(vcenterAtHome(world));
  for (const machine of world.machines.values())
    if (machine.encryptedBy) containers.push(machineHome(machine, homeBytes(world, machine)));
  return containers;
}

/** A place on a datastore opens with it. */
function reachable(world: World, place: Place): Container[] {
  if (place.isLost) return [];
  return placeContent(place).map(
    (content): Container =>
      (pile) =>
        isReached(pile, world, place) && content(pile),
  );
}

function isReached(pile: Pile, world: World, { isLost, site: { datastore } }: Place): boolean {
  return !isLost && (datastore === null || isReadable(pile, world, datastore));
}
