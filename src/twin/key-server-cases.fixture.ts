/** The events about key servers and stateless hosts, accepted and refused. */
import {
  create,
  encrypt,
  encryptVsan,
  importIt,
  loses,
  offDb,
  on,
  powerFails,
  stops,
} from './event-names.fixture.ts';
import type { Case } from './events.fixture.ts';
import {
  circular,
  kmsSite,
  onNfs,
  server,
  several,
  stateless,
  unregister,
  unsaved,
  vtaSite,
} from './key-server-sites.fixture.ts';
import { everyHost, providerEvents } from './site.fixture.ts';

const register = server('registerProvider');
const isLost = server('keyServerIsLost');
const isDown = server('keyServerStops');
const startIt = server('startKeyServer');
const restoreIt = server('restoreKeyServer');
const kms = 'kms';

const registrations: readonly Case[] = [
  { from: 'bare', site: kmsSite, event: register, answer: 'accepted' },
  { from: 'bare', event: server('registerProvider', 'nkp'), answer: 'providerNative' },
  { from: 'bare', site: kmsSite, after: [stops], event: register, answer: 'vcenterNotRunning' },
  { from: 'steady', site: kmsSite, event: register, answer: 'providerExists' },
  { from: 'bare', site: kmsSite, after: [isDown], event: register, answer: 'keyServerUnreachable' },
  { from: 'steady', site: kmsSite, after: [unregister], event: register, answer: 'accepted' },
  {
    from: 'bare',
    site: kmsSite,
    after: [stops],
    event: { type: 'createProvider', provider: kms, key: 'kms#1' },
    answer: 'providerNotNative',
  },
  {
    from: 'steady',
    site: kmsSite,
    event: { type: 'exportProvider', provider: kms },
    answer: 'providerNotNative',
  },
  {
    from: 'steady',
    site: several,
    event: { type: 'downloadBackup', provider: kms, p12: 'nkp.p12' },
    answer: 'providerNotNative',
  },
  {
    from: 'steady',
    site: several,
    after: [stops],
    event: { type: 'importProvider', provider: kms, p12: 'nkp.p12' },
    answer: 'providerNotNative',
  },
  {
    from: 'steady',
    site: several,
    event: { type: 'exportFromBackup', backup: 'nightly', provider: kms, p12: 'nkp.p12' },
    answer: 'providerNotInBackup',
  },
  {
    from: 'steady',
    site: several,
    after: [unregister],
    event: { type: 'importFromBackup', provider: kms, backup: 'nightly' },
    answer: 'providerNotNative',
  },
  { from: 'steady', site: kmsSite, event: unregister, answer: 'accepted' },
];

const outages: readonly Case[] = [
  { from: 'bare', site: kmsSite, event: isDown, answer: 'accepted' },
  { from: 'bare', event: server('keyServerStops', 'nkp'), answer: 'providerNative' },
  { from: 'bare', site: kmsSite, after: [isDown], event: isDown, answer: 'keyServerNotUp' },
  { from: 'bare', site: kmsSite, after: [isLost], event: isDown, answer: 'keyServerNotUp' },
  { from: 'bare', site: kmsSite, after: [isDown], event: startIt, answer: 'accepted' },
  { from: 'bare', event: server('startKeyServer', 'nkp'), answer: 'providerNative' },
  { from: 'bare', site: kmsSite, after: [isLost], event: startIt, answer: 'keyServerLost' },
  { from: 'bare', site: kmsSite, event: startIt, answer: 'keyServerUp' },
  { from: 'steady', site: circular, after: [powerFails], event: startIt, answer: 'siteDark' },
  {
    from: 'steady',
    site: circular,
    after: [powerFails, on('bootHost')],
    event: startIt,
    answer: 'datastoreUnavailable',
  },
  { from: 'steady', site: onNfs, after: [powerFails, on('bootHost')], event: startIt, answer: 'accepted' },
  { from: 'steady', site: kmsSite, after: [powerFails], event: startIt, answer: 'keyServerUp' },
  { from: 'bare', site: kmsSite, event: isLost, answer: 'accepted' },
  { from: 'bare', event: server('keyServerIsLost', 'nkp'), answer: 'providerNative' },
  { from: 'bare', site: kmsSite, after: [isLost], event: isLost, answer: 'keyServerLost' },
  { from: 'bare', site: kmsSite, after: [isLost], event: restoreIt, answer: 'accepted' },
  { from: 'bare', event: server('restoreKeyServer', 'nkp'), answer: 'providerNative' },
  { from: 'bare', site: kmsSite, after: [isDown], event: restoreIt, answer: 'keyServerNotLost' },
  { from: 'bare', site: unsaved, after: [isLost], event: restoreIt, answer: 'keyServerBackupMissing' },
  { from: 'bare', site: kmsSite, after: [isLost, loses('safe')], event: restoreIt, answer: 'placeLost' },
  { from: 'steady', site: onNfs, after: [isLost, powerFails], event: restoreIt, answer: 'placeUnreachable' },
];

