/** Stories of sites whose keys lie in a key server: who has the keys, and what comes back without it. */
import { describe, expect, test } from 'vitest';
import { loses, lost, on, powerFails, rebuild, restore, start, startDb } from './event-names.fixture.ts';
import {
  circular,
  kmsSite,
  onNfs,
  persistent,
  server,
  several,
  stateless,
  unregister,
  unsaved,
  vtaSite,
} from './key-server-sites.fixture.ts';
import { all, bareTwin, everyHost, say, steadyTwin } from './site.fixture.ts';
import type { Twin } from './twin.ts';

const everything = { 'win-1': true, 'win-2': true, db: true };
const nothing = { 'win-1': false, 'win-2': false, db: false };

function keyOn(twin: Twin, provider = 'kms', host = 'esx-01'): unknown {
  return twin.look().hosts[host]?.keys[provider];
}

function verdicts(twin: Twin): string[] {
  return ['win-1', 'win-2', 'db'].map((machine) => twin.verify(machine));
}

describe('a key server', () => {
  test('runs from the beginning, and native providers have none', () => {
    expect(bareTwin().look().keyServers).toEqual({});
    expect(bareTwin({ site: several }).look().keyServers).toEqual({ kms: 'up', vta: 'up' });
  });

  test('gives its keys through vCenter, which counts it as backed up', () => {
    const twin = steadyTwin({ site: kmsSite });
    expect(twin.look().vcenter.providers).toEqual({ kms: { key: 'kms#1', backedUp: true } });
    expect(twin.look().hosts['esx-02']).toEqual({
      power: 'on',
      safe: true,
      keys: { kms: 'kms#1' },
      mounted: true,
    });
    expect(twin.look().backups).toEqual({ nightly: { kms: 'kms#1' } });
    expect(verdicts(twin)).toEqual(['intact', 'intact', 'intact']);
  });

  test('has the same keys after it was forgotten and registered again, stopped and started, lost and restored', () => {
    const twin = steadyTwin({ site: kmsSite });
    all(twin, [unregister, server('registerProvider')]);
    all(twin, [server('keyServerStops'), server('startKeyServer')]);
    all(twin, [server('keyServerIsLost'), server('restoreKeyServer')]);
    all(twin, [
      powerFails,
      ...everyHost(kmsSite, 'bootHost'),
      on('hostFetchesKeys'),
      on('hostFetchesKeys', 'esx-02'),
    ]);
    all(twin, [start, on('vcenterRemediatesHost'), startDb('esx-01')]);
    expect(twin.verify('db')).toBe('intact');
  });

  test('that is down leaves running hosts their keys, and a booted one without', () => {
    const twin = steadyTwin({ site: kmsSite });
    all(twin, [server('keyServerStops'), on('vcenterRemediatesHost'), on('shutDownHost', 'esx-02')]);
    all(twin, [on('bootHost', 'esx-02'), on('vcenterRemediatesHost', 'esx-02')]);
    expect(keyOn(twin)).toBe('kms#1');
    expect(twin.look().hosts['esx-02']).toEqual({
      power: 'on',
      safe: false,
      keys: { kms: 'none' },
      mounted: false,
    });
    all(twin, [server('startKeyServer'), on('vcenterRemediatesHost', 'esx-02')]);
    expect(twin.look().hosts['esx-02']).toMatchObject({ safe: true, keys: { kms: 'kms#1' }, mounted: true });
  });

  test('forgotten by vCenter leaves hosts their keys under both settings of remediation', () => {
    for (const remediation of ['prunes', 'addsOnly'] as const) {
      const twin = steadyTwin({ site: kmsSite, switches: { remediation } });
      all(twin, [unregister, on('vcenterRemediatesHost')]);
      expect(keyOn(twin)).toBe('kms#1');
    }
  });

  test('is asked by vSAN itself, and the host does not hold the key thereby', () => {
    const twin = steadyTwin({ site: kmsSite });
    all(twin, [powerFails, on('bootHost'), on('bootHost', 'esx-02')]);
    expect(twin.look().datastores['vsan']).toBe(false);
    all(twin, [on('hostFetchesKeys'), on('hostFetchesKeys', 'esx-02')]);
    expect(twin.look().datastores['vsan']).toBe(true);
    expect(keyOn(twin)).toBe('none');
    all(twin, [start]);
    expect(say(twin, startDb('esx-01'))).toBe('keyMissing');
    all(twin, [on('vcenterRemediatesHost'), startDb('esx-01')]);
    expect(twin.verify('db')).toBe('intact');
  });

  test('is not in a backup of vCenter: a restored registration is worth nothing without it', () => {
    const twin = steadyTwin({ site: unsaved });
    all(twin, [server('keyServerIsLost'), lost]);
    expect(twin.salvage()).toEqual(everything);
    all(twin, [restore]);
    expect(twin.look().vcenter.providers).toEqual({ kms: { key: 'kms#1', backedUp: true } });
    all(twin, [on('hostCrashes'), on('bootHost'), on('vcenterRemediatesHost')]);
    expect(keyOn(twin)).toBe('none');
    all(twin, [powerFails]);
    expect(twin.salvage()).toEqual(nothing);
  });
});

