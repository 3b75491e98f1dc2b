/** A defect planted in the twin of a domain machine is found by the very kinds of runs that are green without it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyDomainMachine } from '../../models/machines/domain-machine.ts';
import type { Tagged } from '../../models/kernel/machine.ts';
import {
  domainLockstep,
  type DomainSetting,
  runDomain,
  sendAll,
  settingsOf,
} from '../../src/lockstep/domain.ts';
import { runsToValues, tourOf } from '../../src/lockstep/tour.ts';
import { randomOf } from '../../src/random.ts';
import { domainTwins } from '../../src/twin/machines/all.ts';
import type { DomainTwinMaker } from '../../src/twin/machines/domain-twin.ts';
import { commandsArbitrary } from '../commands.ts';
import { readingNamed } from '../examples.ts';
import { machineNamed } from './named.ts';

/**
 * Where a defect shows: in the tour's runs that end in this event, in its runs to each combination of goals (`goals`), in
 * the runs to every loot of one theft (`loots`), or by chance.
 */
type Row = readonly [machine: string, defect: string, variant: string, where: string];

const rows: readonly Row[] = [
  ['host-encryption', 'rebootKeepsPendingKey', '7.0U2', 'collectBundle'],
  ['host-encryption', 'recryptForgetsKey', '8.0U3', 'chance'],
  ['host-encryption', 'cacheSurvivesReboot', '6.5', 'goals'],
  ['secure-configuration', 'keepsSealAfterClear', '8.0-quick-boot', 'tpmIsCleared'],
  ['secure-configuration', 'ignoresPolicy', '8.0-quick-boot', 'turnOn'],
  ['secure-configuration', 'oldRecoveryKeyStillOpens', '8.0-quick-boot', 'rotateRecoveryKey'],
  ['standard-key-provider', 'cacheSurvivesCrash', 'persistence-7.0U2', 'bootHost'],
  ['standard-key-provider', 'rekeyDropsOldKey', 'wrapping-9.0', 'rekeyMachine'],
  ['standard-key-provider', 'storesVsanKey', 'persistence-7.0U2', 'enableKeyPersistence'],
  ['trusted-key-provider', 'cacheSurvivesReboot', 'patching-8.0', 'bootHost'],
  ['trusted-key-provider', 'attestsAnyImage', 'patching-8.0', 'removeBaseImage'],
  ['trusted-key-provider', 'keyServiceNeedsNoKms', 'outages-8.0', 'hostGetsKey'],
  ['vcenter', 'exportCountsAsBackup', 'same-name-7.0U3', 'rekeyMachine'],
  ['vcenter', 'recreatesOldKey', 'same-name-7.0U3', 'recreateProvider'],
  ['vcenter', 'reinstallKeepsKeys', 'same-name-7.0U3', 'joinVcenter'],
  ['vm-copies', 'deepKeepsDek', 'thief-8.0', 'goals'],
  ['vm-copies', 'failOverAsksNoKey', 'recovery-site-8.0', 'failOver'],
  ['vm-copies', 'restoreIsPlain', 'backup-encrypted-8.0', 'restore'],
  ['vm-encryption', 'shallowMakesNewDek', 'cbt-8.0', 'taskAdvances'],
  ['vm-encryption', 'crashCleansUp', 'deep-8.0', 'removeLeftovers'],
  ['vm-encryption', 'rekeyedUnderOldKek', 'cbt-8.0', 'taskAdvances'],
  ['vtpm', 'replaceCopies', 'bitlocker-8.0', 'cloneMachine'],
  ['vtpm', 'rebootKeepsManualKey', 'standalone-8.0', 'bootHost'],
  ['vtpm', 'recoveryForgetsSeal', 'standalone-8.0', 'enterPassword'],
  ['vsan-encryption', 'rekeyMakesNewDek', 'esa-8.0U1', 'hostRewraps'],
  ['vsan-encryption', 'eraseLeavesResidue', 'osa-7.0-rolling', 'goals'],
  ['vsan-encryption', 'keylessHostMounts', 'osa-7.0-provider', 'recreateDevice'],
  ['loot', 'sealLeavesKeyFile', 'login-holds', 'loots'],
  ['loot', 'backupIgnoresPassword', 'copies', 'loots'],
  ['loot', 'downloadBringsTextFile', 'copies', 'loots'],
  ['loot', 'persistenceWritesNothing', 'standard-vsan', 'loots'],
  ['loot', 'wireIgnoresTransit', 'wire-osa', 'loots'],
];

