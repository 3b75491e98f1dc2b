/** What is wrong with the fields that tell of the systems of a site: what excludes what. */
import { expect, test } from 'vitest';
import { printProblem } from './problem.ts';
import { parseSite } from './read-site.ts';
import { after, base } from './systems-site.fixture.ts';

test.each([
  [
    'kind: vsan, encryptedBy: nkp }, { name: san, kind: external }]',
    'kind: vsan, architecture: esa }, { name: san, kind: external }]\nworkload: { storage: osa }',
    '10:22: workload.storage: expected esa | esaGlobal, because datastore "vsan" has architecture: esa, found osa',
  ],
  [
    'release: 9.1',
    'release: 7.0U1',
    '4:5: keyProviders[0]: expected release 7.0U2 or later (The Native Key Provider came with 7.0 U2; vCenter and hosts must both have it), found "nkp" on 7.0U1',
  ],
  [
    'release: 9.1 }\nhosts: { count: 3, tpm: 2.0 }',
    'release: 8.0 }\nhosts: { count: 3, tpm: 2.0, release: 9.0 }',
    '2:39: hosts.release: expected 8.0 or older, because vCenter Server is of that release, found 9.0',
  ],
  [
    'release: 9.1 }\nhosts: { count: 3, tpm: 2.0 }',
    'release: 8.0 }\nhosts: { count: 3, tpm: 2.0, quickBoot: true }',
    '2:41: hosts.quickBoot: expected release 8.0U1 or later (Quick Boot cannot be used with a TPM before 8.0 U1), found quick boot with a TPM 2.0 on 8.0',
  ],
  [
    'tpm: 2.0',
    'tpm: 2.0, bundlePassword: false, bundlePasswordAt: [safe]',
    '2:53: hosts.bundlePasswordAt: expected only with bundlePassword: true; add that, or remove it',
  ],
  [
    'tpm: 2.0',
    'tpm: unusable, encryptionMode: tpm',
    '2:51: hosts.encryptionMode: expected none, because only a TPM 2.0 can seal it, found tpm with TPM unusable',
  ],
  [
    'tpm: 2.0',
    'tpm: 2.0, encryptionMode: none, secureBoot: required',
    '2:64: hosts.secureBoot: expected off | on, because it is sealed with a configuration, and no TPM 2.0 seals this one, found required',
  ],
  [
    'tpm: 2.0',
    'tpm: 2.0, encryptionMode: none, execInstalledOnly: true',
    '2:71: hosts.execInstalledOnly: expected false, because it is sealed with a configuration, and no TPM 2.0 seals this one, found true',
  ],
  [
    'name: kms,',
    'name: kms, createdOn: host,',
    '5:18: keyProviders[1].createdOn: expected only with kind: native; remove it',
  ],
  [
    'name: nkp }',
    'name: nkp, wrappingKey: true }',
    '4:18: keyProviders[0].wrappingKey: expected only with kind: standard; remove it',
  ],
  [
    'name: nkp }',
    'name: nkp, baseImages: [8.0] }',
    '4:18: keyProviders[0].baseImages: expected only with kind: trusted; remove it',
  ],
  [
    'importedProviders: [nkp]',
    'importedProviders: [nkp], createdProviders: [nkp]',
    '8:62: recoverySite.createdProviders[0]: expected a provider that importedProviders does not name, found "nkp"',
  ],
  [
    'importedProviders: [nkp]',
    'createdProviders: [kms]',
    '8:36: recoverySite.createdProviders[0]: expected a native key provider, because the key of another comes from its key server, found "kms"',
  ],
  [
    'kind: external',
    'kind: external, architecture: osa',
    '9:89: datastores[1].architecture: expected only on kind: vsan; remove it',
  ],
  [
    'encryptedBy: nkp',
    'erasedBeforeUse: true',
    '9:40: datastores[0].erasedBeforeUse: expected only with encryptedBy; remove it',
  ],
  [
    'encryptedBy: nkp',
    'encryptedBy: nkp, architecture: esa, encryptionInTransit: false',
    '9:98: datastores[0].encryptionInTransit: expected true, because it is on by itself where architecture: esa is encrypted at rest, found false',
  ],
  [
    'encryptedBy: nkp',
    'architecture: esa, encryptionInTransit: true',
    '9:80: datastores[0].encryptionInTransit: expected false, because architecture: esa has it with encryption at rest only, found true; add encryptedBy, or remove it',
  ],
  [
    'encrypted: true',
    'encrypted: true, guest: {}',
    '12:34: machines[1].guest: expected only with vtpm: true; add that, or remove it',
  ],
  [
    'vtpm: true',
    'vtpm: true, guest: { recoveryPasswordAt: [safe] }',
    '11:39: machines[0].guest.recoveryPasswordAt: expected only with sealed: true; add that, or remove it',
  ],
  [
    'encrypted: true',
    'encrypted: true, clonePolicy: copy',
    '12:34: machines[1].clonePolicy: expected only with vtpm: true; add that, or remove it',
  ],
  [
    'vtpm: true',
    'vtpm: true, snapshots: chain',
    '11:30: machines[0].snapshots: expected only with encrypted: true; add that, or remove it',
  ],
  [
    'encrypted: true',
    'template: true',
    '12:17: machines[1].template: expected only with vtpm: true or encrypted: true; remove it',
  ],
  [
    'encrypted: true',
    'encrypted: true, backup: { transport: san }',
    '12:55: machines[1].backup.transport: expected nbdssl | hotAdd, because encrypted machines cannot be backed up by SAN transport, found "san"',
  ],
])('%s → %s', (old, replacement, message) => {
  expect(after(old, replacement)).toEqual([`site.yaml:${message}`]);
});

