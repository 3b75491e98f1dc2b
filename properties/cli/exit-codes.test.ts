/** Exit codes of every verb: 0 all holds, 1 broken, 2 not tested or unknown. Bad input is a file of its own. */
import { closeSync, existsSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { switchValues } from '../../models/reading.ts';
import { breakglass, type Folder, folderWith, repositoryFile, start } from './command-line.ts';
import { dedupSite, lostSite, quickSite } from './sites.ts';

const scenario = (expectation: string): string => `site: lost.yaml
about: "Deleted \\x1b[2J in use"
steps:
  - deleteProvider: nkp
  - expect: { machines: { app: ${expectation} } }
`;

let folder: Folder;

beforeAll(async () => {
  folder = await folderWith({
    'quick.yaml': quickSite,
    'dedup.yaml': dedupSite,
    'lost.yaml': lostSite,
    'kept.scenario.yaml': scenario('{ runs: true }'),
    'failing.scenario.yaml': scenario('{ runs: false }'),
  });
});

afterAll(() => folder.remove());

const quickly: readonly string[] = [
  '--no-measure',
  '--chance-runs',
  '2',
  '--workers',
  '1',
  '--reading',
  'vendor',
];

describe.concurrent('check', () => {
  test('0: the promise is kept', async () => {
    const { code, stdout, stderr } = await breakglass(['check', 'quick.yaml', ...quickly], folder.path);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^\+ Promise kept\n/);
  });

  test('1: the promise is broken', async () => {
    const { code, stdout } = await breakglass(['check', 'lost.yaml', ...quickly], folder.path);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^x Promise broken\n/);
    expect(stdout).toContain('breakglass -- replay lost.yaml vendor:');
  });

  test('2: deduplication is promised, and was not measured', async () => {
    const { code, stdout } = await breakglass(['check', 'dedup.yaml', ...quickly], folder.path);
    expect(code).toBe(2);
    expect(plain(stdout)).toContain(
      'Not known whether quick keeps its promise: deduplication was not measured.',
    );
  });

  test('2: no run by chance', async () => {
    const { code, stdout } = await breakglass(
      ['check', 'quick.yaml', ...quickly, '--chance-runs', '0'],
      folder.path,
    );
    expect(code).toBe(2);
    expect(plain(stdout)).toContain('no run by chance held the model against the twin');
  });

  test('2, never 0 and never 1: the search stopped; the sentence and the report say so', async () => {
    const { code, stdout } = await breakglass(
      [
        'check',
        repositoryFile('examples/article.yaml'),
        ...quickly,
        '--states-max',
        '1000',
        '--json',
        'stopped.json',
        '--html',
        'stopped.html',
      ],
      folder.path,
    );
    expect(code).toBe(2);
    const sentence = 'the search stopped before it was complete under the reading vendor';
    expect(plain(stdout)).toContain(sentence);
    expect(await readFile(join(folder.path, 'stopped.html'), 'utf8')).toContain(sentence);
    const result: unknown = JSON.parse(await readFile(join(folder.path, 'stopped.json'), 'utf8'));
    expect(result).toMatchObject({
      verdict: 'notTested',
      readings: { vendor: { verdict: 'notTested', search: { complete: false } } },
    });
    expect(JSON.stringify(result)).not.toContain('"verdict":"broken"');
  });
});

describe.concurrent('replay', () => {
  test('0: every machine comes back', async () => {
    const { code, stdout } = await breakglass(
      ['replay', 'quick.yaml', await tokenOf('quick.yaml')],
      folder.path,
    );
    expect(stdout).toContain('app comes back');
    expect(code).toBe(0);
  });

  test('1: a machine is lost', async () => {
    const broken = await breakglass(['check', 'lost.yaml', ...quickly, '--json', 'lost.json'], folder.path);
    expect(broken.code).toBe(1);
    const token = /replay lost\.yaml (vendor:\S+)/.exec(broken.stdout)?.[1] ?? '';
    const { code, stdout } = await breakglass(['replay', 'lost.yaml', token], folder.path);
    expect(stdout).toContain('app is lost');
    expect(code).toBe(1);
  });

  /** A token without events: the steady state. */
  async function tokenOf(site: string): Promise<string> {
    const { stderr } = await breakglass(['replay', site, 'vendor:00000000:'], folder.path);
    return `vendor:${/this one is ([0-9a-f]{8})/.exec(stderr)?.[1]}:`;
  }
});

