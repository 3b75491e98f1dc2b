/** The events of the machine and the reasons to refuse them; docs/machines/standard-key-provider.md says what they mean. */
import type { HostName, KeyId, NodeName, ProviderName } from './names.ts';

/** The arguments of every event, by its type. */
type Arguments = {
  readonly kmsNodeStops: OnNode;
  readonly startKmsNode: OnNode;
  readonly hsmFails: Nothing;
  readonly repairHsm: Nothing;
  readonly rootKeyIsDeleted: Nothing;
  readonly keyExpires: OnKey;
  readonly reactivateKey: OnKey;
  readonly keyIsDestroyed: OnKey;
  readonly kmsIsLost: Nothing;
  readonly kmsBackupRuns: Nothing;
  readonly restoreKms: Nothing;
  readonly moveKmsOntoVsan: Nothing;
  readonly moveKmsOffVsan: Nothing;
  readonly vcenterStops: Nothing;
  readonly startVcenter: Nothing;
  readonly vcenterIsLost: Nothing;
  readonly rebuildVcenter: Nothing;
  readonly vecsEntryIsLost: Nothing;
  readonly certificateExpires: Nothing;
  readonly deleteProvider: OnProvider;
  readonly addProvider: OnProvider & { readonly wrapping: boolean };
  readonly establishTrust: OnProvider;
  readonly rotateWrappingKey: OnProvider;
  readonly registerMachine: Nothing;
  readonly vcenterRemediatesHost: OnHost;
  readonly hostCrashes: OnHost;
  readonly sitePowerFails: Nothing;
  readonly bootHost: OnHost;
  readonly hostUnlocksVsan: OnHost;
  readonly enterCryptoSafe: OnHost;
  readonly pushMachineKey: OnHost;
  readonly enableKeyPersistence: OnHost;
  readonly disableKeyPersistence: OnHost & { readonly removeStored: boolean };
  readonly removeKeyFromHost: OnHost & OnKey;
  readonly removeKey: OnKey & { readonly force: boolean };
  readonly startMachine: OnHost;
  readonly powerOffMachine: Nothing;
  readonly rekeyMachine: OnProvider;
  readonly rekeyHosts: OnProvider;
};

type Nothing = object;
type OnNode = { readonly node: NodeName };
type OnKey = { readonly key: KeyId };
type OnProvider = { readonly provider: ProviderName };
type OnHost = { readonly host: HostName };

export type Event = {
  [Type in keyof Arguments]: { readonly type: Type } & Arguments[Type];
}[keyof Arguments];

export type Refusal =
  | 'nodeDown'
  | 'nodeUp'
  | 'kmsLost'
  | 'kmsRunning'
  | 'kmsUnreachable'
  | 'kmsOnVsan'
  | 'kmsOutside'
  | 'vsanUnavailable'
  | 'hsmNotWorking'
  | 'hsmNotFailing'
  | 'hsmFails'
  | 'rootKeyGone'
  | 'keyNotInKms'
  | 'keyExpired'
  | 'keyNotExpired'
  | 'keyLimit'
  | 'vcenterNotRunning'
  | 'vcenterNotStopped'
  | 'vcenterNotLost'
  | 'vcenterLost'
  | 'providerExists'
  | 'providerMissing'
  | 'notTrusted'
  | 'trustGood'
  | 'vecsEntryMissing'
  | 'certificateExpired'
  | 'wrappingNeedsNewProvider'
  | 'keyKnown'
  | 'keyUnknown'
  | 'keyInUse'
  | 'keyCached'
  | 'keyNotCached'
  | 'keyMissing'
  | 'noHostHoldsKey'
  | 'hostOn'
  | 'hostNotOn'
  | 'hostSafe'
  | 'hostNotSafe'
  | 'hostMounted'
  | 'siteDark'
  | 'persistenceEnabled'
  | 'persistenceDisabled'
  | 'machineRunning'
  | 'machineNotRunning';
