/** Nonsense on the command line of a bench is refused, not measured. */
import { expect, test } from 'vitest';
import { readNumbers } from './arguments.ts';

const expected = [
  { name: 'BYTES', otherwise: 4096, least: 1024 },
  { name: 'ROUNDS', otherwise: 3, least: 1 },
];

test.each([
  [[], [4096, 3]],
  [['2048'], [2048, 3]],
  [
    ['2048', '5'],
    [2048, 5],
  ],
])('%j is taken', (given, numbers) => {
  expect(readNumbers(expected, given)).toEqual(numbers);
});

test.each([
  [['many'], 'BYTES: expected a whole number of at least 1024, found "many"'],
  [['-1'], 'BYTES: expected a whole number of at least 1024, found "-1"'],
  [['1023'], 'BYTES: expected a whole number of at least 1024, found "1023"'],
  [[''], 'BYTES: expected a whole number of at least 1024, found ""'],
  [['2048', '0'], 'ROUNDS: expected a whole number of at least 1, found "0"'],
  [['2048', '1.5'], 'ROUNDS: expected a whole number of at least 1, found "1.5"'],
  [['99999999999999999999'], 'BYTES: expected a whole number of at least 1024, found "99999999999999999999"'],
  [['2048', '1', 'x'], 'expected at most 2, found "x" as well'],
])('%j is refused', (given, said) => {
  expect(readNumbers(expected, given)).toBe(said);
});
