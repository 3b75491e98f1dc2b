/** Events and refusals in the words of an administrator. Reports, runbooks and messages all read from here. */
import type { Event, Refusal } from './events.ts';

/** A sentence for each event type: leaving one out does not compile. */
const sentences: { readonly [Type in Event['type']]: (event: Extract<Event, { type: Type }>) => string } = {
  createProvider: ({ provider, key }) => `create key provider ${provider} anew, with key ${key}`,
  exportProvider: ({ provider }) => `start a backup of key provider ${provider}`,
  downloadBackup: ({ provider, p12 }) => `download the backup of key provider ${provider} as ${p12}`,
  importProvider: ({ provider, p12 }) => `restore key provider ${provider} from ${p12}`,
  importFromBackup: ({ provider, backup }) =>
    `restore ${backup} apart, export key provider ${provider} there, and restore it here from that file`,
  deleteProvider: ({ provider }) => `delete key provider ${provider}`,
  registerProvider: ({ provider }) => `trust the key server of ${provider} under that name`,
  keyServerStops: ({ provider }) => `the key server of ${provider} stops`,
  startKeyServer: ({ provider }) => `start the key server of ${provider}`,
  keyServerIsLost: ({ provider }) => `the key server of ${provider} is lost`,
  restoreKeyServer: ({ provider }) => `restore the key server of ${provider} from its backup`,
  hostFetchesKeys: ({ host }) => `${host} asks the key servers for what it lacks`,
  startVcenter: () => 'start vCenter Server',
  abandonVcenter: () => 'give up the stopped vCenter Server',
  rebuildVcenter: () => 'deploy a new, empty vCenter Server',
  restoreVcenter: ({ backup }) => `restore vCenter Server from ${backup}`,
  exportFromBackup: ({ backup, provider, p12 }) =>
    `restore ${backup} apart and export key provider ${provider} from it as ${p12}`,
  addHost: ({ host }) => `add ${host} to the cluster`,
  backupRuns: ({ backup }) => `the vCenter backup ${backup} runs`,
  vcenterRemediatesHost: ({ host }) => `vCenter Server brings the keys of ${host} in line with its own`,
  vcenterStops: () => 'vCenter Server stops',
  vcenterIsLost: () => 'vCenter Server is lost',
  bootHost: ({ host }) => `power on ${host}`,
  shutDownHost: ({ host }) => `shut down ${host}`,
  enterRecoveryKey: ({ host }) => `enter the configuration recovery key of ${host}`,
  sealConfiguration: ({ host }) => `seal the configuration of ${host} to its TPM`,
  reinstallHost: ({ host }) => `reinstall ESXi on ${host}`,
  enableHostEncryption: ({ host }) => `enable host encryption mode on ${host}`,
  hostWritesConfiguration: ({ host }) => `${host} writes its configuration to the boot device`,
  hostCrashes: ({ host }) => `${host} crashes`,
  bootDeviceFails: ({ host }) => `the boot device of ${host} fails`,
  tpmIsCleared: ({ host }) => `the TPM of ${host} is cleared`,
  tpmGoesMissing: ({ host }) => `the TPM of ${host} fails or is removed`,
  boardIsSwapped: ({ host }) => `the system board of ${host} is replaced`,
  sitePowerFails: () => 'the power of the whole site fails',
  encryptMachine: ({ machine }) => `encrypt ${machine}`,
  startMachine: ({ machine, host }) => `power on ${machine} on ${host}`,
  powerOffMachine: ({ machine }) => `power off ${machine}`,
  attachDisks: ({ machine }) => `attach the disks of ${machine} to a new virtual machine`,
  enableVsanEncryption: () => 'enable vSAN data-at-rest encryption',
  rekeyMachine: ({ machine, provider }) => `rekey ${machine} to key provider ${provider}`,
  rekeyVsan: ({ provider }) => `rekey vSAN to key provider ${provider}`,
  rekeyHost: ({ host, provider }) => `give ${host} a host key of key provider ${provider}`,
  placeIsLost: ({ place }) => `everything kept at ${place} is lost`,
  backupGoesStale: ({ backup }) => `only a ${backup} from before the key provider is left`,
};

