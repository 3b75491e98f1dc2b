import { expect, test } from 'vitest';
import { step } from './fixture-claims.ts';
import { coverageWords, checkCommand, count, grouped, listed, sentenceOf, shellWord } from './words.ts';

test('numbers and lists', () => {
  expect([0, 999, 1000, 1_234_567].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567']);
  expect([count(1, 'fault'), count(2, 'fault')]).toEqual(['1 fault', '2 faults']);
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a and b', 'a, b and c']);
});

test('a sentence starts with a capital unless it starts with a name', () => {
  expect(sentenceOf(step('operator', { type: 'bootHost', host: 'esx-01' }))).toBe('Power on esx-01');
  expect(sentenceOf(step('fault', { type: 'hostCrashes', host: 'esx-01' }))).toBe('esx-01 crashes');
  expect(sentenceOf(step('fault', { type: 'sitePowerFails' }))).toBe('The power of the whole site fails');
});

test('a command can be pasted whatever the file is called', () => {
  expect(shellWord('examples/no-tpm.yaml')).toBe('examples/no-tpm.yaml');
  expect(checkCommand({ siteFile: "a b'; rm x", seed: '7' })).toBe(
    String.raw`breakglass check 'a b'\''; rm x' --seed 7`,
  );
});

test.each([
  [{ met: 12_410, states: 37_204, runs: 9 }, '12,410 of 37,204 states within 2 faults, 33 %'],
  [{ met: 65, states: 151_574, runs: 9 }, '65 of 151,574 states within 2 faults, 0.043 %'],
  [{ met: 1, runs: 9 }, '1 state within 2 faults; of how many is not known'],
  [{ met: 2, states: 4, runs: 5 }, '50 %, looking at the first 5 runs only'],
])('coverage: %o is said as %s', (coverage, said) => {
  expect(coverageWords({ reading: 'vendor', faultsMax: 2, ...coverage }, 9)).toContain(said);
});
