/** What happens to hosts, to the keys in their caches, and to the machine. */
import type { TwinEvent } from '../twin-of.ts';
import { ask, keyRefusal, kmsRefusal, providerFor } from './asking.ts';
import { unwrap } from '../../secrets.ts';
import type { Handler } from './kms-events.ts';
import {
  boot,
  covers,
  enterCache,
  generate,
  goDown,
  type Host,
  type HostName,
  hostNames,
  type KeyId,
  machineKek,
  neededId,
  openStored,
  type Provider,
  type ProviderName,
  type World,
} from './world.ts';

function hostOf({ hosts }: World, event: TwinEvent): Host {
  return hosts[event['host'] as HostName];
}

export const hostEvents: Readonly<Record<string, Handler>> = {
  hostCrashes: (world, event) => {
    if (!hostOf(world, event).on) return 'hostNotOn';
    goDown(world, event['host'] as HostName);
    return undefined;
  },
  sitePowerFails: (world) => {
    if (hostNames.every((name) => !world.hosts[name].on)) return 'siteDark';
    for (const name of hostNames) goDown(world, name);
    return undefined;
  },
  bootHost: (world, event) => {
    if (hostOf(world, event).on) return 'hostOn';
    boot(world, event['host'] as HostName);
    return undefined;
  },
  hostUnlocksVsan: (world, event) => {
    const host = hostOf(world, event);
    if (!host.on) return 'hostNotOn';
    if (host.mounted) return 'hostMounted';
    const refusal = vsanRefusal(world, host);
    if (refusal !== undefined) return refusal;
    const key = openStored(world, world.kms.keys.get('vsan#1'));
    if (key === undefined) return 'keyNotInKms';
    enterCache(world, host, 'vsan#1', key);
    host.mounted = true;
    ask(world);
    return undefined;
  },
  enterCryptoSafe: (world, event) => {
    const host = hostOf(world, event);
    if (!host.on) return 'hostNotOn';
    if (host.safe) return 'hostSafe';
    const { provider: name, id } = world.hostKey;
    const key = fetched(world, name, id, () => openStored(world, world.kms.keys.get(id)));
    if (typeof key === 'string') return key;
    enterCache(world, host, id, key);
    host.safe = true;
    ask(world);
    return undefined;
  },
  pushMachineKey: (world, event) => {
    const host = hostOf(world, event);
    const { db, vcenter } = world;
    if (!host.on) return 'hostNotOn';
    if (!host.safe) return 'hostNotSafe';
    if (host.cache.has(db.id)) return 'keyCached';
    const provider = providerFor(world, db.provider);
    if (typeof provider === 'string') return provider;
    if (!vcenter.knows.has(db.id)) return 'keyUnknown';
    const key = fetched(world, db.provider, neededId(world), () => machineKek(world, world.kms.keys));
    if (typeof key === 'string') return key;
    enterCache(world, host, db.id, key);
    ask(world);
    return undefined;
  },
  enableKeyPersistence: (world, event) => {
    const host = hostOf(world, event);
    if (!host.on) return 'hostNotOn';
    if (host.persistence) return 'persistenceEnabled';
    host.persistence = true;
    for (const [id, key] of host.cache) if (covers(world.variant, world.defect, id)) host.stored.set(id, key);
    return undefined;
  },
  disableKeyPersistence: (world, event) => {
    const host = hostOf(world, event);
    if (!host.on) return 'hostNotOn';
    if (!host.persistence) return 'persistenceDisabled';
    host.persistence = false;
    if (event['removeStored'] === true) host.stored.clear();
    return undefined;
  },
  removeKeyFromHost: (world, event) => {
    const host = hostOf(world, event);
    if (!host.on) return 'hostNotOn';
    if (!host.cache.delete(event['key'] as KeyId)) return 'keyNotCached';
    host.stored.delete(event['key'] as KeyId);
    return undefined;
  },
  removeKey: ({ vcenter, db, hosts }, { key, force }) => {
    const id = key as KeyId;
    if (vcenter.state !== 'running') return 'vcenterNotRunning';
    if (!vcenter.knows.has(id)) return 'keyUnknown';
    if (force !== true && db.id === id) return 'keyInUse';
    vcenter.knows.delete(id);
    for (const host of hostNames.map((name) => hosts[name]).filter(({ on }) => on)) {
      host.cache.delete(id);
      host.stored.delete(id);
    }
    return undefined;
  },
};

