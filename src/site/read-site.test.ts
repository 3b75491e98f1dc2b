import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { named } from '../../models/site.ts';
import { native } from '../../models/play.fixture.ts';
import type { Site } from '../../models/site.ts';
import { printProblem } from './problem.ts';
import { parseSite, readSite } from './read-site.ts';
import type { SiteFile } from './read-site.ts';

const base = `hosts: { count: 3, tpm: 2.0 }
vcenter: { datastore: vsan }
datastores: [{ name: vsan, kind: vsan }]
machines: [{ name: db, encrypted: true }]
`;

function read(text: string): SiteFile {
  const result = parseSite(text, 'site.yaml');
  if (!result.ok) throw new Error(result.problems.map(printProblem).join('\n'));
  return result.value;
}

function problems(text: string): string[] {
  const result = parseSite(text, 'site.yaml');
  return result.ok ? [] : result.problems.map(printProblem);
}

describe('a site', () => {
  test('the article: everything that the file says, and what follows from it', async () => {
    const result = await readSite('examples/article.yaml');
    if (!result.ok) throw new Error(result.problems.map(printProblem).join('\n'));
    const expected: Site = {
      name: 'article',
      hosts: ['esx-01', 'esx-02', 'esx-03'].map((name) => ({
        name,
        tpm: '2.0',
        encryptionMode: 'tpm',
        boot: 'disk',
        keyPersistence: false,
      })),
      vcenterAt: 'vsan',
      providers: [native('nkp', true)],
      datastores: [
        { name: 'vsan', kind: 'vsan', encryptedBy: 'nkp', deduplication: true, failuresToTolerate: 1 },
        { name: 'san', kind: 'external', encryptedBy: null, deduplication: false, failuresToTolerate: 0 },
      ],
      machines: [
        { name: 'win11', count: 20, encryption: 'vtpm', provider: 'nkp', datastore: 'vsan', host: 'esx-01' },
        { name: 'db', count: 1, encryption: 'full', provider: 'nkp', datastore: 'san', host: 'esx-02' },
      ],
      places: ['safe', 'password-manager', 'backup-server', 'vault'].map((name) => ({
        name,
        datastore: null,
        gone: false,
      })),
      p12s: [{ name: 'nkp.p12', at: 'safe', passwordAt: 'password-manager', provider: 'nkp' }],
      backups: [{ name: 'vcenter-backup', at: 'backup-server', passwordAt: 'vault' }],
      recoveryKeysAt: 'vault',
      promise: {
        recoverable: 2,
        starts: 1,
        secret: [
          { kind: 'disk', datastore: 'vsan' },
          { kind: 'disk', datastore: 'san' },
          { kind: 'bootDevice', host: 'esx-01' },
          { kind: 'bootDevice', host: 'esx-02' },
          { kind: 'bootDevice', host: 'esx-03' },
          { kind: 'place', place: 'backup-server' },
          { kind: 'place', place: 'safe' },
        ],
        deduplication: 0.9,
      },
    };
    expect(result.value.site).toEqual(expected);
    expect(result.value.workload).toEqual({
      clones: 8,
      sizeMiB: 16,
      changedPercent: 2,
      writtenGiBPerDay: 0,
    });
    expect(result.value.prices).toBeNull();
  });

  test.each(['minimal', 'no-tpm', 'no-backup', 'double-encryption'])(
    'examples/%s.yaml is valid',
    async (name) => {
      const result = await readSite(`examples/${name}.yaml`);
      expect(result.ok ? [] : result.problems.map(printProblem)).toEqual([]);
    },
  );

  test('ten lines are a site', async () => {
    const result = await readSite('examples/minimal.yaml');
    expect(result.ok && result.value.text.trimEnd().split('\n')).toHaveLength(10);
  });

  test('defaults: one provider, whose only download was thrown away', () => {
    const { site } = read(base);
    expect(site.name).toBe('site');
    expect(site.providers).toEqual([native('nkp', true)]);
    expect(site.p12s).toEqual([
      { name: 'nkp-discarded.p12', at: 'discarded', passwordAt: null, provider: 'nkp' },
    ]);
    expect(site.places).toEqual([{ name: 'discarded', datastore: null, gone: true }]);
    expect(site.recoveryKeysAt).toBeNull();
    expect(site.promise.deduplication).toBeNull();
    expect(site.promise.secret.filter(({ kind }) => kind === 'place')).toEqual([]);
  });

  test.each([
    ['2', '2.0', 'tpm'],
    ['2.0', '2.0', 'tpm'],
    ['"2.0"', '2.0', 'tpm'],
    ['"2"', '2.0', 'tpm'],
    ['1.2', '1.2', 'none'],
    ['"1.2"', '1.2', 'none'],
    ['unusable', 'unusable', 'none'],
    ['none', 'none', 'none'],
  ])('tpm: %s', (written, tpm, encryptionMode) => {
    const { site } = read(base.replace('2.0', written));
    expect(site.hosts[0]).toEqual({
      name: 'esx-01',
      tpm,
      encryptionMode,
      boot: 'disk',
      keyPersistence: false,
    });
    expect(site.providers[0]?.tpmRequired).toBe(tpm === '2.0');
  });

  test('two hosts tolerate no failure, unless the file says so', () => {
    expect(read(base.replace('count: 3', 'count: 2')).site.datastores[0]?.failuresToTolerate).toBe(0);
    const witness = base
      .replace('count: 3', 'count: 2')
      .replace('kind: vsan', 'kind: vsan, failuresToTolerate: 1');
    expect(read(witness).site.datastores[0]?.failuresToTolerate).toBe(1);
  });

  test('machines are spread over the hosts that receive their keys', () => {
    const { site } = read(`hosts:
  - { name: a, tpm: none }
  - { name: b, tpm: 2.0 }
  - { name: c, tpm: 2.0, encryptionMode: none }
vcenter: outside
keyProviders: [{ tpmRequired: true }]
datastores: [{ name: san, kind: external }]
machines:
  - { name: plain }
  - { name: one, vtpm: true }
  - { name: two, encrypted: true, vtpm: true }
  - { name: three, encrypted: true, host: b }
`);
    expect(site.machines.map(({ host, encryption }) => [host, encryption])).toEqual([
      ['a', 'none'],
      ['c', 'vtpm'],
      ['b', 'full'],
      ['b', 'full'],
    ]);
    expect(named(site.machines, 'plain').provider).toBeNull();
    expect(site.vcenterAt).toBeNull();
  });

  test('a place with the name of a datastore lies on it, others where the file says', () => {
    const { site } = read(`${base}places: [{ name: share, datastore: vsan }]
keyProviders: [{ backups: [{ at: vsan, passwordAt: vault }, { at: share }, { name: third.p12, at: vault }] }]
vcenterBackups: [{ at: share }, { at: vault }]
`);
    expect(site.places).toEqual([
      { name: 'share', datastore: 'vsan', gone: false },
      { name: 'vsan', datastore: 'vsan', gone: false },
      { name: 'vault', datastore: null, gone: false },
    ]);
    expect(site.p12s.map(({ name }) => name)).toEqual(['nkp.p12', 'nkp-2.p12', 'third.p12']);
    expect(site.backups.map(({ name }) => name)).toEqual(['vcenter-backup', 'vcenter-backup-2']);
    // Each place once, whatever is kept there.
    expect(site.promise.secret.filter(({ kind }) => kind === 'place')).toEqual([
      { kind: 'place', place: 'share' },
      { kind: 'place', place: 'vault' },
      { kind: 'place', place: 'vsan' },
    ]);
  });

  test('positions, also of what the file leaves out', () => {
    const { positionOf } = read(base);
    expect(positionOf(['hosts', 'tpm'])).toEqual({ line: 1, column: 25 });
    expect(positionOf(['machines', 0, 'vtpm'])).toEqual({ line: 4, column: 12 });
    expect(positionOf(['keyProviders', 0, 'backups'])).toEqual({ line: 1, column: 1 });
  });
});

