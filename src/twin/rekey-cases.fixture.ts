/** The events of shallow rekeys, accepted and refused. */
import { deleteIt, download, exportIt, on, recreate, stops } from './event-names.fixture.ts';
import type { Case } from './events.fixture.ts';
import { rekey, rekeyHost, rekeyVsan, server, several, unregister } from './key-server-sites.fixture.ts';

const isDown = server('keyServerStops');

const rekeysOfMachines: readonly Case[] = [
  { from: 'steady', site: several, event: rekey('db'), answer: 'accepted' },
  { from: 'steady', site: several, event: rekey('db', 'vta'), answer: 'accepted' },
  { from: 'steady', site: several, after: [stops], event: rekey('db'), answer: 'vcenterNotRunning' },
  { from: 'bare', site: several, event: rekey('db'), answer: 'machineNotEncrypted' },
  { from: 'steady', site: several, after: [unregister], event: rekey('db'), answer: 'providerMissing' },
  {
    from: 'steady',
    site: several,
    after: [deleteIt, recreate],
    event: rekey('db', 'nkp'),
    answer: 'providerNotBackedUp',
  },
  { from: 'steady', site: several, after: [isDown], event: rekey('db'), answer: 'keyServerUnreachable' },
  { from: 'steady', site: several, event: rekey('db', 'nkp'), answer: 'sameKey' },
  { from: 'steady', site: several, after: [rekey('db')], event: rekey('db'), answer: 'sameKey' },
  {
    from: 'steady',
    site: several,
    after: [on('hostCrashes', 'esx-03')],
    event: rekey('db'),
    answer: 'hostNotOn',
  },
  {
    from: 'steady',
    site: several,
    after: [deleteIt, on('vcenterRemediatesHost', 'esx-03')],
    event: rekey('db'),
    answer: 'keyMissing',
  },
  {
    from: 'steady',
    site: several,
    after: [deleteIt, recreate, exportIt, download, on('vcenterRemediatesHost', 'esx-03')],
    event: rekey('db'),
    answer: 'wrongKey',
  },
  {
    from: 'steady',
    site: several,
    after: [on('hostCrashes', 'esx-03'), on('bootHost', 'esx-03')],
    event: rekey('db'),
    answer: 'newKeyMissing',
  },
  {
    from: 'steady',
    site: several,
    after: [on('hostCrashes', 'esx-01'), on('hostCrashes', 'esx-02')],
    event: rekey('db'),
    answer: 'vcenterNotRunning',
  },
  {
    from: 'steady',
    site: { ...several, vcenterAt: null },
    after: [on('hostCrashes', 'esx-01'), on('hostCrashes', 'esx-02')],
    event: rekey('db'),
    answer: 'datastoreUnavailable',
  },
];

const otherRekeys: readonly Case[] = [
  { from: 'steady', site: several, event: rekeyVsan(), answer: 'accepted' },
  { from: 'steady', site: several, after: [stops], event: rekeyVsan(), answer: 'vcenterNotRunning' },
  { from: 'bare', site: several, event: rekeyVsan(), answer: 'vsanNotEncrypted' },
  { from: 'steady', site: several, after: [unregister], event: rekeyVsan(), answer: 'providerMissing' },
  { from: 'steady', site: several, after: [isDown], event: rekeyVsan(), answer: 'keyServerUnreachable' },
  { from: 'steady', site: several, event: rekeyVsan('nkp'), answer: 'sameKey' },
  { from: 'steady', site: several, after: [on('hostCrashes')], event: rekeyVsan(), answer: 'hostNotOn' },
  {
    from: 'steady',
    site: several,
    after: [deleteIt, on('vcenterRemediatesHost'), on('shutDownHost'), on('bootHost')],
    event: rekeyVsan(),
    answer: 'partNotMounted',
  },
  {
    from: 'steady',
    site: several,
    after: [on('hostCrashes'), on('bootHost')],
    event: rekeyVsan('vta'),
    answer: 'newKeyMissing',
  },
  {
    from: 'steady',
    site: several,
    after: [on('hostCrashes'), on('bootHost')],
    event: rekeyVsan(),
    answer: 'accepted',
  },
  { from: 'steady', site: several, event: rekeyHost(), answer: 'accepted' },
  { from: 'steady', site: several, after: [isDown], event: rekeyHost(), answer: 'accepted' },
  { from: 'steady', site: several, after: [stops], event: rekeyHost(), answer: 'vcenterNotRunning' },
  { from: 'steady', site: several, after: [on('hostCrashes')], event: rekeyHost(), answer: 'hostNotOn' },
  { from: 'steady', site: several, after: [unregister], event: rekeyHost(), answer: 'providerMissing' },
  { from: 'steady', site: several, event: rekeyHost('nkp'), answer: 'sameKey' },
  { from: 'steady', site: several, after: [rekeyHost(), isDown], event: rekeyHost(), answer: 'sameKey' },
  {
    from: 'steady',
    site: several,
    after: [on('hostCrashes'), on('bootHost')],
    event: rekeyHost(),
    answer: 'newKeyMissing',
  },
  {
    from: 'steady',
    site: several,
    after: [deleteIt, recreate, exportIt, download],
    event: rekeyHost('nkp'),
    answer: 'newKeyMissing',
  },
  {
    from: 'steady',
    site: several,
    after: [on('hostCrashes'), on('reinstallHost'), on('bootHost')],
    event: rekeyHost(),
    answer: 'hostNotMember',
  },
];

export const rekeyCases: readonly Case[] = [...rekeysOfMachines, ...otherRekeys];
