/** The events of the machine of copies, as docs/machines/vm-copies.md has them, and its refusals. */
import type { Provider, SiteName } from './providers.ts';

export type Group =
  | 'shallow'
  | 'deep'
  | 'decrypt'
  | 'clone'
  | 'template'
  | 'disk'
  | 'storage'
  | 'keys'
  | 'replica'
  | 'dr'
  | 'migrate'
  | 'backup'
  | 'theft';

/** What can be rekeyed by itself. */
export type Target = 'machine' | 'clone' | 'template' | 'disk';
export type Transport = 'nbdssl' | 'hotAdd' | 'san';

type Bare<Type extends string> = { readonly type: Type };
type OnProvider<Type extends string> = { readonly type: Type; readonly provider: Provider };
type AtSite<Type extends string> = OnProvider<Type> & { readonly site: SiteName };
type OnObject<Type extends string> = { readonly type: Type; readonly object: Target };

export type BareType =
  | 'powerOn'
  | 'powerOff'
  | 'takeSnapshot'
  | 'deleteSnapshot'
  | 'startClone'
  | 'deleteClone'
  | 'convertToMachine'
  | 'convertToTemplate'
  | 'takeStorageSnapshot'
  | 'revertStorageSnapshot'
  | 'deleteStorageSnapshot'
  | 'replicate'
  | 'mainIsLost'
  | 'failOver'
  | 'startMigration'
  | 'migrationAdvances'
  | 'encryptProxy'
  | 'restore'
  | 'deleteRestored'
  | 'exportOvf'
  | 'filesAreStolen'
  | 'storageSnapshotIsStolen'
  | 'mediaAreStolen';

export type Event =
  | { [Type in BareType]: Bare<Type> }[BareType]
  | (OnObject<'shallowRecrypt'> & { readonly provider: Provider })
  | OnObject<'deepRecrypt'>
  | OnObject<'decrypt'>
  | (Bare<'cloneMachine'> & { readonly kind: 'full' | 'linked' })
  | AtSite<'deleteProvider'>
  | AtSite<'importProvider'>
  | OnProvider<'p12IsLost'>
  | OnProvider<'createProvider'>
  | (Bare<'backUp'> & { readonly transport: Transport; readonly withHome: boolean })
  | OnProvider<'keyLeaks'>;

export const refusals = {
  clonePresent: 'there is a clone already; delete it first',
  dekLimit: 'the run has no more data keys; this is a bound of the model',
  isMachine: 'it is converted to a machine already',
  isTemplate: 'a template cannot be rekeyed; convert it to a machine first',
  keyDiffers: 'the site has another provider of that name, whose key is another; bring the same key there',
  keyKnown: 'the thief knows that key already',
  keyMissing: 'the site does not have the key; import the provider there',
  linkedClone: 'a linked clone cannot be rekeyed or decrypted apart from its parent',
  linkedCloneNeedsIt: 'a linked clone needs the snapshot; delete the clone first',
  machineAway: 'the machine is at the other site',
  machineEncrypted: 'an encrypted machine is not exported; decrypt it first',
  machineOff: 'the machine is off',
  machineOn: 'the machine is on; power it off',
  machinePlain: 'it is not encrypted',
  machinePresent: 'the machine is still there',
  mediaStolen: 'the thief has the media already',
  migrationRunning: 'the machine is being moved; wait for it',
  noBackup: 'there is no backup',
  noCopyKept: 'no .p12 of the provider is kept',
  noMachine: 'the machine is gone',
  noMigration: 'no move is under way',
  noReplica: 'there is no replica',
  noRestored: 'there is no restored machine',
  noSnapshot: 'the machine has no snapshot',
  noSuchCopy: 'there is no such copy',
  providerGone: 'the vCenter has no provider of that name',
  providerPresent: 'the vCenter has a provider of that name already',
  proxyEncrypted: 'the proxy is encrypted already',
  proxyNotEncrypted: 'with HotAdd the proxy must be encrypted itself',
  restoredPresent: 'there is a restored machine already',
  sanTransport: 'encrypted machines are not backed up over SAN; take NBDSSL or HotAdd',
  siteLost: 'the site is lost',
  snapshotsPresent: 'the machine has a snapshot; delete it first',
} as const;

export type Refusal = keyof typeof refusals;

const plainly: Readonly<Record<BareType, string>> = {
  powerOn: 'power on the machine',
  powerOff: 'power off the machine',
  takeSnapshot: 'take a snapshot of the machine',
  deleteSnapshot: 'delete the snapshot of the machine',
  startClone: 'try to start the clone',
  deleteClone: 'delete the clone',
  convertToMachine: 'convert the template to a machine',
  convertToTemplate: 'convert it back to a template',
  takeStorageSnapshot: 'take a storage snapshot on the array',
  revertStorageSnapshot: 'revert to the storage snapshot',
  deleteStorageSnapshot: 'delete the storage snapshot',
  replicate: 'the array replicates the machine to the recovery site',
  mainIsLost: 'the main site is lost',
  failOver: 'fail over to the recovery site',
  startMigration: 'move the running machine to the other vCenter',
  migrationAdvances: 'the move to the other vCenter goes on',
  encryptProxy: 'encrypt the backup proxy',
  restore: 'restore the machine from the backup',
  deleteRestored: 'delete the restored machine',
  exportOvf: 'export the machine as an OVF',
  filesAreStolen: 'a thief copies the files of the machine',
  storageSnapshotIsStolen: 'a thief copies the storage snapshot',
  mediaAreStolen: 'a thief takes the backup media',
};

const names: Readonly<Record<Target, string>> = {
  machine: 'the machine',
  clone: 'the clone',
  template: 'the converted template',
  disk: 'the first-class disk',
};

const siteNames: Readonly<Record<SiteName, string>> = { main: 'main', dr: 'the recovery site' };

/** An event as an administrator would say it. */
export function describe(event: Event): string {
  switch (event.type) {
    case 'shallowRecrypt':
      return `rekey ${names[event.object]} shallowly with provider ${event.provider}`;
    case 'deepRecrypt':
      return `rekey ${names[event.object]} deeply`;
    case 'decrypt':
      return `decrypt ${names[event.object]}`;
    case 'cloneMachine':
      return event.kind === 'full' ? 'clone the machine' : 'make a linked clone of the machine';
    case 'deleteProvider':
      return `delete provider ${event.provider} at ${siteNames[event.site]}`;
    case 'importProvider':
      return `import provider ${event.provider} at ${siteNames[event.site]}`;
    case 'p12IsLost':
      return `the last .p12 is lost of provider ${event.provider}`;
    case 'createProvider':
      return `create a new provider named ${event.provider} at the recovery site`;
    case 'backUp':
      return `back up the machine over ${event.transport}${event.withHome ? ', home and all' : ''}`;
    case 'keyLeaks':
      return `a thief learns the key of provider ${event.provider}`;
    default:
      return plainly[event.type];
  }
}
