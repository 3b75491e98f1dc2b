/** Whole stories: a site is provisioned, something terrible happens, and the bytes come back or do not. */
import { describe, expect, test } from 'vitest';
import { nobleStack } from '../crypto/noble-stack.ts';
import { randomOf } from '../random.ts';
import {
  all,
  article,
  bareTwin,
  everyHost,
  provisioning,
  say,
  site,
  siteWithoutTpm,
  steadyTwin,
  vendor,
} from './site.fixture.ts';
import { createTwin } from './twin.ts';

const machines = ['win-1', 'win-2', 'db'];
const everything = { 'win-1': true, 'win-2': true, db: true };
const nothing = { 'win-1': false, 'win-2': false, db: false };

describe('a bare site', () => {
  test('runs, and holds no key', () => {
    const seen = bareTwin().look();
    expect(seen.vcenter).toEqual({
      state: 'running',
      members: ['esx-01', 'esx-02', 'esx-03'],
      providers: { nkp: { key: 'none', backedUp: false } },
    });
    expect(seen.hosts['esx-01']).toEqual({ power: 'on', safe: false, keys: { nkp: 'none' }, mounted: true });
    expect(seen.machines).toEqual({ 'win-1': null, 'win-2': null, db: null });
    expect(seen.datastores).toEqual({ vsan: true, nfs: true });
    expect(seen.p12s).toEqual({ 'nkp.p12': 'none' });
    expect(seen.backups).toEqual({ nightly: { nkp: 'none' } });
  });

  test('is readable, without anything encrypted', () => {
    const twin = bareTwin();
    expect(machines.map((machine) => twin.verify(machine))).toEqual(['intact', 'intact', 'intact']);
    expect(twin.salvage()).toEqual(everything);
    expect(twin.steal({ kind: 'disk', datastore: 'vsan' })).toEqual(everything);
    expect(twin.steal({ kind: 'disk', datastore: 'nfs' })).toEqual(nothing);
  });
});

describe('the steady site', () => {
  test('has its keys where they belong', () => {
    const seen = steadyTwin().look();
    expect(seen.vcenter.providers).toEqual({ nkp: { key: 'nkp#1', backedUp: true } });
    expect(seen.hosts['esx-03']).toEqual({ power: 'on', safe: true, keys: { nkp: 'nkp#1' }, mounted: true });
    expect(seen.machines).toEqual({ 'win-1': 'esx-01', 'win-2': 'esx-02', db: 'esx-03' });
    expect(seen.p12s).toEqual({ 'nkp.p12': 'nkp#1' });
    expect(seen.backups).toEqual({ nightly: { nkp: 'nkp#1' } });
  });

  test('gives every machine its own bytes', () => {
    const twin = steadyTwin();
    expect(machines.map((machine) => twin.verify(machine))).toEqual(['intact', 'intact', 'intact']);
  });

  test('keeps its secrets from a thief, as far as keys and ciphertext lie apart', () => {
    const twin = steadyTwin();
    for (const loot of [
      { kind: 'disk', datastore: 'vsan' },
      { kind: 'bootDevice', host: 'esx-01' },
      { kind: 'place', place: 'safe' },
      { kind: 'place', place: 'vault' },
    ] as const)
      expect({ loot, read: twin.steal(loot) }).toEqual({ loot, read: nothing });
  });
});

