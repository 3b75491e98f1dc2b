/**
 * Every loot of at most two thefts, by a shortest way to it: what the model says is read, the twin decrypts from the
 * stolen bytes; what it says is secret, the twin tries to decrypt with all of them and can't.
 */
import { expect, test } from 'vitest';
import type { Switches } from '../../models/reading.ts';
import { domainLockstep, type DomainSetting, sendAll, settingsOf } from '../../src/lockstep/domain.ts';
import { runsToValues } from '../../src/lockstep/tour.ts';
import { randomOf } from '../../src/random.ts';
import { lootTwin } from '../../src/twin/machines/loot/loot.ts';
import { readingNamed } from '../examples.ts';
import { machineNamed } from './named.ts';

const statesMax = 40_000;
const machine = machineNamed('loot');
const { switches: vendor } = readingNamed('vendor');
/** What decides what follows, set otherwise than in the vendor's reading: by itself, since one hides the other. */
const others: readonly Partial<Switches>[] = [
  { noTpmArchive: 'opaque', coredumpHasKeys: 'never' },
  { noTpmRetention: 'volatile' },
];

test.each(settingsOf(machine, vendor))('$variantName: two thefts, as the vendor reads it', (setting) => {
  expect(problemsIn(setting, 2)).toEqual([]);
});

test.each(others)('every variant: one theft, with %o', (changed) => {
  const settings = settingsOf(machine, { ...vendor, ...changed });
  expect(settings.flatMap((setting) => problemsIn(setting, 1))).toEqual([]);
});

/** @returns what went wrong, one line for each loot of which model and twin do not say the same */
function problemsIn(setting: DomainSetting, faultsMax: number): readonly string[] {
  const slices = machine.goals(setting).flatMap(({ reads }) => reads);
  const runs = runsToValues(machine.machine(setting), slices, { faultsMax, statesMax });
  expect(runs.length).toBeGreaterThan(faultsMax * 5);
  return runs.flatMap((events) => {
    const lockstep = domainLockstep(machine, lootTwin, setting, randomOf('secrecy', setting.variantName));
    const problem = sendAll(machine, lockstep, events);
    lockstep.twin.dispose();
    return problem ?? [];
  });
}