test.each([
  ['8.0', 'wrappingKey: true', 'keyProviders[1].wrappingKey'],
  ['7.0U3', 'createdOn: host', 'keyProviders[0].createdOn'],
  ['7.0U3', 'architecture: esa', 'datastores[0].architecture'],
  ['8.0', 'architecture: esa, deduplication: true', 'datastores[0].deduplication'],
  ['9.0', 'encryptedBy: nkp, architecture: esa, deduplication: true', 'datastores[0].deduplication'],
  ['7.0U3', 'clonePolicy: replace', 'machines[0].clonePolicy'],
  ['8.0', 'clusterDefaultProvider: nkp', 'clusterDefaultProvider'],
  ['7.0U1', 'keyPersistence: true', 'hosts.keyPersistence'],
])('on %s there is no %s', (release, field, path) => {
  const provider = field.startsWith('wrapping') ? ', ' + field : '';
  const text = `vcenter: { datastore: vsan, release: ${release} }
hosts: { count: 3, tpm: 2.0${field.startsWith('keyPersistence') ? `, ${field}` : ''} }
keyProviders:
  - { name: nkp${field.startsWith('createdOn') ? `, ${field}` : ''} }
  - { name: kms, kind: standard, keyServer: {}${provider} }
datastores: [{ name: vsan, kind: vsan${/esa/.test(field) ? `, ${field}` : ''} }]
${field.startsWith('clusterDefault') ? field : 'name: site'}
machines:
  - { name: win, vtpm: true${field.startsWith('clonePolicy') ? `, ${field}` : ''} }
`;
  const result = parseSite(text, 'site.yaml');
  const found = (result.ok ? [] : result.problems).filter((problem) => problem.path === path);
  expect(found.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^expected release \S+ or later \(/),
  ]);
});

test('a place of a recovery password that is nearly a described one is a typing error', () => {
  const text = base
    .replace('machines:', 'places: [{ name: vault, datastore: vsan }]\nmachines:')
    .replace('vtpm: true', 'vtpm: true, guest: { sealed: true, recoveryPasswordAt: [valut] }');
  const result = parseSite(text, 'site.yaml');
  expect(result.ok ? [] : result.problems.map(({ message }) => message)).toEqual([
    'unknown place "valut"; did you mean "vault"? If not, describe it: places: [{ name: valut }]',
  ]);
});

test('outside is no datastore', () => {
  const named = base.replace('name: san, kind: external', 'name: outside, kind: external');
  const result = parseSite(named.replace('datastore: san', 'datastore: outside'), 'site.yaml');
  expect(result.ok ? [] : result.problems.map(printProblem)).toEqual([
    'site.yaml:9:68: datastores[1].name: expected another name; "outside" says that vCenter Server is not in this cluster',
  ]);
});
