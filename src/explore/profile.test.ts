import { expect, test } from 'vitest';
import { referenceMachine } from '../../bench/reference-machine.ts';
import { compile } from './compile.ts';
import { profileOf } from './profile.ts';
import { search } from './search.ts';

test('a profile says which slice has how many values, and what made them', () => {
  const found = search(compile(referenceMachine(2)), { faultsMax: 0, statesMax: 1e6 });
  const profile = profileOf(found);
  expect(profile.states).toBe(44_184);
  const vcenter = profile.slices.find(({ name }) => name === 'vcenter');
  // Running and stopped with keys 0 to 2, and lost.
  expect(vcenter?.values).toBe(7);
  expect(vcenter?.firstBy).toEqual({
    start: 1,
    createKey: 1,
    rotateKey: 1,
    stopVcenter: 3,
    vcenterIsLost: 1,
  });
  for (const { values, firstBy } of profile.slices) {
    expect(Object.values(firstBy).reduce((sum, count) => sum + count, 0)).toBe(values);
  }
  const transitions = profile.events.reduce((sum, event) => sum + event.transitions, 0);
  expect(transitions).toBe(found.transitions);
});
