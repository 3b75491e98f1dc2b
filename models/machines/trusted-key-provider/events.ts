/** The events of the machine and the reasons to refuse them; docs/machines/trusted-key-provider.md says what they mean. */
import type { HostName, TaHostName } from './names.ts';

/** The arguments of every event, by its type. */
type Arguments = {
  readonly taHostStops: OnTaHost;
  readonly startTaHost: OnTaHost;
  readonly taVcenterStops: Nothing;
  readonly startTaVcenter: Nothing;
  readonly importBaseImage: OnRelease;
  readonly removeBaseImage: OnRelease;
  readonly trustTpm: OnHost;
  readonly kmsStops: Nothing;
  readonly startKms: Nothing;
  readonly changePrimaryKey: Nothing;
  readonly primaryKeyIsDestroyed: { readonly key: 1 | 2 };
  readonly vcenterStops: Nothing;
  readonly startVcenter: Nothing;
  readonly joinLinkedMode: { readonly vcenter: 'trustAuthority' | 'other' };
  readonly hostCrashes: OnHost;
  readonly sitePowerFails: Nothing;
  readonly bootHost: OnHost;
  readonly patchHost: OnHost;
  readonly rollBackHost: OnHost;
  readonly boardIsSwapped: OnHost;
  readonly hostIsAttested: OnHost;
  readonly attestationLapses: OnHost;
  readonly hostGetsKey: OnHost;
  readonly startMachine: OnHost;
  readonly powerOffMachine: Nothing;
  readonly migrateMachine: OnHost;
  readonly rekeyMachine: Nothing;
  readonly addPlainMachine: OnHost;
  readonly startPlainMachine: OnHost;
};

type Nothing = object;
type OnTaHost = { readonly taHost: TaHostName };
type OnHost = { readonly host: HostName };
type OnRelease = { readonly release: 1 | 2 };

export type Event = {
  [Type in keyof Arguments]: { readonly type: Type } & Arguments[Type];
}[keyof Arguments];

export type Refusal =
  | 'taHostDown'
  | 'taHostUp'
  | 'noTrustAuthorityHost'
  | 'taVcenterNotRunning'
  | 'taVcenterRunning'
  | 'imageImported'
  | 'imageNotImported'
  | 'tpmTrusted'
  | 'tpmNotTrusted'
  | 'kmsDown'
  | 'kmsUp'
  | 'keyLimit'
  | 'primaryKeyMissing'
  | 'vcenterNotRunning'
  | 'vcenterRunning'
  | 'alreadyLinked'
  | 'trustAuthorityStaysApart'
  | 'hostOn'
  | 'hostNotOn'
  | 'siteDark'
  | 'hostPatched'
  | 'hostNotPatched'
  | 'hostAttested'
  | 'hostNotAttested'
  | 'attestationGood'
  | 'keyCached'
  | 'keyMissing'
  | 'noHostHoldsKey'
  | 'machineRunning'
  | 'machineNotRunning'
  | 'machineIsThere'
  | 'machineExists'
  | 'machineMissing';
