/** Walks by chance on the model alone: whatever happens, its slices agree with each other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { productInvariants } from '../models/invariants.ts';
import { candidatesOf } from '../models/kernel/machine.ts';
import { defectsOf, resolve } from '../models/kernel/step.ts';
import { readings } from '../models/reading.ts';
import { type SiteMachine, steadyMachine } from '../models/site-machine.ts';
import type { State } from '../models/state.ts';
import { exampleSite } from './examples.ts';
import { grounds, keyServerSite, mixedSite } from './grounds.ts';
import { structureDefects } from './structure.ts';
import { countedStep, emptyTally, tableOf } from './tally.ts';

type Move = { readonly position: number; readonly lean: 'any' | 'enabled' };

const prepared = grounds().map((machine) => ({ machine, candidates: candidatesOf(machine) }));
const moves = fc.array(
  fc.record({ position: fc.nat(9_999), lean: fc.constantFrom<Move['lean']>('any', 'enabled') }),
  { minLength: 20, maxLength: 80 },
);
const walks = fc.record({ ground: fc.nat(prepared.length - 1), moves });
// Which events a walk meets depends on chance, and a test must not: the seed is fixed.
const settings = { numRuns: 400, seed: 20_261_124 };

/** Events that the system has no reason to refuse. */
const neverRefused: ReadonlySet<string> = new Set(['boardIsSwapped']);

const tally = emptyTally();

/** Walks, and answers every state on the way. States are frozen: a rule that changes one throws. */
function walked({ ground, moves }: { ground: number; moves: readonly Move[] }): [SiteMachine, State[]] {
  const { machine, candidates } = prepared[ground] ?? prepared[0] ?? { machine: undefined, candidates: [] };
  if (machine === undefined) throw new Error('there is no ground to walk on');
  const states = [deepFreeze(machine.initial)];
  for (const { position, lean } of moves) {
    const state = states.at(-1) ?? machine.initial;
    const event = resolve(machine, candidates, state, position, lean);
    states.push(deepFreeze(countedStep(tally, machine, state, event)));
  }
  return [machine, states];
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const entry of Object.values(value)) deepFreeze(entry);
  }
  return value;
}

describe('every state of a walk', () => {
  it('has slices that agree, in an order of their own that never changes', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const [machine, states] = walked(walk);
        const order = Object.keys(machine.initial);
        for (const state of states) {
          expect(structureDefects(machine.site.site, state)).toEqual([]);
          expect(Object.keys(state)).toEqual(order);
        }
      }),
      settings,
    );
  });

  it('keeps the invariants of the product', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const [machine, states] = walked(walk);
        for (const { name, always } of productInvariants(machine.site)) {
          expect([name, states.findIndex((state) => !always(state, machine.site))]).toEqual([name, -1]);
        }
      }),
      settings,
    );
  });
});

describe('the walks', () => {
  it('met every event accepted, and refused where there is a reason to refuse', async ({ annotate }) => {
    await annotate(tableOf(tally));
    const zeros = Object.entries(tally).flatMap(([type, { accepted, refused }]) => [
      ...(accepted === 0 ? [`${type} was never accepted`] : []),
      ...((refused === 0) === neverRefused.has(type) ? [] : [`${type} was refused ${refused} times`]),
    ]);
    expect(zeros).toEqual([]);
  });
});

describe('the rule table', () => {
  const sites = [
    ...['article', 'minimal', 'no-tpm', 'no-backup', 'double-encryption'].map(exampleSite),
    ...['standard-provider', 'kms-loop', 'trusted', 'rotation'].map(exampleSite),
    mixedSite(),
    keyServerSite(),
  ];

  const cases = readings.flatMap(({ name, switches }) => sites.map((site) => ({ name, switches, site })));

  it.each(cases)('declares what it reads and changes: $site.name, $name', ({ site, switches }) => {
    const { machine, refused } = steadyMachine(site, switches);
    expect(refused).toEqual([]);
    expect(defectsOf(machine)).toEqual([]);
    expect(structureDefects(site, machine.initial)).toEqual([]);
  });
});
