import { describe, expect, it } from 'vitest';
import {
  answer,
  bare,
  create,
  deleted,
  download,
  importP12,
  loses,
  on,
  play,
  power,
  powerOff,
  recreate,
  smallSite,
  start,
  startExport,
  steady,
  switchesOf,
  vcenterLost,
} from '../play.fixture.ts';
import type { Event, Refusal } from '../events.ts';
import { slice } from '../state.ts';

const encrypt: Event = { type: 'encryptMachine', machine: 'db' };
const remediate = on('esx-1', 'vcenterRemediatesHost');

describe('the gate before the first backup', () => {
  const machine = bare(smallSite());

  it.each<[string, readonly Event[], Event, 'accepted' | Refusal]>([
    ['nothing to export', [], startExport, 'providerMissing'],
    ['nothing to use', [], encrypt, 'providerMissing'],
    ['created is not usable', [create, ...remediate], encrypt, 'providerNotBackedUp'],
    ['an export alone opens no gate', [create, startExport, ...remediate], encrypt, 'providerNotBackedUp'],
    ['no download without an export', [create], download, 'notExported'],
    ['a download uses the link up', [create, startExport, download], download, 'notExported'],
    ['downloaded, but not on the host yet', [create, startExport, download], encrypt, 'keyMissing'],
    ['downloaded and pushed', [create, startExport, download, ...remediate], encrypt, 'accepted'],
    ['the password must have a place', [create, startExport, loses('vault')], download, 'passwordLost'],
    ['the file must have a place', [create, startExport, loses('safe')], download, 'placeLost'],
    ['a name is taken', [create], recreate, 'providerExists'],
    ['a key id is used once', [create, deleted], create, 'keyIdUsed'],
    ['a name can be used again', [create, deleted], recreate, 'accepted'],
  ])('%s', (_, given, when, then) => {
    expect(answer(machine, play(machine, given), when)).toBe(then);
  });

  it('keeps the key from the hosts', () => {
    const state = play(machine, [create, startExport, ...remediate]);
    expect(slice(state, 'host/esx-1').held).toEqual({ nkp: 'none' });
  });

  it('does not keep it from them where the reading says so', () => {
    const early = bare(smallSite(), switchesOf('vendor', { pushBeforeActivation: true }));
    expect(slice(play(early, [create, ...remediate]), 'host/esx-1').held).toEqual({ nkp: 'nkp#1' });
  });

  it('stays open when what was downloaded is lost', () => {
    const state = play(machine, [create, startExport, download, loses('safe'), ...remediate]);
    expect(answer(machine, state, encrypt)).toBe('accepted');
  });
});

describe('import', () => {
  const machine = steady(smallSite());

  it('brings back the very key, under its name', () => {
    const state = play(machine, [deleted, importP12]);
    expect(slice(state, 'provider/nkp')).toEqual({
      key: 'nkp#1',
      exported: false,
      backedUp: true,
      made: 1,
      saved: 1,
    });
  });

  it('leaves the gate shut where the reading says so', () => {
    const strict = steady(smallSite(), switchesOf('vendor', { importCountsAsBackup: false }));
    const kept = play(strict, [deleted, importP12, ...remediate]);
    expect(slice(kept, 'host/esx-1').held, 'what the host holds already stays').toEqual({ nkp: 'nkp#1' });
    const imported = play(strict, [deleted, ...remediate, importP12, ...remediate]);
    expect(slice(imported, 'host/esx-1').held).toEqual({ nkp: 'none' });
    const exported = play(strict, [startExport, download, ...remediate], imported);
    expect(slice(exported, 'host/esx-1').held).toEqual({ nkp: 'nkp#1' });
  });

  it.each<[string, readonly Event[], 'accepted' | Refusal]>([
    ['nothing is missing', [], 'providerExists'],
    ['the provider is gone', [deleted], 'accepted'],
    ['another took its name', [deleted, recreate], 'providerExists'],
    ['the file is lost', [deleted, loses('safe')], 'placeLost'],
    ['the password is lost', [deleted, loses('vault')], 'passwordLost'],
    ['vCenter is gone too', [vcenterLost], 'vcenterNotRunning'],
  ])('when %s', (_, given, then) => {
    expect(answer(machine, play(machine, given), importP12)).toBe(then);
  });

  it('is not of a file that was never written', () => {
    expect(answer(bare(smallSite()), bare(smallSite()).initial, importP12)).toBe('p12Missing');
  });
});

describe('a provider deleted while it is in use', () => {
  const machine = steady(smallSite());

  it('is deleted, and what runs runs on', () => {
    const state = play(machine, [deleted, ...remediate]);
    expect(slice(state, 'machine/db').on).toBe('esx-1');
    expect(slice(state, 'host/esx-1')).toMatchObject({ held: { nkp: 'none' }, safe: false });
  });

  it('strands what is powered off, until it is imported and the host enabled', () => {
    const stranded = play(machine, [deleted, ...remediate, powerOff('db')]);
    expect(answer(machine, stranded, start('db'))).toBe('keyMissing');
    const imported = play(machine, [importP12, ...remediate], stranded);
    expect(answer(machine, imported, start('db'))).toBe('hostNotSafe');
    const enabled = play(machine, on('esx-1', 'enableHostEncryption'), imported);
    expect(answer(machine, enabled, start('db'))).toBe('accepted');
  });

  it('leaves the keys with the hosts until the next remediation', () => {
    const state = play(machine, [deleted, powerOff('db')]);
    expect(answer(machine, state, start('db'))).toBe('accepted');
  });

  it('leaves them for good where remediation only adds', () => {
    const adding = steady(smallSite(), switchesOf('vendor', { remediation: 'addsOnly' }));
    const state = play(adding, [deleted, ...remediate, powerOff('db')]);
    expect(answer(adding, state, start('db'))).toBe('accepted');
  });
});

describe('binding by name', () => {
  const machine = steady(smallSite());
  const renewed: readonly Event[] = [deleted, recreate, startExport, download, ...remediate];

  it('finds a provider of the same name, and the wrong key', () => {
    const state = play(machine, [...renewed, powerOff('db')]);
    expect(answer(machine, state, start('db'))).toBe('wrongKey');
  });

  it('leaves the host key unresolved', () => {
    const state = play(machine, renewed);
    expect(slice(state, 'host/esx-1')).toMatchObject({
      hostKey: 'nkp#1',
      held: { nkp: 'nkp#2' },
      safe: false,
    });
    expect(answer(machine, state, { type: 'enableHostEncryption', host: 'esx-1' })).toBe('hostKeyUnresolved');
  });

  it('lets the new backup replace the old one: nothing brings the first key back', () => {
    const state = play(machine, [...renewed, ...on('esx-1', 'hostWritesConfiguration'), power]);
    expect(slice(state, 'p12/nkp.p12')).toBe('nkp#2');
  });

  it('is mended by deleting the impostor and importing the old file', () => {
    const state = play(machine, [
      deleted,
      recreate,
      ...remediate,
      powerOff('db'),
      deleted,
      importP12,
      ...remediate,
    ]);
    const enabled = play(machine, on('esx-1', 'enableHostEncryption'), state);
    expect(answer(machine, enabled, start('db'))).toBe('accepted');
  });
});
