/** Virtual machines: their files, the keys in them, and what it takes to read them. */
import type { Refusal } from '../../models/events.ts';
import type { Key } from '../crypto/key.ts';
import { holdsHostKey, makeSafe } from './host-key.ts';
import { derivationKeyOf, isSame, keyFor, machineUse, wrapFor } from './named-key.ts';
import type { NamedKey } from './named-key.ts';
import { pack, unpack } from './record.ts';
import { bytesOf, derive, mint, seal, textOf, unseal, unwrap } from './secrets.ts';
import type { Bench } from './secrets.ts';
import { isAvailable, readObject, writeObject } from './storage.ts';
import { usableKey } from './vcenter.ts';
import { has, hostsOn, part } from './world.ts';
import type { Handlers, Host, Machine, World } from './world.ts';

const sectorBytes = 512;
/** XTS-AES-256 takes two keys of 32 bytes; a machine of which only the home is encrypted needs one. */
const keyBytes = { none: 32, vtpm: 32, full: 64 } as const;

/** What the home of an encrypted machine holds: where to find its key, and the contents of its vTPM. */
export type Home = {
  readonly provider: string;
  readonly wrappedKey: Uint8Array;
  readonly nvram: Uint8Array;
};

export function homeObject(machine: string): string {
  return `home/${machine}`;
}

export function diskObject(machine: string): string {
  return `disk/${machine}`;
}

export function readHome(bytes: Uint8Array): Home | undefined {
  const [provider, wrappedKey, nvram] = unpack(bytes) ?? [];
  if (provider === undefined || wrappedKey === undefined || nvram === undefined) return undefined;
  return { provider: textOf(provider), wrappedKey, nvram };
}

/** The machine's key, which travels with it, wrapped under one that follows from the provider's (vendor guide on VM encryption). */
export function unlock(bench: Bench, machine: string, home: Home, key: NamedKey): Key | undefined {
  const wrapping = keyFor(bench, key, machineUse(machine));
  return wrapping && unwrap(bench, wrapping, home.wrappedKey);
}

/** What the guest's disk holds. XTS has no check: a wrong key gives wrong bytes. */
export function openDisk(bench: Bench, machine: Machine, disk: Uint8Array, key: Key | undefined): Uint8Array {
  const isPlain = machine.encryptedBy === undefined || machine.site.encryption !== 'full';
  return isPlain || key === undefined ? disk : bench.stack.decryptSectors(key, 0, sectorBytes, disk);
}

/** What the guest's vTPM holds; `undefined` when this is not its key. */
export function openVtpm(bench: Bench, home: Home, key: Key): Uint8Array | undefined {
  return unseal(bench, derive(bench, key, 'nvram'), home.nvram);
}

export function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

/** Reads the machine as an administrator would, and compares with what was written. */
export function verifyMachine(world: World, machine: Machine): 'intact' | 'wrong' | 'unreadable' {
  const { datastore, name, encryption } = machine.site;
  if (machine.host === undefined && machine.encryptedBy && encryption === 'full') return 'unreadable';
  const stored = hostsOn(world).length > 0 ? readObject(world, datastore, diskObject(name)) : undefined;
  if (stored === undefined) return 'unreadable';
  if (!isEqual(openDisk(world, machine, stored, machine.memory), machine.original.disk)) return 'wrong';
  if (machine.memory === undefined) return 'intact';
  const home = homeOf(world, machine);
  const vtpm = home && openVtpm(world, home, machine.memory);
  return vtpm && isEqual(vtpm, machine.original.vtpm) ? 'intact' : 'wrong';
}

/** Turns off what runs on a host that is down, or on a datastore that is not available. */
export function stopWithoutDatastore(world: World): void {
  for (const machine of world.machines.values()) {
    if (machine.host === undefined) continue;
    const isUp = part(world.hosts, machine.host).power === 'on';
    if (!isUp || !isAvailable(world, machine.site.datastore)) turnOff(machine);
  }
}

export const machineHandlers: Handlers<
  'encryptMachine' | 'startMachine' | 'powerOffMachine' | 'attachDisks'
