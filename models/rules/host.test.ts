import { describe, expect, it } from 'vitest';
import type { Event, Refusal } from '../events.ts';
import {
  answer,
  article,
  bare,
  create,
  deleted,
  download,
  hostsOf,
  native,
  importP12,
  loses,
  on,
  play,
  power,
  rebuild,
  smallSite,
  start,
  startExport,
  steady,
  switchesOf,
  vcenterLost,
  vendor,
} from '../play.fixture.ts';
import { slice } from '../state.ts';

const [remediate, write, crash, boot, shutDown] = [
  on('esx-1', 'vcenterRemediatesHost'),
  on('esx-1', 'hostWritesConfiguration'),
  on('esx-1', 'hostCrashes'),
  on('esx-1', 'bootHost'),
  on('esx-1', 'shutDownHost'),
];

describe('a configuration that was not written yet', () => {
  const machine = bare(smallSite());
  const pushed = play(machine, [create, startExport, download, ...remediate]);

  it.each<[string, readonly Event[], 'nkp#1' | 'none']>([
    ['is undone by a crash', [...crash, ...boot], 'none'],
    ['is undone by a power failure', [power, ...boot], 'none'],
    ['survives a clean shutdown', [...shutDown, ...boot], 'nkp#1'],
    ['survives a crash once it is written', [...write, ...crash, ...boot], 'nkp#1'],
  ])('%s', (_, events, held) => {
    expect(slice(play(machine, events, pushed), 'host/esx-1').held).toEqual({ nkp: held });
  });
});

describe('keys after a reboot', () => {
  it.each([
    ['TPM, vendor', hostsOf(1), vendor, 'nkp#1'],
    ['TPM, article', hostsOf(1), article, 'nkp#1'],
    ['no TPM, vendor', hostsOf(1, 'none'), vendor, 'nkp#1'],
    ['no TPM, article', hostsOf(1, 'none'), article, 'none'],
    ['a TPM that is not used, article', hostsOf(1, '2.0', 'none'), article, 'none'],
    ['TPM 1.2, article', hostsOf(1, '1.2'), article, 'none'],
  ] as const)('%s', (_, hosts, switches, held) => {
    const machine = steady(smallSite({ hosts }), switches);
    for (const down of [crash, shutDown, [power]]) {
      const state = play(machine, [...down, ...boot]);
      expect(slice(state, 'host/esx-1')).toMatchObject({ held: { nkp: held }, safe: held !== 'none' });
    }
  });

  it('come back to a host that lost them from vCenter', () => {
    const machine = steady(smallSite({ hosts: hostsOf(1, 'none') }), article);
    const state = play(machine, [power, ...boot, ...remediate]);
    expect(answer(machine, state, start('db'))).toBe('hostNotSafe');
    const enabled = play(machine, on('esx-1', 'enableHostEncryption'), state);
    expect(answer(machine, enabled, start('db'))).toBe('accepted');
  });
});

describe('a boot device that fails', () => {
  const machine = steady(smallSite());
  const failed = play(machine, on('esx-1', 'bootDeviceFails'));

  it('goes unnoticed while the host runs', () => {
    expect(slice(failed, 'host/esx-1')).toMatchObject({ power: 'on', safe: true, held: { nkp: 'nkp#1' } });
    expect(answer(machine, failed, start('db'))).toBe('machineRunning');
  });

  it.each<[string, readonly Event[], Event, Refusal]>([
    ['cannot be written', [], { type: 'hostWritesConfiguration', host: 'esx-1' }, 'configurationGone'],
    ['does not boot', crash, { type: 'bootHost', host: 'esx-1' }, 'configurationGone'],
    ['does not boot after a shutdown', shutDown, { type: 'bootHost', host: 'esx-1' }, 'configurationGone'],
    ['fails once', [], { type: 'bootDeviceFails', host: 'esx-1' }, 'configurationGone'],
    ['cannot be sealed', [], { type: 'sealConfiguration', host: 'esx-1' }, 'configurationGone'],
  ])('%s', (_, given, when, then) => {
    expect(answer(machine, play(machine, given, failed), when)).toBe(then);
  });

  it('is got over by a reinstallation, and the key is pushed again', () => {
    const state = play(machine, [...crash, ...on('esx-1', 'reinstallHost', 'bootHost')], failed);
    expect(slice(state, 'host/esx-1')).toMatchObject({
      hostKey: 'none',
      held: { nkp: 'none' },
      binding: 'tpm',
    });
    expect(answer(machine, state, { type: 'vcenterRemediatesHost', host: 'esx-1' })).toBe('hostNotMember');
    const joined = play(
      machine,
      on('esx-1', 'addHost', 'vcenterRemediatesHost', 'enableHostEncryption'),
      state,
    );
    expect(answer(machine, joined, start('db'))).toBe('accepted');
  });
});

describe('remediation', () => {
  it('prunes what vCenter does not know, and adds it again after the import', () => {
    const machine = steady(smallSite());
    const pruned = play(machine, [vcenterLost, rebuild, ...on('esx-1', 'addHost', 'vcenterRemediatesHost')]);
    expect(slice(pruned, 'host/esx-1').held).toEqual({ nkp: 'none' });
    const added = play(machine, [importP12, ...remediate], pruned);
    expect(slice(added, 'host/esx-1').held).toEqual({ nkp: 'nkp#1' });
  });

  it('prunes the running host, not what is written: a crash undoes that too', () => {
    const machine = steady(smallSite());
    const state = play(machine, [deleted, ...remediate, ...crash, ...boot]);
    expect(slice(state, 'host/esx-1').held).toEqual({ nkp: 'nkp#1' });
  });

  it('only adds where the reading says so', () => {
    const machine = steady(smallSite(), switchesOf('vendor', { remediation: 'addsOnly' }));
    const state = play(machine, [deleted, ...remediate]);
    expect(slice(state, 'host/esx-1')).toMatchObject({ held: { nkp: 'nkp#1' }, safe: true });
  });

  it.each([
    ['no TPM', hostsOf(1, 'none'), 'present', 'none'],
    ['TPM 1.2', hostsOf(1, '1.2'), 'present', 'none'],
    ['a TPM that is not used', hostsOf(1, '2.0', 'none'), 'present', 'nkp#1'],
    ['a TPM that is not used, mode asked for', hostsOf(1, '2.0', 'none'), 'modeTpm', 'none'],
    ['a TPM in use, mode asked for', hostsOf(1), 'modeTpm', 'nkp#1'],
  ] as const)('with TPMs required: %s', (_, hosts, tpmGate, held) => {
    const site = smallSite({ hosts, providers: [native('nkp', true)] });
    const machine = bare(site, switchesOf('vendor', { tpmGate }));
    const state = play(machine, [create, startExport, download, ...remediate]);
    expect(slice(state, 'host/esx-1').held).toEqual({ nkp: held });
  });

  it('asks for the chip as it is now', () => {
    const site = smallSite({ providers: [native('nkp', true)] });
    const machine = steady(site);
    const missing = play(machine, [...on('esx-1', 'tpmGoesMissing'), ...remediate]);
    expect(slice(missing, 'host/esx-1').held).toEqual({ nkp: 'none' });
  });

  it('waits for a running vCenter', () => {
    const machine = steady(smallSite());
    const state = play(machine, [{ type: 'vcenterStops' }, loses('safe')]);
    expect(answer(machine, state, { type: 'vcenterRemediatesHost', host: 'esx-1' })).toBe(
      'vcenterNotRunning',
    );
  });
});
