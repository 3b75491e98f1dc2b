import { describe, expect, it } from 'vitest';
import { survives } from '../copies.ts';
import type { Event } from '../events.ts';
import {
  answer,
  database,
  desktop,
  hostsOf,
  native,
  on,
  play,
  power,
  rebuild,
  smallSite,
  standard,
  start,
  steady,
  vcenterLost,
  vendor,
  vsanSite,
  vsanTolerating,
} from '../play.fixture.ts';
import type { HostSite, ProviderSite, Site } from '../site.ts';
import { slice } from '../state.ts';
import { readableWith } from '../thief.ts';

const [boot, remediate, fetch] = ['bootHost', 'vcenterRemediatesHost', 'hostFetchesKeys'] as const;
const stops: Event = { type: 'keyServerStops', provider: 'kms' };
const lost: Event = { type: 'keyServerIsLost', provider: 'kms' };
const restored: Event = { type: 'restoreKeyServer', provider: 'kms' };
const started: Event = { type: 'startKeyServer', provider: 'kms' };
const register: Event = { type: 'registerProvider', provider: 'kms' };

/** One host, a fully encrypted machine of provider `kms`, vCenter elsewhere. */
function served(provider: Partial<ProviderSite> = {}, host: Partial<HostSite> = {}): Site {
  return smallSite({
    hosts: hostsOf(1).map((entry) => ({ ...entry, ...host })),
    providers: [standard('kms', provider)],
    machines: [{ ...database, provider: 'kms' }],
    p12s: [],
  });
}

/** Two hosts, vSAN of a standard provider with vCenter on it, a desktop of a native one. */
function vsanServed(provider: Partial<ProviderSite> = {}, changes: Partial<Site> = {}): Site {
  return vsanSite(2, 1, {
    providers: [native('nkp'), standard('kms', provider)],
    datastores: [vsanTolerating(1, 'kms')],
    machines: [desktop],
    ...changes,
  });
}

describe('a standard provider', () => {
  it('gives a host that rebooted its key by vCenter, while its key server answers', () => {
    const machine = steady(served());
    const dark = play(machine, [power, ...on('esx-1', boot)]);
    expect(answer(machine, dark, start('db'))).toBe('keyMissing');
    const alone = play(machine, [stops, ...on('esx-1', remediate)], dark);
    expect(answer(machine, alone, start('db'))).toBe('keyMissing');
    const back = play(machine, [started, ...on('esx-1', remediate), start('db')], alone);
    expect(slice(back, 'host/esx-1').safe).toBe(true);
  });

  it('is written only where key persistence is on, and then survives without its key server', () => {
    const machine = steady(served({}, { keyPersistence: true }));
    expect(slice(machine.initial, 'host/esx-1').written).toEqual({ kms: 'kms#1' });
    const dark = play(machine, [lost, power, ...on('esx-1', boot), start('db')]);
    expect(slice(dark, 'machine/db').on).toBe('esx-1');
    expect(slice(steady(served()).initial, 'host/esx-1').written).toEqual({ kms: 'none' });
  });

  it('is the same under a new vCenter that trusts its key server', () => {
    const machine = steady(served());
    const events = [vcenterLost, power, rebuild, register, ...on('esx-1', boot, 'addHost', remediate)];
    expect(slice(play(machine, [...events, start('db')]), 'machine/db').on).toBe('esx-1');
  });

  it('is no loot in a vCenter backup without a password', () => {
    const plain = [{ name: 'backup', at: 'depot', passwordAt: null }];
    const loot = { kind: 'place', place: 'depot' } as const;
    const read = (site: Site): readonly string[] =>
      readableWith({ site, switches: vendor }, steady(site).initial, loot);
    expect(read({ ...served(), backups: plain })).toEqual([]);
    expect(read(smallSite({ backups: plain }))).toEqual(['db']);
  });
});

