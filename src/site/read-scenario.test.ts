import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventTypes } from './event-arguments.ts';
import { printProblem } from './problem.ts';
import { readAnyScenario } from './read-any-scenario.ts';
import { parseScenario } from './read-scenario.ts';
import { readingsNamed } from './reading-names.ts';
import type { Scenario } from './scenario.ts';

const site = `site:
  hosts: { count: 2, tpm: 2.0 }
  vcenter: outside
  keyProviders: [{ backups: [{ at: safe }] }, { name: other, backups: [{ at: safe }] }]
  vcenterBackups: [{ at: safe }]
  datastores: [{ name: san, kind: external }]
  machines: [{ name: db, encrypted: true }, { name: web }]
`;

async function read(text: string): Promise<Scenario> {
  const result = await parseScenario(text, 'dark.yaml');
  if (!result.ok) throw new Error(result.problems.map(printProblem).join('\n'));
  return result.value;
}

async function problems(text: string): Promise<string[]> {
  const result = await parseScenario(text, 'dark.yaml');
  return result.ok ? [] : result.problems.map(printProblem);
}

/** The problems of one step, which stands on line 9. */
const problemsOf = (step: string): Promise<string[]> => problems(`${site}steps:\n  - ${step}\n`);

describe('a scenario', () => {
  test('events in all ways of writing them', async () => {
    const { steps, name, readings, start } = await read(`${site}steps:
  - sitePowerFails
  - sitePowerFails:
    refused: siteDark
  - bootHost: esx-01
  - bootHost: { host: esx-02 }
    refused: { vendor: hostOn }
  - createProvider: { provider: nkp, key: nkp#2 }
`);
    expect({ name, readings, start }).toEqual({
      name: 'dark',
      readings: ['article', 'vendor'],
      start: 'steady',
    });
    const accepted = { article: null, vendor: null };
    expect(steps).toEqual([
      { kind: 'event', line: 9, column: 5, event: { type: 'sitePowerFails' }, refused: accepted },
      {
        kind: 'event',
        line: 10,
        column: 5,
        event: { type: 'sitePowerFails' },
        refused: { article: 'siteDark', vendor: 'siteDark' },
      },
      { kind: 'event', line: 12, column: 5, event: { type: 'bootHost', host: 'esx-01' }, refused: accepted },
      {
        kind: 'event',
        line: 13,
        column: 5,
        event: { type: 'bootHost', host: 'esx-02' },
        refused: { article: null, vendor: 'hostOn' },
      },
      {
        kind: 'event',
        line: 15,
        column: 5,
        event: { type: 'createProvider', provider: 'nkp', key: 'nkp#2' },
        refused: accepted,
      },
    ]);
  });

  test('claims, each with its line, for the readings that they are about', async () => {
    const { steps } = await read(`${site}steps:
  - expect:
      vcenter: running
      machines:
        db: { runs: true, secret: false }
      article: { machines: { web: { starts: true } } }
`);
    const common = [
      { line: 10, column: 7, subject: 'vcenter', state: 'running' },
      { line: 12, column: 15, subject: 'machine', machine: 'db', claim: 'runs', holds: true },
      { line: 12, column: 27, subject: 'machine', machine: 'db', claim: 'secret', holds: false },
    ];
    const own = { line: 13, column: 37, subject: 'machine', machine: 'web', claim: 'starts', holds: true };
    expect(steps).toEqual([
      { kind: 'expect', line: 9, column: 5, claims: { article: [...common, own], vendor: common } },
    ]);
  });

  test('every event can be written down', async () => {
    const values: Readonly<Record<string, string>> = {
      createProvider: '{ provider: nkp, key: nkp#1 }',
      downloadBackup: '{ provider: other, p12: other.p12 }',
      importProvider: '{ provider: nkp, p12: nkp.p12 }',
      importFromBackup: '{ provider: nkp, backup: vcenter-backup }',
      exportFromBackup: '{ backup: vcenter-backup, provider: nkp, p12: nkp.p12 }',
      rekeyMachine: '{ machine: db, provider: other }',
      rekeyVsan: 'other',
      rekeyHost: '{ host: esx-02, provider: nkp }',
      startMachine: '{ machine: db, host: esx-02 }',
      restoreVcenter: 'vcenter-backup',
      backupRuns: 'vcenter-backup',
      backupGoesStale: 'vcenter-backup',
      placeIsLost: 'safe',
    };
    const encrypted = site
      .replace('kind: external', 'kind: vsan, encryptedBy: nkp')
      .replace('vcenter: outside', 'vcenter: { datastore: san }');
    const valueOf = (type: string): string => {
      if (values[type] !== undefined) return values[type];
      if (/(Vcenter|vcenterStops|vcenterIsLost|sitePowerFails|VsanEncryption)$/.test(type)) return '';
      if (/Provider$|[kK]eyServer/.test(type)) return 'nkp';
      return /(Machine|Disks)$/.test(type) ? 'db' : 'esx-01';
    };
    const lines = eventTypes.map((type) => `  - ${type}: ${valueOf(type)}`);
    const { steps } = await read(`${encrypted}steps:\n${lines.join('\n')}\n`);
    expect(steps.flatMap((step) => (step.kind === 'event' ? [step.event.type] : []))).toEqual(eventTypes);
  });
});