/** Why a host cannot have vSAN's key from the KMS, apart from being off or having it. */
export function vsanRefusal(world: World, { configuration }: Host): string | undefined {
  if (configuration === 'none') return 'notTrusted';
  if (configuration === 'noPassword') return 'vecsEntryMissing';
  return kmsRefusal(world, configuration) ?? keyRefusal(world, 'vsan#1');
}

/** A key that vCenter fetches, or why it cannot. `id` is what the KMS is asked for. */
function fetched<Bytes>(
  world: World,
  name: ProviderName,
  id: KeyId,
  open: () => Bytes | undefined,
): Bytes | string {
  const provider = providerFor(world, name);
  if (typeof provider === 'string') return provider;
  const refusal = kmsRefusal(world, provider.trust) ?? keyRefusal(world, id);
  return refusal ?? open() ?? 'keyNotInKms';
}

export const machineEvents: Readonly<Record<string, Handler>> = {
  startMachine: (world, event) => {
    const host = hostOf(world, event);
    if (world.db.on !== null) return 'machineRunning';
    if (!host.on) return 'hostNotOn';
    if (!host.safe) return 'hostNotSafe';
    if (!host.cache.has(world.db.id)) return 'keyMissing';
    world.db.on = event['host'] as HostName;
    return undefined;
  },
  powerOffMachine: ({ db }) => {
    if (db.on === null) return 'machineNotRunning';
    db.on = null;
    return undefined;
  },
  rekeyMachine: (world, event) => {
    const name = event['provider'] as ProviderName;
    const provider = providerFor(world, name);
    if (typeof provider === 'string') return provider;
    if (world.made.db >= world.variant.keysMax) return 'keyLimit';
    const refusal = kmsRefusal(world, provider.trust);
    if (refusal !== undefined) return refusal;
    const safe = hostNames.map((host) => world.hosts[host]).filter((host) => host.on && host.safe);
    const old = safe.map(({ cache }) => cache.get(world.db.id)).find((key) => key !== undefined);
    if (old === undefined) return 'noHostHoldsKey';
    const wrapping = `wrap#${provider.wrapping}` as KeyId;
    if (provider.withWrapping) {
      const missing = keyRefusal(world, wrapping);
      if (missing !== undefined) return missing;
    }
    const dek = unwrap(world, old, world.db.dek);
    if (dek === undefined) return 'noHostHoldsKey';
    rewrap(world, name, provider, wrapping, dek, safe);
    ask(world);
    return undefined;
  },
  rekeyHosts: (world, event) => {
    const name = event['provider'] as ProviderName;
    const provider = providerFor(world, name);
    if (typeof provider === 'string') return provider;
    if (world.made.host === 2) return 'keyLimit';
    const refusal = kmsRefusal(world, provider.trust);
    if (refusal !== undefined) return refusal;
    for (const host of hostNames.map((one) => world.hosts[one])) {
      if (!host.on) return 'hostNotOn';
      if (!host.safe) return 'hostNotSafe';
    }
    world.made.host = 2;
    const key = generate(world, 'host#2', true);
    for (const host of hostNames) enterCache(world, world.hosts[host], 'host#2', key);
    world.hostKey = { provider: name, id: 'host#2' };
    ask(world);
    return undefined;
  },
};

/** The machine's data key under a new KEK: in the KMS, or beside the machine and wrapped by the provider's wrapping key. */
function rewrap(
  world: World,
  name: ProviderName,
  provider: Provider,
  wrapping: KeyId,
  dek: Parameters<World['stack']['wrapKey']>[1],
  safe: readonly Host[],
): void {
  const { db } = world;
  const before = db.id;
  const id = `db#${++world.made.db}` as KeyId;
  const kek = generate(world, id, !provider.withWrapping);
  const wrapper = provider.withWrapping ? openStored(world, world.kms.keys.get(wrapping)) : undefined;
  db.wrapped = wrapper && { by: wrapping, bytes: world.stack.wrapKey(wrapper, kek) };
  db.dek = world.stack.wrapKey(kek, dek);
  db.provider = name;
  db.id = id;
  world.vcenter.knows.add(id);
  for (const host of safe) {
    enterCache(world, host, id, kek);
    if (world.defect === 'rekeyDropsOldKey') host.cache.delete(before);
  }
}
