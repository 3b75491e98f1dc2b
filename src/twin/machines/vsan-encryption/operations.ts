/** What operators do with the cluster and its providers. */
import type { HandlerOf } from '../twin-of.ts';
import { dataAreReadable, operationRefusal, roomRefusal } from './view.ts';
import {
  canGet,
  canGetKek,
  type HostName,
  hostNames,
  type Operation,
  type ProviderName,
  providerNames,
  type World,
} from './world.ts';

export type Handler = HandlerOf<World>;

function begin(world: World, operation: Operation, transition: 'settled' | 'preparing' | 'prepared'): void {
  world.cluster.operation = operation;
  world.cluster.transition = transition;
}

function reducing({ variant }: World, allowed: unknown): boolean {
  return variant.architecture === 'osa' && allowed === true && !variant.spare;
}

function newKek({ cluster }: World): void {
  const number = ++cluster.keksHad[cluster.provider];
  cluster.kek = `${cluster.provider}#${number}`;
}

function kekLimitReached({ cluster, variant }: World): boolean {
  return cluster.keksHad[cluster.provider] >= variant.kekLimit[cluster.provider];
}

/** Whether some host lacks something. */
function anyLacks(has: (name: HostName) => boolean): boolean {
  return !hostNames.every(has);
}

export const clusterEvents: Readonly<Record<string, Handler>> = {
  enableEncryption: (world, { erase, allowReducedRedundancy }) => {
    const { cluster, variant } = world;
    if (cluster.on) return 'encryptionOn';
    const refusal = operationRefusal(world);
    if (refusal !== undefined) return refusal;
    if (variant.architecture === 'esa' && variant.release === '9.0' && cluster.dedup) {
      return 'dedupExcludesEncryption';
    }
    if (world.providers[cluster.provider] !== 'ready') return 'providerMissing';
    if (kekLimitReached(world)) return 'kekLimit';
    if (cluster.deksHad >= variant.dekLimit) return 'dekLimit';
    if (anyLacks((name) => canGet(world, world.hosts[name], cluster.provider))) return 'keyMissing';
    const room = roomRefusal(world, allowReducedRedundancy === true);
    if (room !== undefined) return room;
    cluster.on = true;
    newKek(world);
    cluster.dek = ++cluster.deksHad;
    cluster.erase = erase === true;
    cluster.reduces = reducing(world, allowReducedRedundancy);
    begin(world, 'enable', 'preparing');
    return undefined;
  },
  disableEncryption: (world, { allowReducedRedundancy }) => {
    const { cluster, variant } = world;
    if (!cluster.on) return 'encryptionOff';
    if (variant.architecture === 'esa' && variant.release === '8.0U1') return 'disableNotSupported';
    const refusal = operationRefusal(world) ?? roomRefusal(world, allowReducedRedundancy === true);
    if (refusal !== undefined) return refusal;
    cluster.on = false;
    cluster.reduces = reducing(world, allowReducedRedundancy);
    begin(world, 'disable', 'prepared');
    return undefined;
  },
  shallowRekey: (world) => {
    const { cluster } = world;
    if (!cluster.on) return 'encryptionOff';
    const refusal = operationRefusal(world);
    if (refusal !== undefined) return refusal;
    if (world.providers[cluster.provider] !== 'ready') return 'providerMissing';
    if (kekLimitReached(world)) return 'kekLimit';
    cluster.oldKek = cluster.kek;
    newKek(world);
    begin(world, 'shallowRekey', 'preparing');
    return undefined;
  },
  deepRekey: (world, { allowReducedRedundancy }) => {
    const { cluster, variant } = world;
    if (!cluster.on) return 'encryptionOff';
    const refusal = operationRefusal(world);
    if (refusal !== undefined) return refusal;
    if (cluster.deksHad >= variant.dekLimit) return 'dekLimit';
    if (anyLacks((name) => canGetKek(world, world.hosts[name], cluster.kek))) return 'keyMissing';
    const room = roomRefusal(world, allowReducedRedundancy === true);
    if (room !== undefined) return room;
    cluster.oldDek = cluster.dek;
    cluster.dek = ++cluster.deksHad;
    cluster.reduces = reducing(world, allowReducedRedundancy);
    begin(world, 'deepRekey', 'prepared');
    return undefined;
  },
  setProvider: (world, event) => {
    const { cluster } = world;
    const provider = event['provider'] as ProviderName;
    if (!cluster.on) return 'encryptionOff';
    if (cluster.operation !== 'none') return 'operationInProgress';
    if (cluster.provider === provider) return 'providerUnchanged';
    if (world.providers[provider] !== 'ready') return 'providerMissing';
    cluster.provider = provider;
    return undefined;
  },
  setDedup: (world, { on, allowReducedRedundancy }) => {
    const { cluster, variant } = world;
    const isOsa = variant.architecture === 'osa';
    if (!isOsa && Number.parseFloat(variant.release) < 9) return 'dedupNotSupported';
    if (cluster.dedup === on) return 'dedupUnchanged';
    const excluded = !isOsa && variant.release === '9.0' && (cluster.on || cluster.operation === 'disable');
    if (on === true && excluded) return 'dedupExcludesEncryption';
    const refusal = operationRefusal(world);
    if (refusal !== undefined) return refusal;
    const room = isOsa ? roomRefusal(world, allowReducedRedundancy === true) : undefined;
    if (room !== undefined) return room;
    cluster.dedup = on === true;
    if (!isOsa) return undefined;
    cluster.reduces = reducing(world, allowReducedRedundancy);
    begin(world, 'dedup', 'settled');
    return undefined;
  },
  setTransit: ({ cluster, variant }, { on }) => {
    if (variant.architecture === 'esa') return 'transitIsAutomatic';
    if (cluster.transit === on) return 'transitUnchanged';
    cluster.transit = on === true;
    return undefined;
  },
  encryptMachines: (world) => {
    if (world.machinesEncrypted) return 'machinesEncrypted';
    if (!dataAreReadable(world)) return 'dataUnreadable';
    world.machinesEncrypted = true;
    return undefined;
  },
  decryptMachines: (world) => {
    if (!world.machinesEncrypted) return 'machinesPlain';
    if (!dataAreReadable(world)) return 'dataUnreadable';
    world.machinesEncrypted = false;
    world.full = false;
    return undefined;
  },
  datastoreFills: (world) => {
    if (world.full) return 'spaceFull';
    if (!world.cluster.dedup || !world.machinesEncrypted) return 'dedupWorks';
    world.full = true;
    return undefined;
  },
};

