/** Small machines made by chance, and the plainest search there is: what tests compare the real one with. */
import fc from 'fast-check';
import { candidatesOf, type Machine, type Part, type Rule, ruleOf } from '../models/kernel/machine.ts';
import { step } from '../models/kernel/step.ts';

export type TinyState = { readonly [slice: string]: number };
export type TinyEvent = { readonly type: 'move' | 'fault'; readonly number: number };
export type TinyMachine = Machine<readonly Move[], TinyState, TinyEvent, 'refused'>;

/** A part of a move: it refuses some values of what it reads, and writes others. */
type MovePart = {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly refuses: number;
  readonly adds: number;
};
type Move = readonly MovePart[];

const slices = ['a', 'b', 'c', 'd', 'e'];

/** A machine of five slices of `values` values each. The first moves are free, the others are faults. */
function machineOf(moves: readonly Move[], values: number, free: number): TinyMachine {
  const ruleOfType = (type: TinyEvent['type']): Rule<readonly Move[], TinyState, TinyEvent, 'refused'> => ({
    claim: 'It moves.',
    sources: [],
    by: type === 'move' ? 'operator' : 'fault',
    spends: type === 'move' ? 0 : 1,
    candidates: (site) =>
      site
        .map((_, number) => ({ type, number }))
        .filter(({ number }) => (type === 'move' ? number < free : number >= free)),
    parts: (site, { number }) => (site[number] ?? []).map((part) => partOf(part, values)),
  });
  // One shape of rule serves both types; the table wants each to name its own.
  const rules = {
    move: ruleOfType('move'),
    fault: ruleOfType('fault'),
  } as unknown as TinyMachine['rules'];
  return { site: moves, initial: { a: 0, b: 0, c: 0, d: 0, e: 0 }, rules };
}

function partOf({ reads, writes, refuses, adds }: MovePart, values: number): Part<TinyState, 'refused'> {
  const sum = (state: TinyState): number => reads.reduce((all, name) => all + (state[name] ?? 0), 0);
  return {
    reads,
    writes,
    ...(refuses > 0 && { refusal: (state) => (sum(state) % 5 < refuses ? 'refused' : undefined) }),
    apply: (state) => Object.fromEntries(writes.map((name) => [name, (sum(state) * adds + adds) % values])),
  };
}

const subset = fc.subarray(slices, { minLength: 1, maxLength: 3 });

const part: fc.Arbitrary<MovePart> = fc
  .tuple(subset, fc.nat(4), fc.integer({ min: 1, max: 4 }))
  .chain(([reads, refuses, adds]) => fc.subarray(reads).map((writes) => ({ reads, writes, refuses, adds })));

/** Parts whose writes do not meet. */
const parts: fc.Arbitrary<readonly MovePart[]> = fc
  .array(part, { minLength: 1, maxLength: 3 })
  .map((list) => {
    const written = new Set<string>();
    return list.map((one) => {
      const writes = one.writes.filter((name) => !written.has(name));
      for (const name of writes) written.add(name);
      return { ...one, writes };
    });
  });

export const tinyMachines: fc.Arbitrary<TinyMachine> = fc
  .tuple(fc.array(parts, { minLength: 1, maxLength: 8 }), fc.integer({ min: 2, max: 9 }), fc.nat(8))
  .map(([moves, values, free]) => machineOf(moves, values, free));

/** A node of the plain search. */
export type PlainNode = { readonly text: string; readonly path: readonly number[]; readonly faults: number };

/**
 * Level by level over plain states: in each level a state keeps its best offer: fewest faults, then the first
 * parent, then the first event.
 */
export function plainSearch(
  machine: TinyMachine,
  faultsMax: number,
  spends: (event: TinyEvent) => number,
): { readonly nodes: readonly PlainNode[]; readonly transitions: number } {
  const events = candidatesOf(machine);
  const least = new Map<string, number>();
  const nodes: PlainNode[] = [];
  let transitions = 0;
  let level: PlainNode[] = [{ text: JSON.stringify(machine.initial), path: [], faults: 0 }];
  while (level.length > 0) {
    nodes.push(...level.map(({ text, path, faults }) => ({ text, path, faults })));
    for (const { text, faults } of level) least.set(text, faults);
    const offers = new Map<string, PlainNode & { readonly order: readonly [number, number] }>();
    for (const [parent, { text, path, faults }] of level.entries()) {
      for (const [by, event] of events.entries()) {
        const spent = faults + spends(event);
        if (spent > faultsMax) continue;
        const outcome = step(machine, JSON.parse(text) as TinyState, event);
        if (outcome.kind === 'refused') continue;
        transitions++;
        const reached = JSON.stringify(outcome.state);
        const offered = offers.get(reached);
        if ((least.get(reached) ?? Infinity) <= spent || (offered && offered.faults <= spent)) continue;
        offers.set(reached, { text: reached, path: [...path, by], faults: spent, order: [parent, by] });
      }
    }
    level = [...offers.values()].toSorted((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1]);
  }
  return { nodes, transitions };
}

/** Which rule an event belongs to decides what it spends. */
export function spendsOf(machine: TinyMachine): (event: TinyEvent) => number {
  return ({ type }) => ruleOf(machine, type).spends;
}
