/** What is wrong with key servers, key persistence and hosts that boot from the network; each in one place. */
import { expect, test } from 'vitest';
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

/** The problems after one part of the site was replaced. */
function after(old: string, replacement: string): string[] {
  expect(base).toContain(old);
  const result = parseSite(base.replace(old, replacement), 'site.yaml');
  return result.ok ? [] : result.problems.map(printProblem);
}

test.each([
  [
    'a host that boots from nowhere',
    '2.0 }\nvc',
    '2.0, boot: cd }\nvc',
    '3:37: hosts[1].boot: expected disk | network, found "cd"',
  ],
  [
    'a stateless host that seals its configuration',
    '2.0 }\nvc',
    '2.0, boot: network, encryptionMode: tpm }\nvc',
    '3:62: hosts[1].encryptionMode: expected none, because a host that boots from the network has no configuration to seal, found tpm with boot: network',
  ],
  [
    'key persistence without a TPM 2.0',
    'tpm: 2.0 }\n  - { name: esx-02',
    'tpm: 1.2, keyPersistence: true }\n  - { name: esx-02',
    '2:47: hosts[0].keyPersistence: expected false, because key persistence needs a configuration that a TPM 2.0 seals, found true with TPM 1.2',
  ],
  [
    'key persistence of a stateless host',
    '2.0 }\nvc',
    '2.0, boot: network, keyPersistence: true }\nvc',
    '3:62: hosts[1].keyPersistence: expected false, because key persistence needs a configuration that a TPM 2.0 seals, found true with boot: network',
  ],
  [
    'key persistence beside a TPM that is not used',
    '2.0 }\nvc',
    '2.0, encryptionMode: none, keyPersistence: true }\nvc',
    '3:69: hosts[1].keyPersistence: expected false, because key persistence needs a configuration that a TPM 2.0 seals, found true with encryptionMode: none',
  ],
  [
    'a kind of provider that there is not',
    'name: nkp, b',
    'name: nkp, kind: kmip, b',
    '5:35: keyProviders[0].kind: expected native | standard | trusted, found "kmip"',
  ],
  [
    'a .p12 file of a standard provider',
    'name: nkp, b',
    'name: nkp, kind: standard, keyServer: {}, b',
    '5:60: keyProviders[0].backups: expected only with kind: native, which has .p12 files; remove it',
  ],
  [
    'a TPM requirement of a trusted provider',
    'backups: [{ at: safe, passwordAt: vault }]',
    'kind: trusted, keyServer: {}, tpmRequired: true',
    '5:59: keyProviders[0].tpmRequired: expected only with kind: native; remove it',
  ],
  [
    'a key server of a native provider',
    'name: nkp, b',
    'name: nkp, keyServer: {}, b',
    '5:29: keyProviders[0].keyServer: expected only with kind: standard or kind: trusted; remove it',
  ],
  [
    'a standard provider without a key server',
    'backups: [{ at: safe, passwordAt: vault }]',
    'kind: standard',
    '5:16: keyProviders[0]: expected keyServer, because "nkp" is a standard provider; {} is one outside the cluster without a backup',
  ],
  [
    'a key server on an unknown datastore',
    'backups: [{ at: safe, passwordAt: vault }]',
    'kind: standard, keyServer: { datastore: vsna }',
    '5:69: keyProviders[0].keyServer.datastore: unknown datastore "vsna"; did you mean "vsan"?',
  ],
  [
    'a backup of a key server at a place that is nearly a datastore',
    'backups: [{ at: safe, passwordAt: vault }]',
    'kind: standard, keyServer: { backupAt: vsna }',
    '5:68: keyProviders[0].keyServer.backupAt: unknown place "vsna"; did you mean "vsan"? If not, describe it: places: [{ name: vsna }]',
  ],
  [
    'a Trust Authority that vSAN hosts are not attested by',
    'tpm: 2.0 }\n  - { name: esx-02, tpm: 2.0 }\nvcenter: { datastore: vsan }\nkeyProviders: [{ name: nkp, backups: [{ at: safe, passwordAt: vault }] }]',
    'tpm: 2.0 }\n  - { name: esx-02, tpm: 2.0, encryptionMode: none }\nvcenter: { datastore: vsan }\nkeyProviders: [{ name: nkp, kind: trusted, keyServer: {} }]',
    '6:53: datastores[0].encryptedBy: expected a provider that every host receives keys from, but esx-02 does not seal its configuration with a TPM 2.0 and "nkp" attests hosts by it',
  ],
])('%s', (_, old, replacement, problem) => {
  expect(after(old, replacement)).toEqual([`site.yaml:${problem}`]);
});

test('a stateless host with a key server in the cluster, and what is taken for granted', () => {
  const text = base
    .replace('esx-02, tpm: 2.0', 'esx-02, tpm: 2.0, boot: network')
    .replace('backups: [{ at: safe, passwordAt: vault }]', 'kind: standard, keyServer: { backupAt: vsan }');
  const result = parseSite(text, 'site.yaml');
  if (!result.ok) throw new Error(result.problems.map(printProblem).join('\n'));
  const { hosts, providers, p12s, places } = result.value.site;
  expect(hosts[1]).toEqual({
    name: 'esx-02',
    tpm: '2.0',
    encryptionMode: 'none',
    boot: 'network',
    keyPersistence: false,
  });
  expect(providers).toEqual([
    { name: 'nkp', kind: 'standard', tpmRequired: false, keyServerAt: null, keyServerBackupAt: 'vsan' },
  ]);
  expect(p12s).toEqual([]);
  expect(places).toEqual([{ name: 'vsan', datastore: 'vsan', gone: false }]);
});
