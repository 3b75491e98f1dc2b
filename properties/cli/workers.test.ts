/** The number of workers does not show in any result; the seed does. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { breakglass, type Folder, folderWith, withoutCommit } from './command-line.ts';
import { dedupSite, lostSite } from './sites.ts';

let folder: Folder;

beforeAll(async () => {
  const workload = 'workload: { clones: 2, sizeMiB: 16 }\n';
  folder = await folderWith({ 'dedup.yaml': `${dedupSite}${workload}`, 'lost.yaml': lostSite });
});

afterAll(() => folder.remove());

/** The files that a run writes, by their form, and what it prints. */
async function results(
  name: string,
  args: readonly string[],
  forms: readonly string[],
): Promise<Record<string, string>> {
  const outputs = forms.flatMap((form) => [`--${form}`, `${name}.${form}`]);
  const { code, stdout, stderr } = await breakglass([...args, ...outputs], folder.path);
  expect(stderr).toBe('');
  const texts = await Promise.all(
    forms.map(async (form) => [form, await readFile(join(folder.path, `${name}.${form}`), 'utf8')] as const),
  );
  const files = Object.fromEntries(texts);
  return withoutCommit(files['json'] ?? '', { code: String(code), stdout, ...files });
}

const allForms: readonly string[] = ['json', 'html', 'junit', 'sarif', 'ctrf'];
const check: readonly string[] = ['check', 'dedup.yaml', '--no-timings', '--chance-runs', '10'];

test('check: 1 and 2 workers write the same bytes', async () => {
  const one = await results('one', [...check, '--workers', '1'], allForms);
  const two = await results('two', [...check, '--workers', '2'], allForms);
  // Its machine is encrypted before deduplication.
  expect(one['code']).toBe('1');
  expect(two).toEqual(one);
});

test('check: another seed is another result', async () => {
  const quickly = [...check, '--workers', '2', '--reading', 'vendor', '--no-measure'];
  const one = await results('seed-one', [...quickly, '--seed', 'one'], ['json', 'html']);
  const other = await results('seed-other', [...quickly, '--seed', 'other'], ['json', 'html']);
  for (const form of ['json', 'html']) expect(other[form]).not.toBe(one[form]);
});

const chaos: readonly string[] = ['chaos', 'lost.yaml', '--runs', '24'];

test('chaos: 1 and 2 workers write the same bytes', async () => {
  const one = await results('chaos-one', [...chaos, '--workers', '1', '--store', 'one.sqlite'], ['json']);
  const two = await results('chaos-two', [...chaos, '--workers', '2', '--store', 'two.sqlite'], ['json']);
  expect(two).toEqual(one);
});

test('chaos: another seed finds other runs', async () => {
  const events = async (seed: string): Promise<unknown> => {
    const file = `${seed}.json`;
    await breakglass(
      [...chaos, '--seed', seed, '--reading', 'vendor', '--store', `${seed}.sqlite`, '--json', file],
      folder.path,
    );
    return JSON.parse(await readFile(join(folder.path, file), 'utf8')).readings.vendor;
  };
  expect(await events('red')).not.toEqual(await events('blue'));
});