describe('in the cluster', () => {
  test('a key server goes down with its datastore, and on an encrypted one it needs its own key', () => {
    const twin = steadyTwin({ site: circular });
    all(twin, [on('hostCrashes'), on('hostCrashes', 'esx-02')]);
    expect(twin.look().keyServers).toEqual({ kms: 'down' });
    // The last host still holds the keys.
    expect(twin.salvage()).toEqual(everything);
    all(twin, [on('hostCrashes', 'esx-03'), ...everyHost(circular, 'bootHost')]);
    expect(say(twin, server('startKeyServer'))).toBe('datastoreUnavailable');
    expect(say(twin, on('hostFetchesKeys'))).toBe('nothingToFetch');
    expect(twin.salvage()).toEqual(everything);
    all(twin, [loses('safe')]);
    expect(twin.salvage()).toEqual(nothing);
  });

  test('a restored one runs outside', () => {
    const twin = steadyTwin({ site: circular });
    all(twin, [powerFails, server('keyServerIsLost'), server('restoreKeyServer')]);
    all(twin, [
      ...everyHost(circular, 'bootHost'),
      ...circular.hosts.map(({ name }) => on('hostFetchesKeys', name)),
    ]);
    all(twin, [start, on('vcenterRemediatesHost', 'esx-03'), startDb('esx-03')]);
    expect(twin.verify('db')).toBe('intact');
    all(twin, [powerFails]);
    expect(twin.look().keyServers).toEqual({ kms: 'up' });
  });

  test('one on a datastore without encryption can be started by any host', () => {
    const twin = steadyTwin({ site: onNfs });
    all(twin, [powerFails]);
    expect(twin.look().keyServers).toEqual({ kms: 'down' });
    expect(twin.salvage()).toEqual(everything);
    all(twin, [...everyHost(onNfs, 'bootHost'), server('startKeyServer'), on('hostFetchesKeys')]);
    expect(twin.look().hosts['esx-01']?.mounted).toBe(true);
    all(twin, [server('keyServerIsLost')]);
    // Its backup lies on vSAN, which the mounted part still opens.
    expect(twin.salvage()).toEqual(everything);
    all(twin, [powerFails]);
    expect(twin.salvage()).toEqual(nothing);
  });
});

describe('a thief', () => {
  test('gets no key out of a key server or its backup', () => {
    for (const plan of [onNfs, kmsSite, circular]) {
      const twin = steadyTwin({ site: { ...plan, vcenterAt: 'nfs' } });
      expect(twin.steal({ kind: 'disk', datastore: 'nfs' })).toEqual(nothing);
      expect(twin.steal({ kind: 'place', place: 'safe' })).toEqual(nothing);
    }
  });

  test('finds persisted keys where the archive opens: not with the boot device alone', () => {
    const twin = steadyTwin({ site: persistent });
    expect(twin.steal({ kind: 'bootDevice', host: 'esx-01' })).toEqual(nothing);
    // Of a host that kept its key in a file until it was sealed, and whose file was left behind.
    const plan = {
      ...persistent,
      hosts: persistent.hosts.map((host) => ({ ...host, encryptionMode: 'none' as const })),
    };
    for (const [defect, read] of [
      ['none', nothing],
      ['sealLeavesKeyFile', everything],
    ] as const) {
      const left = steadyTwin({ site: plan, defect });
      all(left, [on('sealConfiguration')]);
      expect(left.steal({ kind: 'bootDevice', host: 'esx-01' })).toEqual(read);
    }
  });
});

