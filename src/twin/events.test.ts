/** Every event of docs/events.md, accepted and refused, and every reason to refuse one. */
import { refusals } from '../../models/describe.ts';
import { describe, expect, test } from 'vitest';
import type { Site } from '../../models/site.ts';
import {
  nkp,
  create,
  recreate,
  exportIt,
  download,
  importIt,
  deleteIt,
  fromBackup,
  importApart,
  backupRuns,
  stale,
  start,
  stops,
  lost,
  abandon,
  rebuild,
  restore,
  powerFails,
  encryptVsan,
  loses,
  startDb,
  encrypt,
  offDb,
  attach,
  on,
  halted,
  canBeRefused,
} from './event-names.fixture.ts';
import { all, bareTwin, providerEvents, say, site, steadyTwin } from './site.fixture.ts';
import { keyServerCases } from './key-server-cases.fixture.ts';
import type { Case } from './events.fixture.ts';
import { rekeyCases } from './rekey-cases.fixture.ts';

const onShare: Site = {
  ...site,
  p12s: [{ name: 'nkp.p12', provider: nkp, at: 'share', passwordAt: 'vault' }],
};
const nativeCases: readonly Case[] = [
  { from: 'bare', event: create, answer: 'accepted' },
  { from: 'bare', after: [stops], event: create, answer: 'vcenterNotRunning' },
  { from: 'steady', event: recreate, answer: 'providerExists' },
  { from: 'steady', after: [deleteIt], event: create, answer: 'keyIdUsed' },
  { from: 'steady', after: [deleteIt], event: recreate, answer: 'accepted' },
  { from: 'steady', event: exportIt, answer: 'accepted' },
  { from: 'bare', event: exportIt, answer: 'providerMissing' },
  { from: 'bare', after: [create, exportIt], event: download, answer: 'accepted' },
  { from: 'bare', after: [create], event: download, answer: 'notExported' },
  { from: 'bare', after: [create, exportIt, download], event: download, answer: 'notExported' },
  { from: 'bare', after: [create, exportIt, loses('safe')], event: download, answer: 'placeLost' },
  { from: 'bare', after: [create, exportIt, loses('vault')], event: download, answer: 'passwordLost' },
  { from: 'steady', after: [deleteIt], event: importIt, answer: 'accepted' },
  { from: 'steady', event: importIt, answer: 'providerExists' },
  { from: 'bare', event: importIt, answer: 'p12Missing' },
  { from: 'steady', after: [deleteIt, loses('safe')], event: importIt, answer: 'placeLost' },
  { from: 'steady', after: [deleteIt, loses('vault')], event: importIt, answer: 'passwordLost' },
  { from: 'steady', event: deleteIt, answer: 'accepted' },
  { from: 'bare', event: deleteIt, answer: 'providerMissing' },
  { from: 'steady', event: fromBackup, answer: 'accepted' },
  { from: 'bare', event: fromBackup, answer: 'providerNotInBackup' },
  { from: 'steady', after: [loses('vault')], event: fromBackup, answer: 'passwordLost' },
  { from: 'steady', site: onShare, after: [powerFails], event: fromBackup, answer: 'placeUnreachable' },

  { from: 'steady', after: [deleteIt], event: importApart, answer: 'accepted' },
  { from: 'steady', event: importApart, answer: 'providerExists' },
  { from: 'steady', after: [stops], event: importApart, answer: 'vcenterNotRunning' },
  { from: 'steady', after: [deleteIt, backupRuns], event: importApart, answer: 'providerNotInBackup' },
  { from: 'steady', after: [deleteIt, loses('vault')], event: importApart, answer: 'passwordLost' },

  { from: 'steady', after: [stops], event: start, answer: 'accepted' },
  { from: 'steady', after: [lost], event: start, answer: 'vcenterLost' },
  { from: 'steady', event: start, answer: 'vcenterRunning' },
  { from: 'steady', after: [powerFails], event: start, answer: 'noHostForVcenter' },
  { from: 'steady', after: [powerFails, on('bootHost')], event: start, answer: 'datastoreUnavailable' },
  { from: 'steady', event: stops, answer: 'accepted' },
  { from: 'steady', after: [stops], event: stops, answer: 'vcenterNotRunning' },
  { from: 'steady', event: lost, answer: 'accepted' },
  { from: 'steady', after: [lost], event: lost, answer: 'vcenterLost' },
  { from: 'steady', after: [stops], event: abandon, answer: 'accepted' },
  { from: 'steady', event: abandon, answer: 'vcenterNotStopped' },
  { from: 'steady', after: [lost], event: rebuild, answer: 'accepted' },
  { from: 'steady', event: rebuild, answer: 'vcenterNotLost' },
  { from: 'steady', after: [lost, powerFails], event: rebuild, answer: 'noHostForVcenter' },
  { from: 'steady', after: [lost], event: restore, answer: 'accepted' },
  { from: 'steady', after: [lost, loses('vault')], event: restore, answer: 'passwordLost' },
  { from: 'steady', after: [lost, rebuild], event: on('addHost'), answer: 'accepted' },
  { from: 'steady', event: on('addHost'), answer: 'hostIsMember' },
  { from: 'steady', event: backupRuns, answer: 'accepted' },
  { from: 'steady', after: [loses('safe')], event: backupRuns, answer: 'placeLost' },
  { from: 'steady', event: on('vcenterRemediatesHost'), answer: 'accepted' },
  { from: 'steady', after: [lost, rebuild], event: on('vcenterRemediatesHost'), answer: 'hostNotMember' },

  { from: 'steady', after: [on('hostCrashes')], event: on('bootHost'), answer: 'accepted' },
  { from: 'steady', event: on('bootHost'), answer: 'hostOn' },
  { from: 'steady', after: halted, event: on('bootHost'), answer: 'hostHalted' },
  {
    from: 'steady',
    after: [on('hostCrashes'), on('bootDeviceFails')],
    event: on('bootHost'),
    answer: 'configurationGone',
  },
  { from: 'steady', event: on('shutDownHost'), answer: 'accepted' },
  { from: 'steady', after: [powerFails], event: on('shutDownHost'), answer: 'hostNotOn' },
  { from: 'steady', event: on('hostCrashes'), answer: 'accepted' },
  { from: 'steady', after: halted, event: on('hostCrashes'), answer: 'hostNotOn' },
  { from: 'steady', event: on('hostWritesConfiguration'), answer: 'accepted' },
  {
    from: 'steady',
    after: [on('bootDeviceFails')],
    event: on('hostWritesConfiguration'),
    answer: 'configurationGone',
  },
  { from: 'steady', event: on('bootDeviceFails'), answer: 'accepted' },
  {
    from: 'steady',
    after: [on('bootDeviceFails')],
    event: on('bootDeviceFails'),
    answer: 'configurationGone',
  },
  { from: 'steady', event: on('tpmIsCleared'), answer: 'accepted' },
  { from: 'steady', after: [on('tpmIsCleared')], event: on('tpmIsCleared'), answer: 'tpmNotSealed' },
  { from: 'steady', event: on('tpmGoesMissing'), answer: 'accepted' },
  { from: 'steady', after: [on('tpmGoesMissing')], event: on('tpmGoesMissing'), answer: 'noTpm' },
  { from: 'steady', event: on('boardIsSwapped'), answer: 'accepted' },
  { from: 'steady', after: halted, event: on('enterRecoveryKey'), answer: 'accepted' },
  { from: 'steady', event: on('enterRecoveryKey'), answer: 'hostNotHalted' },
  {
    from: 'steady',
    site: { ...site, recoveryKeysAt: null },
    after: halted,
    event: on('enterRecoveryKey'),
    answer: 'recoveryKeyMissing',
  },
  { from: 'steady', after: [...halted, loses('vault')], event: on('enterRecoveryKey'), answer: 'placeLost' },
  { from: 'steady', after: [on('tpmIsCleared')], event: on('sealConfiguration'), answer: 'accepted' },
  { from: 'steady', event: on('sealConfiguration'), answer: 'tpmAlreadySealed' },
  { from: 'steady', after: [powerFails], event: on('reinstallHost'), answer: 'accepted' },
  { from: 'steady', event: on('reinstallHost'), answer: 'hostOn' },
  { from: 'steady', event: on('enableHostEncryption'), answer: 'accepted' },
  { from: 'bare', event: on('enableHostEncryption'), answer: 'keyMissing' },
  {
    from: 'steady',
    after: [deleteIt, recreate, exportIt, download, on('vcenterRemediatesHost')],
    event: on('enableHostEncryption'),
    answer: 'hostKeyUnresolved',
  },
  { from: 'steady', event: powerFails, answer: 'accepted' },
  { from: 'steady', after: [powerFails], event: powerFails, answer: 'siteDark' },

  { from: 'bare', after: providerEvents(site), event: encrypt('db'), answer: 'accepted' },
  { from: 'bare', event: encrypt('db'), answer: 'providerMissing' },
  { from: 'bare', after: [create], event: encrypt('db'), answer: 'providerNotBackedUp' },
  { from: 'bare', after: [create, exportIt, download], event: encrypt('db'), answer: 'keyMissing' },
  { from: 'steady', after: [offDb], event: encrypt('db'), answer: 'machineEncrypted' },
  { from: 'bare', after: [startDb('esx-01')], event: encrypt('db'), answer: 'machineRunning' },
  {
    from: 'bare',
    site: {
      ...site,
      machines: site.machines.map((machine) => ({ ...machine, encryption: 'none', provider: null })),
    },
    event: encrypt('db'),
    answer: 'machineEncryptionNotPlanned',
  },
  {
    from: 'bare',
    after: [...providerEvents(site), deleteIt, recreate, exportIt, download],
    event: encrypt('db'),
    answer: 'wrongKey',
  },
  { from: 'steady', after: [offDb], event: startDb('esx-02'), answer: 'accepted' },
  { from: 'steady', event: startDb('esx-02'), answer: 'machineRunning' },
  {
    from: 'steady',
    after: [offDb, deleteIt, on('vcenterRemediatesHost')],
    event: startDb('esx-01'),
    answer: 'keyMissing',
  },
  {
    from: 'steady',
    after: [offDb, deleteIt, recreate, exportIt, download, on('vcenterRemediatesHost')],
    event: startDb('esx-01'),
    answer: 'wrongKey',
  },
  {
    from: 'steady',
    after: [offDb, deleteIt, on('vcenterRemediatesHost'), importIt, on('vcenterRemediatesHost')],
    event: startDb('esx-01'),
    answer: 'hostNotSafe',
  },
  { from: 'steady', event: offDb, answer: 'accepted' },
  { from: 'bare', event: offDb, answer: 'machineNotRunning' },
  { from: 'bare', event: attach('db'), answer: 'accepted' },
  { from: 'steady', after: [offDb], event: attach('db'), answer: 'diskEncrypted' },
  { from: 'bare', after: [powerFails], event: attach('win-1'), answer: 'siteDark' },
  { from: 'bare', after: providerEvents(site), event: encryptVsan, answer: 'accepted' },
  { from: 'steady', event: encryptVsan, answer: 'vsanEncrypted' },
  {
    from: 'bare',
    after: [create, exportIt, download, on('vcenterRemediatesHost')],
    event: encryptVsan,
    answer: 'keyMissing',
  },

  { from: 'bare', event: loses('safe'), answer: 'accepted' },
  { from: 'bare', after: [loses('safe')], event: loses('safe'), answer: 'placeLost' },
  { from: 'steady', event: stale, answer: 'accepted' },
  { from: 'bare', event: stale, answer: 'backupStale' },
];

const cases = [...nativeCases, ...keyServerCases, ...rekeyCases];

describe('each event', () => {
  test.each(cases.map((each, index) => [index, each.event.type, each.answer, each] as const))(
    '%i: %s is %s',
    (_index, _type, _answer, { from, after = [], event, answer, ...setting }) => {
      const twin = from === 'bare' ? bareTwin(setting) : steadyTwin(setting);
      all(twin, after);
      const before = twin.look();
      expect(say(twin, event)).toBe(answer);
      expect(answer === 'accepted' ? before : twin.look()).toEqual(before);
    },
  );

  test('is here once accepted and, where it can be, once refused', () => {
    const typesOf = (isRefused: boolean): string[] =>
      cases.filter(({ answer }) => (answer !== 'accepted') === isRefused).map(({ event }) => event.type);
    const types = Object.entries(canBeRefused);
    expect(new Set(typesOf(false))).toEqual(new Set(types.map(([type]) => type)));
    expect(new Set(typesOf(true))).toEqual(new Set(types.filter(([, can]) => can).map(([type]) => type)));
    expect(new Set(cases.map(({ answer }) => answer))).toEqual(new Set(['accepted', ...refusals]));
  });
});
