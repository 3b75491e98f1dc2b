import { describe, expect, it } from 'vitest';
import { candidatesOf, type Part } from './machine.ts';
import { changesOf, defectsOf, resolve, run, step, viewOf } from './step.ts';
import { type Toy, type ToyEvent, type ToyMachine, type ToyRefusal, toy } from './toy.fixture.ts';

const candidates = candidatesOf(toy);
const { initial } = toy;

function after(...events: readonly ToyEvent[]): Toy {
  return run<ToyMachine['site'], Toy, ToyEvent, ToyRefusal>(toy, events);
}

function stepToy(state: Toy, event: ToyEvent): ReturnType<typeof step<unknown, Toy, ToyEvent, ToyRefusal>> {
  return step<ToyMachine['site'], Toy, ToyEvent, ToyRefusal>(toy, state, event);
}

describe('candidates', () => {
  it('come in the order of the table, whatever the state', () => {
    expect(candidates).toEqual([
      { type: 'press' },
      { type: 'blow' },
      { type: 'add', amount: 1 },
      { type: 'add', amount: 2 },
      { type: 'swap' },
    ]);
  });
});

describe('step', () => {
  it('applies an accepted event and leaves the state before as it was', () => {
    const before = structuredClone(initial);
    expect(stepToy(initial, { type: 'press' })).toEqual({
      kind: 'accepted',
      state: { lamp: 'on', fuse: 'whole', count: 0 },
    });
    expect(initial).toEqual(before);
  });

  it('changes the slices of every part', () => {
    const lit = after({ type: 'press' });
    expect(stepToy(lit, { type: 'blow' })).toEqual({
      kind: 'accepted',
      state: { lamp: 'off', fuse: 'blown', count: 0 },
    });
  });

  it('keeps the order of keys, so that the text of a state is its identity', () => {
    const state = after({ type: 'add', amount: 1 }, { type: 'blow' });
    expect(Object.keys(state)).toEqual(Object.keys(initial));
  });

  it('lets every part look at the state before the event', () => {
    const lit: Toy = { lamp: 'on', fuse: 'whole', count: 0 };
    expect(stepToy(lit, { type: 'swap' })).toEqual({
      kind: 'accepted',
      state: { lamp: 'on', fuse: 'blown', count: 0 },
    });
  });

  it.each<[string, Toy, ToyEvent, ToyRefusal]>([
    ['a part refuses', { lamp: 'off', fuse: 'blown', count: 0 }, { type: 'press' }, 'noCurrent'],
    ['a bound is reached', { lamp: 'off', fuse: 'whole', count: 2 }, { type: 'add', amount: 1 }, 'tooMany'],
    [
      'two parts refuse: the first one speaks',
      { lamp: 'off', fuse: 'blown', count: 0 },
      { type: 'swap' },
      'dark',
    ],
    ['a later part refuses', { lamp: 'on', fuse: 'blown', count: 0 }, { type: 'swap' }, 'noCurrent'],
  ])('refuses when %s', (_, state, event, refusal) => {
    expect(stepToy(state, event)).toEqual({ kind: 'refused', refusal });
  });

  it('shows a part only the slices that it declares', () => {
    const part: Part<Toy, ToyRefusal> = { reads: ['count'], writes: [] };
    expect(viewOf(initial, part)).toEqual({ count: 0 });
  });
});

describe('run', () => {
  it('passes over what is refused', () => {
    expect(after({ type: 'blow' }, { type: 'press' }, { type: 'add', amount: 2 })).toEqual({
      lamp: 'off',
      fuse: 'blown',
      count: 2,
    });
  });

  it('goes on from a given state', () => {
    const lit: Toy = { lamp: 'on', fuse: 'whole', count: 1 };
    expect(run<ToyMachine['site'], Toy, ToyEvent, ToyRefusal>(toy, [{ type: 'press' }], lit).lamp).toBe(
      'off',
    );
  });
});

describe('resolve', () => {
  const at = (state: Toy, position: number, lean: 'any' | 'enabled'): ToyEvent =>
    resolve<ToyMachine['site'], Toy, ToyEvent, ToyRefusal>(toy, candidates, state, position, lean);
  const blown: Toy = { lamp: 'off', fuse: 'blown', count: 0 };

  it('counts positions around the list', () => {
    for (const position of [0, 1, 4]) {
      expect(at(initial, position, 'any')).toEqual(candidates[position]);
      expect(at(initial, position + 2 * candidates.length, 'any')).toEqual(candidates[position]);
    }
  });

  it('takes refused events too when it leans to any', () => {
    expect(at(blown, 0, 'any')).toEqual({ type: 'press' });
  });

  it('goes on to the next event that is accepted when it leans to enabled', () => {
    expect(at(blown, 0, 'enabled')).toEqual({ type: 'add', amount: 1 });
    expect(at(blown, 4, 'enabled')).toEqual({ type: 'add', amount: 1 });
    expect(at(blown, 3, 'enabled')).toEqual({ type: 'add', amount: 2 });
  });

  it('takes the event at the position when the state accepts none', () => {
    const stuck: Toy = { lamp: 'off', fuse: 'blown', count: 2 };
    expect(at(stuck, 1, 'enabled')).toEqual({ type: 'blow' });
  });
});

describe('what a part declares', () => {
  it('is all it may change: anything else throws', () => {
    const greedy: Part<Toy, ToyRefusal> = {
      reads: ['lamp', 'count'],
      writes: ['lamp'],
      apply: () => ({ lamp: 'on', count: 1 }),
    };
    expect(() => changesOf(greedy, viewOf(initial, greedy))).toThrow('the slice count');
  });

  it('may be left as it is', () => {
    const idle: Part<Toy, ToyRefusal> = { reads: ['lamp'], writes: ['lamp'], apply: () => ({}) };
    expect(changesOf(idle, viewOf(initial, idle))).toEqual({});
    expect(changesOf({ reads: [], writes: [] }, initial)).toEqual({});
  });
});

describe('defectsOf', () => {
  const withParts = (parts: readonly Part<Toy, ToyRefusal>[]): ToyMachine => ({
    ...toy,
    rules: { ...toy.rules, press: { ...toy.rules.press, parts: () => parts } },
  });

  it('finds nothing wrong with a sound table', () => {
    expect(defectsOf(toy)).toEqual([]);
  });

  it.each<[string, readonly Part<Toy, ToyRefusal>[], string]>([
    [
      'one slice is changed by two parts',
      [
        { reads: ['lamp'], writes: ['lamp'] },
        { reads: ['lamp'], writes: ['lamp'] },
      ],
      'press changes lamp in two parts',
    ],
    ['a slice is changed unread', [{ reads: [], writes: ['lamp'] }], 'press changes lamp without reading it'],
    [
      'a slice does not exist',
      [{ reads: ['gone' as keyof Toy], writes: [] }],
      'press reads gone, which the state does not have',
    ],
  ])('says when %s', (_, parts, defect) => {
    expect(defectsOf(withParts(parts))).toEqual([defect]);
  });
});
