/** Trying every key on every container until nothing new opens: what bytes yield, whatever the rules of the product say. */
import type { Key } from '../crypto/key.ts';
import { keyFromChip, keyFromFile, keyFromRecoveryKey, readArchive } from './boot-device.ts';
import { openBackup, openP12 } from './kept.ts';
import { diskObject, homeObject, isEqual, openDisk, openVtpm, readHome, unlock } from './machine.ts';
import { isSame } from './named-key.ts';
import type { NamedKey } from './named-key.ts';
import { emptyBench } from './secrets.ts';
import type { Bench } from './secrets.ts';
import { readDisk, vcenterObject } from './vcenter.ts';
import { openDevice, readCopy } from './vsan.ts';
import type { BootDevice, Chip, Copy, Machine, Place, Vsan, World } from './world.ts';

/** What has been found so far. */
export type Pile = Bench & {
  readonly keys: NamedKey[];
  /** Passwords and recovery keys. */
  readonly texts: Set<string>;
  /** The keys of vSAN devices, by host. */
  readonly deviceKeys: Map<string, Key>;
  /** The keys of machines. */
  readonly machineKeys: Map<string, Key>;
};

/** Something that may open. @returns whether it did, and so need not be tried again */
export type Container = (pile: Pile) => boolean;

export function emptyPile(world: World): Pile {
  return {
    ...emptyBench(world.stack),
    keys: [],
    texts: new Set(),
    deviceKeys: new Map(),
    machineKeys: new Map(),
  };
}

/** Adds the keys that are new: the same one turns up on every host, and a registration holds none. */
export function addKeys(pile: Pile, keys: Iterable<NamedKey>): void {
  for (const key of keys)
    if (key.keys.size > 0 && !pile.keys.some((known) => isSame(known, key))) pile.keys.push(key);
}

/** Opens what can be opened, again and again, since each key found may open another container. */
export function openAll(pile: Pile, containers: readonly Container[]): void {
  let closed = containers;
  for (;;) {
    const left = closed.filter((container) => !container(pile));
    if (left.length === closed.length) return;
    closed = left;
  }
}

/** Everything in a place: files, and the passwords and recovery keys written down there. */
export function placeContent(place: Place): Container[] {
  const texts: Container = (pile) => {
    for (const text of [...place.passwords.values(), ...place.recoveryKeys.values()]) pile.texts.add(text);
    return true;
  };
  return [texts, ...Array.from(place.files.values(), fileContent)];
}

/** @param chip and `installationKey`: `undefined` for somebody who does not have them */
export function bootDeviceContent(
  device: BootDevice,
  chip: Chip | undefined,
  installationKey: Key | undefined,
): Container {
  return (pile) => {
    const key =
      keyFromChip(pile, device, chip) ??
      keyFromFile(pile, device, installationKey) ??
      firstOf(pile.texts, (text) => keyFromRecoveryKey(pile, device, text));
    const content = key && readArchive(pile, device, key);
    if (content !== undefined) addKeys(pile, content);
    return content !== undefined;
  };
}

export function vsanDevices(vsan: Vsan): Container[] {
  return Array.from(
    vsan.devices,
    ([host, device]): Container =>
      (pile) => {
        const key = firstOf(pile.keys, (found) => openDevice(pile, device, found));
        if (key !== undefined) pile.deviceKeys.set(host, key);
        return key !== undefined;
      },
  );
}

/** vCenter's disk, wherever the reader finds it. */
function vcenterDisk(read: (pile: Pile) => Uint8Array | undefined): Container {
  return (pile) => {
    const disk = read(pile);
    const records = disk && readDisk(pile, disk);
    if (records !== undefined) addKeys(pile, records);
    return records !== undefined;
  };
}

/** An object of a datastore as far as its bytes can be made sense of now. */
export function readStored(
  pile: Pile,
  world: World,
  datastoreName: string,
  object: string,
): Uint8Array | undefined {
  const datastore = world.datastores.get(datastoreName);
  if (datastore?.kind !== 'vsan') return datastore?.objects.get(object);
  let newest: { copy: Copy; key: Key | undefined } | undefined;
  for (const [host, device] of datastore.devices) {
    const copy = device.copies.get(object);
    const key = pile.deviceKeys.get(host);
    if (copy === undefined || (device.wrappedKey !== undefined && key === undefined)) continue;
    if (newest === undefined || newest.copy.version < copy.version) newest = { copy, key };
  }
  return newest && readCopy(pile, newest.copy, newest.key);
}

/** Are the bytes on this datastore in plain, or opened? */
export function isReadable(pile: Pile, world: World, name: string): boolean {
  const datastore = world.datastores.get(name);
  return datastore?.kind !== 'vsan' || datastore.encryptedBy === undefined || pile.deviceKeys.size > 0;
}

/** vCenter's disk as a container on its datastore, or away from it. */
export function vcenterAtHome(world: World): Container {
  const home = world.site.vcenterAt;
  if (home === null || world.vcenter.isAway) return vcenterDisk(() => world.vcenter.diskElsewhere);
  return vcenterDisk((pile) => readStored(pile, world, home, vcenterObject));
}

/** A machine's own key, out of its home. */
export function machineHome(machine: Machine, read: (pile: Pile) => Uint8Array | undefined): Container {
  const { name } = machine.site;
  return (pile) => {
    const bytes = read(pile);
    const home = bytes && readHome(bytes);
    const key = home && firstOf(pile.keys, (found) => unlock(pile, name, home, found));
    if (key !== undefined) pile.machineKeys.set(name, key);
    return key !== undefined;
  };
}

/** Are these the machine's own disk contents, with the keys found? */
export function yieldsDisk(pile: Pile, machine: Machine, disk: Uint8Array | undefined): boolean {
  if (disk === undefined) return false;
  return isEqual(
    openDisk(pile, machine, disk, pile.machineKeys.get(machine.site.name)),
    machine.original.disk,
  );
}

/** Are these the contents of the machine's own vTPM, with the keys found? */
export function yieldsVtpm(pile: Pile, machine: Machine, bytes: Uint8Array | undefined): boolean {
  const key = pile.machineKeys.get(machine.site.name);
  const home = bytes && readHome(bytes);
  const vtpm = home && key && openVtpm(pile, home, key);
  return vtpm !== undefined && isEqual(vtpm, machine.original.vtpm);
}

export function homeBytes(world: World, machine: Machine): (pile: Pile) => Uint8Array | undefined {
  return (pile) => readStored(pile, world, machine.site.datastore, homeObject(machine.site.name));
}

export function diskBytes(world: World, machine: Machine): (pile: Pile) => Uint8Array | undefined {
  return (pile) => readStored(pile, world, machine.site.datastore, diskObject(machine.site.name));
}

/** A file that may be a .p12 or a backup, tried without a password and with every one found. */
function fileContent(bytes: Uint8Array): Container {
  return (pile) => {
    const keys = firstOf(['', ...pile.texts], (password) => {
      const key = openP12(pile, bytes, password);
      return key === undefined ? openBackup(pile, bytes, password) : [key];
    });
    if (keys !== undefined) addKeys(pile, keys);
    return keys !== undefined;
  };
}

function firstOf<Item, Found>(
  items: Iterable<Item>,
  tryOne: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = tryOne(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
