/** What happens to the Trust Authority, the trusted hosts and the machines. */
import { mint, unwrap } from '../../secrets.ts';
import type { HandlerOf, TwinEvent } from '../twin-of.ts';
import {
  boot,
  failure,
  goDown,
  type HostName,
  hostNames,
  type TaHostName,
  taIsUp,
  unwrapKek,
  type World,
} from './world.ts';

type Handler = HandlerOf<World>;

/** The last step of a handler: it happens. */
function done(act: () => unknown): undefined {
  act();
  return undefined;
}

const hostOf = (event: TwinEvent): HostName => event['host'] as HostName;

/** Why `db` may not run on a host. */
function unfit(world: World, name: HostName): string | undefined {
  const { on, attested, cache } = world.hosts[name];
  if (!on) return 'hostNotOn';
  if (!attested) return 'hostNotAttested';
  return cache.has(world.db.kek.number) ? undefined : 'keyMissing';
}

export const trustEvents: Readonly<Record<string, Handler>> = {
  taHostStops: (world, { taHost }) =>
    world.taUp[taHost as TaHostName] ? done(() => (world.taUp[taHost as TaHostName] = false)) : 'taHostDown',
  startTaHost: (world, { taHost }) =>
    world.taUp[taHost as TaHostName] ? 'taHostUp' : done(() => (world.taUp[taHost as TaHostName] = true)),
  taVcenterStops: (world) =>
    world.taVcenter ? done(() => (world.taVcenter = false)) : 'taVcenterNotRunning',
  startTaVcenter: (world) => (world.taVcenter ? 'taVcenterRunning' : done(() => (world.taVcenter = true))),
  importBaseImage: (world, { release }) => {
    if (!world.taVcenter) return 'taVcenterNotRunning';
    if (world.images.has(Number(release))) return 'imageImported';
    return done(() => world.images.add(Number(release)));
  },
  removeBaseImage: (world, { release }) => {
    if (!world.taVcenter) return 'taVcenterNotRunning';
    if (!world.images.has(Number(release))) return 'imageNotImported';
    return done(() => world.images.delete(Number(release)));
  },
  trustTpm: (world, event) => {
    if (!world.taVcenter) return 'taVcenterNotRunning';
    if (!world.hosts[hostOf(event)].on) return 'hostNotOn';
    if (world.tpms.has(hostOf(event))) return 'tpmTrusted';
    return done(() => world.tpms.add(hostOf(event)));
  },
  kmsStops: (world) => (world.kms ? done(() => (world.kms = false)) : 'kmsDown'),
  startKms: (world) => (world.kms ? 'kmsUp' : done(() => (world.kms = true))),
  changePrimaryKey: (world) => {
    if (!world.taVcenter) return 'taVcenterNotRunning';
    if (!world.kms) return 'kmsDown';
    if (world.presentKey === 2) return 'keyLimit';
    world.primaryKeys.set(2, mint(world, world.random, 32));
    world.presentKey = 2;
    return undefined;
  },
  primaryKeyIsDestroyed: (world, { key }) =>
    world.primaryKeys.delete(Number(key)) ? undefined : 'primaryKeyMissing',
};

