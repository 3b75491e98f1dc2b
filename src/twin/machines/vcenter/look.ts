/** What can be seen of vCenter Server and its key providers. */
import { vcenterKeyOnHost } from './asking.ts';
import { protection } from './files.ts';
import { nameOf, providerOf } from './locks.ts';
import { type Host, isStandard, nativeNames, type Provider, type Vcenter, type World } from './world.ts';

export function look(world: World): unknown {
  const { vcenters, hosts, db, p12s, backups, variant, vsan, kmsUp } = world;
  const { lock } = db.disk;
  const running = (name: string, vcenter: Vcenter): unknown => vcenterLook(world, name, vcenter);
  return {
    vcenters: Object.fromEntries([...vcenters].map(([name, vcenter]) => [name, running(name, vcenter)])),
    hosts: Object.fromEntries([...hosts].map(([name, host]) => [name, hostLook(world, host)])),
    db: {
      protection: db.protection,
      provider: lock === undefined ? null : providerOf(lock),
      key: lock?.by ?? null,
      on: db.on,
      migratingTo: db.migratingTo,
    },
    p12s: Object.fromEntries(nativeNames(variant).map((name) => [name, protection(p12s.get(name))])),
    backups: Object.fromEntries(
      [...backups].map(([name, { kept, lost }]) => [name, protection(lost ? undefined : kept)]),
    ),
    licence: world.licence,
    vsan: vsan?.by ?? null,
    kms: variant.standard ? (kmsUp ? 'up' : 'down') : null,
  };
}

function vcenterLook(world: World, at: string, vcenter: Vcenter): unknown {
  const { state, standby, system, cluster, providers } = vcenter;
  if (state !== 'running') return { state, standby, defaults: null, providers: null };
  const seen = world.variant.names.map((name) => {
    const provider = providers.get(name);
    return [name, provider === undefined ? null : providerLook(world, at, name, provider)];
  });
  return { state, standby, defaults: { system, cluster }, providers: Object.fromEntries(seen) as unknown };
}

function providerLook(world: World, at: string, name: string, provider: Provider): unknown {
  const { backedUp, acknowledged, key, keyId, tpmRequired, link } = provider;
  const lacks = [...world.hosts.values()].some(
    (host) =>
      host.at === at &&
      host.clustered &&
      !(host.on && host.connected && vcenterKeyOnHost(host, name, provider) === undefined),
  );
  const unreachable = isStandard(world.variant, name) && !world.kmsUp;
  return {
    status: !backedUp ? 'Not backed up' : lacks ? 'Warning' : 'Active',
    health: backedUp && !unreachable ? 'OK' : 'ERROR',
    alarm: !backedUp && !acknowledged,
    keyId: `${nameOf(world, key)}/${keyId}`,
    tpmRequired,
    link,
  };
}

function hostLook(world: World, { at, clustered, connected, on, held, hostKey, safe }: Host): unknown {
  if (!on) return { at, power: 'off' };
  const keys = world.variant.names.map((name) => {
    const key = held.get(name);
    return [name, key === undefined ? null : nameOf(world, key)];
  });
  const holds = Object.fromEntries(keys) as unknown;
  return { at, clustered, connected, power: 'on', held: holds, hostKey: hostKey?.by ?? null, safe };
}
