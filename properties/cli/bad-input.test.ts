/** Whatever cannot be used is told with its place and what was expected, on stderr, with exit code 3, before any work. */
import { mkdir, open, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { breakglass, breakglassHere, type Folder, folderWith, repositoryFile } from './command-line.ts';
import { quickSite } from './sites.ts';

const bombLine = (name: string, before: string): string =>
  `${name}: &${name} [${`*${before}, `.repeat(9)}]\n`;
const bomb = `a: &a [x, x, x]\n${bombLine('b', 'a')}${bombLine('c', 'b')}${bombLine('d', 'c')}${bombLine('e', 'd')}`;
const twoHosts = `hosts:
  - { name: esx-a, tpm: 2.0 }
  - { name: esx-a, tpm: 2.0 }
`;

let folder: Folder;

beforeAll(async () => {
  folder = await folderWith({
    'site.yaml': quickSite,
    'empty.yaml': '',
    'invalid.yaml': 'name: a\nhosts: [1\nmachines: }\n',
    'unknown-key.yaml': quickSite.replace('encrypted: true', 'encrypted: true, datastor: san'),
    'wrong-type.yaml': quickSite.replace('count: 2', 'count: two'),
    'two-hosts.yaml': quickSite.replace(/hosts: .*\n/, twoHosts),
    'no-datastore.yaml': quickSite.replace(
      'encrypted: true, datastore: san',
      'encrypted: true, datastore: sam',
    ),
    'bomb.yaml': bomb,
    'no-reading.yaml': 'site: site.yaml\nreading: vendr\nsteps:\n  - hostCrashes: esx-01\n',
    file: 'a file, no folder\n',
    'other.sqlite': '',
  });
  await mkdir(join(folder.path, 'folder'));
  const large = await open(join(folder.path, 'large.yaml'), 'w');
  await large.writeFile(`${quickSite}#`);
  await large.truncate(50 * 2 ** 20);
  await large.close();
  const other = new DatabaseSync(join(folder.path, 'other.sqlite'));
  other.exec('CREATE TABLE mine (a TEXT); INSERT INTO mine VALUES (1)');
  other.close();
  // One run under one seed and reading, for what is asked of a store that is there.
  const made = await breakglass(
    ['chaos', 'site.yaml', '--runs', '1', '--reading', 'vendor', '--workers', '1', '--store', 'there.sqlite'],
    folder.path,
  );
  if (made.code !== 0) throw new Error(made.stderr);
}, 120_000);

afterAll(() => folder.remove());

/** What is typed, and what stderr says to it. */
const cases: readonly (readonly [command: string, message: string])[] = [
  [
    'check missing.yaml',
    'missing.yaml:1:1: expected a site file, found no file of this name; check the path',
  ],
  ['check folder', 'folder:1:1: expected a site file, found a directory'],
  [
    'check empty.yaml',
    'empty.yaml:1:1: expected a site file, found an empty file; examples/minimal.yaml is a start',
  ],
  [
    'check invalid.yaml',
    `invalid.yaml:3:1: invalid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]
invalid.yaml:3:11: invalid YAML: Unexpected flow-map-end token in YAML stream: "}"`,
  ],
  [
    'check unknown-key.yaml',
    'unknown-key.yaml:9:35: machines[0].datastor: unknown key "datastor"; did you mean "datastore"?',
  ],
  [
    'check wrong-type.yaml',
    'wrong-type.yaml:2:17: hosts.count: expected a whole number from 1 to 64, found "two"',
  ],
  [
    'check two-hosts.yaml',
    'two-hosts.yaml:4:13: hosts[1].name: expected a name of its own, found a second host "esx-a"',
  ],
  [
    'check no-datastore.yaml',
    'no-datastore.yaml:9:46: machines[0].datastore: unknown datastore "sam"; did you mean "san"?',
  ],
  ['check large.yaml', 'large.yaml:1:1: expected a site file of at most 1 MiB, found 52428800 bytes'],
  [
    'scenario no-reading.yaml',
    'no-reading.yaml:2:10: reading: expected article | vendor | both, found "vendr"; did you mean "vendor"?',
  ],
  [
    'check site.yaml --reading vendr',
    '--reading: expected article | vendor | both, found "vendr"; did you mean "vendor"?',
  ],
  [
    '',
    'breakglass: expected a verb: check | chaos | scenario | replay | measure | cutsets | readings | practices | verify; breakglass --help tells more',
  ],
  ['chek site.yaml', 'breakglass: expected a verb, found "chek"; did you mean "check"?'],
  [
    'inspect',
    'breakglass: expected a verb, found "inspect"; expected check | chaos | scenario | replay | measure | cutsets | readings | practices | verify',
  ],
  ['check', "breakglass check: missing required argument 'site.yaml'; breakglass check --help tells more"],
  [
    'check site.yaml --jsn out.json',
    "breakglass check: unknown option '--jsn'; breakglass check --help tells more\n(Did you mean --json?)",
  ],
  [
    'check site.yaml --seed two$words',
    '--seed: expected 1 to 64 letters, digits, dots, dashes or underscores, found "two$words"',
  ],
  ['check site.yaml --workers 0', '--workers: expected a whole number from 1 to 64, found "0"'],
  [
    'check site.yaml --states-max 12',
    '--states-max: expected a whole number from 1000 to 50000000, found "12"',
  ],
  ['chaos site.yaml', 'chaos: expected --runs N or --for DURATION, such as --runs 2000 or --for 60s'],
  ['chaos site.yaml --runs many', '--runs: expected a whole number from 1 to 10000000, found "many"'],
  ['chaos site.yaml --for 60', '--for: expected a duration such as 60s, 15m or 8h, up to 500h, found "60"'],
  ['replay site.yaml nonsense', 'token "nonsense": expected a token such as vendor:1a2b3c4d:0.5.1f'],
  ['replay site.yaml vendr:00000000:0', 'token "vendr:00000000:0": expected a reading of article, vendor'],
  [
    'check site.yaml --json file/out.json',
    '--json: file/out.json: expected a file that can be written, but a folder on the way to it is a file; name another one',
  ],
  [
    'check site.yaml --html folder',
    '--html: folder: expected a file that can be written, found a directory; name another one',
  ],
  [
    'check site.yaml --json site.yaml',
    '--json: site.yaml: expected a file of its own, found that of the file that is read',
  ],
  [
    'check site.yaml --json out.txt --ctrf ./out.txt',
    '--ctrf: ./out.txt: expected a file of its own, found that of --json',
  ],
  [
    'chaos site.yaml --runs 9 --store file/chaos.sqlite',
    '--store: file/chaos.sqlite: expected a file that can be written, but a folder on the way to it is a file; name another one',
  ],
  [
    'chaos site.yaml --runs 9 --store file',
    'file: expected a campaign store, found another kind of file; name another --store',
  ],
  [
    'chaos site.yaml --runs 9 --store other.sqlite --resume',
    'other.sqlite: expected a campaign of this version, found another SQLite database; name another --store',
  ],
  [
    'chaos site.yaml --runs 9 --reading vendor --store there.sqlite',
    'there.sqlite: expected no campaign yet, found this one; add --resume to go on with it, or name another --store',
  ],
  [
    'chaos site.yaml --runs 9 --seed other --store there.sqlite --resume',
    'there.sqlite: expected this campaign, found one of another seed (breakglass, asked for other) and another readings (vendor, asked for article,vendor); name another --store',
  ],
];

describe('bad input', () => {
  test.each(cases)('%s', async (command, message) => {
    const args = command === '' ? [] : command.split(' ');
    const { code, stdout, stderr } = await breakglassHere(args, folder.path);
    expect({ code, stdout, stderr }).toEqual({ code: 3, stdout: '', stderr: `${message}\n` });
  });

  test('a token of another site', async () => {
    const { code, stdout, stderr } = await breakglassHere(
      ['replay', 'site.yaml', 'vendor:00000000:0'],
      folder.path,
    );
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(
      /^token "vendor:00000000:0": the token belongs to another site \(00000000, this one is [0-9a-f]{8}\)\n$/,
    );
  });

  test('a YAML alias bomb: every alias is named, and none is followed', async () => {
    const { code, stdout, stderr } = await breakglassHere(['check', 'bomb.yaml'], folder.path);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(36);
    expect(lines[0]).toBe('bomb.yaml:2:8: b[0]: expected the value itself; YAML aliases are not read here');
  });

  test('a file of 50 MB is refused as fast as a missing one', async () => {
    const timeOf = async (file: string): Promise<number> => {
      const start = performance.now();
      await breakglassHere(['check', file], folder.path);
      return performance.now() - start;
    };
    const missing = await timeOf('missing.yaml');
    expect(await timeOf('large.yaml')).toBeLessThan(3 * missing + 2000);
  });
});

test('help is no error, and shows how a verb is used', async () => {
  for (const verb of ['check', 'chaos', 'scenario', 'replay']) {
    const { code, stdout, stderr } = await breakglassHere([verb, '--help'], folder.path);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/Examples?[^\n]*:\n {2}breakglass /);
    expect(stdout).toContain('3  bad input or usage');
  }
});

test('a foreign database is left as it was', async () => {
  const path = join(folder.path, 'foreign.sqlite');
  const foreign = new DatabaseSync(path);
  foreign.exec('CREATE TABLE mine (a TEXT)');
  foreign.close();
  const before = await stat(path);
  const { code } = await breakglass(
    ['chaos', 'site.yaml', '--runs', '1', '--store', path, '--resume'],
    folder.path,
  );
  expect(code).toBe(3);
  expect((await stat(path)).mtimeMs).toBe(before.mtimeMs);
  const reopened = new DatabaseSync(path);
  expect(reopened.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'delete' });
  reopened.close();
});

test('an output path is refused before the search, and leaves nothing behind', async () => {
  const place = await folderWith({});
  await writeFile(join(place.path, 'file'), '');
  const site = repositoryFile('examples/article.yaml');
  const start = performance.now();
  const { code } = await breakglass(
    ['check', site, '--json', 'file/x.json', '--html', 'page.html'],
    place.path,
  );
  expect(code).toBe(3);
  expect(performance.now() - start).toBeLessThan(15_000);
  expect(await readdir(place.path)).toEqual(['file']);
  await place.remove();
});