export const hostEvents: Readonly<Record<string, Handler>> = {
  vcenterStops: (world) => (world.vcenter ? done(() => (world.vcenter = false)) : 'vcenterNotRunning'),
  startVcenter: (world) => (world.vcenter ? 'vcenterRunning' : done(() => (world.vcenter = true))),
  joinLinkedMode: (world, { vcenter }) => {
    if (!world.vcenter) return 'vcenterNotRunning';
    if (world.linkedWith !== 'none') return 'alreadyLinked';
    if (vcenter === 'trustAuthority') return 'trustAuthorityStaysApart';
    return done(() => (world.linkedWith = 'other'));
  },
  hostCrashes: (world, event) =>
    world.hosts[hostOf(event)].on
      ? done(() => {
          goDown(world, hostOf(event));
        })
      : 'hostNotOn',
  sitePowerFails: (world) => {
    if (hostNames.every((name) => !world.hosts[name].on)) return 'siteDark';
    for (const name of hostNames) goDown(world, name);
    return undefined;
  },
  bootHost: (world, event) => {
    if (world.hosts[hostOf(event)].on) return 'hostOn';
    boot(world, hostOf(event));
    return undefined;
  },
  patchHost: (world, event) => install(world, hostOf(event), 2),
  rollBackHost: (world, event) => install(world, hostOf(event), 1),
  boardIsSwapped: (world, event) => {
    if (world.hosts[hostOf(event)].on) return 'hostOn';
    world.tpms.delete(hostOf(event));
    return undefined;
  },
  hostIsAttested: (world, event) => {
    const host = world.hosts[hostOf(event)];
    if (!host.on) return 'hostNotOn';
    if (host.attested) return 'hostAttested';
    if (!taIsUp(world)) return 'noTrustAuthorityHost';
    return failure(world, hostOf(event)) ?? done(() => (host.attested = true));
  },
  attestationLapses: (world, event) => {
    const host = world.hosts[hostOf(event)];
    if (!host.on) return 'hostNotOn';
    if (!host.attested) return 'hostNotAttested';
    if (taIsUp(world) && failure(world, hostOf(event)) === undefined) return 'attestationGood';
    return done(() => (host.attested = false));
  },
  hostGetsKey: (world, event) => {
    const host = world.hosts[hostOf(event)];
    const { kek } = world.db;
    if (!host.on) return 'hostNotOn';
    if (!host.attested) return 'hostNotAttested';
    if (host.cache.has(kek.number)) return 'keyCached';
    if (!taIsUp(world)) return 'noTrustAuthorityHost';
    if (!world.kms && world.defect !== 'keyServiceNeedsNoKms') return 'kmsDown';
    const released = unwrapKek(world);
    if (released === undefined) return 'primaryKeyMissing';
    return done(() => host.cache.set(kek.number, released));
  },
};

function install(world: World, name: HostName, release: 1 | 2): string | undefined {
  const host = world.hosts[name];
  if (!host.on) return 'hostNotOn';
  if (host.release === release) return release === 2 ? 'hostPatched' : 'hostNotPatched';
  host.release = release;
  goDown(world, name);
  boot(world, name);
  return undefined;
}

export const machineEvents: Readonly<Record<string, Handler>> = {
  startMachine: (world, event) => {
    if (world.db.on !== null) return 'machineRunning';
    return unfit(world, hostOf(event)) ?? done(() => (world.db.on = hostOf(event)));
  },
  powerOffMachine: (world) => (world.db.on === null ? 'machineNotRunning' : done(() => (world.db.on = null))),
  migrateMachine: (world, event) => {
    if (world.db.on === null) return 'machineNotRunning';
    if (world.db.on === hostOf(event)) return 'machineIsThere';
    return unfit(world, hostOf(event)) ?? done(() => (world.db.on = hostOf(event)));
  },
  rekeyMachine: (world) => {
    const { db } = world;
    const holders = hostNames.filter((name) => unfit(world, name) === undefined);
    const old = holders.map((name) => world.hosts[name].cache.get(db.kek.number))[0];
    if (!world.vcenter) return 'vcenterNotRunning';
    if (world.keksMade >= world.keksMax) return 'keyLimit';
    if (old === undefined) return 'noHostHoldsKey';
    if (!taIsUp(world)) return 'noTrustAuthorityHost';
    if (!world.kms) return 'kmsDown';
    const primary = world.primaryKeys.get(world.presentKey);
    const dek = unwrap(world, old, db.dek);
    if (primary === undefined || dek === undefined) return 'primaryKeyMissing';
    const number = ++world.keksMade;
    const kek = mint(world, world.random, 32);
    db.kek = { number, by: world.presentKey, bytes: world.stack.wrapKey(primary, kek) };
    db.dek = world.stack.wrapKey(kek, dek);
    for (const name of holders) world.hosts[name].cache.set(number, kek);
    return undefined;
  },
  addPlainMachine: (world, event) => {
    if (world.web.exists) return 'machineExists';
    if (!world.hosts[hostOf(event)].on) return 'hostNotOn';
    return done(() => (world.web.exists = true));
  },
  startPlainMachine: (world, event) => {
    const host = world.hosts[hostOf(event)];
    if (!world.web.exists) return 'machineMissing';
    if (world.web.on !== null) return 'machineRunning';
    if (!host.on) return 'hostNotOn';
    if (!host.attested) return 'hostNotAttested';
    return done(() => (world.web.on = hostOf(event)));
  },
};
