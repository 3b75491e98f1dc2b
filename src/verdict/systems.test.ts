/** What systems of small sites answer: what counts, what is a remark, and what is not asked. */
import { describe, expect, test } from 'vitest';
import { readings } from '../../models/reading.ts';
import { questionsOf } from '../../models/systems/questions.ts';
import { readSite } from '../site/read-site.ts';
import { answerOf, asked, shown } from './systems.fixture.ts';
import { counting, systemsResult } from './systems.ts';

describe('what counts', () => {
  const guest = (said: string): Record<string, string> => ({
    machines: `[{ name: win, vtpm: true, guest: { ${said} } }]`,
  });

  test('a sealed guest without a recovery password is lost with its vTPM', () => {
    const found = asked(guest('sealed: true'), 'vTPM of win');
    expect(shown(answerOf(found, 'vTPM of win', 'recoverable'))).toEqual(['broken', true, ['removeVtpm']]);
    expect(counting(found).map(({ verdict }) => verdict)).toEqual(['broken']);
  });

  test('with one it takes two faults, and with two places three', () => {
    const one = guest('sealed: true, recoveryPasswordAt: [vault]');
    const two = guest('sealed: true, recoveryPasswordAt: [vault, safe]');
    const promise = '{ recoverable: 2 }';
    expect(shown(answerOf(asked(one, 'vTPM of win'), 'vTPM of win', 'recoverable'))).toEqual([
      'holds',
      true,
      [],
    ]);
    expect(shown(answerOf(asked({ ...one, promise }, 'vTPM of win'), 'vTPM of win', 'recoverable'))).toEqual([
      'broken',
      true,
      ['removeVtpm', 'passwordIsLost'],
    ]);
    expect(shown(answerOf(asked({ ...two, promise }, 'vTPM of win'), 'vTPM of win', 'recoverable'))).toEqual([
      'holds',
      true,
      [],
    ]);
  });

  test('a search that stopped is never green', () => {
    const answer = answerOf(asked(guest('sealed: true'), 'vTPM of win', 20), 'vTPM of win', 'guestRuns');
    expect([answer?.verdict, answer?.finding]).toEqual([
      'notTested',
      expect.stringMatching(/^the search stopped at \d+ states/),
    ]);
  });

  test('replicas survive the loss of the site only with their provider', () => {
    const replicated = {
      machines: '[{ name: db, encrypted: true, replicated: true }]',
      keyProviders: '[{ name: nkp }]',
    };
    const title = 'db at the recovery site';
    const lost = asked({ ...replicated, recoverySite: '{}' }, title);
    expect(shown(answerOf(lost, title, 'dataSurvives'))).toEqual(['broken', true, ['mainIsLost']]);
    const other = asked({ ...replicated, recoverySite: '{ createdProviders: [nkp] }' }, title);
    expect(shown(answerOf(other, title, 'dataSurvives'))).toEqual(['broken', true, ['mainIsLost']]);
    const same = asked({ ...replicated, recoverySite: '{ importedProviders: [nkp] }' }, title);
    expect(shown(answerOf(same, title, 'dataSurvives'))).toEqual(['holds', true, []]);
  });

  test('vSAN of three hosts counts, of four it is a remark', () => {
    const vsan = {
      vcenter: '{ datastore: outside, release: 8.0U3 }',
      datastores:
        '[{ name: vsan, kind: vsan, encryptedBy: nkp, architecture: osa, encryptionInTransit: true }]',
    };
    const counts = (hosts: string): boolean | undefined =>
      answerOf(
        asked({ ...vsan, hosts }, 'vSAN encryption of vsan'),
        'vSAN encryption of vsan',
        'dataReadable',
      )?.counts;
    expect(counts('{ count: 3, tpm: 2.0 }')).toBe(true);
    expect(counts('{ count: 4, tpm: 2.0 }')).toBe(false);
  });
});

