import { describe, expect, test } from 'vitest';
import { type Reading, readings } from '../../models/reading.ts';
import type { Loot, Site } from '../../models/site.ts';
import { readableWith } from '../../models/thief.ts';
import { readSite } from '../site/read-site.ts';
import { lootsOf } from './basic-event.ts';
import { bootyOpens } from './booty.ts';
import { certify } from './certificate.ts';
import { cutSetsOf } from './cut-sets.ts';
import { defaultProbabilities, everySetOf, nameOf, openPsaOf, probabilityOfLoss } from './open-psa.ts';
import { subjectOf } from './oracle.ts';
import { orbitCounts } from './orbits.ts';
import { problemsOf } from './problem.ts';
import { askScram, isScramThere } from './scram.ts';
import { hostClasses, machineClasses } from './symmetry.ts';

const [article, vendor] = readings as [Reading, Reading];

async function example(name: string): Promise<Site> {
  const read = await readSite(`examples/${name}.yaml`);
  if (!read.ok) throw new Error(`examples/${name}.yaml does not parse`);
  return read.value.site;
}

test('the certificate sees a missing set, one that is not minimal, and one that is safe', () => {
  const truth = (set: number): boolean => (set & 0b011) === 0b011 || (set & 0b100) !== 0;
  expect(certify(4, 2, [0b011, 0b100], truth)).toEqual([]);
  expect(certify(4, 2, [0b100], truth)).toEqual([{ what: 'missed', set: 0b011 }]);
  expect(certify(4, 2, [0b011, 0b100, 0b1100], truth)).toEqual([
    { what: 'not minimal', set: 0b1100, smaller: 0b100 },
  ]);
  expect(certify(4, 2, [0b011, 0b100, 0b1000], truth)).toContainEqual({ what: 'safe cut set', set: 0b1000 });
});

test('one thing that is stolen opens what the thief of the models opens', async () => {
  for (const name of ['article', 'no-tpm', 'no-backup']) {
    const site = await example(name);
    for (const reading of readings) {
      const { machine } = subjectOf(site, reading);
      const opened = (loot: Loot): readonly string[] =>
        site.machines
          .map((entry) => entry.name)
          .filter((entry) => bootyOpens(machine.site, machine.initial, entry, [loot]));
      for (const basic of lootsOf(site)) {
        if (basic.kind !== 'loot') continue;
        expect(opened(basic.loot)).toEqual(readableWith(machine.site, machine.initial, basic.loot));
      }
    }
  }
});

test('things that are stolen together open what none of them opens', async () => {
  const [site, reading] = [await example('no-tpm'), article];
  const at = site.places[0]?.name ?? '';
  const disk: Loot = { kind: 'disk', datastore: 'san' };
  const changed: Site = {
    ...site,
    places: site.places.map((place) => (place.name === at ? { ...place, datastore: 'san' } : place)),
    p12s: site.p12s.map((p12) => ({ ...p12, at, passwordAt: site.places[1]?.name ?? null })),
  };
  const { machine } = subjectOf(changed, reading);
  const opens = (...loots: readonly Loot[]): boolean =>
    bootyOpens(machine.site, machine.initial, changed.machines[0]?.name ?? '', loots);
  const password: Loot = { kind: 'place', place: site.places[1]?.name ?? '' };
  expect([opens(disk), opens(password), opens(disk, password)]).toEqual([false, false, true]);
});

