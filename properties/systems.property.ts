/** Whatever a site file says of its systems, its questions can be asked: each is set up as it says, of goals there are. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readings } from '../models/reading.ts';
import { questionsOf } from '../models/systems/questions.ts';
import { releases } from '../models/versions.ts';
import { licences } from '../models/licences.ts';
import { parseSite, type SiteFile } from '../src/site/read-site.ts';
import { systemsResult } from '../src/verdict/systems.ts';

const flag = fc.boolean();
const opt = { nil: undefined, freq: 4 };
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, opt);
const release = fc.constantFrom(...releases);
const providers = fc.subarray(['nkp', 'kms', 'vta']);

const hosts = fc.record({
  count: fc.integer({ min: 2, max: 4 }),
  tpm: fc.constantFrom('none', '1.2', 'unusable', '2.0'),
  encryptionMode: maybe(fc.constantFrom('tpm', 'none')),
  boot: maybe(fc.constantFrom('disk', 'network')),
  keyPersistence: maybe(flag),
  secureBoot: maybe(fc.constantFrom('off', 'on', 'required')),
  execInstalledOnly: maybe(flag),
  quickBoot: maybe(flag),
  hostEncryption: maybe(fc.constantFrom('onDemand', 'forceEnable')),
  bundlePassword: maybe(flag),
  bundlePasswordAt: maybe(fc.subarray(['vault', 'safe'])),
});

const machine = fc.record({
  vtpm: flag,
  encrypted: flag,
  provider: maybe(fc.constantFrom('nkp', 'kms')),
  guest: maybe(
    fc.record({
      sealed: flag,
      requiresTpm: flag,
      recoveryPasswordAt: fc.subarray(['vault', 'safe']),
    }),
  ),
  cloneOf: maybe(fc.constant('other')),
  linkedClone: maybe(flag),
  clonePolicy: maybe(fc.constantFrom('copy', 'replace')),
  template: maybe(flag),
  firstClassDisks: maybe(flag),
  snapshots: maybe(fc.constantFrom('none', 'chain', 'tree')),
  storageSnapshots: maybe(flag),
  backup: maybe(
    fc.record({ transport: fc.constantFrom('nbdssl', 'hotAdd', 'san'), home: flag, mediaEncrypted: flag }),
  ),
  replicated: maybe(flag),
  changedBlockTracking: maybe(flag),
  ideController: maybe(flag),
  dataDiskProvider: maybe(fc.constantFrom('nkp', 'kms')),
});

const vsan = fc.record({
  encryptedBy: maybe(fc.constantFrom('nkp', 'kms')),
  architecture: maybe(fc.constantFrom('osa', 'esa')),
  deduplication: flag,
  encryptionInTransit: maybe(flag),
  erasedBeforeUse: maybe(flag),
});

const site = fc.record({
  hosts,
  vcenter: fc.record({
    datastore: fc.constant('outside'),
    release: maybe(release),
    highAvailability: maybe(flag),
    linkedMode: maybe(flag),
  }),
  keyProviders: fc
    .record({
      createdOn: maybe(fc.constantFrom('vcenter', 'host')),
      kept: flag,
      rootKey: maybe(flag),
      wrappingKey: maybe(flag),
      baseImages: maybe(fc.subarray([...releases], { minLength: 1, maxLength: 3 })),
    })
    .map(({ createdOn, kept, rootKey, wrappingKey, baseImages }) => [
      { name: 'nkp', createdOn, backups: kept ? [{ at: 'safe', passwordAt: 'vault' }] : [] },
      { name: 'kms', kind: 'standard', keyServer: { rootKey }, wrappingKey },
      { name: 'vta', kind: 'trusted', keyServer: { backupAt: 'safe' }, baseImages },
    ]),
  vcenterBackups: maybe(
    fc
      .record({ level: maybe(fc.constantFrom('file', 'image')), keyProviders: maybe(providers) })
      .map((backup) => [{ at: 'safe', ...backup }]),
  ),
  licence: maybe(fc.constantFrom(...Object.keys(licences))),
  defaultProvider: maybe(fc.constantFrom('nkp', 'kms')),
  clusterDefaultProvider: maybe(fc.constantFrom('nkp', 'kms')),
  recoverySite: maybe(
    fc.record({
      importedProviders: fc.subarray(['nkp', 'kms']),
      createdProviders: fc.subarray(['nkp']),
    }),
  ),
  datastores: vsan.map((store) => [{ name: 'store', kind: 'vsan', ...store }]),
  machines: machine.map((one) => [{ name: 'one', ...one }, { name: 'other' }]),
  promise: fc.constant({ recoverable: 0, starts: 0 }),
});

/** The site without the fields that the reader complains about: each problem points at the one that has to go. */
function mended(said: unknown): SiteFile {
  const left = JSON.parse(JSON.stringify(said)) as unknown;
  for (let attempt = 0; attempt < 60; attempt++) {
    const read = parseSite(JSON.stringify(left), 'site.yaml');
    if (read.ok) return read.value;
    const parts = (read.problems[0]?.path ?? '').split(/[.[\]]+/).filter((part) => part !== '');
    const last = parts.pop() ?? '';
    const owner = parts.reduce<unknown>((value, part) => Reflect.get(Object(value), part), left);
    if (Array.isArray(owner)) owner.splice(Number(last), 1);
    else Reflect.deleteProperty(Object(owner), last);
  }
  throw new Error(`this cannot be mended: ${JSON.stringify(left)}`);
}

test('no set-up is refused, and no question asks for what its machine does not have', () => {
  const asked = new Set<string>();
  fc.assert(
    fc.property(site, (said) => {
      const described = mended(said);
      const { asked: systems } = systemsResult(questionsOf(described), readings.slice(0, 1), 2_000);
      for (const { title, machine: name, answers } of systems) {
        asked.add(name);
        expect(answers.length, title).toBeGreaterThan(0);
      }
      const keys = systems.map(({ title, readings: names }) => `${title} ${names.join()}`);
      expect(new Set(keys).size).toBe(keys.length);
    }),
    { numRuns: 60, seed: 20_261_124 },
  );
  expect([...asked].toSorted()).toEqual([
    'host-encryption',
    'loot',
    'secure-configuration',
    'standard-key-provider',
    'trusted-key-provider',
    'vcenter',
    'vm-copies',
    'vm-encryption',
    'vsan-encryption',
    'vtpm',
  ]);
});
