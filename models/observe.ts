/** What can be seen of a state from outside; the same picture that the twin gives of itself. */
import { available, keyServed } from './deployment.ts';
import type { Observation } from './observation.ts';
import type { Site } from './site.ts';
import { type State, slice } from './state.ts';

/** A pure picture of a state, with everything in the order of the site. */
export function observe(site: Site, state: State): Observation {
  const { vcenter, cluster } = state;
  return {
    vcenter: {
      state: vcenter.state,
      members: vcenter.members,
      providers: byName(site.providers, (name) => {
        const { key, backedUp } = slice(state, `provider/${name}`);
        return { key, backedUp };
      }),
    },
    hosts: byName(site.hosts, (name) => {
      const { power, safe, held } = slice(state, `host/${name}`);
      return { power, safe, keys: held, mounted: cluster.mounted.includes(name) };
    }),
    keyServers: byName(keyServed(site), (name) => slice(state, `keyServer/${name}`).state),
    machines: byName(site.machines, (name) => slice(state, `machine/${name}`).on),
    datastores: byName(site.datastores, (name) => available(site, cluster, name)),
    p12s: byName(site.p12s, (name) => slice(state, `p12/${name}`)),
    backups: byName(site.backups, (name) =>
      byName(site.providers, (provider) => slice(state, `backup/${name}`)[provider]?.key ?? 'none'),
    ),
  };
}

function byName<Value>(
  list: readonly { readonly name: string }[],
  valueOf: (name: string) => Value,
): Record<string, Value> {
  return Object.fromEntries(list.map(({ name }) => [name, valueOf(name)]));
}