describe.concurrent('scenario', () => {
  test('0: all expectations hold', async () => {
    const { code, stdout, stderr } = await breakglass(['scenario', 'kept.scenario.yaml'], folder.path);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('ok   app runs: yes');
    expect(stdout).toContain('Deleted \\u{1b}[2J in use\n'); // what a file says moves no cursor
  });

  test('1: an expectation does not hold, told with its place', async () => {
    const { code, stdout } = await breakglass(['scenario', 'failing.scenario.yaml'], folder.path);
    expect(code).toBe(1);
    expect(stdout).toMatch(/FAIL app runs: yes; expected no {2}\[failing\.scenario\.yaml:5:\d+\]/);
  });
});

describe.concurrent('chaos', () => {
  const runs = (site: string, count: number): readonly string[] => [
    'chaos',
    site,
    '--runs',
    String(count),
    '--reading',
    'vendor',
    '--workers',
    '1',
    '--store',
    `${site}.${count}.sqlite`,
  ];

  test('0: no run within the promise lost a machine', async () => {
    const { code, stdout, stderr } = await breakglass(runs('quick.yaml', 12), folder.path);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('no run within the promise lost a machine');
  });

  test('1: a loss within the promise, made as short as it gets', async () => {
    const { code, stdout } = await breakglass(runs('lost.yaml', 60), folder.path);
    expect(code).toBe(1);
    expect(stdout).toContain('app stays recoverable (2 faults, within the promise of 2;');
    expect(stdout).toMatch(/! this rests on \d+ conclusions of ours, not on a source/);
    expect(plain(stdout)).toMatch(/they met \d+ of [\d,]+ states within 2 faults, [\d.]+ %/);
  });

  test('2: a report is asked for, and a part of the promise was not tested', async () => {
    const { code } = await breakglass(
      [...runs('dedup.yaml', 8), '--no-measure', '--chance-runs', '1', '--junit', 'chaos.xml'],
      folder.path,
    );
    expect(code).toBe(2);
    expect(await readFile(join(folder.path, 'chaos.xml'), 'utf8')).toContain('<testsuites');
  });
});

/** Without the line breaks of a terminal. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

describe.concurrent('readings', () => {
  test('0: every open question has an experiment, or surely makes no difference here', async () => {
    const { code, stdout, stderr } = await breakglass(
      ['readings', 'quick.yaml', '--faults', '0'],
      folder.path,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(plain(stdout)).toMatch(
      /remediation: prunes against remediation: addsOnly\s+on the site: no difference.*\s+on the domain machine docs\/machines\/vcenter\.md, set up as bootstrap-8\.0: told apart in/,
    );
    // What to try is told of every question, with what each side of it would show.
    expect(stdout.match(/^ {2}To settle it in a lab/gm)).toHaveLength(Object.keys(switchValues).length);
    expect(plain(stdout)).toContain('-> it starts without vCenter Server: "vendor" is right');
  });

  test('2: a comparison that stopped is not known', async () => {
    const { code, stdout } = await breakglass(['readings', 'quick.yaml', '--pairs-max', '100'], folder.path);
    expect(code).toBe(2);
    expect(stdout).toContain('not known: stopped at');
    expect(plain(stdout)).toMatch(
      /remediation: prunes against remediation: addsOnly\s+on the site: told apart/,
    );
  });
});

test.skipIf(!existsSync('/dev/full'))('there is no room for the result: 3, and never a verdict', async () => {
  const full = openSync('/dev/full', 'w');
  const { child, ended } = start(['scenario', 'failing.scenario.yaml'], folder.path, full);
  closeSync(full);
  const { code, stderr } = await ended;
  expect({ code, stderr }).toEqual({
    code: 3,
    stderr: 'stdout: expected a place for the result, but writing failed (ENOSPC); name another one\n',
  });
  expect(child.stdout).toBeNull();
});

test('nobody reads the result to its end: the exit code is still the verdict', async () => {
  const { child, ended } = start(['scenario', 'failing.scenario.yaml'], folder.path);
  child.stdout?.destroy();
  const { code, stderr } = await ended;
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
});
