/** The events of the vTPM machine, as docs/machines/vtpm.md has them, and its refusals. */

export type Group = 'setup' | 'keys' | 'nvram' | 'password' | 'clone' | 'library' | 'backup' | 'rescue';

/** Where a recovery password is entered. */
export type Place = 'machine' | 'clone' | 'rescue';
export type Policy = 'copy' | 'replace';

type Bare<Type extends string> = { readonly type: Type };

export type BareType =
  | 'powerOn'
  | 'powerOff'
  | 'useEfi'
  | 'addVtpm'
  | 'removeVtpm'
  | 'unlock'
  | 'renameNvram'
  | 'putNvramBack'
  | 'installGuest'
  | 'sealVolume'
  | 'unsealVolume'
  | 'savePassword'
  | 'passwordIsLost'
  | 'publishVmtx'
  | 'deploy'
  | 'deleteItem'
  | 'startClone'
  | 'deleteClone'
  | 'machineIsLost'
  | 'restoreMachine'
  | 'attachDisks'
  | 'returnDisks'
  | 'hostCrashes'
  | 'bootHost'
  | 'deleteProvider'
  | 'importProvider'
  | 'vcenterRemediatesHost'
  | 'giveKey'
  | 'copyIsLost';

export type Event =
  | { [Type in BareType]: Bare<Type> }[BareType]
  | (Bare<'enterPassword'> & { readonly at: Place })
  | (Bare<'cloneMachine'> & { readonly policy: Policy })
  | (Bare<'exportOvf'> & { readonly placeholder: boolean })
  | (Bare<'takeBackup'> & { readonly withNvram: boolean });

export const refusals = {
  cloneOn: 'the clone is on already',
  clonePresent: 'there is a clone already; delete it first',
  disksAway: 'the disk is attached to another machine; give it back first',
  ekLimit: 'the run has no more endorsement keys; this is a bound of the model',
  firmwareIsEfi: 'the firmware is EFI already',
  firmwareNotEfi: 'a vTPM needs EFI firmware',
  guestInstalled: 'the guest is installed already',
  guestNotInstalled: 'no guest is installed',
  guestNotRunning: 'the guest does not run',
  hostNotOn: 'the host is not on',
  hostOn: 'the host is on already',
  keyMissing: 'the host does not have the key: bring the provider, or the key, back',
  keyPresent: 'the host has the key already',
  libraryHasItem: 'the library has an item already; delete it first',
  machineLocked: 'the machine is locked: make its key available, then unlock it',
  machineMissing: 'the files of the machine are gone; restore it',
  machineNotLocked: 'the machine is not locked',
  machineNotOn: 'the machine is not on',
  machineOff: 'the machine is off already',
  machineOn: 'the machine is on; power it off',
  machinePresent: 'the machine is there already',
  noBackup: 'there is no backup',
  noClone: 'there is no clone',
  noCopyKept: 'no copy of the key is kept',
  noItem: 'the library has no item',
  noRescue: 'the disk is not attached to another machine',
  noVtpm: 'the machine has no vTPM',
  notAsked: 'nothing asks for the recovery password',
  nothingAside: 'there is no renamed .nvram file',
  nvramAside: 'there is a renamed .nvram file already',
  nvramMissing: 'the .nvram file is missing; it is made when the machine starts',
  passwordKept: 'the recovery password is kept already',
  passwordLost: 'the recovery password is not kept anywhere',
  providerGone: 'vCenter does not have the provider',
  providerMissing: 'a vTPM needs a key provider; import it or create one',
  providerPresent: 'vCenter has the provider already',
  replaceNotSupported: 'before 8.0 a clone always has a copy of the vTPM',
  tpmRequired: 'this guest is installed only where it finds a TPM; add a vTPM first',
  volumePlain: 'the volume is not sealed',
  volumeSealed: 'the volume is sealed already',
  vtpmPresent: 'the machine has a vTPM; an OVF is made without: remove it first, or publish a VM template',
} as const;

export type Refusal = keyof typeof refusals;

const plainly: Readonly<Record<BareType, string>> = {
  powerOn: 'power on the machine',
  powerOff: 'power off the machine',
  useEfi: 'set the firmware to EFI',
  addVtpm: 'add a vTPM',
  removeVtpm: 'remove the vTPM',
  unlock: 'unlock the machine',
  renameNvram: 'rename the .nvram file, so that a new one is made',
  putNvramBack: 'put the renamed .nvram file back',
  installGuest: 'install the guest',
  sealVolume: 'let the guest seal its volume to the vTPM',
  unsealVolume: 'let the guest stop sealing its volume',
  savePassword: 'save the recovery password of the volume',
  passwordIsLost: 'the recovery password is lost',
  publishVmtx: 'publish the machine as a VM template in the library',
  deploy: 'deploy a machine from the library',
  deleteItem: 'delete the item of the library',
  startClone: 'start the clone',
  deleteClone: 'delete the clone',
  machineIsLost: 'the files of the machine are lost',
  restoreMachine: 'restore the machine from the backup',
  attachDisks: 'attach the disk to a new machine',
  returnDisks: 'give the disk back',
  hostCrashes: 'the host crashes',
  bootHost: 'boot the host',
  deleteProvider: 'delete the provider',
  importProvider: 'import the provider',
  vcenterRemediatesHost: 'vCenter remediates the key providers of the host',
  giveKey: 'give the key to the host again',
  copyIsLost: 'the copy of the key is lost',
};

const places: Readonly<Record<Place, string>> = {
  machine: 'in the machine',
  clone: 'in the clone',
  rescue: 'where the disk is attached',
};

/** An event as an administrator would say it. */
export function describe(event: Event): string {
  switch (event.type) {
    case 'enterPassword':
      return `enter the recovery password ${places[event.at]}`;
    case 'cloneMachine':
      return event.policy === 'copy'
        ? 'clone the machine, vTPM and all'
        : 'clone the machine with a new vTPM';
    case 'exportOvf':
      return event.placeholder ? 'export an OVF with a placeholder for a vTPM' : 'export an OVF';
    case 'takeBackup':
      return event.withNvram ? 'back up the machine' : 'back up the machine without its .nvram file';
    default:
      return plainly[event.type];
  }
}