describe('by chance', () => {
  const words = fc.constantFrom(
    'name',
    'hosts',
    'count',
    'tpm',
    '2.0',
    'vcenter',
    'outside',
    'datastores',
    'kind',
    'vsan',
    'machines',
    '__proto__',
    'constructor',
    ': ',
    ':\n  ',
    '- ',
    '[',
    ']',
    '{',
    '}',
    ', ',
    '\n',
    '\t',
    '"',
    "'",
    '|',
    '>',
    '&a',
    '*a',
    '!!',
    '#',
    '? ',
    '~',
    '---',
    '%',
  ); // prettier-ignore

  test('no bytes make it throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.array(words, { maxLength: 60 })),
        (given) => {
          const text = typeof given === 'string' ? given : given.join('');
          const result = parseSite(text, 'x');
          for (const problem of result.ok ? [] : result.problems) {
            expect(problem.line).toBeGreaterThan(0);
            expect(problem.column).toBeGreaterThan(0);
            expect(problem.message).not.toBe('');
          }
        },
      ),
      { numRuns: 3000, seed: 1 },
    );
  });

  test('no change of one value makes it throw, and each problem points into the file', () => {
    const lines = base.trimEnd().split('\n').length;
    const value = fc.oneof(fc.json({ maxDepth: 3 }), words);
    fc.assert(
      fc.property(fc.nat(base.length), fc.nat(12), value, (at, length, inserted) => {
        const text = base.slice(0, at) + inserted.replaceAll('\n', ' ') + base.slice(at + length);
        const result = parseSite(text, 'x');
        for (const { line } of result.ok ? [] : result.problems) expect(line).toBeLessThanOrEqual(lines + 1);
      }),
      { numRuns: 2000, seed: 2 },
    );
  });

  test('the same problems for the same text', () => {
    const bad = base.replaceAll('name', 'nmae');
    expect(problems(bad)).toEqual(problems(bad));
    expect(problems(bad).length).toBeGreaterThan(2);
  });
});
