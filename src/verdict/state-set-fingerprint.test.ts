import { describe, expect, it } from 'vitest';
import { internerOf } from '../explore/interning.ts';
import { stateSet } from '../explore/state-set.ts';
import { stateSetFingerprint } from './state-set-fingerprint.ts';

/** A set of states of two slices, found in the order given. */
function fingerprintOf(found: readonly (readonly [unknown, unknown])[]): string {
  const { slots, intern } = internerOf(['host', 'vcenter']);
  const states = stateSet(2);
  for (const values of found) states.add(Uint16Array.from(values, (value, slot) => intern(slot, value)));
  return stateSetFingerprint(slots, states, states.size());
}

const [one, two, three] = [
  [{ on: true }, 'runs'],
  [{ on: false }, 'runs'],
  [{ on: false }, 'lost'],
] as const;

describe('the fingerprint of a set of states', () => {
  it('does not depend on the order in which states and values were met', () => {
    expect(fingerprintOf([three, one, two])).toBe(fingerprintOf([one, two, three]));
  });

  it('changes with every state that is added, left out or altered', () => {
    const prints = [[], [one], [two], [one, two], [one, two, three], [one, two, [true, 'lost']]] as const;
    expect(new Set(prints.map(fingerprintOf)).size).toBe(prints.length);
  });

  it('knows which slice a value belongs to', () => {
    expect(fingerprintOf([['a', 'b']])).not.toBe(fingerprintOf([['b', 'a']]));
  });
});
