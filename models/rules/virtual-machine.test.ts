import { describe, expect, it } from 'vitest';
import type { Event, Refusal } from '../events.ts';
import {
  answer,
  bare,
  create,
  database,
  deleted,
  desktop,
  download,
  hostsOf,
  on,
  play,
  power,
  powerOff,
  recreate,
  smallSite,
  start,
  startExport,
  steady,
  vsanSite,
} from '../play.fixture.ts';
import { slice } from '../state.ts';

const active = [create, startExport, download, ...on('esx-1', 'vcenterRemediatesHost')];
const encrypt: Event = { type: 'encryptMachine', machine: 'db' };
const attach = (machine: string): Event => ({ type: 'attachDisks', machine });

describe('encrypting a machine', () => {
  const machine = bare(smallSite());

  it.each<[string, readonly Event[], 'accepted' | Refusal]>([
    ['all is ready', active, 'accepted'],
    ['it was done before', [...active, encrypt], 'machineEncrypted'],
    ['it runs', [...active, start('db')], 'machineRunning'],
    ['vCenter is stopped', [...active, { type: 'vcenterStops' }], 'vcenterNotRunning'],
    ['its host is off', [...active, power], 'hostNotOn'],
    [
      'the host still has the key of the provider before',
      [...active, deleted, recreate, startExport, download],
      'wrongKey',
    ],
  ])('when %s', (_, given, then) => {
    expect(answer(machine, play(machine, given), encrypt)).toBe(then);
  });

  it('makes its host safe, and gives it a host key', () => {
    expect(slice(play(machine, active), 'host/esx-1')).toMatchObject({ safe: false, hostKey: 'none' });
    const state = play(machine, [...active, encrypt]);
    expect(slice(state, 'host/esx-1')).toMatchObject({ safe: true, hostKey: 'nkp#1' });
    expect(slice(state, 'machine/db')).toEqual({ encryption: 'full', key: 'nkp#1', on: null });
  });

  it('is not done where the site does not plan it', () => {
    const site = smallSite({ machines: [{ ...database, encryption: 'none', provider: null }] });
    const plain = bare(site);
    expect(answer(plain, play(plain, active), encrypt)).toBe('machineEncryptionNotPlanned');
  });

  it('is refused while a host key is unresolved', () => {
    const site = smallSite({ machines: [database, { ...database, name: 'second' }] });
    const two = bare(site);
    const renewed = [deleted, recreate, startExport, download, ...on('esx-1', 'vcenterRemediatesHost')];
    const state = play(two, [...active, encrypt, ...renewed]);
    expect(answer(two, state, { type: 'encryptMachine', machine: 'second' })).toBe('hostKeyUnresolved');
  });
});

describe('starting a machine', () => {
  it('needs nothing when it is plain', () => {
    const site = smallSite({ machines: [{ ...database, encryption: 'none', provider: null }] });
    const machine = bare(site);
    expect(answer(machine, machine.initial, start('db'))).toBe('accepted');
  });

  it('works on any safe host that holds the key, without vCenter', () => {
    const machine = steady(smallSite({ hosts: hostsOf(2) }));
    const state = play(machine, [{ type: 'vcenterStops' }, ...on('esx-1', 'hostCrashes')]);
    expect(answer(machine, state, start('db', 'esx-1'))).toBe('hostNotOn');
    expect(answer(machine, state, start('db', 'esx-2'))).toBe('accepted');
  });

  it('waits for the datastore', () => {
    const machine = steady(vsanSite(3, 1));
    const state = play(machine, [power, ...on('esx-1', 'bootHost')]);
    expect(answer(machine, state, start('desktop'))).toBe('datastoreUnavailable');
  });
});

describe('attaching disks to a new machine', () => {
  const machine = steady(vsanSite(2, 1, { machines: [desktop, database] }));

  it.each<[string, readonly Event[], string, 'accepted' | Refusal]>([
    ['a vTPM covers the home only', [powerOff('desktop')], 'desktop', 'accepted'],
    ['it runs', [], 'desktop', 'machineRunning'],
    ['the disks are encrypted', [powerOff('db')], 'db', 'diskEncrypted'],
    ['nobody is there to attach them', [power], 'desktop', 'siteDark'],
    ['the keys are gone but the datastore is open', [deleted, powerOff('desktop')], 'desktop', 'accepted'],
  ])('%s', (_, given, name, then) => {
    expect(answer(machine, play(machine, given), attach(name))).toBe(then);
  });

  it('waits for the datastore', () => {
    const strict = steady(vsanSite(2, 0));
    const state = play(strict, on('esx-2', 'hostCrashes'));
    expect(answer(strict, state, attach('desktop'))).toBe('datastoreUnavailable');
  });

  it('changes nothing', () => {
    const state = play(machine, [powerOff('desktop')]);
    expect(play(machine, [attach('desktop')], state)).toEqual(state);
  });
});
