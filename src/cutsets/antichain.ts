/**
 * All minimal cut sets of a small site in one search with the real rules. Every state carries the minimal sets
 * of faults that lead to it; a way to a state that spends more than another way to it is not followed. What is
 * left of a lost state are the sets that lose it.
 */
import type { Reading } from '../../models/reading.ts';
import type { Site } from '../../models/site.ts';
import { stateSet } from '../explore/state-set.ts';
import { recoveriesFrom } from '../explore/recovery.ts';
import type { Solution } from '../explore/game.ts';
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
  const stolen = losses.some(({ kind }) => kind === 'readable');
  const events = [...faultsOf(subject.machine), ...(stolen ? lootsOf(site) : [])];
  if (events.length > bitsMax) throw new RangeError(`${events.length} basic events are too many to search`);
  const spread = spreadOf(subject, events, orderMax, nodesMax);
  const solutions = solve(subject, spread, losses, nodesMax);
  return {
    events,
    losses: losses.map((loss, index) => {
      const solution = solutions[index];
      const sets =
        solution === undefined
          ? stolenSets(subject, spread, loss, events, orderMax)
          : minimalOf(spread.masks.flatMap((masks, state) => (solution.won[state] === -1 ? masks : [])));
      return { loss, sets };
    }),
    states: spread.masks.length,
    nodes: spread.nodes,
  };
}

type Spread = {
  readonly states: ReturnType<typeof stateSet>;
  /** By state: the minimal sets of faults that lead to it. */
  readonly masks: readonly (readonly number[])[];
  readonly nodes: number;
};

function spreadOf(
  { compiled }: Subject,
  events: readonly BasicEvent[],
  orderMax: number,
  nodesMax: number,
): Spread {
  const bits = new Map(
    events.flatMap((basic, bit) =>
      basic.kind === 'fault' ? [[JSON.stringify(basic.event), 1 << bit] as const] : [],
    ),
  );
  const bitOf = compiled.instances.map(({ event, spends }) =>
    spends === 0 ? 0 : (bits.get(JSON.stringify(event)) ?? 0),
  );
  const width = compiled.initial.length;
  const states = stateSet(width);
  const masks: number[][] = [[0]];
  const [from, to] = [new Uint16Array(width), new Uint16Array(width)];
  states.add(compiled.initial);
  // In order of size, so that a state is first reached by as few faults as it takes.
  const layers: [state: number, mask: number][][] = Array.from({ length: orderMax + 1 }, () => []);
  layers[0]?.push([0, 0]);
  let nodes = 0;
  for (const [size, layer] of layers.entries()) {
    for (const [state, mask] of layer) {
      if (!masks[state]?.includes(mask)) continue;
      if (++nodes > nodesMax) throw new RangeError(`more than ${nodesMax} nodes`);
      states.read(state, from);
      for (let instance = 0; instance < bitOf.length; instance++) {
        const bit = bitOf[instance] as number;
        if ((mask & bit) !== 0 || (bit !== 0 && size === orderMax)) continue;
        if (!compiled.next(instance, from, to)) continue;
        const target = states.add(to);
        const present = (masks[target] ??= []);
        const reached = mask | bit;
        if (isAbove(present, reached)) continue;
        masks[target] = [...present.filter((other) => (other & reached) !== reached), reached];
        layers[size + (bit === 0 ? 0 : 1)]?.push([target, reached]);
      }
    }
  }
  return { states, masks, nodes };
}

function solve(
  { machine, compiled }: Subject,
  { states }: Spread,
  losses: readonly Loss[],
  statesMax: number,
): readonly (Solution | undefined)[] {
  const aims = losses.map(({ kind, machine: name }) => {
    const { starts, readable } = aimsOf(compiled, machine, name);
    if (kind === 'readable') return undefined;
    return kind === 'unavailable' ? starts : readable;
  });
  const asked = aims.filter((aim) => aim !== undefined);
  if (asked.length === 0) return losses.map(() => undefined);
  const { solutions, complete } = recoveriesFrom(compiled, states, asked, {
    ...everyMove(machine),
    statesMax,
  });
  if (!complete) throw new RangeError(`more than ${statesMax} states in recoveries`);
  let next = 0;
  return aims.map((aim) => (aim === undefined ? undefined : solutions[next++]));
}

/** The faults that lead to a state, together with what a thief has to take there. */
function stolenSets(
  { machine, compiled }: Subject,
  { states, masks }: Spread,
  loss: Loss,
  events: readonly BasicEvent[],
  orderMax: number,
): readonly number[] {
  const slots = bootyReads(machine.site.site, loss.machine).map((name) =>
    compiled.slots.findIndex((slot) => slot.name === name),
  );
  const tuple = new Uint16Array(compiled.initial.length);
  const memo = new Map<string, readonly number[]>();
  const found: number[] = [];
  for (const [state, faults] of masks.entries()) {
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
