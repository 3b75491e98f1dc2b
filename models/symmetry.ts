/**
 * What may change names at a site without anything else changing: hosts with the machines at home on them, machines,
 * .p12 files, vCenter backups, and the places where these lie. Found on the graph of the site; every exchange is
 * verified by giving the site its new names and comparing.
 */
import type { Event } from './events.ts';
import type { Site } from './site.ts';
import { type Graph, graphOf, groupBy, refined } from './site-graph.ts';
import type { Cluster, SliceName, Vcenter, VirtualMachine } from './state.ts';

/** From a kind and a name, as in `host/esx-01`, to the same kind and the new name. Others keep theirs. */
export type Renaming = ReadonlyMap<string, string>;

const kinds = ['host', 'machine', 'place', 'p12', 'backup'] as const;

export type MovableKind = (typeof kinds)[number];

/** Ten machines that are alike can be named in 3,628,800 ways: more than so many are not made use of. */
const renamingsMax = 1024;

/**
 * A group of renamings that leave the site and what it promises as they are, the one that renames nothing first. Not
 * always the largest one: exchanges that would make it too large are left out.
 *
 * @param fixed kinds whose things keep their names
 */
export function symmetriesOf(site: Site, fixed: readonly MovableKind[] = []): readonly Renaming[] {
  const all = [...graphOf(site).colours.keys()];
  const movable = all.filter((node) => kinds.some((kind) => isOf(node, kind) && !fixed.includes(kind)));
  const single = new Set(all.filter((node) => !movable.includes(node)));
  const colours = refined(graphOf(site, single));
  const cells = groupBy(movable, (node) => String(colours.get(node)));
  let group: readonly Renaming[] = [new Map()];
  for (const cell of cells) {
    for (const [at, one] of cell.entries()) {
      for (const other of cell.slice(at + 1)) {
        const renaming = exchange(site, single, one, other);
        if (renaming !== undefined) group = extended(group, renaming) ?? group;
      }
    }
  }
  return group;
}

function isOf(node: string, kind: MovableKind): boolean {
  return node.startsWith(`${kind}/`);
}

/** A renaming that takes one thing to another, and along with it no more than what is different from one to the other. */
function exchange(site: Site, single: ReadonlySet<string>, one: string, other: string): Renaming | undefined {
  const from = cellsWith(graphOf(site, single), one);
  const to = cellsWith(graphOf(site, single), other);
  const renaming = new Map<string, string>();
  for (const [colour, cell] of from) {
    const target = to.get(colour) ?? [];
    if (target.length !== cell.length) return undefined;
    const moved = cell.filter((node) => !target.includes(node));
    const homes = target.filter((node) => !cell.includes(node));
    for (const [at, node] of moved.entries()) renaming.set(node, homes[at] ?? node);
  }
  return textOf(relabelled(site, renaming)) === textOf(site) ? renaming : undefined;
}

/** By colour: the nodes that look alike from one node that is singled out. */
function cellsWith({ colours, edges }: Graph, node: string): ReadonlyMap<number, readonly string[]> {
  const marked = new Map([...colours, [node, `${colours.get(node)} singled out`]]);
  const cells = new Map<number, string[]>();
  for (const [entry, colour] of refined({ colours: marked, edges })) {
    const cell = cells.get(colour);
    if (cell === undefined) cells.set(colour, [entry]);
    else cell.push(entry);
  }
  return cells;
}

/** The group that another renaming makes of a group; `undefined` where it is too large. */
function extended(group: readonly Renaming[], added: Renaming): readonly Renaming[] | undefined {
  if (group.some((member) => keyOf(member) === keyOf(added))) return group;
  const generators = [...group, added];
  const found = new Map(generators.map((renaming) => [keyOf(renaming), renaming]));
  // A Map keeps the order of insertion, and goes on to what is added during the walk.
  for (const renaming of found.values()) {
    for (const generator of generators) {
      const both = after(renaming, generator);
      if (!found.has(keyOf(both))) found.set(keyOf(both), both);
      if (found.size > renamingsMax) return undefined;
    }
  }
  return [...found.values()];
}

