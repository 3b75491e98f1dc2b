/**
 * All minimal cut sets of a small site in one search with the real rules. Every state carries the minimal sets
 * of faults that lead to it; a way to a state that spends more than another way to it is not followed. What is
 * left of a lost state are the sets that lose it. A set that loses everything that is asked about is not added to:
 * what lies above it is not minimal.
 */
import type { Reading } from '../../models/reading.ts';
import type { Site } from '../../models/site.ts';
import { type StateSet, stateSet } from '../explore/state-set.ts';
import { recoveriesFrom } from '../explore/recovery.ts';
import { aimsOf } from '../lockstep/aims.ts';
import { type BasicEvent, faultsOf, lootsOf } from './basic-event.ts';
import { bootyOpens, bootyReads } from './booty.ts';
import type { Loss } from './loss.ts';
import { isAbove, minimalOf, sizeOf } from './minimal.ts';
import { everyMove, type Subject, subjectOf } from './oracle.ts';

export type SmallResult = {
  /** The universe; bit `n` of a set is its event `n`. */
  readonly events: readonly BasicEvent[];
  readonly losses: readonly { readonly loss: Loss; readonly sets: readonly number[] }[];
  readonly states: number;
  readonly nodes: number;
};

const bitsMax = 31;

/** @throws RangeError when the site has too many basic events, or takes more than `nodesMax` nodes */
export function searchedCutSets(
  site: Site,
  reading: Reading,
  orderMax: number,
  losses: readonly Loss[],
  nodesMax = 4_000_000,
): SmallResult {
  const subject = subjectOf(site, reading);
  const stolen = losses.filter(({ kind }) => kind === 'readable');
  const events = [...faultsOf(subject.machine), ...(stolen.length > 0 ? lootsOf(site) : [])];
  if (events.length > bitsMax) throw new RangeError(`${events.length} basic events are too many to search`);
  const lost = losses.filter(({ kind }) => kind !== 'readable');
  const spread = spreadOf(subject, events, nodesMax);
  let sets: readonly (readonly number[])[] = lost.map(() => []);
  for (let order = 0; order <= orderMax && lost.length > 0; order++) {
    const settled = sets;
    if (!spread.grow((mask) => settled.every((family) => isAbove(family, mask)))) break;
    sets = lostSets(subject, spread, lost, nodesMax);
  }
  const [states, nodes] = [spread.masks.length, spread.nodes()];
  // A thief takes one thing at least.
  const before = stolen.length > 0 ? spreadOf(subject, events, nodesMax) : undefined;
  for (let order = 0; order < orderMax; order++) if (before?.grow(() => false) !== true) break;
  return {
    events,
    losses: losses.map((loss) => ({
      loss,
      sets: sets[lost.indexOf(loss)] ?? (before ? stolenSets(subject, before, loss, events, orderMax) : []),
    })),
    states: Math.max(states, before?.masks.length ?? 0),
    nodes: nodes + (before?.nodes() ?? 0),
  };
}

type Spread = {
  readonly states: StateSet;
  /** By state: the minimal sets of faults that lead to it. States that only recoveries lead through have none. */
  readonly masks: readonly (readonly number[] | undefined)[];
  readonly nodes: () => number;
  /**
   * Follows what is reached by one fault more than the time before; by none the first time.
   *
   * @param settled whether nothing above a set of faults is asked about
   * @returns whether there was anything
   */
  readonly grow: (settled: (mask: number) => boolean) => boolean;
};