/** As far as these defects lie; the lockstep of a machine looks further. */
const tourStatesMax = 2_000;
const chanceRuns = 40;

type Planted = {
  readonly machine: AnyDomainMachine;
  readonly maker: DomainTwinMaker;
  readonly setting: DomainSetting;
  readonly defect: string;
};

const { switches } = readingNamed('vendor');
const tours = new Map<string, Tour>();
type Tour = Pick<
  ReturnType<typeof tourOf<unknown, Record<string, unknown>, Tagged, string>>,
  'visits' | 'ends'
>;

test('every twin has defects, and each stands in the table', () => {
  const planted = Object.entries(domainTwins).map(
    ([name, { defects }]) => [name, defects.toSorted()] as const,
  );
  expect(planted.filter(([, defects]) => defects.length === 0)).toEqual([]);
  const listed = Object.groupBy(rows, ([machine]) => machine);
  const names = Object.entries(listed).map(([name, of = []]) => [
    name,
    of.map(([, defect]) => defect).toSorted(),
  ]);
  expect(Object.fromEntries(names)).toEqual(Object.fromEntries(planted));
});

test.each(rows)('%s: %s shows in %s, in %s', (...row) => {
  const planted = plantedBy(row);
  const [, , , where] = row;
  const find = where === 'chance' ? byChance : problemFinder(runsIn(planted, where));
  const problem = find(planted);
  expect(problem, 'the defect was not found').toBeDefined();
  expect(find({ ...planted, defect: 'none' }), 'without the defect').toBeUndefined();
  process.stdout.write(`${row.join(' ')}: ${problem?.slice(0, 110)}\n`);
});

function plantedBy([name, defect, variant]: Row): Planted {
  const machine = machineNamed(name);
  const maker = domainTwins[name];
  const setting = settingsOf(machine, switches).find(({ variantName }) => variantName === variant);
  if (maker === undefined || setting === undefined) throw new Error(`${name} has no twin, or no ${variant}`);
  return { machine, maker, setting, defect };
}

function runsIn({ machine, setting }: Planted, where: string): readonly (readonly Tagged[])[] {
  const model = machine.machine(setting);
  const goals = machine.goals(setting);
  const options = { faultsMax: 2, statesMax: tourStatesMax };
  if (where === 'loots')
    return runsToValues(
      model,
      goals.flatMap(({ reads }) => reads),
      { ...options, faultsMax: 1 },
    );
  const name = `${machine.name} ${setting.variantName}`;
  const tour = tours.get(name) ?? tourOf(model, options, goals);
  tours.set(name, tour);
  if (where === 'goals') return tour.ends;
  return tour.visits.filter(({ event }) => event.type === where).map(({ events }) => events);
}

/** Sends these runs to a twin each, up to the first that disagrees. */
function problemFinder(runs: readonly (readonly Tagged[])[]): (planted: Planted) => string | undefined {
  return ({ machine, maker, setting, defect }) => {
    for (const events of runs) {
      const lockstep = domainLockstep(machine, maker, setting, randomOf('tour', machine.name), defect);
      const problem = sendAll(machine, lockstep, events);
      lockstep.twin.dispose();
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

function byChance({ machine, maker, setting, defect }: Planted): string | undefined {
  let problem: string | undefined;
  const isFine = fc.property(commandsArbitrary(40), (commands) => {
    const lockstep = domainLockstep(machine, maker, setting, randomOf('1', machine.name), defect);
    problem = runDomain(machine, lockstep, commands);
    lockstep.twin.dispose();
    return problem === undefined;
  });
  fc.check(isFine, { seed: 1, numRuns: chanceRuns, endOnFailure: true });
  return problem;
}
