import { expect, test } from 'vitest';
import type { Machine } from '../../models/kernel/machine.ts';
import { compile } from './compile.ts';
import { search } from './search.ts';

type Counter = { readonly count: number };
const last = 40;
const counter: Machine<undefined, Counter, { readonly type: 'countsUp' }, 'is full'> = {
  site: undefined,
  initial: { count: 0 },
  rules: {
    countsUp: {
      claim: 'A counter counts up to its last value.',
      sources: [],
      by: 'system',
      spends: 0,
      candidates: () => [{ type: 'countsUp' }],
      parts: () => [
        {
          reads: ['count'],
          writes: ['count'],
          refusal: ({ count }) => (count === last ? 'is full' : undefined),
          apply: ({ count }) => ({ count: count + 1 }),
        },
      ],
    },
  },
};

test('a rule is asked once for each question, however often everything is packed anew', () => {
  const compiled = compile(counter);
  const { states, complete } = search(compiled, { faultsMax: 0, statesMax: 1e3 });
  expect([complete, states.size()]).toEqual([true, last + 1]);
  expect(compiled.interner.epoch()).toBeGreaterThan(3);
  expect(compiled.ruleRuns()).toBe(last + 1);
});
