/** What can be seen of the twin from outside. */
import type { Observation } from '../../models/observation.ts';
import type { KeyId } from '../../models/site.ts';
import { isAvailable } from './storage.ts';
import { part } from './world.ts';
import type { World } from './world.ts';

export function observe(world: World): Observation {
  const { site, vcenter } = world;
  const providers = site.providers.map((provider) => provider.name);
  return {
    vcenter: {
      state: vcenter.state,
      members: site.hosts.map((host) => host.name).filter((name) => vcenter.members.has(name)),
      providers: recordOf(providers, (name) => {
        const known = vcenter.catalogue.get(name);
        return { key: known?.id ?? 'none', backedUp: known?.backedUp ?? false };
      }),
    },
    hosts: recordOf([...world.hosts.keys()], (name) => {
      const { power, safe, memory } = part(world.hosts, name);
      const keys = recordOf(
        providers,
        (provider): KeyId | 'none' => memory?.keys.get(provider)?.id ?? 'none',
      );
      return { power, safe, keys, mounted: memory?.isMounted ?? false };
    }),
    keyServers: recordOf([...world.keyServers.keys()], (name) => part(world.keyServers, name).state),
    machines: recordOf([...world.machines.keys()], (name) => part(world.machines, name).host ?? null),
    datastores: recordOf([...world.datastores.keys()], (name) => isAvailable(world, name)),
    p12s: recordOf([...world.p12s.keys()], (name): KeyId | 'none' => part(world.p12s, name).label ?? 'none'),
    backups: recordOf([...world.backups.keys()], (name) => {
      const { labels } = part(world.backups, name);
      return recordOf(providers, (provider): KeyId | 'none' => labels.get(provider) ?? 'none');
    }),
  };
}

function recordOf<Value>(names: readonly string[], valueOf: (name: string) => Value): Record<string, Value> {
  const record: Record<string, Value> = {};
  for (const name of names) record[name] = valueOf(name);
  return record;
}
