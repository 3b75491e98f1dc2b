/** The events of the vSAN encryption machine, as docs/machines/vsan-encryption.md has them, and its refusals. */
import type { Host, Provider } from './names.ts';

export type Group = 'enable' | 'rekey' | 'deepRekey' | 'provider' | 'dedup' | 'transit' | 'machines';

type OnHost<Type extends string> = { readonly type: Type; readonly host: Host };
type OnProvider<Type extends string> = { readonly type: Type; readonly provider: Provider };
type Bare<Type extends string> = { readonly type: Type };
type Rolling<Type extends string> = { readonly type: Type; readonly allowReducedRedundancy: boolean };
type Switched<Type extends string> = { readonly type: Type; readonly on: boolean };

export type Event =
  | (Rolling<'enableEncryption'> & { readonly erase: boolean })
  | Rolling<'disableEncryption'>
  | Bare<'shallowRekey'>
  | Rolling<'deepRekey'>
  | OnProvider<'setProvider'>
  | (Rolling<'setDedup'> & Switched<'setDedup'>)
  | Switched<'setTransit'>
  | Bare<'encryptMachines'>
  | Bare<'decryptMachines'>
  | Bare<'datastoreFills'>
  | OnProvider<'deleteProvider'>
  | OnProvider<'restoreProvider'>
  | OnProvider<'providerGoesAway'>
  | OnProvider<'providerComesBack'>
  | OnHost<'vcenterRemediatesHost'>
  | OnHost<'hostCrashes'>
  | Bare<'sitePowerFails'>
  | OnHost<'bootHost'>
  | OnHost<'hostUnlocks'>
  | OnHost<'hostConfigurationIsLost'>
  | OnHost<'hostTakesConfiguration'>
  | OnHost<'hostRewraps'>
  | OnHost<'hostForgetsOldKek'>
  | OnHost<'recreateDevice'>
  | Bare<'transitionAdvances'>
  | Bare<'operationFinishes'>
  | OnHost<'hostIsEmptied'>
  | OnHost<'hostIsReformatted'>
  | OnHost<'hostIsRefilled'>
  | OnHost<'hostRewrites'>;

export const refusals = {
  alreadyEmptied: 'the host is being worked on already',
  configurationGone: 'the configuration of the host is lost already',
  dataUnreadable: 'too many hosts are missing for the data to be read; bring hosts back first',
  dedupExcludesEncryption: 'in this release global deduplication and encryption at rest exclude each other',
  dedupNotSupported: 'this release of the Express Storage Architecture has no global deduplication',
  dedupUnchanged: 'deduplication is set so already',
  dedupWorks: 'deduplication still saves what the datastore was sized for',
  dekLimit: 'the run has no more data keys; this is a bound of the model',
  deviceLocked: 'the device is locked: give the host its key first',
  deviceMounted: 'the device is mounted already',
  disableNotSupported: 'this release cannot decrypt a cluster in place',
  encryptionOff: 'encryption at rest is off',
  encryptionOn: 'encryption at rest is on already',
  hostInconsistent: 'a host shows a vSAN health issue; mend it first',
  hostNotDone: 'a host has not done its part yet',
  hostNotEmptied: 'the host has not been emptied',
  hostNotOn: 'the host is not on',
  hostNotPrepared: 'a host that is on has not taken the new key id yet',
  hostNotReformatted: 'the device was not reformatted',
  hostOn: 'the host is on already',
  kekLimit: 'the run has no more keys of this provider; this is a bound of the model',
  keyMissing: 'the host cannot get the key: restore the key provider, or its credentials',
  machinesEncrypted: 'the machines are encrypted already',
  machinesPlain: 'the machines are not encrypted',
  noCopyKept: 'no copy of the key provider was kept, so it cannot come back',
  noOperation: 'no operation is under way',
  noRollingOperation: 'no operation that goes through the hosts is under way',
  notEnoughSpace: 'the datastore is full; make room first',
  notItsTurn: 'another host comes first, or this one is done',
  notPrepared: 'the host has not taken the new key id yet',
  notPreparing: 'no operation is being prepared',
  notRewrapped: 'the data key is not wrapped by the new key yet',
  nothingTaken: 'the host has not taken the configuration of the cluster yet',
  nothingToForget: 'the host has no old key id to forget',
  nothingToRewrap: 'the data key needs no other key',
  nothingToTake: 'the host has the configuration of the cluster already, or there is none',
  operationInProgress: 'another operation is under way; wait until it has finished',
  otherHostMissing: 'another host is missing; bring it back first',
  providerGone: 'the key provider is deleted already',
  providerMissing: 'the key provider cannot give keys now; restore it first',
  providerNotAway: 'the key provider is not away',
  providerNotReady: 'the key provider is not ready',
  providerPresent: 'the key provider is there',
  providerUnchanged: 'the cluster has this key provider already',
  siteDark: 'no host is on',
  spaceFull: 'the datastore is full already',
  stillPreparing: 'not all hosts have the new key id yet',
  transitIsAutomatic:
    'in the Express Storage Architecture encryption in transit comes with encryption at rest',
  transitUnchanged: 'encryption in transit is set so already',
  wouldReduceRedundancy: 'there is no room for full redundancy; add a host, or allow reduced redundancy',
} as const;