/** The renaming that does one and then the other. */
function after(first: Renaming, second: Renaming): Renaming {
  const all = new Map<string, string>();
  for (const node of new Set([...first.keys(), ...second.keys()])) {
    const named = renamed(second, renamed(first, node));
    if (named !== node) all.set(node, named);
  }
  return all;
}

function keyOf(renaming: Renaming): string {
  return JSON.stringify([...renaming].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** The renaming that undoes one. */
export function inverse(renaming: Renaming): Renaming {
  return new Map([...renaming].map(([from, to]) => [to, from]));
}

function renamed(renaming: Renaming, node: string): string {
  return renaming.get(node) ?? node;
}

/** The new name of one thing. */
function newName(renaming: Renaming, kind: MovableKind, name: string): string {
  return renamed(renaming, `${kind}/${name}`).slice(kind.length + 1);
}

/** Which slice a slice becomes. The TPM goes with its host. */
export function renamedSlice(renaming: Renaming, name: SliceName): SliceName {
  if (name.startsWith('tpm/')) return `tpm/${newName(renaming, 'host', name.slice('tpm/'.length))}`;
  return renamed(renaming, name) as SliceName;
}

/** What a slice says under the new names. */
export function renamedValue({ hosts }: Site, renaming: Renaming, name: SliceName, value: unknown): unknown {
  const hostNames = (list: readonly string[]): readonly string[] => {
    const names = list.map((host) => newName(renaming, 'host', host));
    return hosts.map((host) => host.name).filter((host) => names.includes(host));
  };
  if (name === 'vcenter') {
    const vcenter = value as Vcenter;
    return { ...vcenter, members: hostNames(vcenter.members) };
  }
  if (name === 'cluster') {
    const { on, mounted } = value as Cluster;
    return { on: hostNames(on), mounted: hostNames(mounted) };
  }
  if (name.startsWith('machine/')) {
    const machine = value as VirtualMachine;
    return machine.on === null ? machine : { ...machine, on: newName(renaming, 'host', machine.on) };
  }
  return value;
}

/** The event under the new names: its arguments are called as what they name. */
export function renamedEvent(renaming: Renaming, event: Event): Event {
  return Object.fromEntries(
    Object.entries(event).map(([field, value]) => {
      const kind = kinds.find((entry) => entry === field);
      return [field, kind === undefined ? value : newName(renaming, kind, String(value))];
    }),
  ) as Event;
}

function relabelled(site: Site, renaming: Renaming): Site {
  const name = <T extends { readonly name: string }>(kind: MovableKind, list: readonly T[]): readonly T[] =>
    list.map((entry) => ({ ...entry, name: newName(renaming, kind, entry.name) }));
  const place = <Name extends string | null>(at: Name): Name =>
    at === null ? at : (newName(renaming, 'place', at) as Name);
  const kept = <T extends { readonly at: string; readonly passwordAt: string | null }>(entry: T): T => ({
    ...entry,
    at: place(entry.at),
    passwordAt: place(entry.passwordAt),
  });
  return {
    ...site,
    hosts: name('host', site.hosts),
    providers: site.providers.map((entry) => ({
      ...entry,
      keyServerBackupAt: place(entry.keyServerBackupAt),
    })),
    machines: name('machine', site.machines).map((entry) => ({
      ...entry,
      host: newName(renaming, 'host', entry.host),
    })),
    places: name('place', site.places),
    p12s: name('p12', site.p12s).map(kept),
    backups: name('backup', site.backups).map(kept),
    recoveryKeysAt: place(site.recoveryKeysAt),
    promise: {
      ...site.promise,
      secret: site.promise.secret.map((loot) => {
        if (loot.kind === 'bootDevice') return { ...loot, host: newName(renaming, 'host', loot.host) };
        return loot.kind === 'place' ? { ...loot, place: place(loot.place) } : loot;
      }),
    },
  };
}

/** The text of a site: the order of its lists has no meaning, nor has how many machines an entry stands for. */
function textOf({ promise, ...site }: Site): string {
  const sorted = Object.entries(site).map(([key, value]) => [
    key,
    Array.isArray(value)
      ? value.map((entry: object) => JSON.stringify({ ...entry, count: 0 })).toSorted()
      : value,
  ]);
  const secret = promise.secret.map((loot) => JSON.stringify(loot)).toSorted();
  return JSON.stringify([sorted, { ...promise, secret }]);
}
