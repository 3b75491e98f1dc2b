/**
 * Every loot of at most two thefts, by a shortest way to it: what the model says is read, the twin decrypts from the
 * stolen bytes; what it says is secret, the twin tries to decrypt with all of them and can't.
 */
import { expect, test } from 'vitest';
import type { Switches } from '../../models/reading.ts';
import { run } from '../../models/kernel/step.ts';
import { type DomainSetting, settingsOf } from '../../src/lockstep/domain.ts';
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

/** @returns the goals of which model and twin do not say the same, with the events that led there */
function problemsIn(setting: DomainSetting, faultsMax: number): readonly string[] {
  const model = machine.machine(setting);
  const goals = machine.goals(setting);
  const slices = goals.flatMap(({ reads }) => reads);
  const runs = runsToValues(model, slices, { faultsMax, statesMax });
  expect(runs.length).toBeGreaterThan(faultsMax * 5);
  return runs.flatMap((events) => {
    const random = randomOf('secrecy', setting.variantName);
    const twin = lootTwin.create({ ...setting, random, defect: 'none' });
    const refused = events.filter((event) => twin.send(event).kind === 'refused');
    const state = run(model, events);
    const tried = twin.verify();
    twin.dispose();
    const wrong = goals.filter(({ name, reached }) => tried[name] !== reached(state)).map(({ name }) => name);
    return refused.length + wrong.length === 0 ? [] : [JSON.stringify({ events, refused, wrong })];
  });
}
