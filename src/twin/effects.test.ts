/** What the events change, as far as the bytes show it. */
import { describe, expect, test } from 'vitest';
import type { Site } from '../../models/site.ts';
import {
  create,
  exportIt,
  download,
  importIt,
  deleteIt,
  stale,
  start,
  stops,
  lost,
  abandon,
  rebuild,
  restore,
  powerFails,
  startDb,
  attach,
  on,
  halted,
} from './event-names.fixture.ts';
import {
  all,
  bareTwin,
  everyHost,
  providerEvents,
  provisioning,
  site,
  siteWithoutTpm,
  steadyTwin,
} from './site.fixture.ts';

describe('the effect', () => {
  test('of a download: a file that holds the key, and a provider that counts as backed up', () => {
    const twin = bareTwin();
    all(twin, [create, exportIt]);
    expect(twin.look().vcenter.providers['nkp']?.backedUp).toBe(false);
    all(twin, [download]);
    expect(twin.look().vcenter.providers['nkp']?.backedUp).toBe(true);
    expect(twin.look().p12s['nkp.p12']).toBe('nkp#1');
  });

  test('of deleting a provider: machines run on, hosts keep the key until remediation', () => {
    const twin = steadyTwin();
    all(twin, [deleteIt]);
    expect(twin.look().hosts['esx-03']?.keys['nkp']).toBe('nkp#1');
    all(twin, [on('vcenterRemediatesHost', 'esx-03')]);
    expect(twin.look().hosts['esx-03']).toEqual({
      power: 'on',
      safe: false,
      keys: { nkp: 'none' },
      mounted: true,
    });
    expect(twin.verify('db')).toBe('intact');
    expect(twin.look().datastores['vsan']).toBe(true);
  });

  test('of remediation with the switch addsOnly: keys stay', () => {
    const twin = steadyTwin({ switches: { remediation: 'addsOnly' } });
    all(twin, [deleteIt, on('vcenterRemediatesHost')]);
    expect(twin.look().hosts['esx-01']?.keys['nkp']).toBe('nkp#1');
  });

  test('of an import that does not count as a backup', () => {
    const twin = steadyTwin({ switches: { importCountsAsBackup: false } });
    all(twin, [deleteIt, importIt]);
    expect(twin.look().vcenter.providers['nkp']).toEqual({ key: 'nkp#1', backedUp: false });
  });

  test('of the TPM gate: a chip, or a configuration sealed by it', () => {
    const mixed: Site = { ...site, hosts: site.hosts.map((host) => ({ ...host, encryptionMode: 'none' })) };
    const keyUnder = (tpmGate: 'present' | 'modeTpm', plan: Site): unknown => {
      const twin = bareTwin({ site: plan, switches: { tpmGate } });
      all(twin, providerEvents(plan));
      return twin.look().hosts['esx-01']?.keys['nkp'];
    };
    expect(keyUnder('present', mixed)).toBe('nkp#1');
    expect(keyUnder('modeTpm', mixed)).toBe('none');
    expect(keyUnder('modeTpm', site)).toBe('nkp#1');
    expect(keyUnder('present', { ...siteWithoutTpm, providers: site.providers })).toBe('none');
  });

  test('of a crash before the configuration was written: the keys are not there at the next boot', () => {
    const twin = bareTwin();
    all(twin, [...providerEvents(site), on('hostCrashes'), on('bootHost')]);
    expect(twin.look().hosts['esx-01']?.keys['nkp']).toBe('none');
    all(twin, [on('vcenterRemediatesHost'), on('shutDownHost'), on('bootHost')]);
    expect(twin.look().hosts['esx-01']?.keys['nkp']).toBe('nkp#1');
  });

  test('of a cleared TPM: the host halts, and the recovery key opens its configuration', () => {
    const twin = steadyTwin();
    all(twin, halted);
    expect(twin.look().hosts['esx-01']?.power).toBe('halted');
    all(twin, [on('enterRecoveryKey')]);
    expect(twin.look().hosts['esx-01']).toEqual({
      power: 'on',
      safe: true,
      keys: { nkp: 'nkp#1' },
      mounted: true,
    });
    all(twin, [on('sealConfiguration'), on('hostCrashes'), on('bootHost')]);
    expect(twin.look().hosts['esx-01']?.power).toBe('on');
  });

  test('of installing a host again: its vSAN part opens as soon as it has the key again', () => {
    const twin = steadyTwin();
    all(twin, [on('hostCrashes'), on('bootDeviceFails'), on('reinstallHost'), on('bootHost')]);
    expect(twin.look().vcenter.members).toEqual(['esx-02', 'esx-03']);
    expect(twin.look().hosts['esx-01']).toEqual({
      power: 'on',
      safe: false,
      keys: { nkp: 'none' },
      mounted: false,
    });
    all(twin, [on('addHost'), on('vcenterRemediatesHost'), on('enableHostEncryption')]);
    expect(twin.look().hosts['esx-01']?.mounted).toBe(true);
    all(twin, [{ type: 'powerOffMachine', machine: 'db' }, startDb('esx-01')]);
    expect(twin.verify('db')).toBe('intact');
  });

  test('of writing while a host is away: it catches up when it mounts its part', () => {
    const twin = bareTwin();
    all(twin, [on('hostCrashes'), create, exportIt, download]);
    all(twin, [on('bootHost'), on('hostCrashes', 'esx-02'), stops, start]);
    expect(twin.look().vcenter.providers['nkp']).toEqual({ key: 'nkp#1', backedUp: true });
  });

  test('of rebuilding vCenter while its home is locked: it runs away from home, and the home stays locked', () => {
    const twin = steadyTwin();
    all(twin, [powerFails, on('bootHost'), abandon, rebuild]);
    expect(twin.look().vcenter).toMatchObject({ state: 'running', members: [] });
    all(twin, [on('hostCrashes')]);
    expect(twin.look().vcenter.state).toBe('stopped');
    all(twin, [on('bootHost'), start]);
  });

  test('of a restore from a backup that is older than the provider: remediation takes the keys away', () => {
    const twin = steadyTwin();
    all(twin, [stale, lost, restore, ...everyHost(site, 'vcenterRemediatesHost')]);
    expect(twin.look().hosts['esx-02']?.keys['nkp']).toBe('none');
    expect(twin.salvage()['db']).toBe(true);
  });

  test('of sealing a host that kept its key in a file: the boot device alone no longer opens', () => {
    const plan: Site = { ...site, hosts: site.hosts.map((host) => ({ ...host, encryptionMode: 'none' })) };
    const twin = steadyTwin({ site: plan });
    expect(twin.steal({ kind: 'bootDevice', host: 'esx-01' })['db']).toBe(true);
    all(twin, [on('sealConfiguration')]);
    expect(twin.steal({ kind: 'bootDevice', host: 'esx-01' })['db']).toBe(false);
    all(twin, [on('hostCrashes'), on('bootHost')]);
    expect(twin.look().hosts['esx-01']?.keys['nkp']).toBe('nkp#1');
  });

  test('of vTPM encryption outside vSAN: disks are attached, the vTPM is not in them', () => {
    const plan: Site = {
      ...site,
      machines: site.machines.map((machine) => ({ ...machine, datastore: 'nfs' })),
    };
    const twin = bareTwin({ site: plan });
    all(twin, provisioning(plan));
    all(twin, [{ type: 'powerOffMachine', machine: 'win-1' }, attach('win-1')]);
    expect(twin.verify('win-1')).toBe('intact');
    expect(twin.steal({ kind: 'disk', datastore: 'nfs' })).toEqual({
      'win-1': true,
      'win-2': true,
      db: false,
    });
    expect(twin.steal({ kind: 'place', place: 'safe' })).toEqual({
      'win-1': false,
      'win-2': false,
      db: false,
    });
  });
});
