/**
 * What is alike at a site, as seen by one machine. Classes come from colour refinement of the site graph with
 * that machine singled out; that two hosts of a class can really change places is then verified by relabelling
 * the site, and hosts that cannot are classes of their own.
 */
import type { Site } from '../../models/site.ts';
import { coneOf } from './cone.ts';

/** The classes of hosts that can change places without changing the site, in the order of the site. */
export function hostClasses(site: Site, machine: string): readonly (readonly string[])[] {
  const cone = coneOf(site, machine);
  const colours = refine(graphOf(cone, machine));
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

type Graph = {
  readonly colours: ReadonlyMap<string, string>;
  readonly edges: readonly (readonly [from: string, kind: string, to: string])[];
};

function graphOf(site: Site, machine: string): Graph {
  const colours = new Map<string, string>();
  const edges: [string, string, string][] = [];
  const link = (from: string, kind: string, to: string | null): void => {
    if (to !== null) edges.push([from, kind, to]);
  };
  const node = (kind: string, name: string, attributes: unknown): string => {
    colours.set(`${kind}/${name}`, JSON.stringify([kind, attributes]));
    return `${kind}/${name}`;
  };
  const to = (kind: string, name: string | null): string | null => (name === null ? null : `${kind}/${name}`);
  for (const { name, ...attributes } of site.hosts) node('host', name, attributes);
  for (const { name, kind, tpmRequired, keyServerAt, keyServerBackupAt } of site.providers) {
    const from = node('provider', name, [kind, tpmRequired]);
    link(from, 'keyServerAt', to('datastore', keyServerAt));
    link(from, 'keyServerBackupAt', to('place', keyServerBackupAt));
  }
  for (const { name, encryptedBy, ...attributes } of site.datastores) {
    link(node('datastore', name, attributes), 'encryptedBy', to('provider', encryptedBy));
  }
  for (const { name, encryption, host, datastore, provider } of site.machines) {
    const from = node('machine', name, [encryption, name === machine]);
    link(from, 'host', to('host', host));
    link(from, 'datastore', to('datastore', datastore));
    link(from, 'provider', to('provider', provider));
  }
  for (const { name, datastore, gone } of site.places) {
    const from = node('place', name, [gone, name === site.recoveryKeysAt]);
    link(from, 'datastore', to('datastore', datastore));
  }
  const kept = [
    ...site.p12s.map((entry) => ({ ...entry, kind: 'p12' })),
    ...site.backups.map((entry) => ({ ...entry, kind: 'backup', provider: null })),
  ];
  for (const { kind, name, at, passwordAt, provider } of kept) {
    const from = node(kind, name, null);
    link(from, 'at', to('place', at));
    link(from, 'passwordAt', to('place', passwordAt));
    link(from, 'provider', to('provider', provider));
  }
  link(node('vcenter', '', null), 'datastore', to('datastore', site.vcenterAt));
  return { colours, edges };
}

/** Colours split by the colours of their neighbours until nothing splits any more. */
function refine({ colours, edges }: Graph): ReadonlyMap<string, number> {
  let current = numbered(colours);
  for (;;) {
    const seen = new Map<string, string[]>([...current.keys()].map((node) => [node, []]));
    for (const [from, kind, to] of edges) {
      seen.get(from)?.push(`> ${kind} ${current.get(to)}`);
      seen.get(to)?.push(`< ${kind} ${current.get(from)}`);
    }
    const next = numbered(
      new Map([...seen].map(([node, around]) => [node, [current.get(node), ...around.toSorted()].join()])),
    );
    if (new Set(next.values()).size === new Set(current.values()).size) return current;
    current = next;
  }
}

function numbered(colours: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const names = [...new Set(colours.values())].toSorted();
  const numbers = new Map(names.map((name, index) => [name, index]));
  return new Map([...colours].map(([node, colour]) => [node, numbers.get(colour) ?? -1]));
}

function groupBy<T>(list: readonly T[], keyOf: (entry: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const entry of list) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()];
}
