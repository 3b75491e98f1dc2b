/** What hosts of small sites are asked: their bundles, and TPMs that cannot be used. */
import { expect, test } from 'vitest';
import { answerOf, asked } from './systems.fixture.ts';

test('a dump outlives the key of its host in a bundle whose password is kept', () => {
  const hosts = (said: string): Record<string, string> => ({
    hosts: `{ count: 3, tpm: 2.0, hostEncryption: onDemand, ${said} }`,
    vcenter: '{ datastore: outside, release: 8.0U3 }',
    promise: '{ recoverable: 2 }',
  });
  const title = 'support bundle of every host';
  const steps = (said: string): unknown => {
    const answer = answerOf(asked(hosts(said), title), title, 'hostDumpReadable');
    return answer?.verdict === 'broken'
      ? (answer.steps ?? []).map(({ event }) => event.type)
      : answer?.verdict;
  };
  expect(steps('bundlePassword: true, bundlePasswordAt: [vault, safe]')).toBe('holds');
  expect(steps('bundlePassword: true, bundlePasswordAt: []')).toContain('passwordIsForgotten');
  expect(steps('bundlePassword: false')).not.toContain('passwordIsForgotten');
});

test('a TPM that cannot be used is none, and what is not documented about it is said', () => {
  const hosts = '[{ name: a, tpm: 2.0 }, { name: b, tpm: unusable }]';
  const keyProviders = '[{ name: nkp, tpmRequired: true, backups: [{ at: safe }] }]';
  const { notes } = asked({ hosts, keyProviders }, 'none');
  expect(notes).toMatchObject([{ title: 'keys of nkp on b', open: true }]);
  expect(asked({ hosts }, 'none').notes).toEqual([]);
  const found = asked({ hosts }, 'secure configuration of b');
  const goals = found.asked[0]?.answers.filter(({ kind }) => kind === 'goal').map(({ name }) => name);
  expect(goals).toEqual(['holdsKdk']);
  expect(found.asked[0]?.cases[0]?.variant).toMatchObject({ tpm: '2.0', usable: false });
});

test.each([
  [
    'data disks of db',
    {
      keyProviders: '[{ name: nkp }, { name: other }]',
      machines: '[{ name: db, encrypted: true, dataDiskProvider: other }]',
      vcenter: '{ datastore: outside, release: 8.0U3 }',
    },
  ],
  [
    'attestation for vta',
    {
      hosts: '[{ name: a, tpm: 2.0, release: 8.0 }, { name: b, tpm: 2.0 }]',
      keyProviders: '[{ name: vta, kind: trusted, keyServer: {}, baseImages: [8.0U1] }]',
      machines: '[{ name: db, encrypted: true }]',
      vcenter: '{ datastore: outside, release: 8.0U1 }',
    },
  ],
])(
  'what the machine of the site takes for granted, against its file, leaves the verdict open: %s',
  (title, changes) => {
    expect(asked(changes, 'none').notes).toMatchObject([{ title, open: true }]);
  },
);
