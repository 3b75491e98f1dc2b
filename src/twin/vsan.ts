/** vSAN: every host keeps a copy of each object on its own device, encrypted by that device's own key. */
import type { Key } from '../crypto/key.ts';
import { keyFor, vsanUse, wrapFor } from './named-key.ts';
import type { NamedKey } from './named-key.ts';
import { mint, unwrap } from './secrets.ts';
import type { Bench } from './secrets.ts';
import { has, hostsOn, part } from './world.ts';
import type { Copy, Device, Host, Vsan, World } from './world.ts';

const sectorBytes = 512;
/** Objects are this far apart on a device: none grows so large. */
const sectorsPerObject = 1024;
/** XTS-AES-256 takes two keys of 32 bytes. */
const deviceKeyBytes = 64;

export function vsanIn(world: World): Vsan | undefined {
  for (const datastore of world.datastores.values()) if (datastore.kind === 'vsan') return datastore;
  return undefined;
}

export function vsanIsAvailable(world: World, vsan: Vsan): boolean {
  const mounted = hostsOn(world).filter((host) => host.memory?.isMounted).length;
  if (has(world, 'ignoresQuorum')) return mounted > 0;
  return mounted > 0 && world.hosts.size - mounted <= vsan.failuresToTolerate;
}

/** Opens a device: its key lies on it, wrapped under one that follows from the provider's (vendor guide on vSAN encryption). */
export function openDevice(bench: Bench, device: Device, key: NamedKey): Key | undefined {
  const wrapping = keyFor(bench, key, vsanUse);
  return wrapping && device.wrappedKey && unwrap(bench, wrapping, device.wrappedKey);
}

/**
 * Mounts the part of a running host, when it is not encrypted or the host has its key.
 * @param fetched what vSAN itself got from a key server; without it, the host must hold the key
 */
export function mount(world: World, host: Host, fetched?: NamedKey): void {
  const vsan = vsanIn(world);
  if (vsan === undefined || host.memory === undefined || host.memory.isMounted) return;
  const device = part(vsan.devices, host.site.name);
  const key = vsan.encryptedBy && (fetched ?? host.memory.keys.get(vsan.encryptedBy.provider));
  if (vsan.encryptedBy !== undefined) {
    const deviceKey = key && openDevice(world, device, key);
    if (deviceKey === undefined && !has(world, 'mountsWithoutKey')) return;
    host.memory.deviceKey = deviceKey;
    if (key && has(world, 'mountRenewsDeviceKey')) giveDeviceKey(world, host.memory, device, key);
  }
  host.memory.isMounted = true;
  catchUp(world, vsan, host, key);
}

/** Encrypts the datastore: each device receives a key of its own and is written again. All hosts have mounted it. */
export function encryptVsan(world: World, vsan: Vsan, key: NamedKey): void {
  const plain = new Map([...vsan.layout.keys()].map((name) => [name, readVsan(world, vsan, name)]));
  vsan.encryptedBy = { provider: key.provider, id: key.id };
  for (const host of hostsOn(world))
    if (host.memory) giveDeviceKey(world, host.memory, part(vsan.devices, host.site.name), key);
  for (const [name, bytes] of plain) if (bytes !== undefined) writeVsan(world, vsan, name, bytes);
}

/** Wraps each device's key again, under another key. All hosts have mounted it; no sector is written. */
export function rewrapVsan(world: World, vsan: Vsan, key: NamedKey): void {
  vsan.encryptedBy = { provider: key.provider, id: key.id };
  for (const host of hostsOn(world)) {
    const device = part(vsan.devices, host.site.name);
    const own = host.memory?.deviceKey;
    if (own !== undefined) device.wrappedKey = wrapFor(world, key, vsanUse, own);
  }
}

export function writeVsan(world: World, vsan: Vsan, name: string, bytes: Uint8Array): void {
  const before = vsan.layout.get(name);
  const firstSector = before?.firstSector ?? vsan.layout.size * sectorsPerObject;
  const version = (before?.version ?? 0) + 1;
  vsan.layout.set(name, { firstSector, version });
  const padded = new Uint8Array(Math.ceil(bytes.length / sectorBytes) * sectorBytes);
  padded.set(bytes);
  const place = { firstSector, version, lengthBytes: bytes.length };
  for (const host of hostsOn(world)) {
    if (!host.memory?.isMounted) continue;
    const key = host.memory.deviceKey;
    const sectors = key ? world.stack.encryptSectors(key, firstSector, sectorBytes, padded) : padded;
    part(vsan.devices, host.site.name).copies.set(name, { ...place, sectors });
  }
}

/** The object as the running hosts see it, or `undefined` when it is not there. */
export function readVsan(world: World, vsan: Vsan, name: string): Uint8Array | undefined {
  for (const host of hostsOn(world)) {
    const copy = host.memory?.isMounted && part(vsan.devices, host.site.name).copies.get(name);
    if (copy && copy.version === vsan.layout.get(name)?.version)
      return readCopy(world, copy, host.memory?.deviceKey);
  }
  return undefined;
}

/** Its content keeps its place on the devices, so that nothing else is ever encrypted under the same sector numbers. */
export function eraseVsan(vsan: Vsan, name: string): void {
  for (const device of vsan.devices.values()) device.copies.delete(name);
}

/** @param deviceKey `undefined` reads the sectors as they are */
export function readCopy(bench: Bench, copy: Copy, deviceKey: Key | undefined): Uint8Array {
  const { firstSector, sectors, lengthBytes } = copy;
  const plain = deviceKey
    ? bench.stack.decryptSectors(deviceKey, firstSector, sectorBytes, sectors)
    : sectors;
  return plain.subarray(0, lengthBytes);
}

/**
 * Copies what was written while this part was not mounted. The newest copy is read wherever it lies, also from the
 * devices of a host that is down: a simplification, since a real vSAN would hold the object back until that host returns.
 */
function catchUp(world: World, vsan: Vsan, host: Host, vsanKey: NamedKey | undefined): void {
  const device = part(vsan.devices, host.site.name);
  for (const [name, { version }] of vsan.layout) {
    if (device.copies.get(name)?.version === version) continue;
    for (const other of vsan.devices.values()) {
      const copy = other.copies.get(name);
      if (copy?.version !== version) continue;
      const plain = readCopy(world, copy, vsanKey && openDevice(world, other, vsanKey));
      const padded = new Uint8Array(copy.sectors.length);
      padded.set(plain);
      const key = host.memory?.deviceKey;
      const sectors = key ? world.stack.encryptSectors(key, copy.firstSector, sectorBytes, padded) : padded;
      device.copies.set(name, { ...copy, sectors });
      break;
    }
  }
}

function giveDeviceKey(
  world: World,
  memory: { deviceKey: Key | undefined },
  device: Device,
  key: NamedKey,
): void {
  memory.deviceKey = mint(world, world.random, deviceKeyBytes);
  device.wrappedKey = wrapFor(world, key, vsanUse, memory.deviceKey);
}
