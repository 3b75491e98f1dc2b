/** No key byte stands in what scenarios, replays and measurements write: those of domain machines, of sites and of disks. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { candidatesOf, type Tagged } from '../../models/kernel/machine.ts';
import { resolve, step } from '../../models/kernel/step.ts';
import { domainMachines } from '../../models/machines/all.ts';
import type { AnyDomainMachine } from '../../models/machines/domain-machine.ts';
import type { Reading } from '../../models/reading.ts';
import { readings } from '../../models/reading.ts';
import { provisioning, steadyMachine } from '../../models/site-machine.ts';
import type { Event } from '../../models/events.ts';
import { compile } from '../../src/explore/compile.ts';
import { recover } from '../../src/lockstep/recover.ts';
import { lockstepOf, send } from '../../src/lockstep/run.ts';
import { randomOf } from '../../src/random.ts';
import { parseSite } from '../../src/site/read-site.ts';
import { domainTwins } from '../../src/twin/machines/all.ts';
import type { DomainTwinMaker } from '../../src/twin/machines/domain-twin.ts';
import { createTwin } from '../../src/twin/twin.ts';
import { tokenOf } from '../../src/verdict/token.ts';
import { dataEncryptionKeyOf } from '../../src/workload/cipher.ts';
import { breakglassHere, type Folder, folderWith } from './command-line.ts';
import { distinctSecrets, finderOf } from './secret-forms.ts';
import { dedupSite } from './sites.ts';

const seed = 'other-keys';
const walkLength = 30;
const statesMax = 2_000_000;

const parsed = parseSite(dedupSite, 'site.yaml');
if (!parsed.ok) throw new Error('the site of this test is not valid');
const { site } = parsed.value;
const events: readonly Event[] = [
  { type: 'sitePowerFails' },
  { type: 'bootHost', host: 'esx-01' },
  { type: 'vcenterIsLost' },
];

let folder: Folder;
const makers = { ...domainTwins };
/** The secrets of the twins that were wiped since somebody looked. */
let wiped: Uint8Array[] = [];

beforeAll(async () => {
  Object.assign(
    domainTwins,
    Object.fromEntries(Object.entries(makers).map(([name, maker]) => [name, watching(maker)])),
  );
  folder = await folderWith({ 'site.yaml': dedupSite });
});

afterAll(async () => {
  Object.assign(domainTwins, makers);
  await folder.remove();
});

/** The same twins, but for the look into them before they are wiped. */
function watching({ create, defects }: DomainTwinMaker): DomainTwinMaker {
  return {
    defects,
    create: (options) => {
      const twin = create(options);
      const dispose = (): void => {
        wiped.push(...twin.secrets());
        twin.dispose();
      };
      return { ...twin, dispose };
    },
  };
}

/** Runs a command that writes `out.json`. @returns all that it writes, as one */
async function writtenBy(...args: readonly string[]): Promise<Buffer> {
  wiped = [];
  const { code, stdout, stderr } = await breakglassHere([...args, '--seed', seed], folder.path);
  expect([code === 0 || code === 1, stderr]).toEqual([true, '']);
  const file = args.includes('--json') ? await readFile(join(folder.path, 'out.json')) : Buffer.alloc(0);
  expect(stdout.length).toBeGreaterThan(100);
  return Buffer.concat([Buffer.from(stdout), file]);
}

describe('the keys of a scenario', () => {
  test.each(domainMachines.map((machine) => [machine.name, machine] as const))(
    'on the machine %s, in its first variant and its last',
    async (_, machine) => {
      const names = Object.keys(machine.variants);
      const found: Uint8Array[] = [];
      for (const variant of new Set([names.at(0), names.at(-1)])) {
        await writeScenario(scenarioOf(machine, variant ?? ''));
        const written = await writtenBy('scenario', 'scenario.yaml', '--json', 'out.json');
        found.push(...wiped);
        expect(leaksIn(written, wiped)).toEqual([]);
      }
      expect(distinctSecrets(found).length).toBeGreaterThan(1);
    },
  );

  test('on a site', async () => {
    const steps = [...events.map(stepOf), { expect: { seen: { vcenter: '', hosts: '', machines: '' } } }];
    await writeScenario({ site: 'site.yaml', steps });
    const written = await writtenBy('scenario', 'scenario.yaml', '--json', 'out.json');
    expect(leaksIn(written, secretsOnSite('scenario', false))).toEqual([]);
  });
});