export type Refusal = keyof typeof refusals;

const sentences: { readonly [Type in Event['type']]: (event: Extract<Event, { type: Type }>) => string } = {
  enableEncryption: ({ erase, ...event }) =>
    `enable vSAN data-at-rest encryption${erase ? ', erasing disks before use' : ''}${reducing(event)}`,
  disableEncryption: (event) => `disable vSAN data-at-rest encryption${reducing(event)}`,
  shallowRekey: () => 'generate a new key encryption key for vSAN',
  deepRekey: (event) => `re-encrypt all vSAN data with new keys${reducing(event)}`,
  setProvider: ({ provider }) => `set key provider ${provider} for vSAN`,
  setDedup: ({ on, ...event }) => `switch deduplication ${on ? 'on' : 'off'}${reducing(event)}`,
  setTransit: ({ on }) => `switch data-in-transit encryption ${on ? 'on' : 'off'}`,
  encryptMachines: () => 'encrypt the machines on the vSAN datastore as well',
  decryptMachines: () => 'take the encryption of the machines away again',
  datastoreFills: () => 'the vSAN datastore fills, since nothing can be deduplicated',
  deleteProvider: ({ provider }) => `delete key provider ${provider}`,
  restoreProvider: ({ provider }) => `restore key provider ${provider} under its name`,
  providerGoesAway: ({ provider }) => `key provider ${provider} can no longer be reached`,
  providerComesBack: ({ provider }) => `key provider ${provider} can be reached again`,
  vcenterRemediatesHost: ({ host }) => `vCenter Server brings the keys of ${host} in line with its own`,
  hostCrashes: ({ host }) => `${host} crashes`,
  sitePowerFails: () => 'the power of the whole site fails',
  bootHost: ({ host }) => `power on ${host}`,
  hostUnlocks: ({ host }) => `${host} gets its key and mounts its device`,
  hostConfigurationIsLost: ({ host }) => `the configuration of ${host} is lost and ESXi installed again`,
  hostTakesConfiguration: ({ host }) => `${host} takes the key ids of the cluster`,
  hostRewraps: ({ host }) => `${host} wraps its data key with the new key`,
  hostForgetsOldKek: ({ host }) => `${host} forgets the id of the old key`,
  recreateDevice: ({ host }) => `recreate the disk group of ${host} and fill it from the other hosts`,
  transitionAdvances: () => 'vSAN goes on: the hosts that are on have the new key id',
  operationFinishes: () => 'the operation has finished on the hosts',
  hostIsEmptied: ({ host }) => `vSAN moves the data off ${host}`,
  hostIsReformatted: ({ host }) => `vSAN reformats the device of ${host}`,
  hostIsRefilled: ({ host }) => `vSAN moves data back to ${host}`,
  hostRewrites: ({ host }) => `vSAN rewrites the data on ${host}`,
};

function reducing({ allowReducedRedundancy }: { readonly allowReducedRedundancy: boolean }): string {
  return allowReducedRedundancy ? ', allowing reduced redundancy' : '';
}

/** What happened, as one sentence without a full stop. */
export function describe(event: Event): string {
  // The mapped type pairs each type with its sentence; indexing by a union loses the pairing, not the fact.
  return (sentences[event.type] as (event: Event) => string)(event);
}
