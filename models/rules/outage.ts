/** What a host that goes down takes with it. The same for a crash, a shutdown and a swapped board. */
import { available, type Deployment, keyServed, noKeys } from '../deployment.ts';
import type { Refusal } from '../events.ts';
import type { Part } from '../kernel/machine.ts';
import type { MachineSite, ProviderSite, Site } from '../site.ts';
import { type Cluster, type Host, type KeyServer, type State, set, slice, without } from '../state.ts';

type SitePart = Part<State, Refusal>;

/** The cluster when one host is down. */
function clusterWithout(cluster: Cluster, host: string): Cluster {
  return { on: without(cluster.on, host), mounted: without(cluster.mounted, host) };
}

/** A host that is off: what it held in memory is gone. */
export function downed(site: Site, host: Host): Host {
  return { ...host, power: 'off', held: noKeys(site), safe: false };
}

/** The parts of an event that takes one host down, besides what happens to the host itself. */
export function outageParts({ site }: Deployment, host: string): readonly SitePart[] {
  const clusterAndVcenter: SitePart = {
    reads: ['cluster', 'vcenter'],
    writes: ['cluster', 'vcenter'],
    apply: (slices) => {
      const cluster = clusterWithout(slices.cluster, host);
      const { vcenter } = slices;
      const stays = vcenter.state !== 'running' || vcenterCanRun(site, cluster, vcenter.where);
      return { cluster, vcenter: stays ? vcenter : { ...vcenter, state: 'stopped' } };
    },
  };
  return [
    clusterAndVcenter,
    ...keyServerParts(site, ({ cluster }) => clusterWithout(cluster, host)),
    ...site.machines.map((machine) => machinePart(site, machine, host)),
  ];
}

/** Whether a running vCenter has what it stands on: its datastore, and a host of the cluster. */
export function vcenterCanRun(site: Site, cluster: Cluster, where: 'home' | 'away'): boolean {
  if (site.vcenterAt === null) return true;
  return cluster.on.length > 0 && (where === 'away' || available(site, cluster, site.vcenterAt));
}

/** Whether a key server has what it stands on: outside the cluster nothing of it, else a host and its datastore. */
export function keyServerCanRun(
  site: Site,
  cluster: Cluster,
  { keyServerAt }: ProviderSite,
  { moved }: KeyServer,
): boolean {
  if (moved || keyServerAt === null) return true;
  return cluster.on.length > 0 && available(site, cluster, keyServerAt);
}

/**
 * The parts of an event that takes hosts down, as far as key servers in the cluster go down with them.
 *
 * @param after what is left of the cluster
 */
export function keyServerParts(site: Site, after: (slices: State) => Cluster): readonly SitePart[] {
  return keyServed(site)
    .filter(({ keyServerAt }) => keyServerAt !== null)
    .map((provider): SitePart => {
      const name = `keyServer/${provider.name}` as const;
      return {
        reads: ['cluster', name],
        writes: [name],
        apply: (slices) => {
          const present = slice(slices, name);
          const stays = present.state !== 'up' || keyServerCanRun(site, after(slices), provider, present);
          return stays ? {} : set(name, { ...present, state: 'down' });
        },
      };
    });
}

function machinePart(site: Site, { name, datastore }: MachineSite, host: string): SitePart {
  return {
    reads: ['cluster', `machine/${name}`],
    writes: [`machine/${name}`],
    apply: (slices) => {
      const machine = slice(slices, `machine/${name}`);
      const cluster = clusterWithout(slices.cluster, host);
      if (machine.on === null || (machine.on !== host && available(site, cluster, datastore))) return {};
      return set(`machine/${name}`, { ...machine, on: null });
    },
  };
}