describe('symmetry', () => {
  test('hosts that are alike are one class, but for the one that the machine runs on', async () => {
    const site = await example('article');
    expect(hostClasses(site, 'win11')).toEqual([['esx-01'], ['esx-02', 'esx-03']]);
  });

  test('a host without a TPM leaves the class', async () => {
    const site = await example('article');
    const hosts = site.hosts.map((host) =>
      host.name === 'esx-03' ? { ...host, tpm: 'none' as const } : host,
    );
    expect(hostClasses({ ...site, hosts }, 'win11')).toEqual([['esx-01'], ['esx-02'], ['esx-03']]);
  });

  test('machines are alike when their cones are', async () => {
    const site = await example('article');
    const more = site.machines.flatMap((machine) => [
      machine,
      { ...machine, name: `${machine.name}-2`, count: 7, host: 'esx-03' },
    ]);
    expect(machineClasses({ ...site, machines: more })).toEqual([
      ['win11', 'win11-2'],
      ['db', 'db-2'],
    ]);
  });

  test('orbits are counted as they are made', async () => {
    const [problem] = problemsOf(await example('article'), vendor, 'win11', ['unavailable'], 3) ?? [];
    if (problem === undefined) throw new Error('the article has one provider');
    const counts = orbitCounts(problem.universe, 3);
    const result = await cutSetsOf(await example('article'), vendor, {
      orderMax: 2,
      losses: ['unavailable'],
    });
    expect(counts[1]?.orbits).toBe(result.losses[0]?.orders[1]?.examined);
    expect(counts.map(({ sets }) => sets)).toEqual([1, 33, 528, 5456]);
  });
});

describe('the result', () => {
  test('comes in increasing order, is the same each time, and adding events never mends anything', async () => {
    const site = await example('no-tpm');
    const result = await cutSetsOf(site, article, { orderMax: 3 });
    expect(result.completeTo).toBe(3);
    expect(result.monotonicity.violations).toEqual([]);
    expect(result.monotonicity.tested).toBeGreaterThan(1000);
    for (const { sets } of result.losses) {
      const orders = sets.map(({ order }) => order);
      expect(orders).toEqual(orders.toSorted((one, other) => one - other));
    }
    expect(JSON.stringify(await cutSetsOf(site, article, { orderMax: 3 }))).toBe(JSON.stringify(result));
  });

  test('the article without TPMs does not outlast a power failure, with TPMs it does', async () => {
    const { losses } = await cutSetsOf(await example('no-tpm'), article, {
      orderMax: 2,
      losses: ['unavailable'],
      witnessesMax: 2,
      remedies: true,
    });
    expect(losses[0]?.sets[0]).toMatchObject({
      events: ['sitePowerFails()'],
      remedy: { practices: ['tpm-in-every-host'], verifiedBy: 'search' },
      witness: { events: [{ id: 'sitePowerFails()' }], doomStep: 0 },
    });
    expect(losses[0]?.sets[1]?.witness?.events.length).toBeGreaterThan(1);
  });

  test('an aborted run says how far it got', async () => {
    const controller = new AbortController();
    const result = await cutSetsOf(await example('article'), vendor, {
      orderMax: 4,
      signal: controller.signal,
      onProgress: ({ order }) => {
        if (order === 2) controller.abort();
      },
    });
    expect(result.completeTo).toBe(1);
    expect(result.statements[2]).toContain('complete for 1 of 6 losses');
  });
});

test.skipIf(!isScramThere())('scram finds the same minimal cut sets and the same probability', async () => {
  const result = await cutSetsOf(await example('no-tpm'), vendor, { orderMax: 3 });
  // Scram prints six digits; rare events leave an absolute error far below 1e-10 in them.
  const rare = Object.fromEntries(
    Object.entries(defaultProbabilities).map(([name, value]) => [name, value / 50]),
  );
  const trees = askScram(openPsaOf(result, rare));
  for (const { kind, machines, sets } of result.losses.filter((loss) => loss.sets.length > 0)) {
    const tree = trees.get(`${nameOf(`${kind} ${machines[0]}`)}-top`);
    const every = sets.flatMap(everySetOf);
    const names = every.map((set) => set.map(nameOf).toSorted().join(' '));
    expect(tree?.products.toSorted()).toEqual(names.toSorted());
    expect(Math.abs((tree?.probability ?? 1) - probabilityOfLoss(every, rare))).toBeLessThan(1e-10);
  }
});

test.runIf(!isScramThere())('not tested: scram is absent, so nobody else has read the export', () => {
  process.stderr.write('not tested: scram is absent; install the package of this name to compare\n');
  expect(isScramThere()).toBe(false);
});