function spreadOf({ compiled }: Subject, events: readonly BasicEvent[], nodesMax: number): Spread {
  const bits = new Map(
    events.flatMap((basic, bit) =>
      basic.kind === 'fault' ? [[JSON.stringify(basic.event), 1 << bit] as const] : [],
    ),
  );
  const bitOf = compiled.instances.map(({ event, spends }) =>
    spends === 0 ? 0 : (bits.get(JSON.stringify(event)) ?? never),
  );
  const all = bitOf.map((bit, instance) => ({ bit, instance }));
  const free = all.filter(({ bit }) => bit === 0);
  const spending = all.filter(({ bit }) => bit > 0);
  const width = compiled.initial.length;
  const states = stateSet(width);
  const masks: (number[] | undefined)[] = [];
  const [from, to] = [new Uint16Array(width), new Uint16Array(width)];
  let layer: Node[] = [];
  let nodes = 0;
  const reach = (tuple: Uint16Array, mask: number, into: Node[]): void => {
    const state = states.add(tuple);
    const present = (masks[state] ??= []);
    if (isAbove(present, mask)) return;
    masks[state] = [...present.filter((other) => (other & mask) !== mask), mask];
    into.push([state, mask]);
  };
  const follow = ([state, mask]: Node, moves: typeof all, into: Node[]): void => {
    if (masks[state]?.includes(mask) !== true) return;
    if (++nodes > nodesMax) throw new RangeError(`more than ${nodesMax} nodes`);
    states.read(state, from);
    for (const { instance, bit } of moves) {
      if ((mask & bit) === 0 && compiled.next(instance, from, to)) reach(to, mask | bit, into);
    }
  };
  const grow: Spread['grow'] = (settled) => {
    const before = layer;
    layer = [];
    if (before.length === 0) reach(compiled.initial, 0, layer);
    const known = new Map<number, boolean>();
    for (const node of before) {
      const [, mask] = node;
      if (!known.has(mask)) known.set(mask, settled(mask));
      if (known.get(mask) === false) follow(node, spending, layer);
    }
    // An array goes on to what is added during the walk.
    for (const node of layer) follow(node, free, layer);
    return layer.length > 0;
  };
  return { states, masks, nodes: () => nodes, grow };
}

type Node = readonly [state: number, mask: number];

/** Of an instance that spends a fault which is no basic event. */
const never = -1;

/** By loss: the minimal sets of faults that lead to a lost state, of those reached so far. */
function lostSets(
  { machine, compiled }: Subject,
  { states, masks }: Spread,
  losses: readonly Loss[],
  statesMax: number,
): readonly (readonly number[])[] {
  const asked = losses.map(({ kind, machine: name }) => {
    const { starts, readable } = aimsOf(compiled, machine, name);
    return kind === 'unavailable' ? starts : readable;
  });
  const { solutions, complete } = recoveriesFrom(compiled, states, asked, {
    ...everyMove(machine),
    statesMax,
  });
  if (!complete) throw new RangeError(`more than ${statesMax} states in recoveries`);
  return solutions.map(({ won }) =>
    minimalOf(masks.flatMap((sets, state) => (won[state] === -1 ? (sets ?? []) : []))),
  );
}

/** The faults that lead to a state, together with what a thief has to take there. */
function stolenSets(
  { machine, compiled }: Subject,
  { states, masks }: Spread,
  loss: Loss,
  events: readonly BasicEvent[],
  orderMax: number,
): readonly number[] {
  const slots = bootyReads(machine.site.site).map((name) =>
    compiled.slots.findIndex((slot) => slot.name === name),
  );
  const tuple = new Uint16Array(compiled.initial.length);
  const memo = new Map<string, readonly number[]>();
  const found: number[] = [];
  for (const [state, faults] of masks.entries()) {
    if (faults === undefined) continue;
    states.read(state, tuple);
    const key = slots.map((slot) => tuple[slot]).join();
    let booties = memo.get(key);
    if (booties === undefined) {
      booties = bootiesOf({ machine, compiled }, tuple, loss, events, orderMax);
      memo.set(key, booties);
    }
    for (const booty of booties) for (const mask of faults) found.push(booty | mask);
  }
  return minimalOf(found.filter((mask) => sizeOf(mask) <= orderMax));
}

function bootiesOf(
  { machine, compiled }: Subject,
  tuple: Uint16Array,
  { machine: name }: Loss,
  events: readonly BasicEvent[],
  orderMax: number,
): readonly number[] {
  const state = compiled.decode(tuple);
  const found: number[] = [];
  const loots = events.flatMap((basic, bit) => (basic.kind === 'loot' ? [{ loot: basic.loot, bit }] : []));
  const extend = (from: number, taken: typeof loots, mask: number): void => {
    if (isAbove(found, mask)) return;
    if (
      bootyOpens(
        machine.site,
        state,
        name,
        taken.map(({ loot }) => loot),
      )
    ) {
      found.push(mask);
      return;
    }
    if (taken.length === orderMax) return;
    for (const [at, entry] of loots.entries()) {
      if (at >= from) extend(at + 1, [...taken, entry], mask | (1 << entry.bit));
    }
  };
  extend(0, [], 0);
  return minimalOf(found);
}
