import { describe, expect, test } from 'vitest';
import { printProblem } from './problem.ts';
import { parseSite } from './read-site.ts';

const base = `hosts:
  - { name: esx-01, tpm: 2.0 }
  - { name: esx-02, tpm: 2.0 }
vcenter: { datastore: vsan }
keyProviders: [{ name: nkp, backups: [{ at: safe, passwordAt: vault }] }]
datastores: [{ name: vsan, kind: vsan, encryptedBy: nkp }]
machines: [{ name: db, encrypted: true, datastore: vsan }]
`;

function problems(text: string): string[] {
  const result = parseSite(text, 'site.yaml');
  return result.ok ? [] : result.problems.map(printProblem);
}

describe('too much of it', () => {
  test('hosts, by number and by list', () => {
    const list = base.replace(/hosts:\n(.*\n){2}/, 'hosts: { count: 65, tpm: 2.0 }\n');
    expect(problems(list)).toEqual([
      'site.yaml:1:17: hosts.count: expected a whole number from 1 to 64, found 65',
    ]);
    const hosts = Array.from({ length: 65 }, (_, at) => `{ name: h${at}, tpm: none }`).join(', ');
    expect(problems(base.replace(/hosts:\n(.*\n){2}/, `hosts: [${hosts}]\n`))).toEqual([
      'site.yaml:1:8: hosts: expected a list of 1 to 64 hosts, found a list of 65',
    ]);
  });

  test('machines', () => {
    const machines = Array.from({ length: 65 }, (_, at) => `{ name: m${at} }`).join(', ');
    expect(problems(base.replace(/^machines.*$/m, `machines: [${machines}]`))).toEqual([
      'site.yaml:7:11: machines: expected a list of 1 to 64 machines, found a list of 65',
    ]);
  });

  test('problems: the first hundred, and how many more there are', () => {
    const keys = Array.from({ length: 150 }, (_, at) => `zzzzzzzz${at}: 1`).join('\n');
    const all = problems(`${base}${keys}\n`);
    expect(all).toHaveLength(101);
    expect(all.at(-1)).toBe('site.yaml:108:1: 50 more problems from here on');
  });
});

test('everything that is wrong at once, in file order', () => {
  expect(
    problems(`nam: x
hosts: { count: 3, tpm: 2.0, encryptionmode: tpm }
vcenter: { datastore: vsan }
keyProviders: [{ name: nkp, tpmRequired: on }]
datastores:
  - { name: vsan, kind: vsan, encryptedBy: kms }
  - { name: vsan, kind: external }
machines:
  - { name: win11, datastore: san }
promise: { starts: 5, secret: disk }
`),
  ).toEqual([
    'site.yaml:1:1: nam: unknown key "nam"; did you mean "name"?',
    'site.yaml:2:30: hosts.encryptionmode: unknown key "encryptionmode"; did you mean "encryptionMode"?',
    'site.yaml:4:42: keyProviders[0].tpmRequired: expected true | false, found "on"',
    'site.yaml:7:13: datastores[1].name: expected a name of its own, found a second datastore "vsan"',
    'site.yaml:9:31: machines[0].datastore: unknown datastore "san"; did you mean "vsan"?',
    'site.yaml:10:20: promise.starts: expected a whole number from 0 to 4, found 5',
    'site.yaml:10:31: promise.secret: expected a list of at most 4 words, found "disk"',
  ]);
});
