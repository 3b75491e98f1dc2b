/** Fields of the systems of a site that also set up the machine of the site. */
import { expect, test } from 'vitest';
import { article } from '../../models/play.fixture.ts';
import { steadyMachine } from '../../models/site-machine.ts';
import { slice } from '../../models/state.ts';
import { printProblem } from './problem.ts';
import { parseSite, type SiteFile } from './read-site.ts';
import { siteFileOf } from './write-site.ts';

const lines = {
  hosts: '{ count: 2, tpm: 2.0 }',
  vcenter: '{ datastore: outside, release: 8.0U3 }',
  keyProviders: '[{ name: old, backups: [{ at: safe }] }, { name: new, backups: [{ at: safe }] }]',
  datastores: '[{ name: san, kind: external }]',
  machines: '[{ name: db, encrypted: true }]',
};

function read(
  changes: Partial<
    Record<keyof typeof lines | 'vcenterBackups' | 'defaultProvider' | 'clusterDefaultProvider', string>
  >,
): SiteFile | string[] {
  const text = Object.entries({ ...lines, ...changes }).map(([field, value]) => `${field}: ${value}\n`);
  const result = parseSite(text.join(''), 'site.yaml');
  return result.ok ? result.value : result.problems.map(printProblem);
}

function siteOf(changes: Parameters<typeof read>[0]): SiteFile {
  const found = read(changes);
  if (Array.isArray(found)) throw new Error(found.join('\n'));
  return found;
}

test('a backup lacks what was created after it, and one that lacks more is older', () => {
  const vcenterBackups =
    '[{ name: recent, at: depot }, { name: early, at: depot, keyProviders: [] }, { name: later, at: depot, keyProviders: [new] }]';
  const { site } = siteOf({ vcenterBackups });
  const { machine, refused } = steadyMachine(site, article);
  expect(refused).toEqual([]);
  const held = ['early', 'later', 'recent'].map((backup) =>
    Object.entries(slice(machine.initial, `backup/${backup}`)).map(([provider, { key }]) => [provider, key]),
  );
  expect(held.map((each) => Object.fromEntries(each) as unknown)).toEqual([
    { old: 'none', new: 'none' },
    { old: 'none', new: 'new#1' },
    { old: 'old#1', new: 'new#1' },
  ]);
  const again = parseSite(JSON.stringify(siteFileOf(site, [])), 'again.yaml');
  expect(again.ok && again.value.site.backups).toEqual(site.backups);
});

test('of two backups one holds all that the other holds', () => {
  const vcenterBackups = '[{ at: depot, keyProviders: [old] }, { at: depot, keyProviders: [new] }]';
  expect(read({ vcenterBackups })).toEqual([
    'site.yaml:6:81: vcenterBackups[1].keyProviders: expected all that vcenterBackups[0] holds, or only what it holds, because a backup lacks what was created later, found new',
  ]);
});

test.each([
  [{}, 'old'],
  [{ defaultProvider: 'new' }, 'new'],
  [{ defaultProvider: 'new', clusterDefaultProvider: 'old' }, 'old'],
  [{ defaultProvider: 'old', clusterDefaultProvider: 'new' }, 'new'],
])('what names no key provider has the default one: %o', (changes, provider) => {
  const { site, said } = siteOf(changes);
  expect([site.machines[0]?.provider, site.providers[0]?.name]).toEqual([provider, provider]);
  expect(said.providers).toMatchObject(site.providers.map(({ name }) => ({ name })));
  // A host that has no host key yet takes the default one's.
  expect(slice(steadyMachine(site, article).machine.initial, 'host/esx-01').hostKey).toBe(`${provider}#1`);
});

const kms = {
  keyProviders: '[{ name: kms, kind: standard, keyServer: {} }]',
  datastores: '[{ name: vsan, kind: vsan, encryptedBy: kms }]',
};

test.each([
  ['7.0U1', '{ count: 2, tpm: 2.0 }', 'none', false],
  ['7.0U2', '{ count: 2, tpm: 2.0, keyPersistence: true }', 'tpm', false],
  ['7.0U3', '{ count: 2, tpm: 2.0, keyPersistence: true }', 'tpm', true],
])('on %s a host has what its release has', (release, hosts, encryptionMode, keyPersistence) => {
  const { site } = siteOf({ ...kms, hosts, vcenter: `{ datastore: outside, release: ${release} }` });
  expect(site.hosts[0]).toMatchObject({ encryptionMode, keyPersistence });
});

test('before 7.0 U2 no configuration is sealed', () => {
  expect(
    read({
      ...kms,
      hosts: '{ count: 2, tpm: 2.0, encryptionMode: tpm }',
      vcenter: '{ datastore: outside, release: 7.0U1 }',
    }),
  ).toEqual([
    'site.yaml:1:46: hosts.encryptionMode: expected release 7.0U2 or later (Since 7.0 U2 the archive of the configuration on the boot device is encrypted), found tpm on 7.0U1',
  ]);
});
