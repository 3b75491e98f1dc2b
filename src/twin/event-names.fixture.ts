/** The events of the test site by short names, and what the vocabulary of events holds. */
import type { Event } from '../../models/events.ts';

export const nkp = 'nkp';
export const create: Event = { type: 'createProvider', provider: nkp, key: 'nkp#1' };
export const recreate: Event = { type: 'createProvider', provider: nkp, key: 'nkp#2' };
export const exportIt: Event = { type: 'exportProvider', provider: nkp };
export const download: Event = { type: 'downloadBackup', provider: nkp, p12: 'nkp.p12' };
export const importIt: Event = { type: 'importProvider', provider: nkp, p12: 'nkp.p12' };
export const deleteIt: Event = { type: 'deleteProvider', provider: nkp };
export const fromBackup: Event = {
  type: 'exportFromBackup',
  backup: 'nightly',
  provider: nkp,
  p12: 'nkp.p12',
};
export const importApart: Event = { type: 'importFromBackup', provider: nkp, backup: 'nightly' };
export const backupRuns: Event = { type: 'backupRuns', backup: 'nightly' };
export const stale: Event = { type: 'backupGoesStale', backup: 'nightly' };
export const start: Event = { type: 'startVcenter' };
export const stops: Event = { type: 'vcenterStops' };
export const lost: Event = { type: 'vcenterIsLost' };
export const abandon: Event = { type: 'abandonVcenter' };
export const rebuild: Event = { type: 'rebuildVcenter' };
export const restore: Event = { type: 'restoreVcenter', backup: 'nightly' };
export const powerFails: Event = { type: 'sitePowerFails' };
export const encryptVsan: Event = { type: 'enableVsanEncryption' };
export function loses(place: string): Event {
  return { type: 'placeIsLost', place };
}
export function startDb(host: string): Event {
  return { type: 'startMachine', machine: 'db', host };
}
export function encrypt(machine: string): Event {
  return { type: 'encryptMachine', machine };
}
export const offDb: Event = { type: 'powerOffMachine', machine: 'db' };
export function attach(machine: string): Event {
  return { type: 'attachDisks', machine };
}

type HostEvent = Extract<Event, { readonly host: string }>['type'];
export function on(type: Exclude<HostEvent, 'startMachine' | 'rekeyHost'>, host = 'esx-01'): Event {
  return { type, host };
}

export const halted: Event[] = [on('tpmIsCleared'), on('hostCrashes'), on('bootHost')];

/** The compiler keeps this complete. Whether an event can be refused at all. */
export const canBeRefused: Record<Event['type'], boolean> = {
  createProvider: true,
  exportProvider: true,
  downloadBackup: true,
  importProvider: true,
  importFromBackup: true,
  deleteProvider: true,
  startVcenter: true,
  abandonVcenter: true,
  rebuildVcenter: true,
  restoreVcenter: true,
  exportFromBackup: true,
  addHost: true,
  backupRuns: true,
  vcenterRemediatesHost: true,
  vcenterStops: true,
  vcenterIsLost: true,
  bootHost: true,
  shutDownHost: true,
  enterRecoveryKey: true,
  sealConfiguration: true,
  reinstallHost: true,
  enableHostEncryption: true,
  hostWritesConfiguration: true,
  hostCrashes: true,
  bootDeviceFails: true,
  tpmIsCleared: true,
  tpmGoesMissing: true,
  boardIsSwapped: false,
  sitePowerFails: true,
  encryptMachine: true,
  startMachine: true,
  powerOffMachine: true,
  attachDisks: true,
  enableVsanEncryption: true,
  placeIsLost: true,
  backupGoesStale: true,
  registerProvider: true,
  keyServerStops: true,
  startKeyServer: true,
  keyServerIsLost: true,
  restoreKeyServer: true,
  hostFetchesKeys: true,
  rekeyMachine: true,
  rekeyVsan: true,
  rekeyHost: true,
};
