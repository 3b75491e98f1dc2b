/** Key servers: a KMIP server or a Trust Authority, with a key encryption key for each thing that can be encrypted. */
import { fileName, placeRefusal } from './kept.ts';
import { hostUse, machineUse, vsanUse } from './named-key.ts';
import type { NamedKey } from './named-key.ts';
import { decodeProviders, encodeProviders } from './record.ts';
import { mint, seal, unseal } from './secrets.ts';
import type { Bench } from './secrets.ts';
import { eraseObject, isAvailable, readObject, writeObject } from './storage.ts';
import { has, hostsOn, part } from './world.ts';
import type { Handlers, KeyServer, World } from './world.ts';

const keyBytes = 32;

/** The name of its disk on the datastore that it lies on. */
export function keyServerObject(provider: string): string {
  return `key server/${provider}`;
}

/** The datastore of the cluster that its disk lies on; `undefined` when it runs outside. */
export function groundOf({ isMoved, site }: KeyServer): string | undefined {
  return isMoved ? undefined : (site.keyServerAt ?? undefined);
}

export function isReached(world: World, provider: string): boolean {
  return part(world.keyServers, provider).memory !== undefined;
}

/** What it gives to whoever may ask; `undefined` when it can't be reached, or was never registered and so has no keys. */
export function release(world: World, provider: string): NamedKey | undefined {
  return part(world.keyServers, provider).memory?.[0];
}

/** Its keys are generated when it is registered first. Nothing in it is ever deleted. */
export function generateKeys(world: World, provider: string): void {
  const server = part(world.keyServers, provider);
  if (server.memory === undefined || server.memory.length > 0) return;
  const { machines, hosts } = world.site;
  const uses = [...machines.map(({ name }) => machineUse(name)), vsanUse];
  uses.push(...hosts.map(({ name }) => hostUse(name)));
  const keys = new Map(uses.map((use) => [use, mint(world, world.random, keyBytes)]));
  server.memory = [{ provider, id: `${provider}#1`, keys }];
  writeDisk(world, server, server.memory);
  writeBackup(world, server, server.memory);
}

/** Puts a key server without keys where it runs. */
export function installKeyServer(world: World, server: KeyServer): void {
  writeDisk(world, server, []);
  writeBackup(world, server, []);
}

/** What its disk or its backup holds. Only itself has the master key: not even who has both of them. */
export function openStore(bench: Bench, server: KeyServer, bytes: Uint8Array): NamedKey[] | undefined {
  const plain = unseal(bench, server.masterKey, bytes);
  return plain && decodeProviders(bench, plain);
}

/** The bytes of its backup, in the place where it is kept. */
export function backupOf(world: World, { site }: KeyServer): Uint8Array | undefined {
  const place = world.places.get(site.keyServerBackupAt ?? '');
  return place?.files.get(fileName('keyServer', site.name));
}

/** Stops key servers in the cluster whose datastore, or whose last host, is gone. */
export function stopKeyServersWithoutGround(world: World): void {
  for (const server of world.keyServers.values()) {
    const ground = groundOf(server);
    if (server.state !== 'up' || ground === undefined) continue;
    if (hostsOn(world).length === 0 || !isAvailable(world, ground)) stop(server);
  }
}

export const keyServerHandlers: Handlers<
  'keyServerStops' | 'startKeyServer' | 'keyServerIsLost' | 'restoreKeyServer'
> = {
  keyServerStops: (world, { provider }) => {
    const server = world.keyServers.get(provider);
    if (server === undefined) return 'providerNative';
    if (server.state !== 'up') return 'keyServerNotUp';
    stop(server);
    return undefined;
  },
  startKeyServer: (world, { provider }) => {
    const server = world.keyServers.get(provider);
    if (server === undefined) return 'providerNative';
    if (server.state === 'lost') return 'keyServerLost';
    if (server.state === 'up') return 'keyServerUp';
    const ground = groundOf(server);
    if (ground !== undefined && hostsOn(world).length === 0) return 'siteDark';
    if (ground !== undefined && !isAvailable(world, ground)) return 'datastoreUnavailable';
    const disk =
      ground === undefined ? server.diskOutside : readObject(world, ground, keyServerObject(provider));
    run(world, server, disk);
    return undefined;
  },
  keyServerIsLost: (world, { provider }) => {
    const server = world.keyServers.get(provider);
    if (server === undefined) return 'providerNative';
    if (server.state === 'lost') return 'keyServerLost';
    server.state = 'lost';
    if (!has(world, 'lostKeyServerAnswers')) server.memory = undefined;
    server.diskOutside = undefined;
    const ground = groundOf(server);
    if (ground !== undefined) eraseObject(world, ground, keyServerObject(provider));
    return undefined;
  },
  restoreKeyServer: (world, { provider }) => {
    const server = world.keyServers.get(provider);
    if (server === undefined) return 'providerNative';
    if (server.state !== 'lost') return 'keyServerNotLost';
    if (server.site.keyServerBackupAt === null) return 'keyServerBackupMissing';
    const refusal = placeRefusal(world, server.site.keyServerBackupAt);
    if (refusal !== undefined) return refusal;
    server.isMoved = true;
    server.diskOutside = backupOf(world, server);
    run(world, server, server.diskOutside);
    return undefined;
  },
};

function run(world: World, server: KeyServer, disk: Uint8Array | undefined): void {
  server.memory = (disk && openStore(world, server, disk)) ?? [];
  server.state = 'up';
}

function stop(server: KeyServer): void {
  server.memory = undefined;
  server.state = 'down';
}

function writeDisk(world: World, server: KeyServer, keys: readonly NamedKey[]): void {
  const ground = groundOf(server);
  const bytes = storeOf(world, server, keys);
  if (ground === undefined) server.diskOutside = bytes;
  else writeObject(world, ground, keyServerObject(server.site.name), bytes);
}

/** It runs so often that it always holds every key. */
function writeBackup(world: World, server: KeyServer, keys: readonly NamedKey[]): void {
  const place = world.places.get(server.site.keyServerBackupAt ?? '');
  if (place === undefined || place.isLost) return;
  place.files.set(fileName('keyServer', server.site.name), storeOf(world, server, keys));
}

function storeOf(world: World, server: KeyServer, keys: readonly NamedKey[]): Uint8Array {
  const plain = encodeProviders(keys.map((key) => ({ ...key, backedUp: true })));
  return seal(world, world.random, server.masterKey, plain);
}
