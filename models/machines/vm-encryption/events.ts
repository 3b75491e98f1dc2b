/** The events of the VM encryption machine, as docs/machines/vm-encryption.md has them, and its refusals. */
import type { Provider } from './providers.ts';

export type Group = 'copying' | 'rekey' | 'snapshots' | 'disks' | 'keys';

type Bare<Type extends string> = { readonly type: Type };
type OnProvider<Type extends string> = { readonly type: Type; readonly provider: Provider };

export type Event =
  | Bare<'powerOn'>
  | Bare<'powerOff'>
  | Bare<'taskAdvances'>
  | Bare<'hostCrashes'>
  | Bare<'bootHost'>
  | Bare<'encryptMachine'>
  | Bare<'decryptMachine'>
  | Bare<'deepRecrypt'>
  | OnProvider<'shallowRecrypt'>
  | Bare<'cancelTask'>
  | Bare<'removeLeftovers'>
  | Bare<'datastoreFills'>
  | Bare<'extendDatastore'>
  | Bare<'unregister'>
  | Bare<'register'>
  | Bare<'reload'>
  | Bare<'unlock'>
  | Bare<'takeSnapshot'>
  | Bare<'branchSnapshot'>
  | Bare<'deleteSnapshots'>
  | Bare<'createDisk'>
  | Bare<'detachDisk'>
  | Bare<'attachDisk'>
  | Bare<'deleteDisk'>
  | OnProvider<'setDefaultProvider'>
  | OnProvider<'deleteProvider'>
  | OnProvider<'importProvider'>
  | OnProvider<'p12IsLost'>
  | Bare<'vcenterRemediatesHost'>;

export const refusals = {
  datastoreFull: 'the datastore has no room for a full copy of the disk; extend it',
  datastoreHasRoom: 'the datastore has room already',
  dekLimit: 'the run has no more data keys; this is a bound of the model',
  defaultUnchanged: 'that is the default provider already',
  diskKeyMissing:
    'a disk is encrypted and a required key was not found: bring its provider back, or detach it',
  diskNotAttached: 'disk2 is not attached',
  diskNotDetached: 'disk2 is not detached',
  diskPresent: 'disk2 is there already',
  hostNotOn: 'the host is not on',
  hostOn: 'the host is on already',
  ideNeedsPowerOff: 'a machine with an IDE controller is rekeyed while it is powered off',
  kekLimit: 'the run has no more keys of this provider; this is a bound of the model',
  keyMissing: 'the host does not have the key: bring its provider back to vCenter, and let vCenter push it',
  machineLocked: 'the machine is locked: make its key available, then unlock it',
  machineNotLocked: 'the machine is not locked',
  machineOff: 'the machine is off already',
  machineOn: 'the machine is on; power it off',
  machinePlain: 'an encrypted disk cannot be attached to a machine that is not encrypted',
  machineRegistered: 'the machine is registered already',
  noCopyKept: 'no .p12 of the provider is kept',
  noDefaultProvider: 'there is no default provider; set one',
  noSnapshots: 'the machine has no snapshots',
  noTask: 'no operation is under way',
  notRegistered: 'the machine is not registered',
  nothingToDo: 'the machine is so already',
  nothingToRemove: 'no operation left anything beside the disks',
  providerGone: 'vCenter does not have the provider',
  providerPresent: 'vCenter has the provider already',
  snapshotTree: 'the snapshots have branches; a shallow recrypt needs a single chain',
  snapshotsPresent: 'the machine has snapshots; delete them first',
  taskRunning: 'an operation is under way; wait for it or cancel it',
} as const;

export type Refusal = keyof typeof refusals;

const plainly: Readonly<Record<Event['type'], string>> = {
  powerOn: 'power on the machine',
  powerOff: 'power off the machine',
  taskAdvances: 'the operation under way takes its next step',
  hostCrashes: 'the host crashes',
  bootHost: 'boot the host',
  encryptMachine: 'encrypt the machine',
  decryptMachine: 'decrypt the machine',
  deepRecrypt: 'rekey the machine deeply',
  shallowRecrypt: 'rekey the machine shallowly with provider',
  cancelTask: 'cancel the operation under way',
  removeLeftovers: 'remove what broken operations left beside the disks',
  datastoreFills: 'the datastore runs full',
  extendDatastore: 'extend the datastore',
  unregister: 'remove the machine from the inventory',
  register: 'register the machine',
  reload: 'reload the machine',
  unlock: 'unlock the machine',
  takeSnapshot: 'take a snapshot',
  branchSnapshot: 'revert to a snapshot and take another one',
  deleteSnapshots: 'delete all snapshots',
  createDisk: 'add a new disk',
  detachDisk: 'detach the data disk',
  attachDisk: 'attach the data disk',
  deleteDisk: 'delete the data disk',
  setDefaultProvider: 'make the default provider',
  deleteProvider: 'delete provider',
  importProvider: 'import provider',
  p12IsLost: 'the last .p12 is lost of provider',
  vcenterRemediatesHost: 'vCenter remediates the key providers of the host',
};

/** An event as an administrator would say it. */
export function describe(event: Event): string {
  return 'provider' in event ? `${plainly[event.type]} ${event.provider}` : plainly[event.type];
}
