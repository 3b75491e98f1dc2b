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

/** The problems after one part of the site was replaced. */
function after(old: string, replacement: string): string[] {
  expect(base).toContain(old);
  return problems(base.replace(old, replacement));
}

const nameRule =
  'expected a name of letters, digits, ".", "_" and "-", at most 63, the first a letter or digit';

describe('one thing wrong', () => {
  test('nothing', () => {
    expect(problems(base)).toEqual([]);
  });

  test.each([
    [
      'an unknown key',
      'encryptedBy: nkp',
      'encryptdBy: nkp',
      '6:40: datastores[0].encryptdBy: unknown key "encryptdBy"; did you mean "encryptedBy"?',
    ],
    [
      'a key in another spelling',
      'passwordAt',
      'password_at',
      '5:51: keyProviders[0].backups[0].password_at: unknown key "password_at"; did you mean "passwordAt"?',
    ],
    [
      'an unknown section',
      'vcenter:',
      'vcentre:',
      '4:1: vcentre: unknown key "vcentre"; did you mean "vcenter"?',
    ],
    [
      '__proto__',
      'encrypted: true,',
      '__proto__: { count: 3 },',
      '7:24: machines[0].__proto__: unknown key "__proto__"; remove it',
    ],
    [
      'constructor',
      'encrypted: true,',
      'constructor: 1,',
      '7:24: machines[0].constructor: unknown key "constructor"; known here: name | count | vtpm | encrypted | provider | datastore | host',
    ],
    [
      'a TPM that there is not',
      '2.0 }\nvc',
      '"2.1" }\nvc',
      '3:26: hosts[1].tpm: expected none | 1.2 | unusable | 2.0, found "2.1"',
    ],
    [
      'text for a number',
      'db, encrypted',
      'db, count: many, encrypted',
      '7:31: machines[0].count: expected a whole number from 1 to 10000, found "many"',
    ],
    [
      'a fraction',
      'db, encrypted',
      'db, count: 1.5, encrypted',
      '7:31: machines[0].count: expected a whole number from 1 to 10000, found 1.5',
    ],
    [
      'not a number',
      'db, encrypted',
      'db, count: .nan, encrypted',
      '7:31: machines[0].count: expected a whole number from 1 to 10000, found NaN',
    ],
    [
      'yes for true',
      'encrypted: true',
      'encrypted: yes',
      '7:35: machines[0].encrypted: expected true | false, found "yes"',
    ],
    [
      'a mapping for a list',
      '[{ name: db, encrypted: true, datastore: vsan }]',
      '{ db: 1 }',
      '7:11: machines: expected a list of 1 to 64 machines, found a mapping',
    ],
    [
      'a list for a mapping',
      '{ name: db, encrypted: true, datastore: vsan }',
      '[db]',
      '7:12: machines[0]: expected a machine such as { name: win11, vtpm: true }, found a list of 1',
    ],
    [
      'an empty value',
      '{ datastore: vsan }\n',
      '\n',
      '4:1: vcenter: expected outside, or { datastore: <name> }, found nothing',
    ],
    [
      'a number for a name',
      'name: db',
      'name: 2016',
      `7:20: machines[0].name: ${nameRule}, found 2016; put it in quotes`,
    ],
    ['a path for a name', 'name: db', 'name: ../db', `7:20: machines[0].name: ${nameRule}, found "../db"`],
    [
      'a reserved name',
      'name: db',
      'name: constructor',
      `7:20: machines[0].name: ${nameRule}, found "constructor"; this word is reserved`,
    ],
    [
      '__proto__ as a name',
      'name: db',
      'name: __proto__',
      `7:20: machines[0].name: ${nameRule}, found "__proto__"; this word is reserved`,
    ],
    [
      'two hosts of one name',
      'name: esx-02',
      'name: esx-01',
      '3:13: hosts[1].name: expected a name of its own, found a second host "esx-01"',
    ],
    [
      'two hosts of one name in another case',
      'name: esx-02',
      'name: ESX-01',
      '3:13: hosts[1].name: expected a name of its own, found a second host "ESX-01"',
    ],
    [
      'a machine on an unknown datastore',
      'datastore: vsan }]',
      'datastore: vsna }]',
      '7:52: machines[0].datastore: unknown datastore "vsna"; did you mean "vsan"?',
    ],
    [
      'a machine on an unknown host',
      'db, encrypted',
      'db, host: esx-1, encrypted',
      '7:30: machines[0].host: unknown host "esx-1"; did you mean "esx-01"?',
    ],
    [
      'a machine of an unknown provider',
      'db, encrypted',
      'db, provider: kms, encrypted',
      '7:34: machines[0].provider: unknown key provider "kms"; known here: nkp',
    ],
    [
      'a provider of a plain machine',
      'encrypted: true',
      'provider: nkp',
      '7:24: machines[0].provider: expected only with vtpm: true or encrypted: true; add one of them, or remove it',
    ],
    [
      'vCenter on an unknown datastore',
      '{ datastore: vsan }\n',
      '{ datastore: san }\n',
      '4:23: vcenter.datastore: unknown datastore "san"; did you mean "vsan"?',
    ],
    [
      'encryption by an unknown provider',
      'encryptedBy: nkp',
      'encryptedBy: kmip',
      '6:53: datastores[0].encryptedBy: unknown key provider "kmip"; known here: nkp',
    ],
    [
      'more failures than hosts',
      'encryptedBy: nkp',
      'failuresToTolerate: 2',
      '6:60: datastores[0].failuresToTolerate: expected fewer than the 2 hosts, found 2',
    ],
    [
      'sealing without a TPM 2.0',
      '2.0 }\nvc',
      '1.2, encryptionMode: tpm }\nvc',
      '3:47: hosts[1].encryptionMode: expected none, because only a TPM 2.0 can seal it, found tpm with TPM 1.2',
    ],
    [
      'a reserved place',
      'at: safe',
      'at: discarded',
      '5:45: keyProviders[0].backups[0].at: expected another name; "discarded" stands for a download that was thrown away (leave out the backup to say so)',
    ],
    [
      'a place that is nearly a datastore',
      'at: safe',
      'at: vsan1',
      '5:45: keyProviders[0].backups[0].at: unknown place "vsan1"; did you mean "vsan"? If not, describe it: places: [{ name: vsan1 }]',
    ],
  ])('%s', (_, old, replacement, message) => {
    expect(after(old, replacement).join('\n')).toContain(`site.yaml:${message}`);
  });

  test.each([
    [
      'promise: { recoverable: 5 }',
      '8:25: promise.recoverable: expected a whole number from 0 to 4, found 5',
    ],
    ['promise: { starts: -1 }', '8:20: promise.starts: expected a whole number from 0 to 4, found -1'],
    [
      'promise: { secret: [disks] }',
      '8:21: promise.secret[0]: expected disk | bootDevice | backupTarget | p12, found "disks"; did you mean "disk"?',
    ],
    [
      'promise: { secret: [disk, p12, disk] }',
      '8:32: promise.secret[2]: expected each word once, found a second "disk"',
    ],
    [
      'promise: { deduplication: 90 }',
      '8:27: promise.deduplication: expected a number from 0 to 1, found 90',
    ],
    [
      'promise: { deduplication: 0.9 }',
      '8:12: promise.deduplication: expected a datastore with deduplication: true; add that, or remove this promise',
    ],
    ['workload: { clones: 1 }', '8:21: workload.clones: expected a whole number from 2 to 64, found 1'],
    [
      'places: [{ name: share, datastore: nas }]',
      '8:36: places[0].datastore: unknown datastore "nas"; known here: vsan',
    ],
    [
      'places: [{ name: safe }, { name: safe }]',
      '8:34: places[1].name: expected a name of its own, found a second place "safe"',
    ],
    [
      'vcenterBackups: [{ at: a, name: b }, { at: c, name: b }]',
      '8:53: vcenterBackups[1].name: expected a name of its own, found a second vCenter backup "b"',
    ],
    ['recoveryKeys: vault', '8:15: recoveryKeys: expected a place such as { at: vault }, found "vault"'],
  ])('%s', (line, message) => {
    expect(problems(`${base}${line}\n`)).toEqual([`site.yaml:${message}`]);
  });

  test('a second vSAN datastore', () => {
    expect(after('encryptedBy: nkp }', 'encryptedBy: nkp }, { name: more, kind: vsan }')).toEqual([
      'site.yaml:6:80: datastores[1].kind: expected at most one vSAN datastore in a cluster, found a second one',
    ]);
  });

  test('settings of vSAN on an external datastore', () => {
    expect(
      after('kind: vsan, encryptedBy: nkp', 'kind: external, encryptedBy: nkp, failuresToTolerate: 1'),
    ).toEqual([
      'site.yaml:6:44: datastores[0].encryptedBy: expected only on kind: vsan; remove it',
      'site.yaml:6:62: datastores[0].failuresToTolerate: expected only on kind: vsan; remove it',
    ]);
  });

  test('a provider that asks for TPMs on a host without one', () => {
    const text = base
      .replace('name: nkp,', 'name: nkp, tpmRequired: true,')
      .replace('2.0 }\nvc', 'none }\nvc');
    expect(problems(text.replace('db, encrypted', 'db, host: esx-02, encrypted'))).toEqual([
      'site.yaml:6:53: datastores[0].encryptedBy: expected a provider that every host receives keys from, but esx-02 has no TPM 2.0 and "nkp" has tpmRequired: true',
      'site.yaml:7:30: machines[0].host: expected a host with a TPM 2.0, because "nkp" has tpmRequired: true, found "esx-02" without one',
    ]);
  });

  test('a machine that could lie on two datastores', () => {
    const two = base.replace('encryptedBy: nkp }', 'encryptedBy: nkp }, { name: san, kind: external }');
    expect(problems(two.replace('encrypted: true, datastore: vsan', 'encrypted: true'))).toEqual([
      'site.yaml:7:12: machines[0].datastore: missing; expected one of vsan | san',
    ]);
  });

  test('files whose default names meet', () => {
    const providers =
      'keyProviders: [{ name: a, backups: [{ at: x }, { at: y }] }, { name: a-2, backups: [{ at: z }] }]';
    const text = base.replace(/^keyProviders.*$/m, providers).replace('encryptedBy: nkp', 'encryptedBy: a');
    expect(problems(text)).toEqual([
      'site.yaml:5:85: keyProviders[1].backups[0].name: expected a name of its own, found a second .p12 file "a-2.p12"',
    ]);
  });
});
