import { describe, expect, it } from 'vitest';
import type { Event } from './events.ts';
import {
  article,
  database,
  deleted,
  desktop,
  download,
  hostsOf,
  native,
  loses,
  on,
  placesOf,
  play,
  recreate,
  san,
  smallSite,
  startExport,
  steady,
  switchesOf,
  vendor,
  vsanSite,
  vsanTolerating,
} from './play.fixture.ts';
import type { Loot, Site } from './site.ts';
import type { Switches } from './reading.ts';
import { describeLoot, lootExists, lootReads, readableWith } from './thief.ts';

const bootDevice: Loot = { kind: 'bootDevice', host: 'esx-1' };
const mixed = { machines: [desktop, database] };

function readable(
  site: Site,
  loot: Loot,
  switches: Switches = vendor,
  events: readonly Event[] = [],
): readonly string[] {
  const machine = steady(site, switches);
  return readableWith(machine.site, play(machine, events), loot);
}

describe('a stolen disk', () => {
  const plainMachine = { ...database, name: 'plain', encryption: 'none', provider: null } as const;

  it.each([
    ['of an encrypted vSAN', 'nkp', 'vsan', 'vsan', []],
    ['of a plain vSAN: what has a vTPM only', null, null, 'vsan', ['desktop']],
    ['of a plain SAN: what is not encrypted itself', 'nkp', 'vsan', 'san', ['plain']],
    ['of a plain vSAN with vCenter on it: what its keys open', null, 'vsan', 'vsan', ['desktop', 'db']],
  ] as const)('%s', (_, encryptedBy, vcenterAt, datastore, expected) => {
    const machines = [desktop, database, plainMachine];
    const site = vsanSite(3, 1, { datastores: [vsanTolerating(1, encryptedBy), san], vcenterAt, machines });
    expect(readable(site, { kind: 'disk', datastore })).toEqual(expected);
  });

  it('shows the files that are kept on it', () => {
    const places = [...placesOf(['share'], 'san'), ...placesOf(['vault', 'depot', 'manager'])];
    const site = (passwordAt: string | null): Site =>
      smallSite({ places, p12s: [{ name: 'nkp.p12', provider: 'nkp', at: 'share', passwordAt }] });
    expect(readable(site(null), { kind: 'disk', datastore: 'san' })).toEqual(['db']);
    expect(readable(site('vault'), { kind: 'disk', datastore: 'san' })).toEqual([]);
  });
});

describe('a stolen boot device', () => {
  it.each([
    ['sealed', hostsOf(1), vendor, []],
    ['mode NONE', hostsOf(1, '2.0', 'none'), vendor, ['db']],
    ['no TPM, vendor', hostsOf(1, 'none'), vendor, ['db']],
    ['no TPM, article: nothing is written', hostsOf(1, 'none'), article, []],
    ['no TPM, archive opaque', hostsOf(1, 'none'), switchesOf('vendor', { noTpmArchive: 'opaque' }), []],
  ] as const)('%s', (_, hosts, switches, expected) => {
    expect(readable(smallSite({ hosts }), bootDevice, switches)).toEqual(expected);
  });

  it('opens vSAN and what lies on it', () => {
    expect(readable(vsanSite(3, 1, { ...mixed, hosts: hostsOf(3, 'none') }), bootDevice)).toEqual([
      'desktop',
      'db',
    ]);
  });

  it('is worth nothing once its configuration is gone', () => {
    const site = smallSite({ hosts: hostsOf(1, 'none') });
    const machine = steady(site);
    const failed = play(machine, on('esx-1', 'bootDeviceFails'));
    expect(lootExists(site, machine.initial, bootDevice)).toBe(true);
    expect(lootExists(site, failed, bootDevice)).toBe(false);
    expect(readableWith(machine.site, failed, bootDevice)).toEqual([]);
  });

  it('opens nothing that an older key encrypts', () => {
    const events = [
      deleted,
      recreate,
      startExport,
      download,
      ...on('esx-1', 'vcenterRemediatesHost', 'hostWritesConfiguration'),
    ];
    expect(readable(smallSite({ hosts: hostsOf(1, 'none') }), bootDevice, vendor, events)).toEqual([]);
  });
});

