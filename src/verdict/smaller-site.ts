/** A site of the same kind with fewer hosts and fewer classes of machines. */
import type { HostSite, Site } from '../../models/site.ts';

/** How many kinds of hosts there are: alike are those that differ in nothing but their names. */
export function hostKinds({ hosts }: Pick<Site, 'hosts'>): number {
  return new Set(hosts.map(kindOf)).size;
}

/**
 * The first machines, on as many hosts: the kinds of hosts lose theirs in turn, the largest first. A machine whose
 * host is gone runs on another.
 *
 * @param hosts at least one of each kind
 */
export function smallerSite(site: Site, hosts: number, machines: number): Site {
  let kept = site.hosts;
  while (kept.length > hosts) {
    const kinds = Map.groupBy(kept, kindOf);
    const [largest = []] = [...kinds.values()].toSorted((one, other) => other.length - one.length);
    const last = largest.at(-1);
    if (largest.length < 2) break;
    kept = kept.filter((host) => host !== last);
  }
  const names = kept.map(({ name }) => name);
  return {
    ...site,
    hosts: kept,
    machines: site.machines
      .slice(0, machines)
      .map((machine, at) =>
        names.includes(machine.host) ? machine : { ...machine, host: names[at % names.length] ?? '' },
      ),
  };
}

function kindOf(host: HostSite): string {
  return JSON.stringify({ ...host, name: '' });
}