describe('after the power of the site failed', () => {
  test('hosts with TPM open the dark vSAN themselves, and everything starts', () => {
    const twin = steadyTwin();
    all(twin, [{ type: 'sitePowerFails' }]);
    expect(twin.look().vcenter.state).toBe('stopped');
    expect(twin.look().datastores).toEqual({ vsan: false, nfs: false });
    expect(machines.map((machine) => twin.verify(machine))).toEqual(Array(3).fill('unreadable'));
    all(twin, everyHost(site, 'bootHost'));
    expect(twin.look().datastores['vsan']).toBe(true);
    all(twin, [{ type: 'startVcenter' }]);
    expect(twin.look().vcenter.providers).toEqual({ nkp: { key: 'nkp#1', backedUp: true } });
    for (const { name, host } of site.machines) all(twin, [{ type: 'startMachine', machine: name, host }]);
    expect(machines.map((machine) => twin.verify(machine))).toEqual(['intact', 'intact', 'intact']);
  });

  test('hosts without TPM stay locked under the article, until the .p12 comes to a new vCenter', () => {
    const twin = steadyTwin({ site: siteWithoutTpm, switches: article });
    all(twin, [{ type: 'sitePowerFails' }, ...everyHost(siteWithoutTpm, 'bootHost')]);
    expect(twin.look().datastores['vsan']).toBe(false);
    expect(say(twin, { type: 'startVcenter' })).toBe('datastoreUnavailable');
    expect(say(twin, { type: 'startMachine', machine: 'db', host: 'esx-03' })).toBe('datastoreUnavailable');
    all(twin, [
      { type: 'abandonVcenter' },
      { type: 'rebuildVcenter' },
      { type: 'importProvider', provider: 'nkp', p12: 'nkp.p12' },
      ...siteWithoutTpm.hosts.map(({ name }) => ({ type: 'addHost', host: name }) as const),
      ...everyHost(siteWithoutTpm, 'vcenterRemediatesHost'),
      ...everyHost(siteWithoutTpm, 'enableHostEncryption'),
      ...site.machines.map(({ name, host }) => ({ type: 'startMachine', machine: name, host }) as const),
    ]);
    expect(machines.map((machine) => twin.verify(machine))).toEqual(['intact', 'intact', 'intact']);
  });

  test('hosts without TPM come back under the vendor, and so do their keys to a thief', () => {
    const twin = steadyTwin({ site: siteWithoutTpm });
    all(twin, [{ type: 'sitePowerFails' }, ...everyHost(siteWithoutTpm, 'bootHost')]);
    expect(twin.look().datastores['vsan']).toBe(true);
    expect(twin.steal({ kind: 'bootDevice', host: 'esx-02' })).toEqual(everything);
    const opaque = steadyTwin({ site: siteWithoutTpm, switches: { noTpmArchive: 'opaque' } });
    expect(opaque.steal({ kind: 'bootDevice', host: 'esx-02' })).toEqual(nothing);
    expect(opaque.salvage()).toEqual(everything);
  });
});

describe('after vCenter, the TPMs and the power are gone', () => {
  const disaster = [
    { type: 'vcenterIsLost' } as const,
    ...site.hosts.map(({ name }) => ({ type: 'tpmIsCleared', host: name }) as const),
    ...everyHost(site, 'hostCrashes'),
  ];
  const without = { ...site, p12s: [], backups: [], recoveryKeysAt: null };

  test('the .p12 brings everything back', () => {
    const twin = steadyTwin({ site: { ...site, backups: [], recoveryKeysAt: null } });
    all(twin, disaster);
    expect(twin.salvage()).toEqual(everything);
    all(twin, [{ type: 'placeIsLost', place: 'vault' }]);
    expect(twin.salvage()).toEqual(nothing);
  });

  test('the backup brings everything back', () => {
    const twin = bareTwin({ site: { ...site, recoveryKeysAt: null } });
    all(twin, [...provisioning({ ...site, recoveryKeysAt: null }), ...disaster]);
    expect(twin.salvage()).toEqual(everything);
    all(twin, [{ type: 'placeIsLost', place: 'safe' }]);
    expect(twin.salvage()).toEqual(nothing);
  });

  test('a recovery key brings everything back', () => {
    const twin = steadyTwin();
    all(twin, [...disaster, { type: 'placeIsLost', place: 'safe' }]);
    expect(twin.salvage()).toEqual(everything);
    all(twin, [{ type: 'placeIsLost', place: 'vault' }]);
    expect(twin.salvage()).toEqual(nothing);
  });

  test('nothing comes back when nothing was kept', () => {
    const kept = { ...without, p12s: site.p12s };
    const twin = steadyTwin({ site: kept });
    all(twin, [{ type: 'placeIsLost', place: 'safe' }, { type: 'vcenterIsLost' }]);
    expect(twin.salvage()).toEqual(everything);
    all(twin, disaster.slice(1));
    expect(twin.salvage()).toEqual(nothing);
  });
});

describe('a twin', () => {
  test('is the same for the same seed, and for both cipher stacks', () => {
    const run = (stack?: typeof nobleStack): string => {
      const random = randomOf('same', 'twin');
      const twin = createTwin({ site, switches: vendor, random, defect: 'none', ...(stack && { stack }) });
      all(twin, [...provisioning(site), { type: 'sitePowerFails' }, ...everyHost(site, 'bootHost')]);
      const secrets = twin.secrets().map((bytes) => Buffer.from(bytes).toString('hex'));
      return JSON.stringify([twin.look(), twin.salvage(), secrets]);
    };
    expect(run()).toBe(run());
    expect(run(nobleStack)).toBe(run());
  });

  test('knows its secrets, shows none of them, and forgets them', () => {
    const twin = steadyTwin();
    const secrets = twin.secrets();
    expect(secrets.length).toBeGreaterThan(20);
    const shown = JSON.stringify([twin.look(), twin.salvage(), twin]);
    for (const secret of secrets)
      for (const form of ['hex', 'base64', 'latin1'] as const)
        expect(shown.includes(Buffer.from(secret).toString(form))).toBe(false);
    twin.dispose();
    expect(twin.secrets()).toEqual([]);
  });
});