describe('everything kept in one place', () => {
  const p12 = (at: string, passwordAt: string | null): Pick<Site, 'p12s'> => ({
    p12s: [{ name: 'nkp.p12', provider: 'nkp', at, passwordAt }],
  });
  const backup = (at: string, passwordAt: string | null): Pick<Site, 'backups'> => ({
    backups: [{ name: 'backup', at, passwordAt }],
  });

  it.each([
    ['a .p12 with its password elsewhere', p12('safe', 'vault'), 'safe', []],
    ['the place of the password alone', p12('safe', 'vault'), 'vault', []],
    ['a .p12 without a password', p12('safe', null), 'safe', ['db']],
    ['a .p12 beside its password', p12('safe', 'safe'), 'safe', ['db']],
    ['a backup with its password elsewhere', backup('depot', 'manager'), 'depot', []],
    ['a backup without a password', backup('depot', null), 'depot', ['db']],
    ['a backup beside its password', backup('depot', 'depot'), 'depot', ['db']],
    ['a place with nothing in it', p12('safe', 'vault'), 'manager', []],
  ] as const)('%s', (_, changes, place, expected) => {
    expect(readable(smallSite(changes), { kind: 'place', place })).toEqual(expected);
  });

  it('leads through an opened vSAN to what lies on it', () => {
    const providers = [native('nkp'), native('other')];
    const files: Site['p12s'] = [
      { name: 'nkp.p12', provider: 'nkp', at: 'safe', passwordAt: null },
      { name: 'other.p12', provider: 'other', at: 'vault', passwordAt: 'manager' },
    ];
    const machines = [{ ...database, provider: 'other' }];
    const inside = vsanSite(3, 1, { providers, p12s: files, machines, vcenterAt: 'vsan' });
    const outside = { ...inside, vcenterAt: null };
    expect(readable(inside, { kind: 'place', place: 'safe' })).toEqual(['db']);
    expect(readable(outside, { kind: 'place', place: 'safe' })).toEqual([]);
  });

  it('opens both layers of what is encrypted twice', () => {
    const site = vsanSite(3, 1, { ...p12('safe', null), machines: [{ ...database, datastore: 'vsan' }] });
    expect(readable(site, { kind: 'place', place: 'safe' })).toEqual(['db']);
  });

  it('gives nothing to a thief who comes too late', () => {
    const loot: Loot = { kind: 'place', place: 'safe' };
    const site = smallSite(p12('safe', null));
    const lost = play(steady(site), [loses('safe')]);
    expect(readable(site, loot, vendor, [loses('safe')])).toEqual([]);
    expect(lootExists(site, lost, loot)).toBe(false);
  });
});

describe('a loot', () => {
  it('needs only the slices that it names', () => {
    const site = vsanSite(3, 1, { ...mixed, places: placesOf(['safe', 'vault', 'depot', 'manager']) });
    const machine = steady(site);
    const loots: readonly Loot[] = [
      bootDevice,
      { kind: 'disk', datastore: 'vsan' },
      { kind: 'disk', datastore: 'san' },
      { kind: 'place', place: 'safe' },
      { kind: 'place', place: 'depot' },
    ];
    for (const loot of loots) {
      const names: readonly string[] = lootReads(site, loot);
      const view = Object.fromEntries(
        Object.entries(machine.initial).filter(([name]) => names.includes(name)),
      ) as typeof machine.initial;
      expect(readableWith(machine.site, view, loot)).toEqual(
        readableWith(machine.site, machine.initial, loot),
      );
      expect(lootExists(site, view, loot)).toBe(true);
    }
    expect(new Set(loots.map(describeLoot)).size).toBe(loots.length);
  });
});
