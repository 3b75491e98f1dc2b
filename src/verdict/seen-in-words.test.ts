/** What a lab is told to look at. */
import { expect, test } from 'vitest';
import { seenAt, seenValue } from './seen-in-words.ts';

test.each([
  ['hosts.esx-1.held.A', 'esx-1, the key that the host holds of A'],
  ['host.sealPending', 'host, whether a change of the seal still waits to be written'],
  ['p12s.nkp.p12', 'the .p12 of nkp.p12'],
  ['cluster.dedupDomain', 'cluster, dedup domain'],
])('%s is said as: %s', (path, said) => {
  expect(seenAt(path)).toBe(said);
});

test.each([
  ['true', 'yes'],
  ['false', 'no'],
  ['null', 'nothing'],
  ['[]', 'nothing'],
  ['["win11","db"]', 'win11, db'],
  ['"A#1"', 'A#1'],
  ['"onDemand"', 'on demand'],
  ['8', '8'],
])('%s is said as: %s', (value, said) => {
  expect(seenValue(value)).toBe(said);
});
