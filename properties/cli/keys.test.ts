/** No key byte of a run stands in any file that it writes, in no form in which bytes are usually written. */
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ground, groundOf, partlySetUp, type RunRecord } from '../../chaos/run.ts';
import { scheduleOf } from '../../chaos/swarm.ts';
import type { Reading } from '../../models/reading.ts';
import { readings } from '../../models/reading.ts';
import { provisioning } from '../../models/site-machine.ts';
import type { Site } from '../../models/site.ts';
import { recover } from '../../src/lockstep/recover.ts';
import { lockstepOf, look, runCommand } from '../../src/lockstep/run.ts';
import { randomOf } from '../../src/random.ts';
import { parseSite } from '../../src/site/read-site.ts';
import { campaignKey, openStore } from '../../src/store/campaign-store.ts';
import { createTwin } from '../../src/twin/twin.ts';
import { exploreSite } from '../../src/verdict/explored.ts';
import { matrixOf } from '../../src/verdict/matrix.ts';
import { breakglass, type Folder, folderWith } from './command-line.ts';
import { distinctSecrets, finderOf, formsOf } from './secret-forms.ts';
import { quickSite } from './sites.ts';

const seed = 'keys';
const runs = 10;
/** As in chaos/run.ts: what a recovery may look at decides which keys it makes. */
const statesMax = 400_000;
let folder: Folder;
let secrets: readonly Uint8Array[];

beforeAll(async () => {
  folder = await folderWith({ 'site.yaml': quickSite });
  const parsed = parseSite(quickSite, 'site.yaml');
  if (!parsed.ok) throw new Error('the site of this test is not valid');
  const { site } = parsed.value;
  const forms = ['json', 'html', 'junit', 'sarif', 'ctrf'];
  const outputs = (name: string): readonly string[] =>
    forms.flatMap((form) => [`--${form}`, `out/${name}.${form}`]);
  const common = ['--seed', seed, '--chance-runs', String(runs), '--no-measure'];
  const check = await breakglass(['check', 'site.yaml', ...common, ...outputs('check')], folder.path);
  if (check.stderr !== '') throw new Error(check.stderr);
  const length = ['--runs', String(runs), '--store', 'out/chaos.sqlite'];
  const chaos = await breakglass(
    ['chaos', 'site.yaml', ...common, ...length, ...outputs('chaos')],
    folder.path,
  );
  if (chaos.stderr !== '') throw new Error(chaos.stderr);
  await writeFile(join(folder.path, 'out/printed'), check.stdout + chaos.stdout);

  const records = recordsIn(site, join(folder.path, 'out/chaos.sqlite'));
  const all = readings.flatMap((reading) => [
    ...secretsOfRuns(site, reading, records[reading.name] ?? []),
    ...secretsOfRunbooks(site, reading),
  ]);
  secrets = distinctSecrets(all);
}, 120_000);

afterAll(() => folder.remove());

function recordsIn(site: Site, path: string): Readonly<Record<string, readonly RunRecord[]>> {
  const store = openStore(path, campaignKey(site, seed, readings), true);
  const records = readings.map(({ name }) => [name, store.read(name, runs) as readonly RunRecord[]] as const);
  store.close();
  return Object.fromEntries(records);
}

/** The same runs once more, to the same ends, but for the look into the twin before it is wiped. */
function secretsOfRuns(
  site: Site,
  { switches }: Reading,
  records: readonly RunRecord[],
): readonly Uint8Array[] {
  const ground = groundOf({ site, switches });
  return records.flatMap((record) => secretsOfRun(ground, record));
}

