/** Each planted defect misbehaves as it says, where a sound twin does not. */
import { describe, expect, test } from 'vitest';
import type { Event } from '../../models/events.ts';
import type { Site } from '../../models/site.ts';
import { defects } from './defects.ts';
import type { Defect } from './defects.ts';
import {
  create,
  deleteIt,
  download,
  encrypt,
  exportIt,
  importIt,
  loses,
  lost,
  offDb,
  on,
  powerFails,
  rebuild,
  recreate,
  restore,
  startDb,
} from './event-names.fixture.ts';
import { keyServerShows } from './key-server-shows.fixture.ts';
import type { Show } from './key-server-shows.fixture.ts';
import {
  all,
  article,
  bareTwin,
  everyHost,
  providerEvents,
  say,
  site,
  siteWithoutTpm,
  steadyTwin,
} from './site.fixture.ts';
import type { Setting } from './site.fixture.ts';
import type { Twin } from './twin.ts';

const unsealed: Site = { ...site, hosts: site.hosts.map((host) => ({ ...host, encryptionMode: 'none' })) };
const gated: Site = { ...siteWithoutTpm, providers: site.providers };
const replaced = [deleteIt, recreate, exportIt, download];

function steady(setting: Setting, events: readonly Event[]): Twin {
  const twin = steadyTwin(setting);
  all(twin, events);
  return twin;
}

function bare(setting: Setting, events: readonly Event[]): Twin {
  const twin = bareTwin(setting);
  all(twin, events);
  return twin;
}

function keyOn(twin: Twin, host = 'esx-01'): unknown {
  return twin.look().hosts[host]?.keys['nkp'];
}

