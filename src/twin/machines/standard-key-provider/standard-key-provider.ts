/** The twin of a Standard Key Provider, driven by the events of docs/machines/standard-key-provider.md. */
import type { DomainTwinMaker } from '../domain-twin.ts';
import { twinOf } from '../twin-of.ts';
import { kmsIsUp } from './asking.ts';
import { hostEvents, machineEvents, vsanRefusal } from './host-events.ts';
import { kmsEvents, vcenterEvents } from './kms-events.ts';
import {
  createWorld,
  defects,
  type Host,
  hostNames,
  type KeyId,
  keyOrder,
  machineKek,
  nodeNames,
  openStored,
  opensMachine,
  opensVsan,
  type Provider,
  type Stored,
  vsanIsAvailable,
  type World,
} from './world.ts';

const handlers = { ...kmsEvents, ...vcenterEvents, ...hostEvents, ...machineEvents };

export const standardKeyProviderTwin: DomainTwinMaker = twinOf({
  defects,
  createWorld,
  handlers,
  look,
  verify,
});

function look(world: World): unknown {
  const { kms, backup, vcenter, db, hostKey } = world;
  const running = vcenter.state === 'running';
  const provider = (name: 'kms' | 'kms-new'): unknown => providerLook(world, vcenter.providers.get(name));
  return {
    kms: {
      place: kms.place,
      nodes: Object.fromEntries(nodeNames.map((name) => [name, kms.up[name] ? 'up' : 'down'])),
      turn: kms.turn,
      lost: kms.lost,
      keys: states(kms.keys),
    },
    backup: backup === undefined ? null : states(backup),
    vcenter: {
      state: vcenter.state,
      knows: running ? ordered(vcenter.knows) : null,
      providers: running ? { kms: provider('kms'), 'kms-new': provider('kms-new') } : null,
    },
    hosts: Object.fromEntries(hostNames.map((name) => [name, hostLook(world.hosts[name])])) as unknown,
    vsan: vsanIsAvailable(world) ? 'available' : 'unavailable',
    db: {
      on: db.on,
      provider: db.provider,
      key: db.id,
      wrappedBy: db.wrapped?.by ?? null,
      hostKey: { provider: hostKey.provider, key: hostKey.id },
    },
  };
}

function providerLook(world: World, provider: Provider | undefined): unknown {
  if (provider === undefined) return null;
  const { trust, wrapping } = provider;
  const expired = trust === 'first' && world.kms.firstExpired;
  const unreachable = !kmsIsUp(world);
  const status =
    trust === 'none'
      ? 'notTrusted'
      : trust === 'noPassword'
        ? 'vecsEntryMissing'
        : unreachable
          ? 'kmsUnreachable'
          : expired
            ? 'certificateExpired'
            : 'ok';
  return { status, wrapping: wrapping === 0 ? null : `wrap#${wrapping}` };
}

function hostLook({ on, safe, cache, stored, persistence, mounted, configuration }: Host): unknown {
  if (!on) return { power: 'off' };
  const lists = { cache: ordered(cache.keys()), stored: ordered(stored.keys()) };
  return { power: 'on', safe, ...lists, persistence, mounted, configuration };
}

function ordered(ids: Iterable<KeyId>): KeyId[] {
  const present = new Set(ids);
  return keyOrder.filter((id) => present.has(id));
}

function states(keys: ReadonlyMap<KeyId, Stored>): Record<string, string> {
  return Object.fromEntries([...keys].map(([id, { state }]) => [id, state]));
}

function verify(world: World): Readonly<Record<string, boolean>> {
  const { db, kms, backup } = world;
  const hosts = hostNames.map((name) => world.hosts[name]);
  const kept = [kms.keys, backup ?? new Map<KeyId, Stored>()];
  const held = (opens: (host: Host) => boolean): boolean => hosts.some(opens);
  const machineHeld = ({ cache, stored }: Host): boolean =>
    opensMachine(world, cache.get(db.id)) || opensMachine(world, stored.get(db.id));
  const vsanHeld = ({ cache, stored }: Host): boolean =>
    opensVsan(world, cache.get('vsan#1')) || opensVsan(world, stored.get('vsan#1'));
  const thiefReads = ({ stored }: Host): boolean =>
    opensVsan(world, stored.get('vsan#1')) || opensMachine(world, stored.get(db.id));
  return {
    machineStarts:
      db.on !== null || held(({ on, safe, cache }) => on && safe && opensMachine(world, cache.get(db.id))),
    vsanReadable: vsanIsAvailable(world),
    machineKeyExists: held(machineHeld) || kept.some((keys) => opensMachine(world, machineKek(world, keys))),
    vsanKeyExists:
      held(vsanHeld) || kept.some((keys) => opensVsan(world, openStored(world, keys.get('vsan#1')))),
    vsanSurvivesPowerLoss: held(
      (host) =>
        (host.persistence && opensVsan(world, host.stored.get('vsan#1'))) ||
        (kms.place === 'outside' && vsanRefusal(world, host) === undefined),
    ),
    stolenHostIsSecret: !held(thiefReads),
    oldProviderMayGo: db.provider !== 'kms' && world.hostKey.provider !== 'kms',
  };
}
