/** The whole space of the vCenter machine: its invariants in every state, and what each guard is for. */
import { describe, expect, it } from 'vitest';
import { vcenter } from '../../models/machines/vcenter/vcenter.ts';
import type { ReadingName, Switches } from '../../models/reading.ts';
import { vcenterGuards } from '../guards/vcenter.ts';
import { testGuards } from './suite.ts';
import { brokenIn, pictureOf, settingIn, soundWith, spaceOf } from './whole.ts';

const settingOf = (name: string, reading: ReadingName = 'vendor', changed: Partial<Switches> = {}) =>
  settingIn(vcenter, name, reading, changed);

describe.each(['article', 'vendor'] as const)('every state, reading %s,', (reading) => {
  it.each([
    ['before-7.0U2', 2, 1, 1],
    ['life-7.0U2', 2, 2_210, 2_210],
    ['same-name-7.0U3', 2, 422, 438],
    ['defaults-8.0', 2, 160, 160],
    ['defaults-8.0U1', 2, 260, 260],
    ['restore-8.0', 2, 2_042, 2_042],
    ['ha-8.0', 2, 1_421, 1_421],
    ['linked-8.0', 2, 1_968, 1_968],
    ['bootstrap-8.0', 1, 3_881, 3_881],
    ['standalone-8.0', 2, 98, 98],
    ['licence-perpetual', 2, 54, 54],
    ['licence-subscription', 2, 54, 54],
    ['migration-9.0', 1, 8_186, 8_186],
  ])('of %s within %i faults keeps the invariants', (name, faultsMax, article, asDocumented) => {
    const count = reading === 'article' ? article : asDocumented;
    expect(pictureOf(vcenter, settingOf(name, reading), faultsMax)).toEqual(soundWith(count));
  });
});

describe('other switches', () => {
  it.each([
    ['restore-8.0', { remediation: 'addsOnly' }],
    ['linked-8.0', { remediation: 'addsOnly' }],
    ['life-7.0U2', { importCountsAsBackup: false }],
    ['life-7.0U2', { pushBeforeActivation: true }],
  ] as const)('keep the invariants of %s with %o', (name, changes) => {
    expect(pictureOf(vcenter, settingOf(name, 'vendor', changes), 2).broken).toEqual([]);
  });

  it('let hosts hold a key that nobody saved, where keys are pushed before the backup', () => {
    const [invariant] = vcenter.invariants(settingOf('life-7.0U2'));
    if (invariant === undefined) throw new Error('there is no invariant');
    const setting = settingOf('life-7.0U2', 'vendor', { pushBeforeActivation: true });
    const { states } = spaceOf(vcenter.machine(setting), 0);
    expect(brokenIn([invariant], setting, states)).toEqual(['no use before backup']);
  });
});

testGuards(vcenter, vcenterGuards);