describe('what is a remark', () => {
  test.each([
    [
      'a clone with a new vTPM asks for a password that nobody kept',
      { machines: '[{ name: win, vtpm: true, clonePolicy: replace, guest: { sealed: true } }]' },
      'clones of win',
      'cloneRuns',
      ['broken', false, []],
    ],
    [
      'a copied one runs, with the identity of the machine',
      { machines: '[{ name: win, vtpm: true, clonePolicy: copy, guest: { sealed: true } }]' },
      'clones of win',
      'ownIdentity',
      ['broken', false, []],
    ],
    [
      'a machine with changed block tracking goes off when it is rekeyed, before 8.0 U3e',
      {
        vcenter: '{ datastore: outside, release: 8.0U3 }',
        machines: '[{ name: db, encrypted: true, changedBlockTracking: true }]',
      },
      'rekey of db while it runs',
      'machineRuns',
      ['broken', false, ['shallowRecrypt']],
    ],
    [
      'and not from then on',
      {
        vcenter: '{ datastore: outside, release: 8.0U3e }',
        machines: '[{ name: db, encrypted: true, changedBlockTracking: true }]',
      },
      'rekey of db while it runs',
      'machineRuns',
      ['holds', false, []],
    ],
    [
      'snapshots with branches prevent the rekey to one provider',
      {
        vcenter: '{ datastore: outside, release: 9.0 }',
        keyProviders: '[{ name: nkp }, { name: other }]',
        machines: '[{ name: db, encrypted: true, snapshots: tree, dataDiskProvider: other }]',
      },
      'rekey of db while it runs',
      'oneProvider',
      ['broken', false, []],
    ],
    [
      'a chain does not',
      {
        vcenter: '{ datastore: outside, release: 9.0 }',
        keyProviders: '[{ name: nkp }, { name: other }]',
        machines: '[{ name: db, encrypted: true, snapshots: chain, dataDiskProvider: other }]',
      },
      'rekey of db while it runs',
      'oneProvider',
      ['holds', false, []],
    ],
    [
      'backups without the home bring no vTPM back',
      { machines: '[{ name: db, encrypted: true, backup: { mediaEncrypted: false } }]' },
      'backups of db',
      'stolenCopiesSecret',
      ['broken', false, ['mediaAreStolen']],
    ],
    [
      'disks that were not erased keep plaintext',
      {
        vcenter: '{ datastore: outside, release: 9.1 }',
        datastores:
          '[{ name: vsan, kind: vsan, encryptedBy: nkp, architecture: esa, erasedBeforeUse: false }]',
      },
      'plaintext from before vsan was encrypted',
      'noPlaintextOnDevices',
      ['broken', true, []],
    ],
    [
      'and so they do where the file does not say which architecture it is, and nobody promised that',
      {
        datastores: '[{ name: vsan, kind: vsan, encryptedBy: nkp, erasedBeforeUse: false }]',
        promise: '{ secret: [] }',
      },
      'plaintext from before vsan was encrypted',
      'noPlaintextOnDevices',
      ['broken', false, []],
    ],
    [
      'the wire of the original architecture is open unless it is turned on',
      {
        vcenter: '{ datastore: outside, release: 8.0 }',
        datastores: '[{ name: vsan, kind: vsan, architecture: osa, encryptionInTransit: false }]',
      },
      'the network of vsan',
      'plainSecret',
      ['broken', false, ['thiefTakes']],
    ],
    [
      'a provider that was created on a host is not in vCenter Server by itself',
      {
        vcenter: '{ datastore: outside, release: 8.0 }',
        keyProviders: '[{ name: nkp, createdOn: host, backups: [{ at: safe }] }]',
      },
      'birth of nkp on a host',
      'p12IsGood',
      ['holds', false, []],
    ],
    [
      'hosts whose base image is not imported are not attested until it is',
      {
        vcenter: '{ datastore: outside, release: 8.0U3 }',
        keyProviders: '[{ name: vta, kind: trusted, keyServer: {}, baseImages: [8.0] }]',
        machines: '[{ name: db, encrypted: true }]',
      },
      'attestation for vta',
      'machineStarts',
      ['holds', false, []],
    ],
    [
      'a root key that is deleted takes all keys along',
      {
        promise: '{ recoverable: 2 }',
        keyProviders: '[{ name: kms, kind: standard, keyServer: { rootKey: true } }]',
        machines: '[{ name: db, encrypted: true }]',
      },
      'key server of kms',
      'machineKeyExists',
      ['broken', false, ['rootKeyIsDeleted', 'sitePowerFails']],
    ],
  ] as const)('%s', (_, changes, title, name, expected) => {
    expect(shown(answerOf(asked(changes, title), title, name))).toEqual(expected);
  });

  test('a licence denies new operations and locks nothing', () => {
    const found = asked({ licence: 'standard', machines: '[{ name: db, encrypted: true }]' });
    expect(found.notes.map(({ text }) => text)).toEqual([
      'standard does not include VM encryption: db stays encrypted and starts, and nothing else can be encrypted',
    ]);
    expect(shown(answerOf(found, 'licence of what nkp encrypts', 'machineStarts'))).toEqual([
      'holds',
      false,
      [],
    ]);
    expect(asked({ licence: 'vcf' }).notes).toEqual([]);
  });
});

test('examples/systems.yaml: everything that counts holds, and every machine but those of key servers is asked', async () => {
  const read = await readSite('examples/systems.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const all = questionsOf(read.value);
  const questions = all.questions.filter(({ aims }) => aims.some(({ counts }) => counts));
  const found = counting(systemsResult({ ...all, questions }, readings, 100_000));
  expect(found.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['dataReadable', 'holds'],
    ['noPlaintextOnDevices', 'holds'],
    ['recoverable', 'holds'],
    ['dataSurvives', 'holds'],
  ]);
  expect(all.missing).toEqual([]);
  expect(new Set(all.questions.map(({ machine }) => machine.name)).size).toBe(8);
});

describe('what is not asked', () => {
  test('fields that would let more be asked are named once', () => {
    const { missing, asked: systems } = asked({
      datastores: '[{ name: vsan, kind: vsan, encryptedBy: nkp }]',
      machines: '[{ name: a, vtpm: true }, { name: b, vtpm: true }]',
    });
    expect(missing).toEqual([
      'vcenter.highAvailability',
      'licence',
      'hosts.secureBoot',
      'hosts.hostEncryption',
      'vcenter.release',
      'datastores[].architecture',
      'machines[].guest',
    ]);
    expect(systems.map(({ title }) => title)).toEqual([
      '.p12 files of nkp',
      'secure configuration of every host',
    ]);
  });

  test('what both readings answer alike is said once', () => {
    const { asked: systems } = asked({});
    expect(systems.map(({ readings: names }) => names)).toEqual([
      ['article', 'vendor'],
      ['article', 'vendor'],
    ]);
  });

  test('where it matters, readings are told apart', () => {
    const { asked: systems } = asked({ hosts: '{ count: 2, tpm: none, secureBoot: on }' });
    const found = systems.filter(({ machine }) => machine === 'secure-configuration');
    expect(
      found.map(({ readings: [name], answers }) => [
        name,
        answers.find((one) => one.name === 'startsWithKdk')?.verdict,
      ]),
    ).toEqual([
      ['article', 'broken'],
      ['vendor', 'holds'],
    ]);
  });
});
