/** A certificate that was altered anywhere is refuted or refused; one that was not is verified. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Certificate, sealed } from '../../src/certificate/format.ts';
import { breakglassHere, type Ended, type Folder, folderWith } from './command-line.ts';
import { lostSite } from './sites.ts';

/** What opens the boot device is kept, and so may be stolen. */
const site = `${lostSite}recoveryKeys: { at: vault }\n`;

let folder: Folder;
let text: string;

beforeAll(async () => {
  folder = await folderWith({ 'site.yaml': site });
  await breakglassHere(
    [
      'check',
      'site.yaml',
      '--no-measure',
      '--chance-runs',
      '0',
      '--reading',
      'vendor',
      '--certificate',
      'c.json',
    ],
    folder.path,
  );
  text = await readFile(join(folder.path, 'c.json'), 'utf8');
}, 120_000);

afterAll(() => folder.remove());

type Reading = NonNullable<Certificate['readings']['vendor']>;

/** @param alter changes the certificate; it is sealed again, as somebody who means it would do */
async function verifyAltered(alter: (certificate: Certificate, reading: Reading) => void): Promise<Ended> {
  const certificate = JSON.parse(text) as Certificate;
  alter(certificate, certificate.readings.vendor as Reading);
  const { sha256: _, ...body } = certificate;
  await writeFile(join(folder.path, 'altered.json'), JSON.stringify(sealed(body)));
  return breakglassHere(['verify', 'altered.json'], folder.path);
}

/** The first loss that has sets, and the first of these that has a witness. */
function setsOf({ losses }: Reading): Reading['losses'][number]['cutSets'] {
  const found = losses.find(({ cutSets }) => cutSets.some(({ witness }) => witness !== undefined));
  if (found === undefined) throw new Error('the site loses nothing');
  return found.cutSets;
}

/** Several things that a thief takes together to read the machine. */
function theftOf({ losses }: Reading): Reading['losses'][number]['cutSets'][number] {
  const thefts = losses.find(({ kind }) => kind === 'readable')?.cutSets;
  const found = thefts?.find(({ events }) => events.length > 1);
  if (found?.witness === undefined) throw new Error('a thief reads nothing of the site');
  return found;
}

describe('a certificate as it was written', () => {
  test('is verified, and says what was not looked at', async () => {
    const { code, stdout } = await breakglassHere(['verify', 'c.json', '--site', 'site.yaml'], folder.path);
    expect(code).toBe(0);
    expect(stdout).toContain('it is about this site file');
    expect(stdout).toMatch(/counterexample of “.* stays recoverable”: played, no recovery wins/);
    expect(stdout).toMatch(/no other set of at most \d faults loses/);
    expect(stdout).toMatch(/app readable: \d+ witnesses? played to a state that a thief reads it in/);
    expect(stdout).toContain('Taken on the word of the search:');
    expect(stdout).toMatch(/What it says of losses rests on \d+ conclusions of ours, not on a source:/);
  });

  test('is refused under another site file', async () => {
    await writeFile(join(folder.path, 'edited.yaml'), `${site}\n# edited\n`);
    const { code, stdout } = await breakglassHere(['verify', 'c.json', '--site', 'edited.yaml'], folder.path);
    expect([code, stdout.includes('the site file is not the one it is about')]).toEqual([1, true]);
  });

  test('is refuted by its own hash when a number in it changes', async () => {
    await writeFile(join(folder.path, 'n.json'), text.replace(/"states": (\d+)/, '"states": 1$1'));
    const { code, stdout } = await breakglassHere(['verify', 'n.json'], folder.path);
    expect([code, stdout.includes('its own hash is wrong')]).toEqual([1, true]);
  });
});

function isNoTheft({ kind }: Reading['losses'][number]): boolean {
  return kind !== 'readable';
}

