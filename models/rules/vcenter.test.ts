import { describe, expect, it } from 'vitest';
import type { Event, Refusal } from '../events.ts';
import {
  answer,
  create,
  deleted,
  hostsOf,
  importP12,
  loses,
  on,
  play,
  power,
  powerOff,
  rebuild,
  recreate,
  restore,
  smallSite,
  stale,
  start,
  steady,
  vcenterLost,
  vsanSite,
} from '../play.fixture.ts';
import { slice } from '../state.ts';

const machine = steady(smallSite());
const backupRuns: Event = { type: 'backupRuns', backup: 'backup' };
const importFromBackup: Event = { type: 'importFromBackup', provider: 'nkp', backup: 'backup' };
const exportFromBackup: Event = {
  type: 'exportFromBackup',
  backup: 'backup',
  provider: 'nkp',
  p12: 'nkp.p12',
};

describe('vCenter Server', () => {
  it.each<[string, readonly Event[], Event, 'accepted' | Refusal]>([
    ['runs already', [], { type: 'startVcenter' }, 'vcenterRunning'],
    ['starts again when stopped', [{ type: 'vcenterStops' }], { type: 'startVcenter' }, 'accepted'],
    ['does not start when lost', [vcenterLost], { type: 'startVcenter' }, 'vcenterLost'],
    ['is lost once', [vcenterLost], vcenterLost, 'vcenterLost'],
    ['is not rebuilt beside itself', [], rebuild, 'vcenterNotLost'],
    ['is not restored beside a stopped one', [{ type: 'vcenterStops' }], restore, 'vcenterNotLost'],
    ['is given up only when stopped', [], { type: 'abandonVcenter' }, 'vcenterNotStopped'],
    ['outside the cluster needs no host', [vcenterLost, power], rebuild, 'accepted'],
    ['stops once', [{ type: 'vcenterStops' }], { type: 'vcenterStops' }, 'vcenterNotRunning'],
    ['has its host already', [], { type: 'addHost', host: 'esx-1' }, 'hostIsMember'],
  ])('%s', (_, given, when, then) => {
    expect(answer(machine, play(machine, given), when)).toBe(then);
  });

  it('is not missed by machines on hosts that have their keys', () => {
    const state = play(machine, [vcenterLost, power, ...on('esx-1', 'bootHost')]);
    expect(answer(machine, state, start('db'))).toBe('accepted');
  });

  it('runs away from home while its datastore is locked', () => {
    const away = steady(vsanSite(3, 1));
    const state = play(away, [vcenterLost, power, ...on('esx-1', 'bootHost'), rebuild]);
    expect(state.vcenter).toEqual({ state: 'running', where: 'away', members: [] });
  });
});

describe('a rebuilt vCenter', () => {
  const rebuilt = play(machine, [vcenterLost, rebuild]);

  it('has no hosts and no providers', () => {
    expect(rebuilt.vcenter.members).toEqual([]);
    expect(slice(rebuilt, 'provider/nkp')).toEqual({
      key: 'none',
      exported: false,
      backedUp: false,
      made: 1,
      saved: 1,
    });
    expect(answer(machine, rebuilt, { type: 'vcenterRemediatesHost', host: 'esx-1' })).toBe('hostNotMember');
  });

  it('takes the keys from its hosts unless the .p12 is imported first', () => {
    const wrongOrder = play(machine, on('esx-1', 'addHost', 'vcenterRemediatesHost'), rebuilt);
    expect(slice(wrongOrder, 'host/esx-1').held).toEqual({ nkp: 'none' });
    const rightOrder = play(
      machine,
      [importP12, ...on('esx-1', 'addHost', 'vcenterRemediatesHost')],
      rebuilt,
    );
    expect(slice(rightOrder, 'host/esx-1')).toMatchObject({ held: { nkp: 'nkp#1' }, safe: true });
  });

  it('cannot create the same key again', () => {
    expect(answer(machine, rebuilt, recreate)).toBe('accepted');
    expect(answer(machine, rebuilt, create)).toBe('keyIdUsed');
  });
});

