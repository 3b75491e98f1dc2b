/** What still comes back: everything that exists and can be reached is tried, without asking which steps are allowed. */
import { addKeys, bootDeviceContent, diskBytes, emptyPile, homeBytes, machineHome, openAll } from './pile.ts';
import { isReadable, placeContent, vcenterAtHome, vsanDevices, yieldsDisk } from './pile.ts';
import type { Container, Pile } from './pile.ts';
import { wipeAll } from './secrets.ts';
import type { Place, World } from './world.ts';

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

function containersOf(world: World): Container[] {
  const containers: Container[] = [];
  for (const place of world.places.values()) containers.push(...reachable(world, place));
  for (const { bootDevice, chip } of world.hosts.values())
    if (bootDevice) containers.push(bootDeviceContent(bootDevice, chip, world.installationKey));
  for (const datastore of world.datastores.values())
    if (datastore.kind === 'vsan') containers.push(...vsanDevices(datastore));
  if (world.vcenter.state !== 'lost') containers.push(vcenterAtHome(world));
  for (const machine of world.machines.values())
    if (machine.isEncrypted) containers.push(machineHome(machine, homeBytes(world, machine)));
  return containers;
}

/** A place on a datastore opens with it. */
function reachable(world: World, place: Place): Container[] {
  if (place.isLost) return [];
  const { datastore } = place.site;
  return placeContent(place).map(
    (content): Container =>
      (pile) => {
        return (datastore === null || isReadable(pile, world, datastore)) && content(pile);
      },
  );
}
