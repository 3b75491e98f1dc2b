/**
 * A search in which another thread must ask about nearly every node of a level, and each of them leads to hundreds of
 * states. Run by itself, since it would never end where the index of states were full: prints how many were found.
 */
import type { Machine, Rule } from '../../models/kernel/machine.ts';
import { compile } from './compile.ts';
import { search } from './search.ts';

const values = 256;
type Step =
  | { readonly type: 'first'; readonly value: number }
  | { readonly type: 'second'; readonly value: number };
type State = { readonly first: number; readonly second: number; readonly taken: number };

function ruleFor<Type extends Step['type']>(
  type: Type,
): Rule<undefined, State, { readonly type: Type; readonly value: number }, 'taken'> {
  return {
    claim: 'It takes a value, once, and the second value last.',
    sources: [],
    by: 'operator',
    spends: 0,
    candidates: () => Array.from({ length: values }, (_, value) => ({ type, value })),
    parts: (_, { value }) => [
      {
        // That a node is in a table depends on the first value alone.
        reads: ['first', 'taken'],
        writes: [type, 'taken'],
        refusal: ({ taken }) => (taken === (type === 'first' ? 0 : 1) ? undefined : 'taken'),
        apply: ({ taken }) => ({ [type]: value, taken: taken + 1 }),
      },
    ],
  };
}

const machine: Machine<undefined, State, Step, 'taken'> = {
  site: undefined,
  initial: { first: 0, second: 0, taken: 0 },
  rules: { first: ruleFor('first'), second: ruleFor('second') },
};
const found = search(compile(machine), { faultsMax: 0, statesMax: 1e6, workers: 2, aloneNodes: 8 });
process.stdout.write(`${found.states.size()}\n`);
