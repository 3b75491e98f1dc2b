/** Everything that can happen at a site, and every reason to refuse it: the vocabulary that all share. */
import type { KeyId } from './site.ts';

/** What operators do comes verb first; what happens by itself comes subject first. */
export type Event =
  // The Native Key Provider
  | { readonly type: 'createProvider'; readonly provider: string; readonly key: KeyId }
  | { readonly type: 'exportProvider'; readonly provider: string }
  | { readonly type: 'downloadBackup'; readonly provider: string; readonly p12: string }
  | { readonly type: 'importProvider'; readonly provider: string; readonly p12: string }
  | { readonly type: 'importFromBackup'; readonly provider: string; readonly backup: string }
  | { readonly type: 'deleteProvider'; readonly provider: string }
  // Standard and trusted key providers
  | { readonly type: 'registerProvider'; readonly provider: string }
  | { readonly type: 'keyServerStops'; readonly provider: string }
  | { readonly type: 'startKeyServer'; readonly provider: string }
  | { readonly type: 'keyServerIsLost'; readonly provider: string }
  | { readonly type: 'restoreKeyServer'; readonly provider: string }
  | { readonly type: 'hostFetchesKeys'; readonly host: string }
  // vCenter Server and its backups
  | { readonly type: 'startVcenter' }
  | { readonly type: 'abandonVcenter' }
  | { readonly type: 'rebuildVcenter' }
  | { readonly type: 'restoreVcenter'; readonly backup: string }
  | {
      readonly type: 'exportFromBackup';
      readonly backup: string;
      readonly provider: string;
      readonly p12: string;
    }
  | { readonly type: 'addHost'; readonly host: string }
  | { readonly type: 'backupRuns'; readonly backup: string }
  | { readonly type: 'vcenterRemediatesHost'; readonly host: string }
  | { readonly type: 'vcenterStops' }
  | { readonly type: 'vcenterIsLost' }
  // ESXi hosts and their TPMs
  | { readonly type: 'bootHost'; readonly host: string }
  | { readonly type: 'shutDownHost'; readonly host: string }
  | { readonly type: 'enterRecoveryKey'; readonly host: string }
  | { readonly type: 'sealConfiguration'; readonly host: string }
  | { readonly type: 'reinstallHost'; readonly host: string }
  | { readonly type: 'enableHostEncryption'; readonly host: string }
  | { readonly type: 'hostWritesConfiguration'; readonly host: string }
  | { readonly type: 'hostCrashes'; readonly host: string }
  | { readonly type: 'bootDeviceFails'; readonly host: string }
  | { readonly type: 'tpmIsCleared'; readonly host: string }
  | { readonly type: 'tpmGoesMissing'; readonly host: string }
  | { readonly type: 'boardIsSwapped'; readonly host: string }
  | { readonly type: 'sitePowerFails' }
  // Virtual machines and vSAN
  | { readonly type: 'encryptMachine'; readonly machine: string }
  | { readonly type: 'startMachine'; readonly machine: string; readonly host: string }
  | { readonly type: 'powerOffMachine'; readonly machine: string }
  | { readonly type: 'attachDisks'; readonly machine: string }
  | { readonly type: 'enableVsanEncryption' }
  | { readonly type: 'rekeyMachine'; readonly machine: string; readonly provider: string }
  | { readonly type: 'rekeyVsan'; readonly provider: string }
  | { readonly type: 'rekeyHost'; readonly host: string; readonly provider: string }
  // What is kept, and where
  | { readonly type: 'placeIsLost'; readonly place: string }
  | { readonly type: 'backupGoesStale'; readonly backup: string };

export type Refusal =
  | 'providerExists'
  | 'providerMissing'
  | 'providerNotBackedUp'
  | 'keyIdUsed'
  | 'notExported'
  | 'vcenterNotRunning'
  | 'vcenterRunning'
  | 'vcenterNotStopped'
  | 'vcenterNotLost'
  | 'vcenterLost'
  | 'noHostForVcenter'
  | 'hostIsMember'
  | 'hostNotMember'
  | 'hostOn'
  | 'hostNotOn'
  | 'hostHalted'
  | 'hostNotHalted'
  | 'configurationGone'
  | 'recoveryKeyMissing'
  | 'noTpm'
  | 'tpmAlreadySealed'
  | 'tpmNotSealed'
  | 'hostKeyUnresolved'
  | 'keyMissing'
  | 'wrongKey'
  | 'hostNotSafe'
  | 'machineRunning'
  | 'machineNotRunning'
  | 'machineEncrypted'
  | 'machineEncryptionNotPlanned'
  | 'diskEncrypted'
  | 'datastoreUnavailable'
  | 'vsanEncrypted'
  | 'placeLost'
  | 'placeUnreachable'
  | 'passwordLost'
  | 'p12Missing'
  | 'providerNotInBackup'
  | 'backupStale'
  | 'siteDark'
  | 'providerNotNative'
  | 'providerNative'
  | 'keyServerUnreachable'
  | 'keyServerNotUp'
  | 'keyServerUp'
  | 'keyServerLost'
  | 'keyServerNotLost'
  | 'keyServerBackupMissing'
  | 'noKeyServer'
  | 'nothingToFetch'
  | 'noBootDevice'
  | 'machineNotEncrypted'
  | 'vsanNotEncrypted'
  | 'sameKey'
  | 'newKeyMissing'
  | 'partNotMounted';
