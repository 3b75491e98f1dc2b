/** The stories of data that are rewritten: enabling, disabling, deep rekeys, deduplication. */
import { describe, expect, it } from 'vitest';
import { run } from '../../kernel/step.ts';
import type { Event } from './events.ts';
import { issuesOf } from './health.ts';
import {
  answer,
  bare,
  dark,
  missed,
  on,
  onAll,
  perDevice,
  play,
  reached,
  settingOf,
} from './play.fixture.ts';
import { hosts } from './names.ts';
import { hostOf } from './state.ts';
import { vsanEncryption } from './vsan-encryption.ts';

describe('enabling', () => {
  const setting = settingOf('osa-7.0-rolling');
  const enable = (erase: boolean, allowReducedRedundancy: boolean): Event => ({
    type: 'enableEncryption',
    erase,
    allowReducedRedundancy,
  });
  const rolled = (erase: boolean): readonly Event[] => [
    enable(erase, true),
    ...onAll('hostTakesConfiguration'),
    ...bare('transitionAdvances'),
    ...onAll('hostIsEmptied', 'hostIsReformatted', 'hostIsRefilled'),
    ...bare('operationFinishes'),
  ];

  it('wants room, or leave to reduce redundancy', () => {
    expect(answer(setting, [], enable(false, false))).toBe('wouldReduceRedundancy');
  });

  it('goes from host to host, one at a time and in order', () => {
    const prepared = rolled(false).slice(0, 5);
    expect(answer(setting, prepared, { type: 'hostIsEmptied', host: 'esx-2' })).toBe('notItsTurn');
    const emptied = [...prepared, ...on('esx-1', 'hostIsEmptied')];
    expect(answer(setting, emptied, { type: 'hostIsEmptied', host: 'esx-2' })).toBe('notItsTurn');
    const crashed = [...prepared, ...on('esx-2', 'hostCrashes')];
    expect(answer(setting, crashed, { type: 'hostIsEmptied', host: 'esx-1' })).toBe('otherHostMissing');
  });

  it('survives a crash at every point, and loses data only to a second host', () => {
    const events = rolled(false);
    for (let cut = 1; cut <= events.length; cut++) {
      const before = play(setting, events.slice(0, cut));
      const machine = vsanEncryption.machine(setting);
      const down = run(machine, [...on('esx-1', 'hostCrashes')], before);
      const working = hosts.some((host) => host !== 'esx-1' && hostOf(before, host).work !== 'none');
      expect(reached(setting, down, 'dataReadable')).toBe(!working);
      expect(hostOf(run(machine, on('esx-1', 'bootHost'), down), 'esx-1').mounted).toBe(true);
    }
  });

  it('leaves plaintext behind unless disks are erased', () => {
    const kept = play(setting, rolled(false));
    expect(reached(setting, kept, 'devicesEncrypted')).toBe(true);
    expect(reached(setting, kept, 'noPlaintextOnDevices')).toBe(false);
    expect(reached(setting, play(setting, rolled(true)), 'noPlaintextOnDevices')).toBe(true);
  });

  it('can be undone, which lays data bare', () => {
    const undone = play(setting, [
      ...rolled(true),
      { type: 'disableEncryption', allowReducedRedundancy: true },
      ...onAll('hostIsEmptied', 'hostIsReformatted', 'hostIsRefilled'),
      ...bare('operationFinishes'),
    ]);
    expect(reached(setting, undone, 'devicesEncrypted')).toBe(false);
    expect(undone.cluster).toMatchObject({ encryption: 'off', kek: 'none', dek: 0 });
  });

  it('cannot be undone in 8.0U1 of the Express Storage Architecture', () => {
    const event: Event = { type: 'disableEncryption', allowReducedRedundancy: false };
    expect(answer(settingOf('esa-8.0U1'), [], event)).toBe('disableNotSupported');
  });
});

describe('a deep rekey', () => {
  it('keeps the old data key of the cluster until all data are rewritten', () => {
    const setting = settingOf('esa-8.0U1');
    const half = [
      { type: 'deepRekey', allowReducedRedundancy: false } as const,
      ...on('esx-1', 'hostRewrites'),
    ];
    expect(answer(setting, half, { type: 'operationFinishes' })).toBe('hostNotDone');
    const state = play(setting, [...half, ...dark, ...onAll('bootHost')]);
    expect(hosts.map((host) => [hostOf(state, host).mounted, hostOf(state, host).device.dek])).toEqual([
      [true, 2],
      [true, 1],
      [true, 1],
    ]);
  });

  it('hands a reinstalled host the data key again only where it is the cluster’s', () => {
    const events = [
      ...missed,
      ...on(
        'esx-3',
        'hostConfigurationIsLost',
        'bootHost',
        'vcenterRemediatesHost',
        'hostTakesConfiguration',
      ),
    ];
    const unlock: Event = { type: 'hostUnlocks', host: 'esx-3' };
    expect(answer(settingOf('esa-8.0U1'), events, unlock)).toBe('accepted');
    const device = settingOf('esa-8.0U1', perDevice);
    expect(answer(device, events, unlock)).toBe('keyMissing');
    const locked = play(device, events);
    expect(issuesOf(device, locked, hostOf(locked, 'esx-3'))).toEqual(['dataEncryptionKeyInconsistent']);
  });
});

describe('deduplication', () => {
  const enable: Event = { type: 'enableEncryption', erase: false, allowReducedRedundancy: false };
  const dedup: Event = { type: 'setDedup', on: true, allowReducedRedundancy: false };

  it('excludes encryption in 9.0 and goes with it in 9.1', () => {
    expect(answer(settingOf('esa-9.0'), [enable, ...bare()], dedup)).toBe('dedupExcludesEncryption');
    expect(answer(settingOf('esa-9.0'), [dedup], enable)).toBe('dedupExcludesEncryption');
    expect(answer(settingOf('esa-9.1'), [dedup], enable)).toBe('accepted');
    expect(answer(settingOf('esa-8.0U1'), [], dedup)).toBe('dedupNotSupported');
  });

  it('reformats each disk group of the original architecture', () => {
    const setting = settingOf('osa-7.0-dedup');
    const state = play(setting, [
      dedup,
      ...on('esx-1', 'hostIsEmptied', 'hostIsReformatted', 'hostIsRefilled'),
    ]);
    expect(hosts.map((host) => hostOf(state, host).device.dedup)).toEqual([true, false, false]);
    expect(answer(setting, [dedup], { type: 'setTransit', on: true })).toBe('accepted');
  });

  it('saves nothing on machines that are encrypted as well, and the datastore fills', () => {
    const setting = settingOf('esa-9.1');
    const events = [dedup, ...bare('encryptMachines', 'datastoreFills')];
    expect(answer(setting, events, enable)).toBe('notEnoughSpace');
    expect(answer(setting, [dedup], { type: 'datastoreFills' })).toBe('dedupWorks');
    expect(answer(setting, [...events, ...bare('decryptMachines')], enable)).toBe('accepted');
  });

  it('is warned about when both layers encrypt, in the Express Storage Architecture', () => {
    const setting = settingOf('esa-9.1');
    const both = play(setting, [enable, ...bare('encryptMachines')]);
    expect(vsanEncryption.observe(both, setting)).toMatchObject({
      cluster: { dualEncryption: true, transit: true },
    });
    expect(answer(settingOf('esa-9.0'), [], { type: 'setTransit', on: true })).toBe('transitIsAutomatic');
  });
});
