/** vCenter Server: whether it runs, where its disk lies, and which providers are in its database. */
import type { Refusal } from '../../models/events.ts';
import { exposeKeyBytes, keyFrom } from '../crypto/key.ts';
import { release } from './key-server.ts';
import { readBackupFile } from './kept.ts';
import type { NamedKey } from './named-key.ts';
import { decodeProviders, encodeProviders, pack, unpack } from './record.ts';
import type { ProviderRecord } from './record.ts';
import { adopt, mint, seal, unseal } from './secrets.ts';
import type { Bench } from './secrets.ts';
import { eraseObject, isAvailable, readObject, writeObject } from './storage.ts';
import { has, hostsOn } from './world.ts';
import type { Handlers, World } from './world.ts';

/** The name of vCenter's disk on the datastore that it lives on. */
export const vcenterObject = 'vcenter';

/** The key of this provider, when it may be used to encrypt something. vCenter asks the key server where there is one. */
export function usableKey(world: World, name: string): NamedKey | UsableRefusal {
  const record = world.vcenter.memory?.get(name);
  if (record === undefined) return 'providerMissing';
  if (!record.backedUp && !has(world, 'usesProviderBeforeBackup')) return 'providerNotBackedUp';
  if (!world.keyServers.has(name)) return record;
  return release(world, name) ?? 'keyServerUnreachable';
}

type UsableRefusal = 'providerMissing' | 'providerNotBackedUp' | 'keyServerUnreachable';

/** Writes the provider records in vCenter's memory to its database. */
export function saveDatabase(world: World): void {
  const { vcenter, random, site } = world;
  const records = [...(vcenter.memory?.values() ?? [])];
  vcenter.catalogue = new Map(records.map((record) => [record.provider, record]));
  const sealed = seal(world, random, vcenter.databaseKey, encodeProviders(records));
  const disk = pack([exposeKeyBytes(vcenter.databaseKey), sealed]);
  if (site.vcenterAt !== null && !vcenter.isAway) writeObject(world, site.vcenterAt, vcenterObject, disk);
  else vcenter.diskElsewhere = disk;
}

/** The providers on a vCenter's disk: whoever has the disk has the key to its database as well (vendor guide on native key providers). */
export function readDisk(bench: Bench, disk: Uint8Array): ProviderRecord[] | undefined {
  const [key, sealed] = unpack(disk) ?? [];
  if (key === undefined || sealed === undefined || key.length !== 32) return undefined;
  const plain = unseal(bench, adopt(bench, keyFrom(key)), sealed);
  return plain && decodeProviders(bench, plain);
}

/** Stops a running vCenter whose disk, or whose last host, is gone. */
export function stopWithoutGround(world: World): void {
  const { vcenter, site } = world;
  if (vcenter.state !== 'running' || site.vcenterAt === null) return;
  if (hostsOn(world).length > 0 && (vcenter.isAway || isAvailable(world, site.vcenterAt))) return;
  stop(world);
}

export const vcenterHandlers: Handlers<
  | 'startVcenter'
  | 'vcenterStops'
  | 'vcenterIsLost'
  | 'abandonVcenter'
  | 'rebuildVcenter'
  | 'restoreVcenter'
  | 'addHost'
> = {
  startVcenter: (world) => {
    const { vcenter, site } = world;
    if (vcenter.state === 'lost') return 'vcenterLost';
    if (vcenter.state === 'running') return 'vcenterRunning';
    if (hasNoHost(world)) return 'noHostForVcenter';
    if (site.vcenterAt !== null && !vcenter.isAway && !isAvailable(world, site.vcenterAt))
      return 'datastoreUnavailable';
    start(world);
    return undefined;
  },
  vcenterStops: (world) => {
    if (world.vcenter.state !== 'running') return 'vcenterNotRunning';
    stop(world);
    return undefined;
  },
  vcenterIsLost: (world) => {
    if (world.vcenter.state === 'lost') return 'vcenterLost';
    lose(world);
    return undefined;
  },
  abandonVcenter: (world) => {
    if (world.vcenter.state !== 'stopped') return 'vcenterNotStopped';
    lose(world);
    return undefined;
  },
  rebuildVcenter: (world) => {
    const refusal = replaceRefusal(world);
    if (refusal !== undefined) return refusal;
    deploy(world, has(world, 'rebuildFillsInventory') ? [...world.hosts.keys()] : [], []);
    return undefined;
  },
  restoreVcenter: (world, { backup }) => {
    const refusal = replaceRefusal(world);
    if (refusal !== undefined) return refusal;
    const records = readBackupFile(world, backup);
    if (typeof records === 'string') return records;
    deploy(world, [...world.hosts.keys()], has(world, 'restoresNoProviders') ? [] : records);
    return undefined;
  },
  addHost: (world, { host }) => {
    if (world.vcenter.state !== 'running') return 'vcenterNotRunning';
    if (world.hosts.get(host)?.power !== 'on') return 'hostNotOn';
    if (world.vcenter.members.has(host)) return 'hostIsMember';
    world.vcenter.members.add(host);
    return undefined;
  },
};

function hasNoHost(world: World): boolean {
  return world.site.vcenterAt !== null && hostsOn(world).length === 0;
}

function replaceRefusal(world: World): Refusal | undefined {
  if (world.vcenter.state !== 'lost') return 'vcenterNotLost';
  return hasNoHost(world) ? 'noHostForVcenter' : undefined;
}

function start(world: World): void {
  const { vcenter, site } = world;
  const isHome = site.vcenterAt !== null && !vcenter.isAway;
  const disk = isHome ? readObject(world, site.vcenterAt, vcenterObject) : vcenter.diskElsewhere;
  const records = (disk && readDisk(world, disk)) ?? [];
  vcenter.memory = new Map(records.map((record) => [record.provider, record]));
  vcenter.state = 'running';
}

function stop(world: World): void {
  world.vcenter.memory = undefined;
  world.vcenter.state = 'stopped';
}

function lose(world: World): void {
  const { vcenter, site } = world;
  vcenter.state = 'lost';
  vcenter.memory = undefined;
  vcenter.catalogue = new Map();
  vcenter.members.clear();
  vcenter.links.clear();
  vcenter.diskElsewhere = undefined;
  if (site.vcenterAt !== null && !vcenter.isAway) eraseObject(world, site.vcenterAt, vcenterObject);
}

/** A new appliance, at home when its datastore is there. */
function deploy(world: World, members: readonly string[], records: readonly ProviderRecord[]): void {
  const { vcenter, site } = world;
  vcenter.isAway = site.vcenterAt !== null && !isAvailable(world, site.vcenterAt);
  vcenter.databaseKey = mint(world, world.random, 32);
  vcenter.members = new Set(members);
  vcenter.links.clear();
  vcenter.memory = new Map(records.map((record) => [record.provider, record]));
  vcenter.state = 'running';
  saveDatabase(world);
}
