/** Events and refusals in the words of an administrator. Reports, runbooks and messages all read from here. */
import type { Event, Refusal } from './events.ts';

/** What happened, as one sentence without a full stop. */
export function describe(event: Event): string {
  switch (event.type) {
    case 'createProvider':
      return `create key provider ${event.provider} anew, with key ${event.key}`;
    case 'exportProvider':
      return `start a backup of key provider ${event.provider}`;
    case 'downloadBackup':
      return `download the backup of key provider ${event.provider} as ${event.p12}`;
    case 'importProvider':
      return `restore key provider ${event.provider} from ${event.p12}`;
    case 'deleteProvider':
      return `delete key provider ${event.provider}`;
    case 'startVcenter':
      return 'start vCenter Server';
    case 'abandonVcenter':
      return 'give up the stopped vCenter Server';
    case 'rebuildVcenter':
      return 'deploy a new, empty vCenter Server';
    case 'restoreVcenter':
      return `restore vCenter Server from ${event.backup}`;
    case 'exportFromBackup':
      return `restore ${event.backup} apart and export key provider ${event.provider} from it as ${event.p12}`;
    case 'addHost':
      return `add ${event.host} to the cluster`;
    case 'backupRuns':
      return `the vCenter backup ${event.backup} runs`;
    case 'vcenterRemediatesHost':
      return `vCenter Server brings the keys of ${event.host} in line with its own`;
    case 'vcenterStops':
      return 'vCenter Server stops';
    case 'vcenterIsLost':
      return 'vCenter Server is lost';
    default:
      return describeHostEvent(event);
  }
}

type HostEvent = Exclude<
  Event,
  {
    type:
      | 'createProvider'
      | 'exportProvider'
      | 'downloadBackup'
      | 'importProvider'
      | 'deleteProvider'
      | 'startVcenter'
      | 'abandonVcenter'
      | 'rebuildVcenter'
      | 'restoreVcenter'
      | 'exportFromBackup'
      | 'addHost'
      | 'backupRuns'
      | 'vcenterRemediatesHost'
      | 'vcenterStops'
      | 'vcenterIsLost';
  }
>;

function describeHostEvent(event: HostEvent): string {
  switch (event.type) {
    case 'bootHost':
      return `power on ${event.host}`;
    case 'shutDownHost':
      return `shut down ${event.host}`;
    case 'enterRecoveryKey':
      return `enter the configuration recovery key of ${event.host}`;
    case 'sealConfiguration':
      return `seal the configuration of ${event.host} to its TPM`;
    case 'reinstallHost':
      return `reinstall ESXi on ${event.host}`;
    case 'enableHostEncryption':
      return `enable host encryption mode on ${event.host}`;
    case 'hostWritesConfiguration':
      return `${event.host} writes its configuration to the boot device`;
    case 'hostCrashes':
      return `${event.host} crashes`;
    case 'bootDeviceFails':
      return `the boot device of ${event.host} fails`;
    case 'tpmIsCleared':
      return `the TPM of ${event.host} is cleared`;
    case 'tpmGoesMissing':
      return `the TPM of ${event.host} fails or is removed`;
    case 'boardIsSwapped':
      return `the system board of ${event.host} is replaced`;
    case 'sitePowerFails':
      return 'the power of the whole site fails';
    case 'encryptMachine':
      return `encrypt ${event.machine}`;
    case 'startMachine':
      return `power on ${event.machine} on ${event.host}`;
    case 'powerOffMachine':
      return `power off ${event.machine}`;
    case 'attachDisks':
      return `attach the disks of ${event.machine} to a new virtual machine`;
    case 'enableVsanEncryption':
      return 'enable vSAN data-at-rest encryption';
    case 'placeIsLost':
      return `everything kept at ${event.place} is lost`;
    case 'backupGoesStale':
      return `only a ${event.backup} from before the key provider is left`;
  }
}

/** How an operator does it: the place in the vSphere Client or the command. `undefined` for what happens by itself. */
export function howTo(event: Event): string | undefined {
  switch (event.type) {
    case 'createProvider':
      return 'vSphere Client: vCenter > Configure > Key Providers > Add > Add Native Key Provider';
    case 'exportProvider':
    case 'downloadBackup':
      return 'vSphere Client (opened by FQDN): vCenter > Configure > Key Providers > Back Up; or PowerCLI Export-KeyProvider';
    case 'importProvider':
      return 'vSphere Client: vCenter > Configure > Key Providers > Restore; or PowerCLI Import-KeyProvider';
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
    case 'startVcenter':
    case 'startMachine':
      return 'vSphere Client, or the Host Client of a host that has it registered: Power On';
    case 'reinstallHost':
      return 'ESXi installer, keeping the vSAN disks as they are';
    case 'attachDisks':
      return 'new virtual machine > Add existing hard disk. The contents of the old vTPM are lost: BitLocker asks for its recovery password';
    default:
      return undefined;
  }
}

const refusals: Readonly<Record<Refusal, string>> = {
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
};

export function describeRefusal(refusal: Refusal): string {
  return refusals[refusal];
}