const shows: Record<Exclude<Defect, 'none'>, Show> = {
  ...keyServerShows,
  keepsKeyAfterTpmClear: {
    sound: 'halted',
    defective: 'on',
    see: (setting) =>
      steady(setting, [on('tpmIsCleared'), on('hostCrashes'), on('bootHost')]).look().hosts['esx-01']?.power,
  },
  acceptsKeyByNameAlone: {
    sound: ['wrongKey', 'unreadable'],
    defective: ['accepted', 'wrong'],
    see: (setting) => {
      // A new installation has no host key, so that the host can be crypto safe with the wrong provider key.
      const fresh = [on('hostCrashes'), on('reinstallHost'), on('bootHost'), on('addHost')];
      const safe = [on('vcenterRemediatesHost'), on('enableHostEncryption')];
      const twin = steady(setting, [offDb, ...replaced, ...fresh, ...safe]);
      return [say(twin, startDb('esx-01')), twin.verify('db')];
    },
  },
  prunesNothing: {
    sound: 'none',
    defective: 'nkp#1',
    see: (setting) => keyOn(steady(setting, [deleteIt, on('vcenterRemediatesHost')])),
  },
  countsExportAsBackup: {
    sound: false,
    defective: true,
    see: (setting) => bare(setting, [create, exportIt]).look().vcenter.providers['nkp']?.backedUp,
  },
  keepsExportLink: {
    sound: 'notExported',
    defective: 'accepted',
    see: (setting) => say(bare(setting, [create, exportIt, download]), download),
  },
  usesProviderBeforeBackup: {
    sound: 'providerNotBackedUp',
    defective: 'accepted',
    see: (setting) => {
      const eager = { ...setting, switches: { pushBeforeActivation: true } };
      return say(bare(eager, [create, on('vcenterRemediatesHost', 'esx-03')]), encrypt('db'));
    },
  },
  pushesBeforeBackup: {
    sound: 'none',
    defective: 'nkp#1',
    see: (setting) => keyOn(bare(setting, [create, on('vcenterRemediatesHost')])),
  },
  pushesToEveryHost: {
    sound: 'none',
    defective: 'nkp#1',
    see: (setting) => keyOn(bare({ ...setting, site: gated }, providerEvents(gated))),
  },
  deletesOnHostsToo: {
    sound: 'nkp#1',
    defective: 'none',
    see: (setting) => keyOn(steady(setting, [deleteIt])),
  },
  recreatesOldKey: {
    sound: 'wrongKey',
    defective: 'accepted',
    see: (setting) =>
      say(steady(setting, [offDb, ...replaced, on('vcenterRemediatesHost')]), startDb('esx-01')),
  },
  mountsWithoutKey: {
    sound: [false, 'unreadable'],
    defective: [true, 'wrong'],
    see: (setting) => {
      const dark = { ...setting, site: siteWithoutTpm, switches: article };
      const twin = steady(dark, [powerFails, ...everyHost(siteWithoutTpm, 'bootHost')]);
      return [twin.look().hosts['esx-01']?.mounted, twin.verify('win-1')];
    },
  },
  ignoresQuorum: {
    sound: false,
    defective: true,
    see: (setting) => steady(setting, [powerFails, on('bootHost')]).look().datastores['vsan'],
  },
  writesNothing: {
    sound: 'nkp#1',
    defective: 'none',
    see: (setting) => keyOn(steady(setting, [on('shutDownHost'), on('bootHost')])),
  },
  crashWritesConfiguration: {
    sound: 'none',
    defective: 'nkp#1',
    see: (setting) => keyOn(bare(setting, [...providerEvents(site), on('hostCrashes'), on('bootHost')])),
  },
  volatileKeepsKeys: {
    sound: 'none',
    defective: 'nkp#1',
    see: (setting) => {
      const weak = { ...setting, site: siteWithoutTpm, switches: article };
      return keyOn(steady(weak, [on('hostCrashes'), on('bootHost')]));
    },
  },
  sealLeavesKeyFile: {
    sound: false,
    defective: true,
    see: (setting) => {
      const twin = steady({ ...setting, site: unsealed }, [on('sealConfiguration')]);
      return twin.steal({ kind: 'bootDevice', host: 'esx-01' })['db'];
    },
  },
  startsOnUnsafeHost: {
    sound: 'hostNotSafe',
    defective: 'accepted',
    see: (setting) => {
      const pruned = [deleteIt, on('vcenterRemediatesHost'), importIt, on('vcenterRemediatesHost')];
      return say(steady(setting, [offDb, ...pruned]), startDb('esx-01'));
    },
  },
  restoresNoProviders: {
    sound: 'nkp#1',
    defective: 'none',
    see: (setting) => steady(setting, [lost, restore]).look().vcenter.providers['nkp']?.key,
  },
  rebuildFillsInventory: {
    sound: [],
    defective: ['esx-01', 'esx-02', 'esx-03'],
    see: (setting) => steady(setting, [lost, rebuild]).look().vcenter.members,
  },
  exportIgnoresPassword: {
    sound: false,
    defective: true,
    see: (setting) => {
      const twin = steady({ ...setting, site: { ...site, backups: [] } }, []);
      return twin.steal({ kind: 'place', place: 'safe' })['db'];
    },
  },
  backupIgnoresPassword: {
    sound: 'passwordLost',
    defective: 'accepted',
    see: (setting) => say(steady(setting, [lost, loses('vault')]), restore),
  },
  backupAddsToOld: {
    sound: 'none',
    defective: 'nkp#1',
    see: (setting) =>
      steady(setting, [deleteIt, { type: 'backupRuns', backup: 'nightly' }]).look().backups['nightly']?.[
        'nkp'
      ],
  },
  encryptsSectorTwice: {
    sound: 'intact',
    defective: 'wrong',
    see: (setting) => steady(setting, []).verify('db'),
  },
  mountRenewsDeviceKey: {
    sound: ['intact', true],
    defective: ['wrong', false],
    see: (setting) => {
      const twin = steady(setting, [powerFails, ...everyHost(site, 'bootHost')]);
      return [twin.verify('win-1'), twin.salvage()['win-1']];
    },
  },
};

describe('the planted defect', () => {
  test.each(Object.entries(shows))('%s', (name, { sound, defective, see }) => {
    const defect = defects.find((candidate) => candidate === name) ?? 'none';
    expect(see({ defect: 'none' })).toEqual(sound);
    expect(see({ defect })).toEqual(defective);
  });
});
