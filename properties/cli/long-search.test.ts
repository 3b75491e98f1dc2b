/** A search that is kept, ended early or too large: it goes on, says how far it came, and is never green. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  breakglassHere,
  type Ended,
  type Folder,
  folderWith,
  repositoryFile,
  start,
  withoutCommit,
} from './command-line.ts';
import { quickSite } from './sites.ts';

const large = quickSite.replace('count: 2', 'count: 16');
let folder: Folder;

beforeAll(async () => {
  const other = quickSite.replace('name: quick', 'name: other');
  folder = await folderWith({ 'quick.yaml': quickSite, 'other.yaml': other, 'large.yaml': large });
});

afterAll(() => folder.remove());

const quickly: readonly string[] = [
  '--no-measure',
  '--no-timings',
  '--reading',
  'vendor',
  '--chance-runs',
  '1',
  '--witnesses',
  '0',
];

function check(...more: readonly string[]): Promise<Ended> {
  return breakglassHere(['check', ...more, ...quickly], folder.path);
}

async function written(name: string): Promise<string> {
  return readFile(join(folder.path, name), 'utf8');
}

describe('a search that is kept', () => {
  test('stops at its bound, says what is certain, and goes on to the very same result', async () => {
    const kept = ['--checkpoint', 'kept'];
    const stopped = await check('quick.yaml', ...kept, '--states-max', '2000', '--json', 'stopped.json');
    expect(stopped.code).toBe(2);
    expect(stopped.stderr).toContain('check quick.yaml --checkpoint kept --resume');
    expect(stopped.stdout).toMatch(/stopped at [\d,]+ states, [\d,]+ transitions, not complete/);
    expect(stopped.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /every run of at most \d+ events, 2 faults among them, was looked at within 1 fault it is complete/,
    );
    expect(JSON.parse(await written('stopped.json')).readings.vendor.search.stopped).toMatchObject({
      by: 'states',
      allFound: false,
      complete: { faultsMax: 1 },
    });

    const resumed = await check('quick.yaml', ...kept, '--resume', '--profile', '--json', 'resumed.json');
    const whole = await check('quick.yaml', '--profile', '--json', 'whole.json', '--workers', '2');
    expect(whole.stdout).toMatch(/^ {4}host\/esx-01 +\d+ {2}\w+ \d+, /m);
    expect({ code: resumed.code, stdout: resumed.stdout }).toEqual({ code: 0, stdout: whole.stdout });
    const [one, other] = await Promise.all([written('resumed.json'), written('whole.json')]);
    expect(withoutCommit(one, { text: one })).toEqual(withoutCommit(other, { text: other }));
  });

  test('is not written over, and belongs to its site', async () => {
    const again = await check('quick.yaml', '--checkpoint', 'kept');
    expect([again.code, again.stderr.includes('add --resume to go on with it')]).toEqual([3, true]);
    const other = await check('other.yaml', '--checkpoint', 'kept', '--resume');
    expect(other.code).toBe(3);
    expect(other.stderr).toMatch(
      /^--checkpoint: kept\/vendor\.search: it does not belong to site [0-9a-f]{8}, reading vendor/,
    );
    await writeFile(join(folder.path, 'kept', 'vendor.search'), 'nonsense');
    const broken = await check('quick.yaml', '--checkpoint', 'kept', '--resume');
    expect([broken.code, broken.stderr]).toEqual([
      3,
      '--checkpoint: kept/vendor.search: it is not a checkpoint of a search\n',
    ]);
    const nowhere = await check('quick.yaml', '--resume');
    expect([nowhere.code, nowhere.stderr.includes('--resume: expected --checkpoint')]).toEqual([3, true]);
  });
});

test('without the memory it needs it ends, is not complete, and is not green', async () => {
  const { code, stdout } = await check('quick.yaml', '--memory-max', '1MiB');
  expect(code).toBe(2);
  expect(stdout).toContain('not complete: more would not fit into --memory-max');
});

/** Interrupts a check as soon as it has told something. */
function interruptedOnce(words: string, site: string): Promise<Ended> {
  const { child, ended } = start(['check', site, ...quickly, '--progress'], folder.path);
  let told = '';
  child.stderr?.on('data', (text: string) => {
    const before = told;
    told += text;
    if (!before.includes(words) && told.includes(words)) child.kill('SIGINT');
  });
  return ended;
}

test('a site of which not even the smallest kind can be counted is said to be one', async () => {
  const site = repositoryFile('examples/rotation.yaml');
  const { code, stderr } = await interruptedOnce('nobody can say', site);
  expect(stderr).toMatch(
    /nobody can say how large this site is, reading vendor: even small ones of its kind have more than 60,000 states within 2 faults/,
  );
  expect(code).toBe(2);
});

test('interrupted, it warned early, judges what was searched, and is never green', async () => {
  const { code, stdout, stderr } = await interruptedOnce('too large', 'large.yaml');
  expect(stderr).toMatch(/likely to be too large to be searched to the end, reading vendor: within 2 faults/);
  expect(stderr).toContain('could be searched to the end: ');
  expect(stderr).toContain('breakglass cutsets large.yaml');
  expect(stderr).toContain('stopping: what was searched until now is judged');
  expect(stdout).toContain('not complete: it was interrupted');
  expect(code).toBe(2);
});
