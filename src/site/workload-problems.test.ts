import { expect, test } from 'vitest';
import { printProblem } from './problem.ts';
import { parseSite } from './read-site.ts';

const site = `name: small
hosts: { count: 3, tpm: 2.0 }
vcenter: outside
datastores:
  - { name: vsan, kind: vsan }
machines:
  - { name: db }
`;

test.each([
  [
    'workload: { storage: san }',
    '8:22: workload.storage: expected osa | esa | esaGlobal | array, found "san"',
  ],
  [
    'workload: { writtenGiB: -1 }',
    '8:25: workload.writtenGiB: expected a number of GiB from 0 to 1000000, found -1',
  ],
  [
    'prices: { currency: euro, perRawTiB: 1, perCoreHour: 1 }',
    '8:21: prices.currency: expected three capital letters such as EUR, found "euro"',
  ],
  [
    'prices: { currency: EUR, perRawTiB: free, perCoreHour: 1 }',
    '8:37: prices.perRawTiB: expected a price from 0 to 1000000000, found "free"',
  ],
  [
    'prices: { currency: EUR, perRawTiB: 1 }',
    '8:9: prices.perCoreHour: missing; expected a price from 0 to 1000000000',
  ],
  [
    'prices: { currency: EUR, perTiB: 1, perRawTiB: 1, perCoreHour: 1 }',
    '8:26: prices.perTiB: unknown key "perTiB"; did you mean "perRawTiB"?',
  ],
  [
    'prices: 12',
    '8:9: prices: expected prices such as { currency: EUR, perRawTiB: 120, perCoreHour: 0.03 }, found 12',
  ],
])('%s', (line, message) => {
  const result = parseSite(`${site}${line}\n`, 'site.yaml');
  expect(result.ok ? [] : result.problems.map(printProblem)).toEqual([`site.yaml:${message}`]);
});

test('prices and what they are for', () => {
  const lines =
    'workload: { storage: esa, writtenGiB: 80.5 }\nprices: { currency: EUR, perRawTiB: 99.5, perCoreHour: 0 }\n';
  const result = parseSite(`${site}${lines}`, 'site.yaml');
  expect(result.ok && result.value.workload).toMatchObject({
    storage: 'esa',
    writtenGiB: 80.5,
    writtenGiBPerDay: 0,
  });
  expect(result.ok && result.value.prices).toEqual({ currency: 'EUR', perRawTiB: 99.5, perCoreHour: 0 });
});
