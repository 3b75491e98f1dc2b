/**
 * Sets of basic events up to symmetry, and the minimal losing ones among them. A set is a choice of global
 * events together with, for each class of hosts that are alike, what happens to how many of them.
 */
import type { BasicEvent } from './basic-event.ts';
import type { Facts } from './facts.ts';
import type { LossKind } from './loss.ts';
import { sizeOf } from './minimal.ts';
import { roleOf } from './role.ts';
import type { Chosen, Global } from './chosen.ts';
import type { Structure } from './structure.ts';

export type HostClass = {
  /** The hosts as numbers of the facts. */
  readonly hosts: readonly number[];
  /** All that may happen to one of them, as sets of bits of at most `orderMax` events, in a fixed order. */
  readonly faults: readonly number[];
};

/** The events of one loss, ready to be put together. */
export type Universe = {
  readonly globals: readonly Global[];
  readonly classes: readonly HostClass[];
  /** How many basic events there are within the cone of the loss. */
  readonly events: number;
};

/** One set for all those that symmetry makes of it. */
export type Orbit = {
  readonly globals: readonly Global[];
  readonly hosts: readonly { readonly class: number; readonly faults: number }[];
};

export function universeOf(
  facts: Facts,
  kind: LossKind,
  events: readonly BasicEvent[],
  classes: readonly (readonly string[])[],
  orderMax: number,
): Universe {
  const globals: Global[] = [];
  const bits = facts.hosts.map(() => 0);
  for (const basic of events) {
    const role = roleOf(facts, kind, basic);
    if (role?.kind === 'global') globals.push(role.event);
    if (role?.kind === 'host') bits[role.host] = (bits[role.host] ?? 0) | role.bit;
  }
  return {
    globals,
    classes: classes.map((names) => {
      const hosts = names.map((name) => facts.hosts.findIndex((host) => host.name === name));
      const all = bits[hosts[0] ?? -1] ?? 0;
      return { hosts, faults: subsetsOf(all).filter((mask) => sizeOf(mask) <= orderMax) };
    }),
    events: globals.length + bits.reduce((sum, mask) => sum + sizeOf(mask), 0),
  };
}

/** The nonempty subsets of a set of bits, in increasing order. */
function subsetsOf(all: number): readonly number[] {
  const subsets: number[] = [];
  for (let mask = (0 - all) & all; mask !== 0; mask = (mask - all) & all) subsets.push(mask);
  return subsets;
}

/** The orbit as the structure function sees it. */
export function chosenIn({ classes }: Universe, { globals, hosts }: Orbit): Chosen {
  const groups: Chosen['groups'][number][] = [];
  for (const { class: index, faults } of hosts) {
    groups.push({ host: classes[index]?.hosts[0] ?? -1, faults, times: 1 });
  }
  for (const [index, entry] of classes.entries()) {
    let times = entry.hosts.length;
    for (const host of hosts) if (host.class === index) times--;
    if (times > 0) groups.push({ host: entry.hosts[0] ?? -1, faults: 0, times });
  }
  return { has: (event) => globals.includes(event), groups };
}

export type Sweep = {
  readonly minimal: readonly Orbit[];
  /** How many orbits of this order were judged; all others lie above a smaller losing one. */
  readonly examined: number;
  /** How often the structure function was asked. */
  readonly asked: number;
  /** False when `stop` ended it. */
  readonly complete: boolean;
};

/**
 * The minimal losing orbits of exactly this order. A choice that loses already is not added to: what is above
 * it is not minimal.
 *
 * @param stop asked now and then; ends the sweep by answering true
 */
export function sweep(
  universe: Universe,
  loses: Structure,
  order: number,
  stop: () => boolean = () => false,
): Sweep {
  const { globals, classes } = universe;
  const minimal: Orbit[] = [];
  let [examined, asked, stopped] = [0, 0, false];
  const ask = (orbit: Orbit): boolean => {
    if (++asked % 4096 === 0) stopped ||= stop();
    return loses(chosenIn(universe, orbit));
  };
  const isMinimal = (orbit: Orbit): boolean => smallerOf(orbit).every((smaller) => !ask(smaller));
  /** @param most the last choice in this class; hosts of a class come in decreasing order of theirs */
  const extend = (orbit: Orbit, left: number, global: number, at: number, most: number): void => {
    const lost = ask(orbit);
    if (left === 0) examined++;
    if (lost && left === 0 && isMinimal(orbit)) minimal.push(orbit);
    if (lost || left === 0 || stopped) return;
    for (let next = global; next < globals.length; next++) {
      const added = [...orbit.globals, globals[next] as Global];
      extend({ ...orbit, globals: added }, left - 1, next + 1, 0, Infinity);
    }
    for (let index = at; index < classes.length; index++) {
      const { hosts, faults } = classes[index] as HostClass;
      const used = orbit.hosts.filter((host) => host.class === index).length;
      if (used === hosts.length) continue;
      for (const mask of faults) {
        if (sizeOf(mask) > left || (index === at && mask > most)) continue;
        const added = [...orbit.hosts, { class: index, faults: mask }];
        extend({ ...orbit, hosts: added }, left - sizeOf(mask), Infinity, index, mask);
      }
    }
  };
  extend({ globals: [], hosts: [] }, order, 0, 0, Infinity);
  return { minimal, examined, asked, complete: !stopped };
}

