/** The events of the machine and the reasons to refuse them; docs/machines/vcenter.md says what they mean. */
import type { Licence } from '../../licences.ts';
import type { BackupName, HostName, ProviderName, VcenterName } from './names.ts';

/** The arguments of every event, by its type. */
type Arguments = {
  readonly createProvider: OnProvider;
  readonly recreateProvider: OnProvider;
  readonly exportProvider: OnProvider & { readonly login: 'fqdn' | 'ip' };
  readonly linkExpires: OnProvider;
  readonly downloadBackup: OnProvider & { readonly password: boolean };
  readonly verifyP12: OnProvider;
  readonly importProvider: OnProvider & { readonly constraint: 'asExported' | 'notRequired' };
  readonly deleteProvider: OnProvider;
  readonly updateKeyId: OnProvider;
  readonly acknowledgeAlarm: OnProvider;
  readonly alarmReturns: OnProvider;
  readonly setDefault: OnProvider;
  readonly setClusterDefault: OnProvider;
  readonly clearClusterDefault: OnVcenter;
  readonly addStandardProvider: OnVcenter;
  readonly kmsStops: Nothing;
  readonly kmsStarts: Nothing;
  readonly passwordIsForgotten: OfProvider;
  readonly p12IsLost: OfProvider;
  readonly vcenterStops: Nothing;
  readonly startVcenter: Nothing;
  readonly vcenterNodeFails: Nothing;
  readonly repairStandby: Nothing;
  readonly rebuildVcenter: Nothing;
  readonly addHost: OnHost;
  readonly backupRuns: OfBackup;
  readonly restoreVcenter: OfBackup & { readonly hosts: 'connected' | 'disconnected' };
  readonly exportFromBackup: OfBackup & OfProvider;
  readonly backupPasswordIsForgotten: OfBackup;
  readonly backupIsLost: OfBackup;
  readonly disconnectHost: OnHost;
  readonly reconnectHost: OnHost;
  readonly vcenterRemediatesHost: OnHost;
  readonly enableHostEncryption: OnHost;
  readonly hostCrashes: OnHost;
  readonly bootHost: OnHost;
  readonly reinstallHost: OnHost;
  readonly joinVcenter: OnHost;
  readonly configureCryptoKey: OnHost & OfProvider;
  readonly moveHost: OnHost & OnVcenter;
  readonly moveIntoCluster: OnHost;
  readonly createProviderOnHost: OnHost & OfProvider;
  readonly addVtpmOnHost: OnHost;
  readonly handOverProvider: OnHost & OfProvider;
  readonly encryptMachine: { readonly protection: 'vtpm' | 'full'; readonly provider: ProviderName | null };
  readonly decryptMachine: Nothing;
  readonly rekeyMachine: OfProvider;
  readonly startMigration: OnHost;
  readonly finishMigration: Nothing;
  readonly rollBackMigration: Nothing;
  readonly startMachine: OnHost;
  readonly powerOffMachine: Nothing;
  readonly licenceChanges: { readonly licence: Licence };
  readonly encryptVsan: OfProvider;
};

type Nothing = object;
type OnVcenter = { readonly vcenter: VcenterName };
type OfProvider = { readonly provider: ProviderName };
type OnProvider = OnVcenter & OfProvider;
type OnHost = { readonly host: HostName };
type OfBackup = { readonly backup: BackupName };

export type Event = {
  [Type in keyof Arguments]: { readonly type: Type } & Arguments[Type];
}[keyof Arguments];

export type Refusal =
  | 'releaseTooOld'
  | 'vcenterNotRunning'
  | 'vcenterNotStopped'
  | 'vcenterNotLost'
  | 'vcenterLost'
  | 'vcenterExists'
  | 'standbyReady'
  | 'providerExists'
  | 'providerMissing'
  | 'providerNotBackedUp'
  | 'providerNotInBackup'
  | 'nameUsedBefore'
  | 'nameNeverUsed'
  | 'keyLimit'
  | 'ipLogin'
  | 'notExported'
  | 'p12Missing'
  | 'noPassword'
  | 'passwordForgotten'
  | 'keyIdDiffers'
  | 'noAlarm'
  | 'alarmRaised'
  | 'defaultAlready'
  | 'noDefaultProvider'
  | 'kmsDown'
  | 'kmsUp'
  | 'backupMissing'
  | 'backupUnreachable'
  | 'hostNotInInventory'
  | 'hostIsMember'
  | 'hostNotConnected'
  | 'hostConnected'
  | 'hostNotInCluster'
  | 'hostInCluster'
  | 'hostOn'
  | 'hostNotOn'
  | 'hostSafe'
  | 'hostNotSafe'
  | 'hostKeyUnresolved'
  | 'keyMissing'
  | 'wrongKey'
  | 'newKeyMissing'
  | 'keyUnchanged'
  | 'machineEncrypted'
  | 'machinePlain'
  | 'machineRunning'
  | 'machineNotRunning'
  | 'machineIsThere'
  | 'migrationInProgress'
  | 'noMigration'
  | 'licenceMissing'
  | 'licenceUnchanged'
  | 'vsanEncrypted';