describe('the keys in a key server', () => {
  it('survive in it while it is not lost, and then in its backup', () => {
    const site = served();
    const machine = steady(site);
    const there = (events: readonly Event[]): boolean =>
      survives(machine.site, play(machine, [power, ...events]), 'db');
    expect([there([stops]), there([lost]), there([lost, { type: 'placeIsLost', place: 'vault' }])]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('are all there after a restore, outside the cluster', () => {
    const machine = steady(served({ keyServerAt: 'san' }));
    const state = play(machine, [lost, restored, power]);
    expect(slice(state, 'keyServer/kms')).toEqual({ state: 'up', moved: true });
  });
});

describe('vSAN of a standard provider', () => {
  it('asks the key server by itself after a dark start; its hosts do not hold the key thereby', () => {
    const machine = steady(vsanServed());
    const dark = play(machine, [power, ...on('esx-1', boot, fetch)]);
    expect(dark.cluster.mounted).toEqual(['esx-1']);
    expect(slice(dark, 'host/esx-1').held).toEqual({ nkp: 'nkp#1', kms: 'none' });
    expect(answer(machine, dark, on('esx-1', fetch)[0] as Event)).toBe('nothingToFetch');
  });

  it('waits for ever for a key server that lies on it', () => {
    const machine = steady(vsanServed({ keyServerAt: 'vsan', keyServerBackupAt: null }));
    const dark = play(machine, [power, ...on('esx-1', boot), ...on('esx-2', boot)]);
    expect(slice(dark, 'keyServer/kms').state).toBe('down');
    expect(answer(machine, dark, on('esx-1', fetch)[0] as Event)).toBe('nothingToFetch');
    expect(answer(machine, dark, started)).toBe('datastoreUnavailable');
    expect(survives(machine.site, dark, 'desktop')).toBe(false);
  });

  it('is taken to a native provider, and needs no key server any more', () => {
    const machine = steady(vsanServed());
    const rekeyed = play(machine, [
      { type: 'rekeyVsan', provider: 'nkp' },
      lost,
      power,
      ...on('esx-1', boot),
    ]);
    expect(rekeyed.cluster.mounted).toEqual(['esx-1']);
  });
});

describe('a trusted provider', () => {
  const trusted = (host: Partial<HostSite> = {}): Site => served({ kind: 'trusted' }, host);

  it('gives an attested host its key without vCenter, and nothing is written', () => {
    const machine = steady(trusted());
    const state = play(machine, [vcenterLost, power, ...on('esx-1', boot, fetch), start('db')]);
    expect(slice(state, 'host/esx-1').written).toEqual({ kms: 'none' });
    expect(slice(state, 'machine/db').on).toBe('esx-1');
  });

  it('gives nothing to a host whose TPM does not seal its configuration any more', () => {
    const machine = steady(trusted());
    const events: readonly Event[] = [...on('esx-1', 'boardIsSwapped', boot, 'enterRecoveryKey')];
    const foreign = play(machine, events);
    expect(answer(machine, foreign, on('esx-1', fetch)[0] as Event)).toBe('nothingToFetch');
    const sealed = play(machine, on('esx-1', 'sealConfiguration', fetch), foreign);
    expect(slice(sealed, 'host/esx-1').safe).toBe(true);
  });
});

describe('a stateless host', () => {
  it('has lost its keys and its host key when it boots again', () => {
    const site = smallSite({
      hosts: hostsOf(1, '2.0', 'none').map((host) => ({ ...host, boot: 'network' })),
    });
    const machine = steady(site);
    expect(slice(machine.initial, 'host/esx-1').written).toEqual({ nkp: 'none' });
    const booted = play(machine, [...on('esx-1', 'shutDownHost', boot)]);
    expect(slice(booted, 'host/esx-1')).toMatchObject({
      held: { nkp: 'none' },
      hostKey: 'none',
      safe: false,
    });
    const back = play(machine, [...on('esx-1', remediate, 'enableHostEncryption'), start('db')], booted);
    expect(slice(back, 'machine/db').on).toBe('esx-1');
    for (const event of on('esx-1', 'bootDeviceFails', 'sealConfiguration', 'reinstallHost')) {
      expect(answer(machine, back, event)).toBe('noBootDevice');
    }
  });
});