/** The orbits with one event less. */
function smallerOf({ globals, hosts }: Orbit): readonly Orbit[] {
  const withoutGlobal = globals.map((left) => ({
    globals: globals.filter((other) => other !== left),
    hosts,
  }));
  const withoutFault = hosts.flatMap(({ class: index, faults }, at) =>
    [...bitsOf(faults)].map((bit) => ({
      globals,
      hosts: hosts.flatMap((host, other) => {
        if (other !== at) return [host];
        return faults === bit ? [] : [{ class: index, faults: faults & ~bit }];
      }),
    })),
  );
  return [...withoutGlobal, ...withoutFault];
}

/** The single bits of a set, in increasing order. */
export function* bitsOf(mask: number): Generator<number> {
  for (let rest = mask; rest !== 0; rest &= rest - 1) yield rest & -rest;
}

/** How many sets an orbit stands for. */
export function expandedCount({ classes }: Universe, { hosts }: Orbit): number {
  return classes.reduce((product, entry, index) => {
    const faults = hosts.filter((host) => host.class === index).map((host) => host.faults);
    const places = entry.hosts.length;
    let ways = 1;
    for (let taken = 0; taken < faults.length; taken++) ways *= places - taken;
    for (const mask of new Set(faults)) ways /= factorial(faults.filter((other) => other === mask).length);
    return product * ways;
  }, 1);
}

function factorial(count: number): number {
  return count < 2 ? 1 : count * factorial(count - 1);
}

/** How many orbits there are of each order up to `orderMax`, and how many sets they stand for. */
export function orbitCounts(
  { globals, classes, events }: Universe,
  orderMax: number,
): readonly { readonly orbits: number; readonly sets: number }[] {
  let counts = Array.from({ length: orderMax + 1 }, (_, order) => choose(globals.length, order));
  for (const { hosts, faults } of classes) {
    const bySize = Array.from({ length: orderMax + 1 }, (_, size) =>
      size === 0 ? 0 : faults.filter((mask) => sizeOf(mask) === size).length,
    );
    counts = times(counts, multisets(bySize, hosts.length, orderMax));
  }
  return counts.map((orbits, order) => ({ orbits, sets: choose(events, order) }));
}

/** By total size: the multisets of at most `hosts` choices, where `bySize[s]` choices have size s. */
function multisets(bySize: readonly number[], hosts: number, orderMax: number): number[] {
  // ways[taken][total], one size of choice after the other.
  let ways = Array.from({ length: orderMax + 1 }, (_, taken) =>
    Array.from({ length: orderMax + 1 }, (__, total): number => (taken === 0 && total === 0 ? 1 : 0)),
  );
  for (const [size, kinds] of bySize.entries()) {
    if (kinds === 0) continue;
    ways = ways.map((row, taken) =>
      row.map((_, total) => {
        let sum = 0;
        for (let more = 0; more <= taken && more * size <= total; more++) {
          sum += (ways[taken - more]?.[total - more * size] ?? 0) * choose(kinds + more - 1, more);
        }
        return sum;
      }),
    );
  }
  return Array.from({ length: orderMax + 1 }, (_, total) =>
    ways.reduce((sum, row, taken) => (taken > hosts ? sum : sum + (row[total] ?? 0)), 0),
  );
}

function times(one: readonly number[], other: readonly number[]): number[] {
  return one.map((_, order) => {
    let sum = 0;
    for (let left = 0; left <= order; left++) sum += (one[left] ?? 0) * (other[order - left] ?? 0);
    return sum;
  });
}

function choose(from: number, count: number): number {
  if (count > from) return 0;
  let ways = 1;
  for (let index = 0; index < count; index++) ways = (ways * (from - index)) / (index + 1);
  return Math.round(ways);
}
