/** A slice that takes more values than there are integers for: nothing crashes, and nothing looks whole. */
import { expect, test } from 'vitest';
import type { Deployment } from '../../models/deployment.ts';
import type { Event, Refusal } from '../../models/events.ts';
import { run } from '../../models/kernel/step.ts';
import { smallSite, steady, vendor } from '../../models/play.fixture.ts';
import type { State } from '../../models/state.ts';
import { aimsOf, recoveryMoves } from '../lockstep/aims.ts';
import { compile } from './compile.ts';
import { internerOf, TooManyValues } from './interning.ts';
import { recoveriesFrom } from './recovery.ts';
import { search } from './search.ts';
import { stateSet } from './state-set.ts';

const machine = steady(smallSite(), vendor);
/** The host takes more on the way back from a disaster, and in a search. */
const valuesMax = 6;
const disaster: readonly Event[] = [{ type: 'vcenterIsLost' }, { type: 'sitePowerFails' }];

test('a value too many is refused by name, and those that are known stay known', () => {
  const interner = internerOf(['host'], 2);
  expect(['on', 'off', 'on'].map((value) => interner.intern(0, value))).toEqual([0, 1, 0]);
  expect(interner.isFull()).toBe(false);
  expect(() => interner.intern(0, 'halted')).toThrow(TooManyValues);
  expect(interner.isFull()).toBe(true);
  expect(interner.intern(0, 'off')).toBe(1);
});

test.each([1, 2])('a search by %i threads ends, incomplete, with every state up to a depth', (workers) => {
  const whole = search(compile(machine), { faultsMax: 1, statesMax: 1e6 });
  const part = search(compile(machine, valuesMax), { faultsMax: 1, statesMax: 1e6, workers, aloneNodes: 20 });
  expect([whole.complete, part.complete]).toEqual([true, false]);
  const depths = Array.from({ length: whole.nodes }, (_, node) => whole.nodesTo(node).length - 1);
  expect(part.nodes).toBe(depths.filter((depth) => depth <= part.depth).length);
});

test('what is won in a part of the moves is won in all of them', () => {
  const solved = [valuesMax, undefined].map((most) => {
    const compiled = compile(machine, most);
    const states = stateSet(compiled.initial.length);
    states.add(compiled.encode(run<Deployment, State, Event, Refusal>(machine, disaster)));
    const { readable } = aimsOf(compiled, machine, 'db');
    const { complete, solutions } = recoveriesFrom(compiled, states, [readable], {
      ...recoveryMoves(machine.site, ['db']),
      statesMax: 1e5,
    });
    const tuple = new Uint16Array(compiled.initial.length);
    const won = Array.from({ length: states.size() }, (_, id) => id)
      .filter((id) => solutions[0]?.won[id] !== -1)
      .map((id) => {
        states.read(id, tuple);
        return JSON.stringify(compiled.decode(tuple));
      });
    return { complete, won: new Set(won) };
  });
  const [part, whole] = solved;
  expect([part?.complete, whole?.complete]).toEqual([false, true]);
  expect(whole?.won.size).toBeGreaterThan(0);
  expect([...(part?.won ?? [])].filter((state) => whole?.won.has(state) === false)).toEqual([]);
});
