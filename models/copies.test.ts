import { describe, expect, it } from 'vitest';
import { survives, survivesReads } from './copies.ts';
import type { Event } from './events.ts';
import {
  article,
  deleted,
  desktop,
  hostsOf,
  loses,
  on,
  placesOf,
  play,
  power,
  powerOff,
  smallSite,
  steady,
  vcenterLost,
  vsanSite,
} from './play.fixture.ts';
import type { State } from './state.ts';

const allKept = ['safe', 'vault', 'depot', 'manager'].map(loses);
const deviceFails = on('esx-1', 'bootDeviceFails');

describe('whether the key of a machine still exists', () => {
  const machine = steady(smallSite());

  it.each<[string, readonly Event[], boolean]>([
    ['nothing happened', [], true],
    ['the host alone is left', [vcenterLost, ...allKept], true],
    ['the host alone is left, and was off', [vcenterLost, ...allKept, power], true],
    ['vCenter alone is left', [...allKept, ...deviceFails, power], true],
    ['vCenter alone is left, stopped', [{ type: 'vcenterStops' }, ...allKept, ...deviceFails, power], true],
    ['the .p12 alone is left', [vcenterLost, loses('depot'), ...deviceFails, power], true],
    ['the backup alone is left', [vcenterLost, loses('safe'), ...deviceFails, power], true],
    [
      'the .p12 is left without its password',
      [vcenterLost, loses('depot'), loses('vault'), ...deviceFails, power],
      false,
    ],
    [
      'the backup is left without its password',
      [vcenterLost, loses('safe'), loses('manager'), ...deviceFails, power],
      false,
    ],
    [
      'the TPM was cleared, with the recovery key',
      [vcenterLost, loses('safe'), loses('depot'), ...on('esx-1', 'tpmIsCleared'), power],
      true,
    ],
    [
      'the TPM was cleared, without it',
      [vcenterLost, ...allKept, ...on('esx-1', 'tpmIsCleared'), power],
      false,
    ],
    [
      'the TPM was cleared, and the host still runs',
      [vcenterLost, ...allKept, ...on('esx-1', 'tpmIsCleared')],
      true,
    ],
    ['nothing is left but the running machine', [vcenterLost, ...allKept, ...deviceFails], true],
    ['nothing is left', [vcenterLost, ...allKept, ...deviceFails, power], false],
    [
      'remediation pruned the last copy, the machine runs on',
      [...allKept, deleted, ...on('esx-1', 'vcenterRemediatesHost', 'hostWritesConfiguration')],
      true,
    ],
    [
      'remediation pruned the last copy, the machine is off',
      [
        ...allKept,
        deleted,
        ...on('esx-1', 'vcenterRemediatesHost', 'hostWritesConfiguration'),
        powerOff('db'),
      ],
      false,
    ],
  ])('when %s', (_, events, expected) => {
    expect(survives(machine.site, play(machine, events), 'db')).toBe(expected);
  });
});

describe('what lies behind vSAN', () => {
  const bootAll = ['esx-1', 'esx-2'].flatMap((host) => on(host, 'bootHost'));

  it('is found once the vSAN is open: one key leads to the next', () => {
    const site = vsanSite(2, 0, {
      hosts: hostsOf(2, 'none'),
      places: [...placesOf(['share'], 'vsan'), ...placesOf(['vault', 'safe', 'depot', 'manager'])],
      backups: [{ name: 'backup', at: 'share', passwordAt: null }],
    });
    const machine = steady(site, article);
    const dark = play(machine, [power, ...bootAll]);
    expect(survives(machine.site, dark, 'desktop')).toBe(true);
    const withoutP12 = play(machine, [loses('safe')], dark);
    expect(survives(machine.site, withoutP12, 'desktop')).toBe(false);
  });

  it('needs no key for a vTPM on a plain datastore', () => {
    const site = smallSite({ machines: [{ ...desktop, datastore: 'san' }] });
    const machine = steady(site);
    const state = play(machine, [vcenterLost, ...allKept, ...deviceFails, power]);
    expect(survives(machine.site, state, 'desktop')).toBe(true);
  });

  it('lasts while one part is mounted, though the datastore is not available', () => {
    const machine = steady(vsanSite(2, 0));
    const state = play(machine, [vcenterLost, ...allKept, ...on('esx-2', 'hostCrashes', 'bootDeviceFails')]);
    expect(survives(machine.site, state, 'desktop')).toBe(true);
  });
});

describe('survives', () => {
  it('needs only the slices that it names', () => {
    const site = vsanSite(2, 0);
    const machine = steady(site);
    const names: readonly string[] = survivesReads(machine.site, 'desktop');
    const view = Object.fromEntries(
      Object.entries(machine.initial).filter(([name]) => names.includes(name)),
    ) as State;
    expect(survives(machine.site, view, 'desktop')).toBe(true);
  });
});
