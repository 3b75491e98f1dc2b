/** Hosts: power, what they know, and their part in an operation. */
import type { TwinEvent } from '../twin-of.ts';
import type { Handler } from './operations.ts';
import { dataAreReadable, hasConfiguration, hasTurn, isDone, isMissing } from './view.ts';
import {
  canGetKek,
  convert,
  hasClusterScope,
  type Host,
  type HostName,
  hostNames,
  opens,
  rewrap,
  takeCopy,
  targetDevice,
  type World,
} from './world.ts';

function hostOf({ hosts }: World, event: TwinEvent): Host {
  return hosts[event['host'] as HostName];
}

function goDown(host: Host): void {
  host.on = false;
  host.mounted = false;
}

export const powerEvents: Readonly<Record<string, Handler>> = {
  hostCrashes: (world, event) => {
    const host = hostOf(world, event);
    if (!host.on) return 'hostNotOn';
    goDown(host);
    return undefined;
  },
  sitePowerFails: ({ hosts }) => {
    if (hostNames.every((name) => !hosts[name].on)) return 'siteDark';
    for (const name of hostNames) goDown(hosts[name]);
    return undefined;
  },
  bootHost: (world, event) => {
    const host = hostOf(world, event);
    if (host.on) return 'hostOn';
    host.on = true;
    host.mounted = opens(world, host);
    return undefined;
  },
  hostUnlocks: (world, event) => {
    const host = hostOf(world, event);
    if (!host.on) return 'hostNotOn';
    if (host.mounted) return 'deviceMounted';
    if (!opens(world, host)) return 'keyMissing';
    host.mounted = true;
    return undefined;
  },
  hostConfigurationIsLost: (world, event) => {
    const host = hostOf(world, event);
    if (host.kek === undefined && host.nextKek === undefined && host.keeps.size === 0)
      return 'configurationGone';
    goDown(host);
    host.kek = undefined;
    host.nextKek = undefined;
    host.keeps = new Set();
    return undefined;
  },
};

export const keyEvents: Readonly<Record<string, Handler>> = {
  hostTakesConfiguration: (world, event) => {
    const host = hostOf(world, event);
    const { cluster } = world;
    const { kek } = cluster;
    if ((!cluster.on && cluster.operation !== 'disable') || hasConfiguration(world, host))
      return 'nothingToTake';
    if (!host.on) return 'hostNotOn';
    if (kek === undefined || !canGetKek(world, host, kek)) return 'keyMissing';
    take(world, host, kek);
    return undefined;
  },
  hostRewraps: (world, event) => {
    const host = hostOf(world, event);
    const { nextKek, device } = host;
    if (nextKek === undefined || device.generation === 0 || device.wrapped?.by === nextKek) {
      return 'nothingToRewrap';
    }
    if (!host.on) return 'hostNotOn';
    if (world.cluster.transition === 'preparing') return 'stillPreparing';
    if (!host.mounted) return 'deviceLocked';
    if (!canGetKek(world, host, nextKek)) return 'keyMissing';
    rewrap(world, host, nextKek);
    return undefined;
  },
  hostForgetsOldKek: (world, event) => {
    const host = hostOf(world, event);
    const { nextKek, device } = host;
    if (nextKek === undefined) return 'nothingToForget';
    if (!host.on) return 'hostNotOn';
    if (world.cluster.transition === 'preparing') return 'stillPreparing';
    if (device.generation !== 0 && device.wrapped?.by !== nextKek) return 'notRewrapped';
    host.kek = nextKek;
    host.nextKek = undefined;
    return undefined;
  },
  recreateDevice: (world, event) => {
    const host = hostOf(world, event);
    const { cluster } = world;
    if (!host.on) return 'hostNotOn';
    if (cluster.operation !== 'none') return 'operationInProgress';
    if (host.mounted) return 'deviceMounted';
    if (!dataAreReadable(world)) return 'dataUnreadable';
    if (cluster.on && !hasConfiguration(world, host)) return 'nothingTaken';
    if (cluster.on && !canGetKek(world, host, cluster.kek)) return 'keyMissing';
    host.device = targetDevice(world);
    host.mounted = true;
    host.kek = cluster.on ? cluster.kek : undefined;
    host.nextKek = undefined;
    return undefined;
  },
};