/** What happened, as one sentence without a full stop. */
export function describe(event: Event): string {
  // The mapped type pairs each type with its sentence; indexing by a union loses the pairing, not the fact.
  return (sentences[event.type] as (event: Event) => string)(event);
}

/**
 * How an operator does it, or brings it about: the place in the vSphere Client or the command. `undefined` for
 * what nobody does.
 */
export function howTo(event: Event): string | undefined {
  switch (event.type) {
    case 'createProvider':
      return 'vSphere Client: vCenter > Configure > Key Providers > Add > Add Native Key Provider';
    case 'exportProvider':
    case 'downloadBackup':
      return 'vSphere Client (opened by FQDN): vCenter > Configure > Key Providers > Back Up; or PowerCLI Export-KeyProvider';
    case 'importProvider':
      return 'vSphere Client: vCenter > Configure > Key Providers > Restore; or PowerCLI Import-KeyProvider';
    case 'importFromBackup':
      return 'VCSA installer: Restore, in a network of its own; there Key Providers > Back Up, here Key Providers > Restore';
    case 'restoreVcenter':
    case 'exportFromBackup':
      return 'VCSA installer: Restore, with the backup location and its encryption password';
    case 'rebuildVcenter':
      return 'VCSA installer: Install. Restore the key provider before hosts are added';
    case 'abandonVcenter':
      return 'leave it powered off for good; its database is no longer part of any recovery';
    case 'addHost':
      return 'vSphere Client: cluster > Add Hosts';
    case 'vcenterRemediatesHost':
      return 'wait; vCenter does this by itself every 5 minutes (vpxd.KMS.remediationInterval)';
    case 'hostWritesConfiguration':
      return 'happens by itself; at once with /sbin/auto-backup.sh on the host';
    case 'enterRecoveryKey':
      return 'at the boot loader press Shift+O and add encryptionRecoveryKey=KEY';
    case 'sealConfiguration':
      return 'esxcli system settings encryption set --mode=TPM, then /sbin/auto-backup.sh';
    case 'enableHostEncryption':
      return 'vSphere Client: host > Configure > Security Profile > Host Encryption Mode > Enabled';
    case 'deleteProvider':
      return 'vSphere Client: vCenter > Configure > Key Providers > Delete. Nothing warns that it is in use';
    case 'bootHost':
      return 'power button or out-of-band management of the server';
    case 'shutDownHost':
      return 'vSphere Client: host > Power > Shut Down, which writes the configuration first';
    case 'boardIsSwapped':
      return 'by whoever services the server; have the recovery key at hand before';
    case 'powerOffMachine':
      return 'vSphere Client: virtual machine > Power > Shut Down Guest OS or Power Off';
    case 'encryptMachine':
      return 'vSphere Client: virtual machine, powered off > Edit Settings > VM Options > Encryption; or add a Trusted Platform Module device';
    case 'enableVsanEncryption':
      return 'vSphere Client: cluster > Configure > vSAN > Services > Data Services > Data-At-Rest Encryption';
    case 'startVcenter':
    case 'startMachine':
      return 'vSphere Client, or the Host Client of a host that has it registered: Power On';
    case 'reinstallHost':
      return 'ESXi installer, keeping the vSAN disks as they are';
    case 'attachDisks':
      return 'new virtual machine > Add existing hard disk. The contents of the old vTPM are lost: BitLocker asks for its recovery password';
    default:
      return howToServe(event);
  }
}

/** The same for key servers and rekeys. */
function howToServe(event: Event): string | undefined {
  switch (event.type) {
    case 'registerProvider':
      return 'vSphere Client: vCenter > Configure > Key Providers > Add Standard Key Provider, with the same name as before, then Establish Trust; a trusted one is imported from its Trust Authority Cluster';
    case 'startKeyServer':
      return 'the vSphere Client, or the Host Client of a host that has its machine registered; a Trust Authority in its own vCenter';
    case 'restoreKeyServer':
      return 'by the procedure of its maker, to a machine outside this cluster';
    case 'hostFetchesKeys':
      return 'wait; the host does this by itself as soon as the key server answers';
    case 'rekeyMachine':
      return 'PowerCLI Set-VM -KeyProvider, which rekeys shallowly';
    case 'rekeyVsan':
      return 'PowerCLI Start-VsanEncryptionConfiguration -KeyProvider, then -ShallowRekey';
    case 'rekeyHost':
      return 'PowerCLI Set-VMHost -KeyProvider; or HostSystem.ConfigureCryptoKey in the Managed Object Browser (Broadcom KB 311922)';
    default:
      return undefined;
  }
}