describe('a certificate that was altered and sealed again', () => {
  const cases: readonly (readonly [string, (certificate: Certificate, reading: Reading) => void, string])[] =
    [
      ['a cut set is left out', (_, reading) => void setsOf(reading).pop(), 'missed'],
      [
        'a cut set is not minimal',
        (_, reading) => {
          const [set] = setsOf(reading);
          const other = ['sitePowerFails()', 'vcenterIsLost()', 'vcenterStops()'].find(
            (id) => set?.events.includes(id) !== true,
          );
          if (set && other) setsOf(reading).push({ events: [...set.events, other], alike: [], standsFor: 1 });
        },
        'not minimal',
      ],
      [
        'a cut set of nothing that matters',
        (_, reading) => void setsOf(reading).push({ events: ['vcenterStops()'], alike: [], standsFor: 1 }),
        'safe cut set',
      ],
      [
        'a witness stops too early',
        (_, reading) =>
          void setsOf(reading)
            .find(({ witness }) => witness)
            ?.witness?.events.pop(),
        'a recovery wins from its end',
      ],
      [
        'what a thief reads is left out',
        (_, reading) => void reading.losses.splice(0, Infinity, ...reading.losses.filter(isNoTheft)),
        'app readable: its cut sets stand 0 times, expected once',
      ],
      [
        'a set of thefts is left out',
        (_, reading) => void reading.losses.find((loss) => !isNoTheft(loss))?.cutSets.splice(0),
        'app readable: missed',
      ],
      [
        'half of the thefts are said to be enough',
        (_, reading) => {
          const theft = theftOf(reading);
          theft.events.pop();
          theft.witness?.events.pop();
        },
        'app readable: safe cut set',
      ],
      [
        'the thefts come in another state',
        (_, reading) => void theftOf(reading).witness?.events.reverse(),
        'it does not end with the thefts of the set',
      ],
      [
        'a theft dooms earlier',
        (_, reading) => void (theftOf(reading).witness as { doomStep: number }).doomStep--,
        'the step that dooms is',
      ],
      [
        'a counterexample names another event',
        (_, reading) =>
          void reading.claims
            .find(({ counterexample }) => counterexample)
            ?.counterexample?.events.push('x()'),
        'is no event of this site',
      ],
      [
        'a broken claim is left out',
        (_, reading) =>
          void reading.claims.splice(
            reading.claims.findIndex(({ verdict }) => verdict === 'broken'),
            1,
          ),
        'stands 0 times',
      ],
      [
        'a runbook loses its last step',
        (_, reading) => void reading.runbooks.find(({ events }) => events.length > 0)?.events.pop(),
        'it does not run in the end',
      ],
      [
        'the verdict is made better',
        (certificate) => void (certificate.verdict = 'holds'),
        'though a reading says broken',
      ],
      [
        'the site inside is edited',
        (certificate) => void (certificate.site.text += '\n# edited\n'),
        'the hash of the site inside it is wrong',
      ],
    ];

  test.each(cases)('%s', async (_, alter, said) => {
    const { code, stdout } = await verifyAltered(alter);
    expect(stdout).toContain(said);
    expect(code).toBe(1);
  });

  test('by another version is not checked rather than refuted', async () => {
    const { code, stdout } = await verifyAltered((certificate, reading) => {
      certificate.tool.version = '99.0.0';
      setsOf(reading).pop();
    });
    expect([code, stdout.includes('not checked: another version')]).toEqual([2, true]);
  });
});

describe('a file that is no certificate', () => {
  const cases: readonly (readonly [string, string, number, string])[] = [
    ['not JSON', '{\n  "schema": oops\n}', 3, 'bad.json:2:'],
    ['empty', '', 3, 'bad.json:1:1: expected JSON'],
    ['of another schema', '{"schema":"breakglass/certificate/9"}', 2, 'breakglass/certificate/9'],
    ['of something else', '{"schema":"breakglass/check/1"}', 3, 'bad.json:1:11: schema'],
    ['deep', '['.repeat(200_000), 3, 'bad.json:'],
  ];

  test.each(cases)('%s', async (_, content, expected, said) => {
    await writeFile(join(folder.path, 'bad.json'), content);
    const { code, stderr } = await breakglassHere(['verify', 'bad.json'], folder.path);
    expect(stderr).toContain(said);
    expect(code).toBe(expected);
  });

  test('a wrong value is told with its line and path', async () => {
    const lines = text.split('\n');
    const line = lines.findIndex((one) => one.includes('"standsFor"'));
    const altered = lines.with(line, (lines[line] ?? '').replace(/\d+/, '"many"'));
    await writeFile(join(folder.path, 'bad.json'), altered.join('\n'));
    const { code, stderr } = await breakglassHere(['verify', 'bad.json'], folder.path);
    expect(code).toBe(3);
    expect(stderr).toMatch(
      new RegExp(
        String.raw`^bad\.json:${line + 1}:\d+: readings\.vendor\.losses\[\d\]\.cutSets\[\d\]\.standsFor: `,
      ),
    );
  });
});