function secretsOfRun(ground: Ground, record: RunRecord): readonly Uint8Array[] {
  const { deployment, steady, compiled, candidates, setup } = ground;
  const { site, switches } = deployment;
  const schedule = scheduleOf(randomOf(seed, 'schedule', record.index), candidates, setup.length);
  const before = schedule.provisioned === undefined ? setup : setup.slice(0, schedule.provisioned);
  const machine = schedule.provisioned === undefined ? steady : partlySetUp(deployment, before);
  const random = randomOf(seed, 'twin', record.index);
  const twin = createTwin({ site, switches, random, defect: 'none' });
  const lockstep = lockstepOf(machine, twin, before);
  for (const command of schedule.commands) runCommand(lockstep, command);
  look(lockstep, undefined);
  const events = lockstep.sent.length;
  for (const loot of site.promise.secret) twin.steal(loot);
  const ends = site.machines.map(({ name }) => recover(lockstep, compiled, name, statesMax).end);
  expect({ events, ends }, 'the very run that the campaign did').toEqual({
    events: record.events,
    ends: record.ends,
  });
  const found = twin.secrets();
  twin.dispose();
  return found;
}

/** The keys of the twins that a check performs its runbooks on. */
function secretsOfRunbooks(site: Site, reading: Reading): readonly Uint8Array[] {
  const explored = exploreSite(site, reading, { statesMax: 4_000_000, faultsMax: 2 });
  const planned = matrixOf(explored, 4_000_000).filter(({ steps }) => steps.length > 0);
  expect(planned.length).toBeGreaterThan(0);
  return planned.flatMap(({ disasterEvents, steps, machine }) => {
    const random = randomOf(seed, 'perform');
    const twin = createTwin({ site, switches: reading.switches, random, defect: 'none' });
    for (const event of [...provisioning(site), ...disasterEvents]) twin.send(event);
    for (const { event } of steps) twin.send(event);
    expect(twin.verify(machine)).toBe('intact');
    const found = twin.secrets();
    twin.dispose();
    return found;
  });
}

/** Every place where a secret stands: the file, and the form. */
async function leaks(path: string): Promise<readonly string[]> {
  const find = finderOf(secrets);
  const files = await readdir(path);
  const found = await Promise.all(
    files.map(async (file) => find(await readFile(join(path, file))).map((form) => `${file}: ${form}`)),
  );
  return found.flat();
}

describe('the keys of a check and a campaign', () => {
  test('are many, and all files are there', async () => {
    expect(secrets.length).toBeGreaterThan(100);
    const files = await readdir(join(folder.path, 'out'));
    expect(files).toHaveLength(12);
    expect(files).toEqual(expect.arrayContaining(['chaos.sqlite', 'check.html', 'chaos.sarif', 'printed']));
  });

  test('stand in no file', async () => {
    expect(await leaks(join(folder.path, 'out'))).toEqual([]);
  });

  test('are found when one is planted, in every form and in every kind of file', async () => {
    const [secret] = secrets;
    if (secret === undefined) throw new Error('no secret');
    const found: [form: string, isFound: boolean][] = [];
    for (const [form, needle] of Object.entries(formsOf(secret))) {
      const file = form.length % 2 === 0 ? 'check.html' : 'chaos.sqlite';
      const planted = join(folder.path, `planted ${form}`);
      await cp(join(folder.path, 'out', file), join(planted, file));
      const content = await readFile(join(planted, file));
      const half = content.length >> 1;
      await writeFile(
        join(planted, file),
        Buffer.concat([content.subarray(0, half), needle, content.subarray(half)]),
      );
      found.push([form, (await leaks(planted)).includes(`${file}: ${form}`)]);
    }
    expect(found.filter(([, isFound]) => !isFound)).toEqual([]);
    expect(found.length).toBeGreaterThan(10);
  });

  test('are found in a store and in its log, before and after the log is written back', async () => {
    const place = await folderWith({});
    const [secret] = secrets;
    if (secret === undefined) throw new Error('no secret');
    const key = { site: 'none', seed, readings: 'vendor' };
    const store = openStore(join(place.path, 'leaky.sqlite'), key, false);
    store.append('vendor', [{ index: 0, note: Buffer.from(secret).toString('hex') } as { index: number }]);
    expect(await leaks(place.path)).toContain('leaky.sqlite-wal: hex');
    store.close();
    expect(await leaks(place.path)).toContain('leaky.sqlite: hex');
    await place.remove();
  });
});
