/** A small machine for the tests of the kernel: a lamp, a fuse and a counter. It stands for nothing. */
import type { Machine } from './machine.ts';

export type Toy = {
  readonly lamp: 'on' | 'off';
  readonly fuse: 'whole' | 'blown';
  readonly count: number;
};

export type ToyEvent =
  | { readonly type: 'press' }
  | { readonly type: 'blow' }
  | { readonly type: 'add'; readonly amount: number }
  | { readonly type: 'swap' };

export type ToyRefusal = 'noCurrent' | 'alreadyBlown' | 'tooMany' | 'dark';

export type ToyMachine = Machine<{ readonly most: number }, Toy, ToyEvent, ToyRefusal>;

/** Pressing needs the fuse; blowing it puts the lamp out; adding is bounded; swapping exchanges two slices. */
export const toy: ToyMachine = {
  site: { most: 2 },
  initial: { lamp: 'off', fuse: 'whole', count: 0 },
  rules: {
    press: {
      claim: 'The lamp changes while there is current.',
      sources: ['none'],
      by: 'operator',
      spends: 0,
      candidates: () => [{ type: 'press' }],
      parts: () => [
        {
          reads: ['lamp', 'fuse'],
          writes: ['lamp'],
          refusal: ({ fuse }) => (fuse === 'blown' ? 'noCurrent' : undefined),
          apply: ({ lamp }) => ({ lamp: lamp === 'on' ? 'off' : 'on' }),
        },
      ],
    },
    blow: {
      claim: 'A blown fuse puts the lamp out.',
      sources: ['none'],
      by: 'fault',
      spends: 1,
      candidates: () => [{ type: 'blow' }],
      parts: () => [
        {
          reads: ['fuse'],
          writes: ['fuse'],
          refusal: ({ fuse }) => (fuse === 'blown' ? 'alreadyBlown' : undefined),
          apply: () => ({ fuse: 'blown' }),
        },
        { reads: ['lamp'], writes: ['lamp'], apply: () => ({ lamp: 'off' }) },
      ],
    },
    add: {
      claim: 'The counter counts up to its bound.',
      sources: ['none'],
      by: 'system',
      spends: 0,
      candidates: () => [
        { type: 'add', amount: 1 },
        { type: 'add', amount: 2 },
      ],
      parts: ({ most }, { amount }) => [
        {
          reads: ['count'],
          writes: ['count'],
          refusal: ({ count }) => (count + amount > most ? 'tooMany' : undefined),
          apply: ({ count }) => ({ count: count + amount }),
        },
      ],
    },
    swap: {
      claim: 'Lamp and fuse change at once, each by what the other was.',
      sources: ['none'],
      by: 'system',
      spends: 0,
      candidates: () => [{ type: 'swap' }],
      parts: () => [
        {
          reads: ['lamp', 'fuse'],
          writes: ['lamp'],
          refusal: ({ lamp }) => (lamp === 'off' ? 'dark' : undefined),
          apply: ({ fuse }) => ({ lamp: fuse === 'whole' ? 'on' : 'off' }),
        },
        {
          reads: ['lamp', 'fuse'],
          writes: ['fuse'],
          refusal: ({ fuse }) => (fuse === 'blown' ? 'noCurrent' : undefined),
          apply: ({ lamp }) => ({ fuse: lamp === 'on' ? 'blown' : 'whole' }),
        },
      ],
    },
  },
};
