import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printProblem } from './problem.ts';
import type { ReadResult } from './problem.ts';
import { parseSite, readSite } from './read-site.ts';

function printed(result: ReadResult<unknown>): string[] {
  return result.ok ? [] : result.problems.map(printProblem);
}

describe('files', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'breakglass-site-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });
  const file = async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };

  test('one that is missing', async () => {
    expect(printed(await readSite('nowhere/site.yaml'))).toEqual([
      'nowhere/site.yaml:1:1: expected a site file, found no file of this name; check the path',
    ]);
  });

  test('a path that no file can have', async () => {
    expect(printed(await readSite('a\0b'))).toHaveLength(1);
  });

  test('a directory', async () => {
    expect(printed(await readSite('examples'))).toEqual([
      'examples:1:1: expected a site file, found a directory',
    ]);
  });

  test('a device', async () => {
    expect(printed(await readSite('/dev/zero'))).toEqual([
      '/dev/zero:1:1: expected a site file, found something that is not a regular file',
    ]);
  });

  test('one without content, or with comments only', async () => {
    for (const content of ['', '# nothing\n', '---\n', '~'])
      expect(printed(await readSite(await file('empty.yaml', content)))).toEqual([
        `${join(folder, 'empty.yaml')}:1:1: expected a site file, found an empty file; examples/minimal.yaml is a start`,
      ]);
  });

  test('50 MB are refused by their size, before they are read', async () => {
    const path = await file('large.yaml', 'name: large\n');
    await truncate(path, 50_000_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(printed(await readSite(path))).toEqual([
      `${path}:1:1: expected a site file of at most 1 MiB, found 50000000 bytes`,
    ]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  test('bytes that are not text', async () => {
    const path = await file('binary.yaml', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe));
    expect(printed(await readSite(path))).toEqual([
      `${path}:1:1: expected a site file, found bytes that are not UTF-8 text`,
    ]);
    expect(printed(await readSite(await file('nul.yaml', 'a\0b')))).toEqual([
      `${join(folder, 'nul.yaml')}:1:1: expected a site file, found a file that is not text (a NUL at 1)`,
    ]);
  });
});

describe('YAML', () => {
  const problems = (text: string): string[] => printed(parseSite(text, 'site.yaml'));

  test.each([
    [
      'a bracket that stays open',
      'hosts: [1',
      'site.yaml:1:10: invalid YAML: Flow sequence in block collection must be',
    ],
    [
      'a tab',
      'hosts:\n\tcount: 3',
      'site.yaml:2:1: invalid YAML: found a tab as indentation; indent with spaces',
    ],
    [
      'two documents',
      'name: a\n---\nname: b',
      'site.yaml:2:1: expected one YAML document, found a second one; remove what follows ---',
    ],
    [
      'a directive',
      '%YAML 1.1\n---\nname: a',
      'site.yaml:1:1: expected no %YAML directive; this is read as YAML 1.2',
    ],
    [
      'an alias',
      'name: &a x\nhosts: *a',
      'site.yaml:2:8: hosts: expected the value itself; YAML aliases are not read here',
    ],
    [
      'a merge key',
      'x: &a {}\n<<: *a',
      'site.yaml:2:5: ["<<"]: expected the value itself; YAML aliases are not read here',
    ],
    [
      'a tag',
      'name: !!binary aGk=',
      'site.yaml:1:16: name: expected a plain value, found the YAML tag "tag:yaml.org,2002:binary"',
    ],
    [
      'an unknown tag',
      'name: !run x',
      'site.yaml:1:12: name: expected a plain value, found the YAML tag "!run"',
    ],
    ['a key that is no word', '[1]: x', 'site.yaml:1:1: expected a word as key'],
  ])('%s', (_, text, start) => {
    const [first = ''] = problems(text);
    expect(first.slice(0, start.length)).toBe(start);
  });

  test('duplicate keys, at the second one', () => {
    expect(problems('name: a\nname: b\nhosts: { count: 1, count: 2, tpm: none }')).toEqual([
      'site.yaml:1:1: datastores: missing; expected a list of 1 to 16 datastores',
      'site.yaml:1:1: machines: missing; expected a list of 1 to 64 machines',
      'site.yaml:1:1: vcenter: missing; expected outside, or { datastore: <name> }',
      'site.yaml:2:1: name: duplicate key "name"; keep one of them',
      'site.yaml:3:20: hosts.count: duplicate key "count"; keep one of them',
    ]);
  });

  test('an alias bomb is refused without being unfolded', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let at = 1; at < 40; at += 1)
      lines.push(
        `a${at}: &a${at} [${Array(9)
          .fill(`*a${at - 1}`)
          .join(', ')}]`,
      );
    const [first, ...others] = problems(lines.join('\n'));
    expect(first).toBe('site.yaml:2:10: a1[0]: expected the value itself; YAML aliases are not read here');
    expect(others.length).toBeLessThanOrEqual(100);
    expect(others.at(-1)).toContain('more problems from here on');
  });

  const half = 512 * 1024;
  test.each([
    ['[', '['.repeat(half)],
    ['{a: ', '{a: '.repeat(half / 4)],
    ['- ', '- '.repeat(half / 2)],
    ['? ', '? '.repeat(half / 2)],
    ['40 levels', '['.repeat(40)],
    ['keys', Array.from({ length: 30_000 }, (_, at) => `k${at}: 1`).join('\n')],
    ['numbers', `[${'1,'.repeat(half / 2)}]`],
    ['quotes', '"'.repeat(half)],
    ['anchors', '&a '.repeat(half / 3)],
    ['documents', '---\n'.repeat(half / 4)],
    ['closing brackets', ']'.repeat(half)],
    ['exclamation marks', '!'.repeat(half)],
    ['colons', ':'.repeat(half)],
    ['one line', 'a'.repeat(half)],
    ['indentation', Array.from({ length: 900 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')],
  ])('half a MiB of %s is answered at once', (_, text) => {
    const start = performance.now();
    const result = problems(text);
    expect(result.length).toBeGreaterThan(0);
    expect(result.every((line) => line.length < 400)).toBe(true);
    // Takes some 100 ms. The bound leaves room for a busy machine, and none for quadratic time.
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('messages hold no character that a terminal would obey', () => {
    const lines = problems(
      '"na\\u001b[2Jme": x\nname: "\\u202e\\u009b\\e[31m"\nhosts: { count: 1, tpm: "a\\nb" }',
    );
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