const fetches: readonly Case[] = [
  { from: 'steady', event: on('hostFetchesKeys'), answer: 'noKeyServer' },
  { from: 'steady', site: vtaSite, after: [powerFails], event: on('hostFetchesKeys'), answer: 'hostNotOn' },
  {
    from: 'bare',
    site: vtaSite,
    after: [server('registerProvider', 'vta'), on('bootDeviceFails')],
    event: on('hostFetchesKeys'),
    answer: 'configurationGone',
  },
  { from: 'steady', site: vtaSite, event: on('hostFetchesKeys'), answer: 'nothingToFetch' },
  { from: 'bare', site: vtaSite, event: on('hostFetchesKeys'), answer: 'nothingToFetch' },
  {
    from: 'bare',
    site: vtaSite,
    after: [server('registerProvider', 'vta')],
    event: on('hostFetchesKeys'),
    answer: 'accepted',
  },
  {
    from: 'bare',
    site: vtaSite,
    after: [server('registerProvider', 'vta'), on('tpmIsCleared')],
    event: on('hostFetchesKeys'),
    answer: 'nothingToFetch',
  },
  {
    from: 'steady',
    site: kmsSite,
    after: [powerFails, on('bootHost')],
    event: on('hostFetchesKeys'),
    answer: 'accepted',
  },
  {
    from: 'steady',
    site: kmsSite,
    after: [powerFails, on('bootHost'), isDown],
    event: on('hostFetchesKeys'),
    answer: 'nothingToFetch',
  },
];

const statelessHosts: readonly Case[] = [
  { from: 'steady', site: stateless, event: on('bootDeviceFails'), answer: 'noBootDevice' },
  {
    from: 'steady',
    site: stateless,
    after: [powerFails],
    event: on('sealConfiguration'),
    answer: 'noBootDevice',
  },
  { from: 'steady', site: stateless, event: on('reinstallHost'), answer: 'noBootDevice' },
  { from: 'steady', site: stateless, event: on('hostWritesConfiguration'), answer: 'accepted' },
  { from: 'steady', site: stateless, event: on('tpmIsCleared'), answer: 'tpmNotSealed' },
  { from: 'steady', site: stateless, after: [powerFails], event: on('bootHost'), answer: 'accepted' },
];

/** Cases in which the other events meet what is new. */
const others: readonly Case[] = [
  {
    from: 'bare',
    site: kmsSite,
    after: [...providerEvents(kmsSite), isDown],
    event: encrypt('db'),
    answer: 'keyServerUnreachable',
  },
  {
    from: 'bare',
    site: kmsSite,
    after: [...providerEvents(kmsSite), isDown],
    event: encryptVsan,
    answer: 'keyServerUnreachable',
  },
  { from: 'bare', site: several, after: [create], event: importIt, answer: 'providerExists' },
  {
    from: 'steady',
    site: kmsSite,
    after: [
      offDb,
      powerFails,
      ...everyHost(kmsSite, 'bootHost'),
      on('hostFetchesKeys'),
      on('hostFetchesKeys', 'esx-02'),
    ],
    event: { type: 'startMachine', machine: 'db', host: 'esx-01' },
    answer: 'keyMissing',
  },
];

export const keyServerCases: readonly Case[] = [
  ...registrations,
  ...outages,
  ...fetches,
  ...statelessHosts,
  ...others,
];
