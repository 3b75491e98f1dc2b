/** What a thief reads: the loot, a copy of all ciphertext, and nothing that is in memory or inside a TPM. */
import type { Loot } from '../../models/site.ts';
import {
  bootDeviceContent,
  diskBytes,
  emptyPile,
  homeBytes,
  isReadable,
  machineHome,
  openAll,
} from './pile.ts';
import { placeContent, vcenterAtHome, vsanDevices, yieldsDisk, yieldsVtpm } from './pile.ts';
import type { Container, Pile } from './pile.ts';
import { wipeAll } from './secrets.ts';
import { part } from './world.ts';
import type { Machine, World } from './world.ts';

/** By machine: does the thief read anything of it, disk or vTPM? */
export function steal(world: World, loot: Loot): Record<string, boolean> {
  const pile = emptyPile(world);
  openAll(pile, [...lootContent(world, loot), ...copies(world), ...onDatastores(world, loot)]);
  const result: Record<string, boolean> = {};
  for (const [name, machine] of world.machines) result[name] = isRead(world, pile, loot, machine);
  wipeAll(pile);
  return result;
}

function isRead(world: World, pile: Pile, loot: Loot, machine: Machine): boolean {
  if (machine.encryptedBy && yieldsVtpm(pile, machine, homeBytes(world, machine)(pile))) return true;
  const isCiphertext = machine.encryptedBy !== undefined && machine.site.encryption === 'full';
  if (!isCiphertext && !isTaken(world, pile, loot, machine.site.datastore)) return false;
  return yieldsDisk(pile, machine, diskBytes(world, machine)(pile));
}

function lootContent(world: World, loot: Loot): Container[] {
  switch (loot.kind) {
    case 'disk':
      return [];
    case 'place':
      return placeContent(part(world.places, loot.place));
    case 'bootDevice': {
      const device = part(world.hosts, loot.host).bootDevice;
      // The chip stays on the board, and only ESXi itself reads a file that is not plain.
      return device ? [bootDeviceContent(device, undefined, undefined)] : [];
    }
  }
}

/** What the thief has copied anyway: encrypted vSAN devices, and the files of encrypted machines. */
function copies(world: World): Container[] {
  const containers: Container[] = [];
  for (const datastore of world.datastores.values())
    if (datastore.kind === 'vsan') containers.push(...vsanDevices(datastore));
  for (const machine of world.machines.values())
    if (machine.encryptedBy) containers.push(machineHome(machine, homeBytes(world, machine)));
  return containers;
}

/** What lies on a datastore that was taken in plain, or that the thief has opened. */
function onDatastores(world: World, loot: Loot): Container[] {
  const containers: Container[] = [];
  const home = world.site.vcenterAt;
  if (world.vcenter.state !== 'lost' && home !== null && !world.vcenter.isAway)
    containers.push(guarded(world, loot, home, vcenterAtHome(world)));
  for (const place of world.places.values()) {
    const { datastore } = place.site;
    if (datastore === null) continue;
    for (const content of placeContent(place)) containers.push(guarded(world, loot, datastore, content));
  }
  return containers;
}

function guarded(world: World, loot: Loot, datastore: string, content: Container): Container {
  return (pile) => isTaken(world, pile, loot, datastore) && content(pile);
}

function isTaken(world: World, pile: Pile, loot: Loot, name: string): boolean {
  const datastore = part(world.datastores, name);
  const isEncrypted = datastore.kind === 'vsan' && datastore.encryptedBy !== undefined;
  const isStolen = loot.kind === 'disk' && loot.datastore === name;
  return isReadable(pile, world, name) && (isEncrypted || isStolen);
}
