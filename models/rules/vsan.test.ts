import { describe, expect, it } from 'vitest';
import { available } from '../deployment.ts';
import type { Event } from '../events.ts';
import {
  answer,
  article,
  bare,
  create,
  desktop,
  download,
  hostsOf,
  importP12,
  on,
  placesOf,
  play,
  power,
  rebuild,
  smallSite,
  start,
  startExport,
  steady,
  vcenterLost,
  vsanSite,
  vsanTolerating,
} from '../play.fixture.ts';
import { slice } from '../state.ts';

const names = (count: number): readonly string[] => hostsOf(count).map(({ name }) => name);
const bootAll = (count: number): readonly Event[] => names(count).flatMap((host) => on(host, 'bootHost'));

describe('quorum', () => {
  it.each([
    [1, 0, 0, true],
    [2, 0, 0, true],
    [2, 0, 1, false],
    [3, 1, 1, true],
    [3, 1, 2, false],
    [5, 2, 2, true],
    [5, 2, 3, false],
    [2, 2, 1, true],
    [2, 2, 2, false],
  ])('%i hosts, tolerating %i, %i down: available is %s', (count, tolerates, down, expected) => {
    const site = vsanSite(count, tolerates);
    const machine = steady(site);
    const state = play(
      machine,
      names(down).flatMap((host) => on(host, 'hostCrashes')),
    );
    expect(available(site, state.cluster, 'vsan')).toBe(expected);
    expect(state.vcenter.state).toBe(expected ? 'running' : 'stopped');
    expect(slice(state, 'machine/desktop').on).toBe(down === 0 ? 'esx-1' : null);
  });

  it('keeps a machine on another host running, and takes it down with the quorum', () => {
    const site = vsanSite(3, 1, { machines: [{ ...desktop, host: 'esx-3' }] });
    const machine = steady(site);
    const one = play(machine, on('esx-1', 'hostCrashes'));
    expect(slice(one, 'machine/desktop').on).toBe('esx-3');
    const two = play(machine, on('esx-2', 'hostCrashes'), one);
    expect(slice(two, 'machine/desktop').on).toBeNull();
    expect(answer(machine, two, start('desktop', 'esx-3'))).toBe('datastoreUnavailable');
  });
});

describe('the key gate at mount', () => {
  it('opens by itself where the hosts kept their keys, vCenter still off', () => {
    const machine = steady(vsanSite(3, 1), article);
    const state = play(machine, [power, ...on('esx-1', 'bootHost'), ...on('esx-2', 'bootHost')]);
    expect(state.cluster).toEqual({ on: ['esx-1', 'esx-2'], mounted: ['esx-1', 'esx-2'] });
    expect(answer(machine, state, start('desktop'))).toBe('accepted');
    expect(answer(machine, state, { type: 'startVcenter' })).toBe('accepted');
  });

  it('waits for the quorum', () => {
    const machine = steady(vsanSite(3, 1));
    const state = play(machine, [power, ...on('esx-1', 'bootHost')]);
    expect(answer(machine, state, { type: 'startVcenter' })).toBe('datastoreUnavailable');
    expect(answer(machine, play(machine, [power]), { type: 'startVcenter' })).toBe('noHostForVcenter');
  });

  it('stays shut without TPMs under the article’s reading, until a new vCenter imports the .p12', () => {
    const machine = steady(vsanSite(3, 1, { hosts: hostsOf(3, 'none') }), article);
    const dark = play(machine, [power, ...bootAll(3)]);
    expect(dark.cluster).toEqual({ on: names(3), mounted: [] });
    expect(answer(machine, dark, { type: 'startVcenter' })).toBe('datastoreUnavailable');
    expect(answer(machine, dark, rebuild)).toBe('vcenterNotLost');
    const opened = play(
      machine,
      [
        { type: 'abandonVcenter' },
        rebuild,
        importP12,
        ...names(3).flatMap((host) => on(host, 'addHost', 'vcenterRemediatesHost', 'enableHostEncryption')),
      ],
      dark,
    );
    expect(opened.cluster.mounted).toEqual(names(3));
    expect(opened.vcenter.where).toBe('away');
    expect(answer(machine, opened, start('desktop'))).toBe('accepted');
  });

  it('never shuts what is mounted while the host runs', () => {
    const machine = steady(vsanSite(3, 1));
    const pruned = play(machine, [
      { type: 'deleteProvider', provider: 'nkp' },
      ...names(3).flatMap((host) => on(host, 'vcenterRemediatesHost')),
    ]);
    expect(pruned.cluster.mounted).toEqual(names(3));
    expect(slice(pruned, 'machine/desktop').on).toBe('esx-1');
  });

  it('asks no key of a vSAN that is not encrypted', () => {
    const site = vsanSite(3, 1, { datastores: [vsanTolerating(1, null)], hosts: hostsOf(3, 'none') });
    const machine = steady({ ...site, machines: [] }, article);
    const state = play(machine, [vcenterLost, power, ...bootAll(3)]);
    expect(state.cluster.mounted).toEqual(names(3));
  });
});

