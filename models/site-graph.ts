/** A site as a graph: its things, what is alike about them, and what lies on, runs on or belongs to what. */
import type { Site } from './site.ts';

export type Graph = {
  /** By node, which is a kind and a name: what is to be said of it without naming another. */
  readonly colours: ReadonlyMap<string, string>;
  readonly edges: readonly (readonly [from: string, kind: string, to: string])[];
};

/** @param single nodes that are like no other, whatever is said of them */
export function graphOf(site: Site, single: ReadonlySet<string> = new Set()): Graph {
  const colours = new Map<string, string>();
  const edges: [string, string, string][] = [];
  const link = (from: string, kind: string, to: string | null): void => {
    if (to !== null) edges.push([from, kind, to]);
  };
  const node = (kind: string, name: string, attributes: unknown): string => {
    const id = `${kind}/${name}`;
    colours.set(id, JSON.stringify([kind, attributes, single.has(id) ? name : null]));
    return id;
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
    const from = node('machine', name, encryption);
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
  for (const { name, lacks = [] } of site.backups)
    for (const provider of lacks) link(`backup/${name}`, 'lacks', to('provider', provider));
  link(node('vcenter', '', null), 'datastore', to('datastore', site.vcenterAt));
  return { colours, edges };
}

/** Colours split by the colours of their neighbours until nothing splits any more. By node, in the order of the site. */
export function refined({ colours, edges }: Graph): ReadonlyMap<string, number> {
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

/** A list in groups of equal keys, in the order of their first members. */
export function groupBy<T>(list: readonly T[], keyOf: (entry: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const entry of list) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()];
}