> = {
  encryptMachine: (world, { machine: name }) => {
    const machine = part(world.machines, name);
    const { encryption, provider } = machine.site;
    if (encryption === 'none' || provider === null) return 'machineEncryptionNotPlanned';
    if (world.vcenter.state !== 'running') return 'vcenterNotRunning';
    if (machine.encryptedBy !== undefined) return 'machineEncrypted';
    if (machine.host !== undefined) return 'machineRunning';
    const key = usableKey(world, provider);
    if (typeof key === 'string') return key;
    const host = part(world.hosts, machine.site.host);
    const refusal = encryptRefusal(world, host, key);
    if (refusal !== undefined) return refusal;
    if (!isAvailable(world, machine.site.datastore)) return 'datastoreUnavailable';
    encrypt(world, machine, key);
    makeSafe(world, host, key);
    return undefined;
  },
  startMachine: (world, { machine: name, host: hostName }) => {
    const machine = part(world.machines, name);
    const host = part(world.hosts, hostName);
    if (machine.host !== undefined) return 'machineRunning';
    if (host.power !== 'on') return 'hostNotOn';
    if (!isAvailable(world, machine.site.datastore)) return 'datastoreUnavailable';
    if (machine.encryptedBy !== undefined) {
      const key = unlockOn(world, machine, host);
      if (typeof key === 'string') return key;
      if (!host.safe && !has(world, 'startsOnUnsafeHost')) return 'hostNotSafe';
      machine.memory = key;
    }
    machine.host = hostName;
    return undefined;
  },
  powerOffMachine: (world, { machine: name }) => {
    const machine = part(world.machines, name);
    if (machine.host === undefined) return 'machineNotRunning';
    turnOff(machine);
    return undefined;
  },
  attachDisks: (world, { machine: name }) => {
    const machine = part(world.machines, name);
    if (machine.host !== undefined) return 'machineRunning';
    if (machine.encryptedBy && machine.site.encryption === 'full') return 'diskEncrypted';
    if (hostsOn(world).length === 0) return 'siteDark';
    return isAvailable(world, machine.site.datastore) ? undefined : 'datastoreUnavailable';
  },
};

/**
 * Wraps the machine's key again, under another key; its disk and its vTPM stay as they are.
 * @returns false when `present` is not what wraps it now
 */
export function rewrap(world: World, machine: Machine, present: NamedKey, key: NamedKey): boolean {
  const { name } = machine.site;
  const home = homeOf(world, machine);
  const own = home && unlock(world, name, home, present);
  if (home === undefined || own === undefined) return false;
  const wrapped = has(world, 'rekeyKeepsOldWrap')
    ? home.wrappedKey
    : wrapFor(world, key, machineUse(name), own);
  writeHome(world, machine, key, wrapped, home.nvram);
  return true;
}

function turnOff(machine: Machine): void {
  machine.host = undefined;
  machine.memory = undefined;
}

function encryptRefusal(world: World, host: Host, key: NamedKey): Refusal | undefined {
  if (host.power !== 'on') return 'hostNotOn';
  const held = host.memory?.keys.get(key.provider);
  if (held === undefined) return 'keyMissing';
  if (!isSame(held, key)) return 'wrongKey';
  return host.hostKey !== undefined && !holdsHostKey(world, host) ? 'hostKeyUnresolved' : undefined;
}

/** Writes the machine's files again, under a new key. */
function encrypt(world: World, machine: Machine, key: NamedKey): void {
  const { name, encryption, datastore } = machine.site;
  const own = mint(world, world.random, keyBytes[encryption]);
  const wrapped = wrapFor(world, key, machineUse(name), own);
  const nvram = seal(world, world.random, derive(world, own, 'nvram'), machine.original.vtpm);
  writeHome(world, machine, key, wrapped, nvram);
  if (encryption !== 'full') return;
  const disk = world.stack.encryptSectors(own, 0, sectorBytes, machine.original.disk);
  if (has(world, 'encryptsSectorTwice'))
    disk.set(world.stack.encryptSectors(own, 0, sectorBytes, disk.subarray(0, sectorBytes)));
  writeObject(world, datastore, diskObject(name), disk);
}

/** Writes the home's files: the name of the provider, and what is wrapped and encrypted. */
function writeHome(
  world: World,
  machine: Machine,
  key: NamedKey,
  wrapped: Uint8Array,
  nvram: Uint8Array,
): void {
  const { name, datastore } = machine.site;
  machine.encryptedBy = { provider: key.provider, id: key.id };
  writeObject(world, datastore, homeObject(name), pack([bytesOf(key.provider), wrapped, nvram]));
}

function homeOf(world: World, machine: Machine): Home | undefined {
  const bytes = readObject(world, machine.site.datastore, homeObject(machine.site.name));
  return bytes && readHome(bytes);
}

/** The machine's key, as this host finds it: by the name of the provider, and then by unwrapping. */
function unlockOn(world: World, machine: Machine, host: Host): Key | 'keyMissing' | 'wrongKey' {
  const home = homeOf(world, machine);
  if (home === undefined) return 'wrongKey';
  const held = host.memory?.keys.get(home.provider);
  if (held === undefined) return 'keyMissing';
  const key = unlock(world, machine.site.name, home, held);
  if (key !== undefined || !has(world, 'acceptsKeyByNameAlone')) return key ?? 'wrongKey';
  return derivationKeyOf(held) ?? 'wrongKey';
}