describe('key persistence', () => {
  test('brings keys over a reboot without vCenter and without the key server', () => {
    const twin = steadyTwin({ site: persistent });
    all(twin, [server('keyServerIsLost'), lost, powerFails]);
    expect(twin.salvage()).toEqual(everything);
    all(twin, [...everyHost(persistent, 'bootHost'), startDb('esx-02')]);
    expect(twin.verify('db')).toBe('intact');
  });

  test('needs the TPM: a cleared one leaves nothing but the recovery key', () => {
    const twin = steadyTwin({ site: { ...persistent, recoveryKeysAt: null } });
    all(
      twin,
      persistent.hosts.map(({ name }) => on('tpmIsCleared', name)),
    );
    all(twin, [powerFails, server('keyServerIsLost'), loses('safe')]);
    expect(twin.salvage()).toEqual(nothing);
  });

  test('is off by default', () => {
    const twin = steadyTwin({ site: kmsSite });
    all(twin, [on('shutDownHost'), on('bootHost')]);
    expect(keyOn(twin)).toBe('none');
  });
});

describe('a trusted provider', () => {
  test('gives its keys to an attested host, without vCenter, and makes it safe again', () => {
    const twin = steadyTwin({ site: vtaSite });
    expect(keyOn(twin, 'vta')).toBe('vta#1');
    all(twin, [lost, rebuild, powerFails, on('bootHost')]);
    expect(keyOn(twin, 'vta')).toBe('none');
    all(twin, [on('hostFetchesKeys')]);
    expect(twin.look().hosts['esx-01']).toEqual({
      power: 'on',
      safe: true,
      keys: { vta: 'vta#1' },
      mounted: true,
    });
  });

  test('gives nothing to a host that vCenter remediates, or that was let in by its recovery key', () => {
    const twin = steadyTwin({ site: vtaSite });
    all(twin, [on('hostCrashes'), on('bootHost'), on('vcenterRemediatesHost')]);
    expect(keyOn(twin, 'vta')).toBe('none');
    all(twin, [on('tpmIsCleared'), on('hostCrashes'), on('bootHost'), on('enterRecoveryKey')]);
    expect(say(twin, on('hostFetchesKeys'))).toBe('nothingToFetch');
    all(twin, [on('sealConfiguration'), on('hostFetchesKeys')]);
    expect(keyOn(twin, 'vta')).toBe('vta#1');
  });
});

describe('a stateless host', () => {
  test('comes up without keys and without a host key, however often it wrote', () => {
    const twin = steadyTwin({
      site: { ...stateless, hosts: stateless.hosts.map((host) => ({ ...host, keyPersistence: true })) },
    });
    all(twin, [on('hostWritesConfiguration'), on('shutDownHost'), on('bootHost')]);
    const fresh = { power: 'on', safe: false, keys: { kms: 'none' } };
    expect(twin.look().hosts['esx-01']).toEqual({ ...fresh, mounted: false });
    all(twin, [on('hostFetchesKeys')]);
    expect(twin.look().hosts['esx-01']).toEqual({ ...fresh, mounted: true });
    all(twin, [on('vcenterRemediatesHost')]);
    expect(twin.look().hosts['esx-01']).toEqual({ ...fresh, keys: { kms: 'kms#1' }, mounted: true });
    all(twin, [on('enableHostEncryption')]);
    expect(twin.look().hosts['esx-01']?.safe).toBe(true);
    expect(twin.steal({ kind: 'bootDevice', host: 'esx-01' })).toEqual(nothing);
  });
});
