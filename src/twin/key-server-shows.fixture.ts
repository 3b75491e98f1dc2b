/** What shows the defects of key servers, stateless hosts and rekeys. */
import type { Event } from '../../models/events.ts';
import type { Defect } from './defects.ts';
import { on, powerFails, startDb } from './event-names.fixture.ts';
import {
  kmsSite,
  persistent,
  rekey,
  server,
  several,
  stateless,
  unsaved,
  withHosts,
} from './key-server-sites.fixture.ts';
import { all, say, steadyTwin } from './site.fixture.ts';
import type { Setting } from './site.fixture.ts';
import type { Twin } from './twin.ts';

/** What shows the defect: what a sound twin says, and what the defective one does. */
export type Show = {
  readonly sound: unknown;
  readonly defective: unknown;
  readonly see: (setting: Setting) => unknown;
};

type OfKeyServers = Extract<
  Defect,
  | 'statelessHostKeepsHostKey'
  | 'fetchedVsanKeyIsHeld'
  | 'rekeyKeepsOldWrap'
  | 'lostKeyServerAnswers'
  | 'persistenceIgnoresTpm'
  | 'registrationCarriesKeys'
>;

function keyOf(twin: Twin, host = 'esx-01'): unknown {
  return twin.look().hosts[host]?.keys['kms'];
}

function steady(setting: Setting, events: readonly Event[]): Twin {
  const twin = steadyTwin(setting);
  all(twin, events);
  return twin;
}

export const keyServerShows: Record<OfKeyServers, Show> = {
  statelessHostKeepsHostKey: {
    sound: false,
    defective: true,
    see: (setting) => {
      const reboot = [on('hostCrashes'), on('bootHost'), on('vcenterRemediatesHost')];
      return steady({ ...setting, site: stateless }, reboot).look().hosts['esx-01']?.safe;
    },
  },
  fetchedVsanKeyIsHeld: {
    sound: [true, 'none'],
    defective: [true, 'kms#1'],
    see: (setting) => {
      const reboot = [powerFails, on('bootHost'), on('hostFetchesKeys')];
      const twin = steady({ ...setting, site: kmsSite }, reboot);
      return [twin.look().hosts['esx-01']?.mounted, keyOf(twin)];
    },
  },
  rekeyKeepsOldWrap: {
    sound: 'accepted',
    defective: 'wrongKey',
    see: (setting) => {
      const twin = steady({ ...setting, site: several }, [rekey('db')]);
      all(twin, [{ type: 'powerOffMachine', machine: 'db' }]);
      return say(twin, startDb('esx-02'));
    },
  },
  lostKeyServerAnswers: {
    sound: 'none',
    defective: 'kms#1',
    see: (setting) => {
      const reboot = [on('hostCrashes'), on('bootHost'), on('vcenterRemediatesHost')];
      return keyOf(steady({ ...setting, site: kmsSite }, [server('keyServerIsLost'), ...reboot]));
    },
  },
  persistenceIgnoresTpm: {
    sound: ['none', false],
    defective: ['kms#1', true],
    see: (setting) => {
      const plan = withHosts(persistent, { encryptionMode: 'none' });
      const twin = steady({ ...setting, site: plan }, [on('shutDownHost'), on('bootHost')]);
      return [keyOf(twin), twin.steal({ kind: 'bootDevice', host: 'esx-01' })['db']];
    },
  },
  registrationCarriesKeys: {
    sound: [false, false],
    defective: [true, true],
    see: (setting) => {
      const open = { ...unsaved, backups: [{ name: 'nightly', at: 'safe', passwordAt: null }] };
      const twin = steady({ ...setting, site: open }, [powerFails]);
      const stolen = twin.steal({ kind: 'place', place: 'safe' })['db'];
      all(twin, [server('keyServerIsLost')]);
      return [stolen, twin.salvage()['db']];
    },
  },
};