const refusalWords: Readonly<Record<Refusal, string>> = {
  providerExists: 'a key provider of this name exists already',
  providerMissing: 'vCenter has no key provider of this name',
  providerNotBackedUp: 'the key provider was never backed up',
  keyIdUsed: 'a key of this id was generated before',
  notExported: 'no backup was started, so there is nothing to download',
  vcenterNotRunning: 'vCenter Server is not running',
  vcenterRunning: 'vCenter Server is running',
  vcenterNotStopped: 'vCenter Server is not stopped',
  vcenterNotLost: 'vCenter Server is not lost',
  vcenterLost: 'vCenter Server is lost',
  noHostForVcenter: 'no host is on that could run vCenter Server',
  hostIsMember: 'the host is in the cluster already',
  hostNotMember: 'the host is not in this vCenter’s cluster',
  hostOn: 'the host is on',
  hostNotOn: 'the host is not on',
  hostHalted: 'the host stopped at boot: its configuration cannot be decrypted',
  hostNotHalted: 'the host did not stop at boot for want of its configuration',
  configurationGone: 'the host’s configuration is gone',
  recoveryKeyMissing: 'nobody kept the recovery key',
  noTpm: 'the host has no TPM that it could use',
  tpmAlreadySealed: 'the configuration is sealed to this TPM already',
  tpmNotSealed: 'the TPM seals nothing of this host',
  hostKeyUnresolved: 'the host does not hold the key that its host key came from',
  keyMissing: 'the host holds no key of this provider',
  wrongKey: 'the host holds another key under this provider’s name',
  hostNotSafe: 'host encryption mode is not enabled',
  machineRunning: 'the virtual machine is running',
  machineNotRunning: 'the virtual machine is not running',
  machineEncrypted: 'the virtual machine is encrypted already',
  machineEncryptionNotPlanned: 'the site does not encrypt this virtual machine',
  diskEncrypted: 'the disks are encrypted themselves',
  datastoreUnavailable: 'the datastore is not available',
  vsanEncrypted: 'the vSAN datastore is encrypted already',
  placeLost: 'what was kept there is lost',
  placeUnreachable: 'it lies on a datastore that is not available',
  passwordLost: 'its password cannot be had',
  p12Missing: 'this .p12 file was never written',
  providerNotInBackup: 'the backup is older than the key provider',
  backupStale: 'the backup is older than every key provider already',
  siteDark: 'no host is on',
  providerNotNative: 'the key provider is not a native one: its keys lie in its key server',
  providerNative: 'the key provider is a native one: it has no key server',
  keyServerUnreachable: 'the key server of the provider does not answer',
  keyServerNotUp: 'the key server is not running',
  keyServerUp: 'the key server is running',
  keyServerLost: 'the key server is lost',
  keyServerNotLost: 'the key server is not lost',
  keyServerBackupMissing: 'nobody kept a backup of the key server',
  noKeyServer: 'every key provider of the site is a native one',
  nothingToFetch: 'the host lacks nothing that a key server would give it',
  noBootDevice: 'the host boots from the network and has no boot device',
  machineNotEncrypted: 'the virtual machine is not encrypted',
  vsanNotEncrypted: 'the vSAN datastore is not encrypted',
  sameKey: 'it has this very key already',
  newKeyMissing: 'the host does not hold the new key',
  partNotMounted: 'a host does not have its part of vSAN mounted',
};

/** Every reason to refuse an event, by its name. */
export const refusals: readonly Refusal[] = Object.keys(refusalWords) as Refusal[];

export function describeRefusal(refusal: Refusal): string {
  return refusalWords[refusal];
}
