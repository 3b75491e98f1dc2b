/**
 * Every domain machine beside its twin: along a tour that meets every answer to every event and every combination of
 * goals, and by chance with lost requests and answers. After each event the answers and what can be seen are compared, at the end the goals.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { domainMachines } from '../../models/machines/all.ts';
import type { AnyDomainMachine } from '../../models/machines/domain-machine.ts';
import { differing, type Reading, readings, type Switches, switchValues } from '../../models/reading.ts';
import {
  type DomainSetting,
  domainLockstep,
  runDomain,
  sendAll,
  settingsOf,
} from '../../src/lockstep/domain.ts';
import { canRefuse, tourOf } from '../../src/lockstep/tour.ts';
import { watched } from '../../src/lockstep/watched.ts';
import { randomOf } from '../../src/random.ts';
import { domainTwins } from '../../src/twin/machines/all.ts';
import type { DomainTwinMaker } from '../../src/twin/machines/domain-twin.ts';
import { commandsArbitrary } from '../commands.ts';
import { tourStatesMax } from './bounds.ts';

type Row = { accepted: number; readonly refused: Map<string, number> };

const counts = new Map<string, Map<string, Row>>();

/** What no named reading takes: every switch set to another value than in any of them, where there is one. */
const otherSwitches = Object.fromEntries(
  Object.entries(switchValues).map(([name, values]) => {
    const taken = readings.map(({ switches }) => switches[name as keyof Switches]);
    return [name, values.find((value) => !taken.includes(value)) ?? taken[0]];
  }),
) as Switches;

/** Refusals that no variant can provoke, and why: a guard that stands for variants to come. */
const unprovoked: Readonly<Record<string, readonly string[]>> = {
  // Every variant keeps copies of all its providers.
  'vsan-encryption': ['noCopyKept was never the reason'],
};

function makerOf({ name }: AnyDomainMachine): DomainTwinMaker {
  const maker = domainTwins[name];
  if (maker === undefined) throw new Error(`the machine ${name} has no twin in src/twin/machines/all.ts`);
  return maker;
}

test('every domain machine has a twin, and no twin is without a machine', () => {
  expect(Object.keys(domainTwins).toSorted()).toEqual(domainMachines.map(({ name }) => name).toSorted());
});

describe.each(domainMachines.map((machine) => [machine.name, machine] as const))('%s', (_, machine) => {
  const [first, ...others] = readings as readonly [Reading, ...Reading[]];

  test.each(Object.keys(machine.variants))('%s: every answer to every event, under each reading', (name) => {
    const { switches, read } = watched(first.switches);
    expect(takeTour(machine, settingIn(machine, name, switches)), first.name).toEqual([]);
    // A tour on which neither model nor twin looked at a switch goes the same way with it set otherwise.
    const telling = others.filter((other) =>
      differing(first.switches, other.switches).some((one) => read.has(one)),
    );
    for (const other of telling) {
      expect(takeTour(machine, settingIn(machine, name, other.switches)), other.name).toEqual([]);
    }
  });

  test('the first variant with the switches that no reading sets: every answer to every event', () => {
    expect(
      settingsOf(machine, otherSwitches)
        .slice(0, 1)
        .flatMap((setting) => takeTour(machine, setting)),
    ).toEqual([]);
  });

  test('by chance, with lost requests and answers', () => {
    const settings = readings.flatMap(({ switches }) => settingsOf(machine, switches));
    fc.assert(
      fc.property(fc.nat(settings.length - 1), commandsArbitrary(40), (which, commands) => {
        const setting = settings[which] as DomainSetting;
        const lockstep = domainLockstep(machine, makerOf(machine), setting, randomOf('1', machine.name));
        const problem = runDomain(machine, lockstep, commands);
        lockstep.twin.dispose();
        expect(problem, setting.variantName).toBeUndefined();
      }),
      { seed: 1, numRuns: 20 * settings.length },
    );
  });

  test('every event type was accepted and refused somewhere, for every reason of its page', () => {
    expect(gapsOf(machine)).toEqual(unprovoked[machine.name] ?? []);
  });
});

function settingIn({ variants }: AnyDomainMachine, variantName: string, switches: Switches): DomainSetting {
  return { variantName, variant: variants[variantName], switches };
}

/** Event types that were never accepted, those that can refuse and never did, and reasons that nothing was refused for. */
function gapsOf(machine: AnyDomainMachine): readonly string[] {
  const rows = counts.get(machine.name);
  const models = readings.flatMap(({ switches }) =>
    settingsOf(machine, switches).map((setting) => machine.machine(setting)),
  );
  const types = Object.keys(models[0]?.rules ?? {}).flatMap((type) => {
    const { accepted, refused } = rows?.get(type) ?? { accepted: 0, refused: new Map() };
    const refuses = models.some((model) => canRefuse(model, type));
    return [
      ...(accepted === 0 ? [`${type} was never accepted`] : []),
      ...(refuses && refused.size === 0 ? [`${type} was never refused`] : []),
    ];
  });
  const met = new Set([...(rows?.values() ?? [])].flatMap(({ refused }) => [...refused.keys()]));
  const unmet = reasonsOf(machine).filter((reason) => !met.has(reason));
  return [...types, ...unmet.map((reason) => `${reason} was never the reason`)];
}

/** The reasons to refuse that the machine's page names. */
function reasonsOf({ name, describeRefusal }: AnyDomainMachine): readonly string[] {
  const page = readFileSync(new URL(`../../docs/machines/${name}.md`, import.meta.url), 'utf8');
  const words = [...page.matchAll(/`(\w+)`/g)].flatMap(([, word]) => word ?? []);
  const reasons = [...new Set(words)].filter((word) => describeRefusal(word) !== undefined);
  expect(reasons.length).toBeGreaterThan(10);
  return reasons;
}

/** @returns what went wrong, one line for each run that did */
function takeTour(machine: AnyDomainMachine, setting: DomainSetting): readonly string[] {
  const options = { faultsMax: 2, statesMax: tourStatesMax };
  const { visits, ends } = tourOf(machine.machine(setting), options, machine.goals(setting));
  for (const { event, answer } of visits) count(machine.name, event.type, answer);
  return [...visits.map(({ events }) => events), ...ends].flatMap((events) => {
    const lockstep = domainLockstep(machine, makerOf(machine), setting, randomOf('tour', machine.name));
    const problem = sendAll(machine, lockstep, events);
    lockstep.twin.dispose();
    return problem === undefined ? [] : [problem];
  });
}

function count(machine: string, type: string, answer: string): void {
  const rows = counts.get(machine) ?? new Map<string, Row>();
  const row = rows.get(type) ?? { accepted: 0, refused: new Map<string, number>() };
  if (answer === 'accepted') row.accepted++;
  else row.refused.set(answer, (row.refused.get(answer) ?? 0) + 1);
  rows.set(type, row);
  counts.set(machine, rows);
}

afterAll(() => {
  for (const [machine, rows] of counts) {
    process.stdout.write(`${machine}: event, times accepted, times refused by reason\n`);
    for (const [type, { accepted, refused }] of rows) {
      const reasons = [...refused].map(([reason, times]) => `${reason} ${times}`).join(', ');
      process.stdout.write(`  ${type.padEnd(30)}${String(accepted).padStart(5)}  ${reasons}\n`);
    }
  }
});
