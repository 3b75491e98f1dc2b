/**
 * What is alike at a site, as seen by one machine. Classes come from colour refinement of the site graph with
 * that machine singled out; that two hosts of a class can really change places is then verified by relabelling
 * the site, and hosts that cannot are classes of their own.
 */
import type { Site } from '../../models/site.ts';
import { graphOf, groupBy, refined } from '../../models/site-graph.ts';
import { coneOf } from './cone.ts';

/** The classes of hosts that can change places without changing the site, in the order of the site. */
export function hostClasses(site: Site, machine: string): readonly (readonly string[])[] {
  const cone = coneOf(site, machine);
  const colours = refined(graphOf(cone, new Set([`machine/${machine}`])));
  const text = textOf(cone);
  const cells = groupBy(cone.hosts, ({ name }) => String(colours.get(`host/${name}`)));
  return cells.flatMap((cell) => {
    const classes: string[][] = [];
    for (const { name } of cell) {
      // Changing places is transitive: comparing with the first of each class is enough.
      const home = classes.find(([first]) => first !== undefined && canSwap(cone, text, first, name));
      if (home === undefined) classes.push([name]);
      else home.push(name);
    }
    return classes;
  });
}

/**
 * The classes of machines whose cones are the same site under other names; the first of each stands for all.
 * How many machines one entry of the site stands for does not matter to how it is lost.
 */
export function machineClasses(site: Site): readonly (readonly string[])[] {
  const groups = groupBy(site.machines, ({ name }) => signatureOf(site, name));
  return groups.map((group) => group.map(({ name }) => name));
}

/** Whether the site stays the same when two hosts change names. */
function canSwap(site: Site, text: string, one: string, other: string): boolean {
  const swap = (name: string): string => (name === one ? other : name === other ? one : name);
  return textOf(relabelled(site, swap)) === text;
}

function relabelled(site: Site, rename: (host: string) => string): Site {
  return {
    ...site,
    hosts: site.hosts.map((host) => ({ ...host, name: rename(host.name) })),
    machines: site.machines.map((machine) => ({ ...machine, host: rename(machine.host) })),
  };
}

/** The text of a site; the order of its hosts has no meaning, nor has what it promises. */
function textOf(site: Site): string {
  const hosts = site.hosts.map((host) => JSON.stringify(host)).toSorted();
  return JSON.stringify({ ...site, hosts, name: '', promise: null });
}

/**
 * Equal signatures mean that one cone becomes the other by renaming the machine and giving the own hosts each
 * other's names: all other hosts of a site are the same then, whatever order they come in.
 */
function signatureOf(site: Site, machine: string): string {
  const { hosts, machines, ...rest } = coneOf(site, machine);
  const own = hosts.find(({ name }) => name === machines[0]?.host);
  const alike = machines.map((entry) => ({ ...entry, name: '', count: 1, host: '' }));
  return JSON.stringify({ ...rest, promise: null, machines: alike, own: { ...own, name: '' } });
}