describe('enabling encryption', () => {
  const site = vsanSite(2, 0);
  const enable: Event = { type: 'enableVsanEncryption' };
  const pushed = names(2).flatMap((host) => on(host, 'vcenterRemediatesHost'));

  it.each<[string, readonly Event[], string]>([
    ['no provider', [], 'providerMissing'],
    ['no backup', [create], 'providerNotBackedUp'],
    ['no host has the key', [create, startExport, download], 'keyMissing'],
    [
      'one host has it',
      [create, startExport, download, ...on('esx-1', 'vcenterRemediatesHost')],
      'keyMissing',
    ],
    [
      'one host is off',
      [create, startExport, download, ...pushed, ...on('esx-2', 'hostCrashes')],
      'vcenterNotRunning',
    ],
    ['all have it', [create, startExport, download, ...pushed], 'accepted'],
    ['twice', [create, startExport, download, ...pushed, enable], 'vsanEncrypted'],
    ['vCenter is stopped', [{ type: 'vcenterStops' }], 'vcenterNotRunning'],
  ])('%s', (_, given, then) => {
    const machine = bare(site);
    expect(answer(machine, play(machine, given), enable)).toBe(then);
  });
});

describe('files kept on the datastore that they unlock', () => {
  const site = vsanSite(3, 1, {
    hosts: hostsOf(3, 'none'),
    places: [...placesOf(['share'], 'vsan'), ...placesOf(['vault', 'manager', 'depot', 'safe'])],
    p12s: [{ name: 'nkp.p12', provider: 'nkp', at: 'share', passwordAt: 'vault' }],
    backups: [{ name: 'backup', at: 'share', passwordAt: 'manager' }],
  });

  it('are out of reach when they are needed', () => {
    const machine = steady(site, article);
    const dark = play(machine, [power, ...bootAll(3), { type: 'abandonVcenter' }]);
    expect(answer(machine, dark, { type: 'restoreVcenter', backup: 'backup' })).toBe('placeUnreachable');
    const rebuilt = play(machine, [rebuild], dark);
    expect(answer(machine, rebuilt, importP12)).toBe('placeUnreachable');
  });

  it('serve as long as the datastore is open', () => {
    const machine = steady(site, article);
    expect(answer(machine, play(machine, [vcenterLost, rebuild]), importP12)).toBe('accepted');
  });

  it('are as good as none when only the password lies there', () => {
    const machine = steady(
      { ...site, p12s: [{ name: 'nkp.p12', provider: 'nkp', at: 'vault', passwordAt: 'share' }] },
      article,
    );
    const dark = play(machine, [power, ...bootAll(3), { type: 'abandonVcenter' }, rebuild]);
    expect(answer(machine, dark, importP12)).toBe('passwordLost');
  });
});

describe('external datastores', () => {
  it('need one host that is on, and no key', () => {
    const site = smallSite({ hosts: hostsOf(2) });
    const machine = steady(site);
    expect(available(site, play(machine, on('esx-1', 'hostCrashes')).cluster, 'san')).toBe(true);
    expect(available(site, play(machine, [power]).cluster, 'san')).toBe(false);
  });
});
