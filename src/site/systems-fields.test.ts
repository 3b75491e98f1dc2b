/** One mistake in each field that tells of the systems of a site. */
import { expect, test } from 'vitest';
import { after } from './systems-site.fixture.ts';

const releases = 'one of 7.0U1, 7.0U2, 7.0U3, 8.0, 8.0U1, 8.0U2, 8.0U3, 8.0U3e, 9.0, 9.1';

test('nothing is wrong', () => {
  expect(after('9.1', '9.1')).toEqual([]);
});

test.each([
  ['release: 9.1', 'release: 6.7', `1:38: vcenter.release: expected ${releases}, found 6.7`],
  [
    'release: 9.1',
    'highAvailability: yes',
    '1:47: vcenter.highAvailability: expected true | false, found "yes"',
  ],
  ['release: 9.1', 'linkedMode: both', '1:41: vcenter.linkedMode: expected true | false, found "both"'],
  ['tpm: 2.0', 'tpm: 2.0, release: 8.1', `2:39: hosts.release: expected ${releases}, found 8.1`],
  [
    'tpm: 2.0',
    'tpm: 2.0, secureBoot: true',
    '2:42: hosts.secureBoot: expected off | on | required, found true',
  ],
  [
    'tpm: 2.0',
    'tpm: 2.0, execInstalledOnly: 1',
    '2:49: hosts.execInstalledOnly: expected true | false, found 1',
  ],
  ['tpm: 2.0', 'tpm: 2.0, quickBoot: 1', '2:41: hosts.quickBoot: expected true | false, found 1'],
  [
    'tpm: 2.0',
    'tpm: 2.0, hostEncryption: on',
    '2:46: hosts.hostEncryption: expected onDemand | forceEnable, found "on"',
  ],
  [
    'tpm: 2.0',
    'tpm: 2.0, bundlePassword: secret',
    '2:46: hosts.bundlePassword: expected true | false, found "secret"',
  ],
  [
    'tpm: 2.0',
    'tpm: 2.0, bundlePassword: true, bundlePasswordAt: safe',
    '2:70: hosts.bundlePasswordAt: expected a list of at most 8 places, found "safe"',
  ],
  [
    'name: nkp }',
    'name: nkp, createdOn: esx }',
    '4:29: keyProviders[0].createdOn: expected vcenter | host, found "esx"',
  ],
  [
    'keyServer: {} }\n  - { name: vta',
    'keyServer: {}, wrappingKey: 1 }\n  - { name: vta',
    '5:62: keyProviders[1].wrappingKey: expected true | false, found 1',
  ],
  [
    'keyServer: {} }\n  - { name: vta',
    'keyServer: { rootKey: 1 } }\n  - { name: vta',
    '5:56: keyProviders[1].keyServer.rootKey: expected true | false, found 1',
  ],
  [
    'trusted, keyServer: {} }',
    'trusted, keyServer: {}, baseImages: [] }',
    '6:60: keyProviders[2].baseImages: expected a list of 1 to 8 releases, found an empty list',
  ],
  [
    'at: safe }',
    'at: safe, level: disk }',
    '7:37: vcenterBackups[0].level: expected file | image, found "disk"',
  ],
  [
    'at: safe }',
    'at: safe, keyProviders: [nkpp] }',
    '7:45: vcenterBackups[0].keyProviders[0]: unknown key provider "nkpp"; did you mean "nkp"?',
  ],
  [
    'importedProviders: [nkp]',
    'importedProviders: [np]',
    '8:37: recoverySite.importedProviders[0]: unknown key provider "np"; did you mean "nkp"?',
  ],
  [
    'importedProviders: [nkp]',
    'createdProviders: [x]',
    '8:36: recoverySite.createdProviders[0]: unknown key provider "x"; known here: nkp | kms | vta',
  ],
  [
    'importedProviders: [nkp]',
    'imported: [nkp]',
    '8:17: recoverySite.imported: unknown key "imported"; known here: importedProviders | createdProviders',
  ],
  [
    'encryptedBy: nkp',
    'architecture: ESA',
    '9:54: datastores[0].architecture: expected osa | esa, found "ESA"; did you mean "esa"?',
  ],
  [
    'encryptedBy: nkp',
    'encryptionInTransit: 1',
    '9:61: datastores[0].encryptionInTransit: expected true | false, found 1',
  ],
  [
    'encryptedBy: nkp',
    'encryptedBy: nkp, erasedBeforeUse: 1',
    '9:75: datastores[0].erasedBeforeUse: expected true | false, found 1',
  ],
  [
    'vtpm: true',
    'vtpm: true, guest: win11',
    '11:37: machines[0].guest: expected a guest such as { sealed: true, recoveryPasswordAt: [vault] }, found "win11"',
  ],
  [
    'vtpm: true',
    'vtpm: true, guest: { sealed: 1 }',
    '11:47: machines[0].guest.sealed: expected true | false, found 1',
  ],
  [
    'vtpm: true',
    'vtpm: true, guest: { requiresTpm: 1 }',
    '11:52: machines[0].guest.requiresTpm: expected true | false, found 1',
  ],
  [
    'vtpm: true',
    'vtpm: true, guest: { sealed: true, recoveryPasswordAt: safe }',
    '11:73: machines[0].guest.recoveryPasswordAt: expected a list of at most 8 places, found "safe"',
  ],
  [
    'vtpm: true',
    'vtpm: true, cloneOf: web',
    '11:39: machines[0].cloneOf: expected another class of machines, found "web"; known here: db',
  ],
  [
    'encrypted: true',
    'encrypted: true, linkedClone: true',
    '12:34: machines[1].linkedClone: expected only with cloneOf; add that, or remove it',
  ],
  [
    'vtpm: true',
    'vtpm: true, clonePolicy: new',
    '11:43: machines[0].clonePolicy: expected copy | replace, found "new"',
  ],
  ['vtpm: true', 'vtpm: true, template: 1', '11:40: machines[0].template: expected true | false, found 1'],
  [
    'encrypted: true',
    'encrypted: true, firstClassDisks: 3',
    '12:51: machines[1].firstClassDisks: expected true | false, found 3',
  ],
  [
    'encrypted: true',
    'encrypted: true, snapshots: 2',
    '12:45: machines[1].snapshots: expected none | chain | tree, found 2',
  ],
  [
    'encrypted: true',
    'encrypted: true, storageSnapshots: daily',
    '12:52: machines[1].storageSnapshots: expected true | false, found "daily"',
  ],
  [
    'encrypted: true',
    'encrypted: true, backup: true',
    '12:42: machines[1].backup: expected a backup such as { transport: nbdssl, home: true, mediaEncrypted: true }, found true',
  ],
  [
    'encrypted: true',
    'encrypted: true, backup: { transport: nbd }',
    '12:55: machines[1].backup.transport: expected nbdssl | hotAdd | san, found "nbd"',
  ],
  [
    'encrypted: true',
    'encrypted: true, backup: { home: 1 }',
    '12:50: machines[1].backup.home: expected true | false, found 1',
  ],
  [
    'encrypted: true',
    'encrypted: true, backup: { mediaEncrypted: 1 }',
    '12:60: machines[1].backup.mediaEncrypted: expected true | false, found 1',
  ],
  [
    'encrypted: true',
    'encrypted: true, replicated: 1',
    '12:46: machines[1].replicated: expected true | false, found 1',
  ],
  [
    'encrypted: true',
    'encrypted: true, changedBlockTracking: 1',
    '12:56: machines[1].changedBlockTracking: expected true | false, found 1',
  ],
  [
    'encrypted: true',
    'encrypted: true, ideController: 1',
    '12:49: machines[1].ideController: expected true | false, found 1',
  ],
  [
    'encrypted: true',
    'encrypted: true, dataDiskProvider: nkp',
    '12:52: machines[1].dataDiskProvider: expected another key provider than that of the VM home, found "nkp"; known here: kms | vta',
  ],
  [
    'machines:',
    'licence: vsphere\nmachines:',
    '10:10: licence: expected enterprisePlus+vsanEnterprise | enterprisePlus | standard | vcf | vvf | vvs, found "vsphere"',
  ],
  [
    'machines:',
    'defaultProvider: np\nmachines:',
    '10:18: defaultProvider: unknown key provider "np"; did you mean "nkp"?',
  ],
  [
    'machines:',
    'clusterDefaultProvider: x\nmachines:',
    '10:25: clusterDefaultProvider: unknown key provider "x"; known here: nkp | kms | vta',
  ],
])('%s → %s', (old, replacement, message) => {
  expect(after(old, replacement)).toEqual([`site.yaml:${message}`]);
});

test('two classes are not clones of each other', () => {
  const old = 'vtpm: true, datastore: vsan }\n  - { name: db,';
  const problems = after(old, 'vtpm: true, datastore: vsan, cloneOf: db }\n  - { name: db, cloneOf: win,');
  expect(problems).toEqual([
    'site.yaml:11:56: machines[0].cloneOf: expected a class that is no clone of "win" itself, found "db"',
    'site.yaml:12:26: machines[1].cloneOf: expected a class that is no clone of "db" itself, found "win"',
  ]);
});
