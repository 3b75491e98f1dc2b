/** A site before its first key: everything installed and running, nothing encrypted. */
import type { Switches } from '../../models/reading.ts';
import type { DatastoreSite, HostSite, MachineSite, ProviderSite, Site } from '../../models/site.ts';
import { exposeKeyBytes } from '../crypto/key.ts';
import { nodeStack } from '../crypto/node-stack.ts';
import type { CryptoStack } from '../crypto/stack.ts';
import type { Random } from '../random.ts';
import { install, newConfigurationKey } from './boot-device.ts';
import type { Defect } from './defects.ts';
import { isStateless } from './host-power.ts';
import { installKeyServer } from './key-server.ts';
import { backupBytes, fileName } from './kept.ts';
import type { FileKind } from './kept.ts';
import { diskObject } from './machine.ts';
import { emptyBench, keyOfText, mint } from './secrets.ts';
import type { Bench } from './secrets.ts';
import { writeObject } from './storage.ts';
import { freshChip } from './tpm.ts';
import { saveDatabase } from './vcenter.ts';
import { mount } from './vsan.ts';
import type { Datastore, Host, KeptBackup, KeyServer, Machine, Place, Vcenter, World } from './world.ts';

export type TwinOptions = {
  readonly site: Site;
  readonly switches: Switches;
  /** Where all keys, nonces and passwords come from. */
  readonly random: Random;
  readonly defect: Defect;
  /** The algorithms; those of Node when left out. */
  readonly stack?: CryptoStack;
};

const canaryBytes = 32;
const sectorBytes = 512;
const sectorsPerDisk = 2;
const passwordBytes = 16;

export function createWorld(options: TwinOptions): World {
  const { site, random, switches, defect } = options;
  const bench = emptyBench(options.stack ?? nodeStack);
  const places = new Map(site.places.map((place): [string, Place] => [place.name, emptyPlace(place)]));
  const world: World = {
    ...bench,
    site,
    switches,
    random,
    defect,
    installationKey: mint(bench, random, 32),
    generated: new Map(),
    vcenter: bareVcenter(bench, site, random),
    keyServers: byName(
      site.providers.filter(({ kind }) => kind !== 'native'),
      (provider) => bareKeyServer(bench, random, provider),
    ),
    hosts: byName(site.hosts, (host) => bareHost(bench, random, host)),
    machines: byName(site.machines, (machine) => bareMachine(bench, random, machine)),
    datastores: byName(site.datastores, (datastore) => bareDatastore(site, datastore)),
    places,
    p12s: byName(site.p12s, (p12) => {
      makePassword(bench, random, places, 'p12', p12);
      return { site: p12, label: undefined };
    }),
    backups: byName(site.backups, (kept): KeptBackup => {
      const password = makePassword(bench, random, places, 'backup', kept);
      const oldest = backupBytes({ ...bench, random, defect }, password, []);
      places.get(kept.at)?.files.set(fileName('backup', kept.name), oldest);
      return { site: kept, labels: new Map(), oldest };
    }),
  };
  powerOn(world);
  return world;
}

function powerOn(world: World): void {
  for (const host of world.hosts.values()) {
    const configurationKey = isStateless(host) ? newConfigurationKey(world) : install(world, host);
    host.power = 'on';
    host.memory = { configurationKey, keys: new Map(), isMounted: false, deviceKey: undefined };
    mount(world, host);
  }
  for (const { site, original } of world.machines.values())
    writeObject(world, site.datastore, diskObject(site.name), original.disk);
  for (const server of world.keyServers.values()) installKeyServer(world, server);
  saveDatabase(world);
}

function byName<Plan extends { readonly name: string }, Part>(
  plans: readonly Plan[],
  make: (plan: Plan) => Part,
): Map<string, Part> {
  return new Map(plans.map((plan): [string, Part] => [plan.name, make(plan)]));
}

function bareVcenter(bench: Bench, site: Site, random: Random): Vcenter {
  return {
    state: 'running',
    members: new Set(site.hosts.map((host) => host.name)),
    memory: new Map(),
    catalogue: new Map(),
    links: new Set(),
    isAway: false,
    databaseKey: mint(bench, random, 32),
    diskElsewhere: undefined,
  };
}

function bareKeyServer(bench: Bench, random: Random, site: ProviderSite): KeyServer {
  const masterKey = mint(bench, random, 32);
  return { site, state: 'up', isMoved: false, masterKey, memory: [], diskOutside: undefined };
}

/** A TPM 1.2 can't seal a configuration, so it is not there; a stateless host has no configuration to seal. */
function bareHost(bench: Bench, random: Random, site: HostSite): Host {
  const chip = site.tpm === '2.0' ? freshChip(bench, random) : undefined;
  const usesTpm = site.encryptionMode === 'tpm' && site.boot === 'disk' && chip !== undefined;
  return {
    site,
    power: 'off',
    bootDevice: undefined,
    binding: usesTpm ? 'tpm' : 'file',
    chip: chip && { ...chip, isSealed: usesTpm },
    memory: undefined,
    safe: false,
    hostKey: undefined,
  };
}

function bareMachine(bench: Bench, random: Random, site: MachineSite): Machine {
  const disk = new Uint8Array(sectorsPerDisk * sectorBytes);
  for (let at = 0; at < disk.length; at += sectorBytes) {
    const canary = exposeKeyBytes(mint(bench, random, canaryBytes));
    for (let step = 0; step < sectorBytes; step += canaryBytes) disk.set(canary, at + step);
  }
  const vtpm = Uint8Array.from(exposeKeyBytes(mint(bench, random, canaryBytes)));
  return { site, original: { disk, vtpm }, host: undefined, encryptedBy: undefined, memory: undefined };
}

function bareDatastore(site: Site, { kind, failuresToTolerate }: DatastoreSite): Datastore {
  if (kind === 'external') return { kind, objects: new Map() };
  const devices = byName(site.hosts, () => ({ wrappedKey: undefined, copies: new Map() }));
  return { kind, failuresToTolerate, encryptedBy: undefined, layout: new Map(), devices };
}

function emptyPlace(site: Place['site']): Place {
  return { site, isLost: false, files: new Map(), passwords: new Map(), recoveryKeys: new Map() };
}

/** Chooses the password of a file, and writes it down in the place that is meant for it. */
function makePassword(
  bench: Bench,
  random: Random,
  places: ReadonlyMap<string, Place>,
  kind: FileKind,
  kept: { readonly name: string; readonly passwordAt: string | null },
): string | undefined {
  if (kept.passwordAt === null) return undefined;
  const password = Buffer.from(random.bytes(passwordBytes)).toString('base64url');
  keyOfText(bench, password);
  places.get(kept.passwordAt)?.passwords.set(fileName(kind, kept.name), password);
  return password;
}