describe('what is wrong with a step', () => {
  test.each([
    ['bootHots: esx-01', '9:5: steps[0].bootHots: unknown key "bootHots"; did you mean "bootHost"?'],
    ['sitePowerFail', '9:5: steps[0]: unknown event "sitePowerFail"; did you mean "sitePowerFails"?'],
    ['7', '9:5: steps[0]: expected a step such as sitePowerFails or { bootHost: esx-01 }, found 7'],
    ['bootHost', '9:5: steps[0]: expected bootHost: { host: <host> }, found no arguments'],
    ['bootHost:', '9:5: steps[0].bootHost: expected <host>, or { host: <host> }, found nothing'],
    ['bootHost: esx-1', '9:15: steps[0].bootHost: unknown host "esx-1"; did you mean "esx-01"?'],
    ['bootHost: { hots: esx-01 }', '9:17: steps[0].bootHost.hots: unknown key "hots"; did you mean "host"?'],
    ['bootHost: { host: 7 }', '9:23: steps[0].bootHost.host: expected a name of letters,'],
    [
      'sitePowerFails: now',
      '9:21: steps[0].sitePowerFails: expected nothing, because this event has no arguments, found "now"',
    ],
    [
      'startMachine: db',
      '9:19: steps[0].startMachine: expected { machine: <machine>, host: <host> }, found "db"',
    ],
    [
      'startMachine: { machine: db }',
      '9:19: steps[0].startMachine.host: missing; expected a name of letters',
    ],
    ['placeIsLost: saef', '9:18: steps[0].placeIsLost: unknown place "saef"; did you mean "safe"?'],
    [
      'createProvider: { provider: nkp, key: nkp#9 }',
      '9:43: steps[0].createProvider.key: expected a key such as nkp#1 or nkp#2, found "nkp#9"',
    ],
    [
      'createProvider: { provider: nkp, key: other#1 }',
      '9:43: steps[0].createProvider.key: expected nkp#1 or nkp#2, found "other#1"',
    ],
    [
      'importProvider: { provider: nkp, p12: other.p12 }',
      '9:43: steps[0].importProvider.p12: expected a file of "nkp", found one of "other"',
    ],
    ['enableVsanEncryption', '9:5: steps[0]: expected a site with an encrypted vSAN datastore (encryptedBy)'],
    [
      '{ bootHost: esx-01, hostCrashes: esx-01 }',
      '9:25: steps[0].hostCrashes: expected one event per step; make this a step of its own',
    ],
    [
      '{ bootHost: esx-01, expect: { vcenter: lost } }',
      '9:25: steps[0].expect: expected to stand alone; make this a step of its own',
    ],
    ['{ refused: hostOn }', '9:7: steps[0].refused: expected an event beside it'],
    ['{}', '9:5: steps[0]: expected an event or expect, found neither'],
    [
      '{ bootHost: esx-01, refused: hostOnn }',
      '9:34: steps[0].refused: expected a reason such as hostHalted, or { article: <reason> }, found "hostOnn"; did you mean "hostOn"?',
    ],
    [
      '{ bootHost: esx-01, refused: { artcle: hostOn } }',
      '9:36: steps[0].refused.artcle: unknown key "artcle"; did you mean "article"?',
    ],
    [
      'expect: { vcenter: off }',
      '9:24: steps[0].expect.vcenter: expected running | stopped | lost, found "off"',
    ],
    [
      'expect: { machines: { bd: { runs: true } } }',
      '9:27: steps[0].expect.machines.bd: unknown machine "bd"; did you mean "db"?',
    ],
    [
      'expect: { machines: { db: { run: true } } }',
      '9:33: steps[0].expect.machines.db.run: unknown key "run"; did you mean "runs"?',
    ],
    [
      'expect: { machines: { db: { runs: 1 } } }',
      '9:39: steps[0].expect.machines.db.runs: expected true | false, found 1',
    ],
    ['expect: {}', '9:13: steps[0].expect: expected vcenter, machines or seen, found nothing to check'],
    [
      'expect: { seen: { hosts: {} } }',
      '9:30: steps[0].expect.seen.hosts: expected what is seen there, found nothing',
    ],
    [
      'expect: { seen: halted }',
      '9:21: steps[0].expect.seen: expected a part of what can be seen, such as { hosts: … }, found "halted"',
    ],
    [
      'expect: { vcenter: lost, vendor: { vcenter: lost } }',
      '9:30: steps[0].expect.vendor: expected vcenter either for both readings or for each of them, found both',
    ],
  ])('%s', async (step, message) => {
    expect((await problemsOf(step)).join('\n')).toContain(`dark.yaml:${message}`);
  });

  test('expectations under a reading that is not played', async () => {
    const steps = `steps:
  - expect: { vendor: { vcenter: lost } }
  - { bootHost: esx-01, refused: { vendor: hostOn } }
`;
    expect(await problems(`${site}reading: article\n${steps}`)).toEqual([
      'dark.yaml:10:15: steps[0].expect.vendor: expected only article, because of the field reading',
      'dark.yaml:11:36: steps[1].refused.vendor: expected only article, because of the field reading',
    ]);
  });
});

