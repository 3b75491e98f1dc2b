/** What is expected to be seen: as it is, otherwise, or not there at all. */
import { expect, test } from 'vitest';
import { seenLine } from './seen-line.ts';

const picture = { hosts: { 'esx-01': { power: 'halted', keys: ['a', 'b'] } }, stored: null };

test.each([
  [['hosts', 'esx-01', 'power'], 'halted', 'holds', 'hosts.esx-01.power is "halted"'],
  [['hosts', 'esx-01', 'power'], 'on', 'broken', 'hosts.esx-01.power is "halted"; expected "on"'],
  [['hosts', 'esx-01', 'keys'], ['a', 'b'], 'holds', 'hosts.esx-01.keys is ["a","b"]'],
  [['hosts', 'esx-01', 'keys'], ['b', 'a'], 'broken', 'hosts.esx-01.keys is ["a","b"]; expected ["b","a"]'],
  [['stored'], null, 'holds', 'stored is null'],
  [['stored', 'x'], 1, 'broken', 'stored.x: there is no "x"'],
  [['hosts', 'esx-1'], 1, 'broken', 'hosts.esx-1: there is no "esx-1"; did you mean "esx-01"?'],
  [['toString'], 1, 'broken', 'toString: there is no "toString"; known here: hosts | stored'],
])('%j as %j: %s', (place, value, verdict, outcome) => {
  const line = seenLine({ subject: 'seen', place, value, line: 3, column: 7 }, picture);
  expect(line).toEqual({ line: 3, column: 7, step: undefined, outcome, verdict });
});
