/** A campaign that is killed or interrupted goes on, and ends as if nothing had happened. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  breakglass,
  type Folder,
  folderWith,
  repositoryFile,
  type Running,
  start,
  withoutCommit,
} from './command-line.ts';

const runs = 60;
const site = repositoryFile('examples/no-backup.yaml');

let folder: Folder;

beforeAll(async () => {
  folder = await folderWith({});
});

afterAll(() => folder.remove());

function campaign(store: string, ...more: readonly string[]): readonly string[] {
  const length = ['--runs', String(runs), '--reading', 'article', '--minimize', '2'];
  return ['chaos', site, ...length, '--store', store, '--json', `${store}.json`, ...more];
}

/** Waits until a store has some runs, but not all. */
async function halfWay(store: string, { child, ended }: Running): Promise<number> {
  for (;;) {
    const count = countOf(store);
    if (count > 0) return count;
    if (child.exitCode !== null) throw new Error(`the campaign ended: ${(await ended).stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function countOf(store: string): number {
  try {
    const db = new DatabaseSync(join(folder.path, store), { readOnly: true });
    try {
      return Number(db.prepare('SELECT count(*) AS n FROM run').get()?.['n']);
    } finally {
      db.close();
    }
  } catch {
    return 0; // not there yet
  }
}

test('killed half-way and resumed, it ends with the very same result', async () => {
  const undisturbed = await breakglass(campaign('whole.sqlite', '--workers', '2'), folder.path);
  expect(undisturbed.stderr).toBe('');

  const killed = start(campaign('killed.sqlite', '--workers', '1'), folder.path);
  await halfWay('killed.sqlite', killed);
  killed.child.kill('SIGKILL');
  expect((await killed.ended).code).toBeNull();
  const kept = countOf('killed.sqlite');
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(runs);

  const resumed = await breakglass(campaign('killed.sqlite', '--resume'), folder.path);
  expect(resumed).toEqual(undisturbed);
  const [one, other] = await Promise.all(
    ['whole', 'killed'].map(async (name) => {
      const text = await readFile(join(folder.path, `${name}.sqlite.json`), 'utf8');
      return withoutCommit(text, { text });
    }),
  );
  expect(other).toEqual(one);
});

test('interrupted, it keeps the work, says how to go on, and answers for what was done', async () => {
  const running = start(campaign('stopped.sqlite', '--workers', '1'), folder.path);
  await halfWay('stopped.sqlite', running);
  running.child.kill('SIGINT');
  const { code, stdout, stderr } = await running.ended;
  expect(stderr).toBe(
    `stopping after the runs under way; what was done is kept. To go on:
  breakglass chaos ${site} --runs ${runs} --seed breakglass --reading article --store stopped.sqlite --resume
`,
  );
  const kept = countOf('stopped.sqlite');
  expect(kept).toBeLessThan(runs);
  expect(stdout).toContain(`no-backup.yaml: ${kept} runs for each reading`);
  const result: unknown = JSON.parse(await readFile(join(folder.path, 'stopped.sqlite.json'), 'utf8'));
  expect(result).toMatchObject({ runs: kept, verdict: code === 0 ? 'holds' : 'broken' });
});

test('interrupted before anything was done, nothing is known', async () => {
  const { code, stdout } = await breakglass(
    ['chaos', site, '--for', '1s', '--reading', 'article', '--minimize', '0', '--store', 'none.sqlite'],
    folder.path,
  );
  // A slow machine has no run to show after a second, a fast one has some.
  expect(code).toBe(stdout.includes(': 0 runs') ? 2 : 0);
});