describe('what is wrong with the file', () => {
  test('its own fields', async () => {
    expect(await problems(`${site}reading: artcle\nstart: stedy\nsteps: []\nstep: 1\n`)).toEqual([
      'dark.yaml:8:10: reading: expected article | vendor | both, found "artcle"; did you mean "article"?',
      'dark.yaml:9:8: start: expected steady | bare, found "stedy"; did you mean "steady"?',
      'dark.yaml:10:8: steps: expected a list of 1 to 500 steps, found an empty list',
      'dark.yaml:11:1: step: unknown key "step"; did you mean "steps"?',
    ]);
    expect(await problems('steps: [sitePowerFails]')).toEqual([
      'dark.yaml:1:1: site: missing; expected the path of a site file, or a site',
    ]);
  });

  test('the site in it, with positions in this file, and problems of the rest beside', async () => {
    expect(await problems(`${site.replace('tpm: 2.0', 'tpm: 3')}steps: [sitePowerFial]\n`)).toEqual([
      'dark.yaml:2:27: site.hosts.tpm: expected none | 1.2 | unusable | 2.0, found 3',
      'dark.yaml:8:9: steps[0]: unknown event "sitePowerFial"; did you mean "sitePowerFails"?',
    ]);
  });

  test('the site file beside it', async () => {
    const result = await parseScenario(
      'site: ../nowhere.yaml\nsteps: [sitePowerFails]\n',
      'examples/incidents/x.yaml',
    );
    expect(result.ok ? [] : result.problems.map(printProblem)).toEqual([
      'examples/incidents/x.yaml:1:7: site: expected a valid site file; what is wrong with it stands under its own name',
      'examples/nowhere.yaml:1:1: expected a site file, found no file of this name; check the path',
    ]);
  });

  test('a file that is no scenario', async () => {
    const result = await readAnyScenario('examples/nowhere.yaml');
    expect(result.ok ? [] : result.problems.map(printProblem)).toEqual([
      'examples/nowhere.yaml:1:1: expected a scenario file, found no file of this name; check the path',
    ]);
    expect(await problems('')).toEqual([
      'dark.yaml:1:1: expected a scenario file, found an empty file; examples/incidents has some to start from',
    ]);
  });

  test('no text makes it throw, or fail without a problem', async () => {
    const steps = `${site}steps:\n  - bootHost: esx-01\n  - expect: { machines: { db: { runs: true } } }\n`;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(steps.length),
        fc.nat(12),
        fc.json({ maxDepth: 2 }),
        async (at, length, inserted) => {
          const text = steps.slice(0, at) + inserted + steps.slice(at + length);
          const result = await parseScenario(text, 'x');
          expect(result.ok || result.problems.length > 0).toBe(true);
        },
      ),
      { numRuns: 1000, seed: 3 },
    );
  });
});

test('the word that chooses readings', () => {
  expect(readingsNamed('both')).toEqual({ ok: true, value: ['article', 'vendor'] });
  expect(readingsNamed('vendor')).toEqual({ ok: true, value: ['vendor'] });
  expect(readingsNamed('artcle')).toEqual({
    ok: false,
    message: 'expected article | vendor | both, found "artcle"; did you mean "article"?',
  });
  expect(readingsNamed('constructor')).toEqual({
    ok: false,
    message: 'expected article | vendor | both, found "constructor"',
  });
});