test('the keys of a replay', async () => {
  for (const reading of readings) {
    const written = await writtenBy('replay', 'site.yaml', tokenOf(site, reading, events));
    expect(leaksIn(written, secretsOnSite('replay', true))).toEqual([]);
  }
});

test('the keys of a measurement', async () => {
  const written = await writtenBy(
    'measure',
    'site.yaml',
    '--size',
    '4MiB',
    '--workers',
    '1',
    '--json',
    'out.json',
  );
  const numbers = Array.from({ length: 32 }, (_, number) => number);
  const keys = (['vm', 'device'] as const).flatMap((purpose) =>
    numbers.map((number) => dataEncryptionKeyOf(seed, purpose, number)),
  );
  // XTS takes two keys of 32 bytes: one half alone would be as bad.
  const halves = keys.flatMap((key) => [key, key.subarray(0, 32), key.subarray(32)]);
  expect(leaksIn(written, halves)).toEqual([]);
});

/** A line for each field, as a person writes them: by its fields a file is known. */
function writeScenario(fields: Readonly<Record<string, unknown>>): Promise<void> {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
  return writeFile(join(folder.path, 'scenario.yaml'), lines.join(''));
}

/** The forms in which a secret stands in it; it must be found where one is planted. */
function leaksIn(written: Buffer, bytes: readonly Uint8Array[]): readonly string[] {
  const secrets = distinctSecrets(bytes);
  const find = finderOf(secrets);
  for (const secret of secrets.slice(-1)) {
    const planted = Buffer.from(Buffer.from(secret).toString('hex'));
    expect(find(Buffer.concat([written, planted]))).toContain('hex');
  }
  return find(written);
}

/** What chance does to a machine, then all that can be seen and every goal, so that all of it is printed. */
function scenarioOf(machine: AnyDomainMachine, variant: string): Record<string, unknown> {
  const [reading] = readings as readonly [Reading, ...Reading[]];
  const setting = { variant: machine.variants[variant], switches: reading.switches };
  const model = machine.machine(setting);
  const candidates = candidatesOf(model);
  const random = randomOf(seed, machine.name);
  const steps: unknown[] = [];
  let state = model.initial;
  for (let number = 0; number < walkLength; number++) {
    const lean = number % 5 === 0 ? 'any' : 'enabled';
    const event = resolve(model, candidates, state, random.below(1 << 16), lean);
    const outcome = step(model, state, event);
    if (outcome.kind === 'accepted') ({ state } = outcome);
    steps.push(stepOf(event));
  }
  const seen = Object.fromEntries(
    Object.keys(Object(machine.observe(state, setting))).map((name) => [name, '']),
  );
  const now = Object.fromEntries(machine.goals(setting).map(({ name }) => [name, true]));
  return {
    about: 'what chance did',
    machine: machine.name,
    variant,
    reading: reading.name,
    steps: [...steps, { expect: { seen, now } }],
  };
}

function stepOf({ type, ...rest }: Tagged): unknown {
  return { [type]: Object.keys(rest).length === 0 ? null : rest };
}

/** The keys of the twin of the site, made once more as the command makes it. */
function secretsOnSite(command: 'scenario' | 'replay', recovers: boolean): readonly Uint8Array[] {
  return readings.flatMap(({ switches }) => {
    const { machine } = steadyMachine(site, switches);
    const twin = createTwin({ site, switches, random: randomOf(seed, command), defect: 'none' });
    const lockstep = lockstepOf(machine, twin, provisioning(site));
    for (const event of events) send(lockstep, event);
    expect(lockstep.disagreement).toBeUndefined();
    if (recovers) for (const { name } of site.machines) recover(lockstep, compile(machine), name, statesMax);
    const secrets = twin.secrets();
    twin.dispose();
    expect(secrets.length).toBeGreaterThan(10);
    return secrets;
  });
}