export const providerEvents: Readonly<Record<string, Handler>> = {
  deleteProvider: ({ providers }, event) => {
    const provider = event['provider'] as ProviderName;
    if (providers[provider] === 'gone') return 'providerGone';
    providers[provider] = 'gone';
    return undefined;
  },
  restoreProvider: ({ providers, variant }, event) => {
    const provider = event['provider'] as ProviderName;
    if (providers[provider] !== 'gone') return 'providerPresent';
    if (!variant.copies.includes(provider)) return 'noCopyKept';
    providers[provider] = 'ready';
    return undefined;
  },
  providerGoesAway: ({ providers }, event) => {
    const provider = event['provider'] as ProviderName;
    if (providers[provider] !== 'ready') return 'providerNotReady';
    providers[provider] = 'away';
    return undefined;
  },
  providerComesBack: ({ providers }, event) => {
    const provider = event['provider'] as ProviderName;
    if (providers[provider] !== 'away') return 'providerNotAway';
    providers[provider] = 'ready';
    return undefined;
  },
  vcenterRemediatesHost: ({ providers, hosts, switches }, event) => {
    const host = hosts[event['host'] as HostName];
    if (!host.on) return 'hostNotOn';
    const before = switches.remediation === 'addsOnly' ? host.keeps : new Set<ProviderName>();
    host.keeps = new Set(providerNames.filter((name) => providers[name] === 'ready' || before.has(name)));
    return undefined;
  },
};