function take(world: World, host: Host, kek: string): void {
  const { cluster } = world;
  const shares = hasClusterScope(world) && host.device.generation !== 0;
  if (host.kek === undefined && host.nextKek === undefined) {
    host.kek = cluster.oldKek ?? kek;
    host.nextKek = cluster.oldKek === undefined ? undefined : kek;
    if (shares) takeCopy(world, host, host.kek);
  } else if (hasClusterScope(world) && cluster.transition === 'settled') {
    host.kek = kek;
    host.nextKek = undefined;
    if (shares) takeCopy(world, host, kek);
  } else {
    host.nextKek = kek;
  }
}

const rolling: readonly string[] = ['enable', 'disable', 'deepRekey', 'dedup'];

/** Why a host may not begin its part of a rolling operation. */
function turnRefusal(world: World, name: HostName): string | undefined {
  const { operation, transition } = world.cluster;
  if (!rolling.includes(operation)) return 'noRollingOperation';
  if (transition === 'preparing') return 'stillPreparing';
  return hasTurn(world, name) ? undefined : 'notItsTurn';
}

function workRefusal(world: World, host: Host): string | undefined {
  if (!host.on) return 'hostNotOn';
  if (!host.mounted) return 'deviceLocked';
  return world.cluster.operation === 'enable' && !hasConfiguration(world, host) ? 'notPrepared' : undefined;
}

export const stepEvents: Readonly<Record<string, Handler>> = {
  transitionAdvances: (world) => {
    const { cluster, hosts } = world;
    if (cluster.transition !== 'preparing') return 'notPreparing';
    const late = hostNames.some((name) => hosts[name].on && !hasConfiguration(world, hosts[name]));
    if (late) return 'hostNotPrepared';
    cluster.transition = 'prepared';
    return undefined;
  },
  operationFinishes: (world) => {
    const { cluster, hosts } = world;
    if (cluster.operation === 'none') return 'noOperation';
    if (cluster.transition === 'preparing') return 'stillPreparing';
    const undone = hostNames.some((name) => {
      const host = hosts[name];
      if (rolling.includes(cluster.operation)) return !isDone(world, host);
      return host.on && (host.kek !== cluster.kek || host.nextKek !== undefined);
    });
    if (undone) return 'hostNotDone';
    if (cluster.operation === 'disable') {
      cluster.kek = undefined;
      cluster.dek = 0;
    }
    cluster.operation = 'none';
    cluster.transition = 'settled';
    cluster.reduces = false;
    cluster.oldKek = undefined;
    cluster.oldDek = undefined;
    return undefined;
  },
  hostIsEmptied: (world, event) => {
    const name = event['host'] as HostName;
    const host = world.hosts[name];
    const refusal = turnRefusal(world, name);
    if (refusal !== undefined) return refusal;
    if (host.work !== 'none') return 'alreadyEmptied';
    const unready = workRefusal(world, host);
    if (unready !== undefined) return unready;
    const others = hostNames.filter((one) => one !== name);
    if (others.some((one) => isMissing(world, world.hosts[one]))) return 'otherHostMissing';
    host.work = 'emptied';
    return undefined;
  },
  hostIsReformatted: (world, event) => {
    const host = hostOf(world, event);
    if (host.work !== 'emptied') return 'hostNotEmptied';
    if (!host.on) return 'hostNotOn';
    if (world.cluster.on && !canGetKek(world, host, world.cluster.kek)) return 'keyMissing';
    convert(world, host);
    host.work = 'formatted';
    return undefined;
  },
  hostIsRefilled: (world, event) => {
    const host = hostOf(world, event);
    if (host.work !== 'formatted') return 'hostNotReformatted';
    if (!host.on) return 'hostNotOn';
    if (!host.mounted) return 'deviceLocked';
    if (!dataAreReadable(world)) return 'dataUnreadable';
    host.work = 'none';
    return undefined;
  },
  hostRewrites: (world, event) => {
    const name = event['host'] as HostName;
    const host = world.hosts[name];
    const refusal = turnRefusal(world, name) ?? workRefusal(world, host);
    if (refusal !== undefined) return refusal;
    if (world.cluster.on && !canGetKek(world, host, world.cluster.kek)) return 'keyMissing';
    if (world.full) return 'notEnoughSpace';
    convert(world, host);
    return undefined;
  },
};