describe('a restored vCenter', () => {
  it('has its hosts and the providers of the backup', () => {
    const state = play(machine, [vcenterLost, restore]);
    expect(state.vcenter).toEqual({ state: 'running', where: 'home', members: ['esx-1'] });
    expect(slice(state, 'provider/nkp')).toEqual({
      key: 'nkp#1',
      exported: false,
      backedUp: true,
      made: 1,
      saved: 1,
    });
  });

  it('takes the keys from healthy hosts when the backup is older than the provider', () => {
    const state = play(machine, [
      stale,
      vcenterLost,
      restore,
      ...on('esx-1', 'vcenterRemediatesHost'),
      powerOff('db'),
    ]);
    expect(slice(state, 'host/esx-1')).toMatchObject({ held: { nkp: 'none' }, safe: false });
    expect(answer(machine, state, start('db'))).toBe('keyMissing');
    const saved = play(
      machine,
      [importP12, ...on('esx-1', 'vcenterRemediatesHost', 'enableHostEncryption')],
      state,
    );
    expect(answer(machine, saved, start('db'))).toBe('accepted');
  });

  it.each<[string, readonly Event[], Refusal]>([
    ['the file is lost', [loses('depot')], 'placeLost'],
    ['the password is lost', [loses('manager')], 'passwordLost'],
  ])('cannot be had when %s', (_, given, then) => {
    expect(answer(machine, play(machine, [vcenterLost, ...given]), restore)).toBe(then);
  });

  it('needs a host to run on', () => {
    const inside = steady(vsanSite(1, 0));
    expect(answer(inside, play(inside, [vcenterLost, power]), restore)).toBe('noHostForVcenter');
    expect(answer(inside, play(inside, [vcenterLost, power]), rebuild)).toBe('noHostForVcenter');
  });
});

describe('backups', () => {
  it('hold the providers of their day', () => {
    const later = play(machine, [deleted, backupRuns]);
    expect(slice(later, 'backup/backup')).toEqual({ nkp: { key: 'none', backedUp: false } });
    expect(answer(machine, later, exportFromBackup)).toBe('providerNotInBackup');
    expect(answer(machine, later, stale)).toBe('backupStale');
  });

  it('give a deleted provider back', () => {
    const state = play(machine, [deleted, exportFromBackup, importP12]);
    expect(slice(state, 'provider/nkp').key).toBe('nkp#1');
  });

  it('give it back without a .p12 as well, until the next backup', () => {
    const alone = [deleted, loses('safe')];
    const state = play(machine, [...alone, importFromBackup]);
    expect(slice(state, 'provider/nkp')).toMatchObject({ key: 'nkp#1', backedUp: true });
    expect(answer(machine, play(machine, [...alone, backupRuns]), importFromBackup)).toBe(
      'providerNotInBackup',
    );
  });

  it('give the old key back after the file was written over', () => {
    const renewed = play(machine, [
      deleted,
      recreate,
      { type: 'exportProvider', provider: 'nkp' },
      { type: 'downloadBackup', provider: 'nkp', p12: 'nkp.p12' },
    ]);
    expect(slice(play(machine, [exportFromBackup], renewed), 'p12/nkp.p12')).toBe('nkp#1');
  });

  it.each<[string, readonly Event[], Event, Refusal]>([
    [
      'are not written by a vCenter that does not run',
      [{ type: 'vcenterStops' }],
      backupRuns,
      'vcenterNotRunning',
    ],
    ['are not written to a place that is lost', [loses('depot')], backupRuns, 'placeLost'],
    ['are not exported from without their password', [loses('manager')], exportFromBackup, 'passwordLost'],
    ['are not exported to a place that is lost', [loses('safe')], exportFromBackup, 'placeLost'],
    ['of the past leave nothing to a second loss', [loses('safe')], loses('safe'), 'placeLost'],
  ])('%s', (_, given, when, then) => {
    expect(answer(machine, play(machine, given), when)).toBe(then);
  });

  it('do not open the gate by themselves', () => {
    const site = smallSite({ p12s: [], hosts: hostsOf(1) });
    expect(() => steady(site)).toThrow('providerNotBackedUp');
  });
});
