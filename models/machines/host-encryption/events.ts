/** What can happen to the host-encryption machine, and why something is refused. */
import type { Rule } from '../../kernel/machine.ts';
import type { Cluster, HostKey, HostSetting, Policy, State } from './state.ts';

export type Event =
  | { readonly type: 'prepareCrypto' }
  | { readonly type: 'enableCrypto' }
  | { readonly type: 'configureCryptoKey'; readonly key: HostKey | 'unset' }
  | { readonly type: 'changeKey'; readonly key: HostKey }
  | { readonly type: 'dumpsAreRecrypted' }
  | { readonly type: 'dumpsAreLeft' }
  | { readonly type: 'disableCrypto' }
  | { readonly type: 'turnEncryptionModeOff' }
  | { readonly type: 'addKey' }
  | { readonly type: 'removeKey' }
  | { readonly type: 'setCryptoMode'; readonly mode: Cluster['mode']; readonly policy: Policy }
  | { readonly type: 'clusterEnablesHost' }
  | { readonly type: 'placeMachine'; readonly user: 'administrator' | 'withoutRegisterHost' }
  | { readonly type: 'powerOffMachine' }
  | { readonly type: 'rebootHost' }
  | { readonly type: 'hostPanics' }
  | { readonly type: 'hostdCrashes' }
  | { readonly type: 'machineCrashes' }
  | { readonly type: 'collectBundle'; readonly password: boolean }
  | { readonly type: 'passwordIsForgotten' }
  | { readonly type: 'shareBundle' }
  | { readonly type: 'bundleIsStolen' }
  | { readonly type: 'vcenterCrashes' }
  | { readonly type: 'startVcenter' }
  | { readonly type: 'deleteVcenterDump' }
  | { readonly type: 'deleteProvider' }
  | { readonly type: 'addProvider' }
  | { readonly type: 'importProvider' }
  | { readonly type: 'setDefaultProvider' }
  | { readonly type: 'vcenterPushesKeys' }
  | { readonly type: 'p12IsLost' };

export type Refusal = keyof typeof refusals;

export type RuleOf<Type extends Event['type']> = Rule<
  HostSetting,
  State,
  Extract<Event, { type: Type }>,
  Refusal
>;

/** Each reason, in a sentence that says what to do. */
export const refusals = {
  hostNotIncapable: 'The host is not in crypto state incapable: it is prepared or enabled already.',
  hostNotPrepared: 'The host is not in crypto state prepared: prepare it first, unless it is safe already.',
  hostNotSafe: 'The host is not in crypto state safe: turn its encryption mode on first.',
  hostIsSafe: 'The host is in encryption mode already.',
  hostKeyUnresolved:
    'The host key belongs to a provider’s key that the host does not have: bring back the original provider, or configure a new host key.',
  keyNotOnHost:
    'The host does not have the provider’s key for this host key: wait until vCenter has pushed it.',
  noDefaultProvider: 'There is no default key provider: set one.',
  providerMissing: 'vCenter has no key provider under this name: import or add it.',
  pinnedKeyMissing:
    'The crypto policy of the cluster pins a host key of a provider’s key that vCenter does not have: change the policy.',
  rebootPending: 'The host becomes incapable at its next reboot: reboot it first.',
  keyChangeRuns: 'The host key is being changed: wait until the dumps are done.',
  noKeyChange: 'No change of the host key runs.',
  isHostKey: 'This is the host key already.',
  vsanEncryptedCluster: 'The vSAN of the cluster is encrypted: its hosts must stay in encryption mode.',
  keyMaterialOnHost:
    'Keys are on the host: power its encrypted machines off, disable the mode through the API and reboot.',
  keyCached: 'The machine’s key is in the cache already.',
  keyNotCached: 'The machine’s key is not in the cache.',
  plainKeyUnknown: 'Nobody has this key in the clear: the host derives it from a Native Key Provider.',
  policyNotSupported: 'A crypto policy of a cluster needs vSphere 8.0 U3.',
  modeOnDemand: 'The cluster turns encryption mode on only when it is needed.',
  machineRunning: 'The machine is running.',
  machineNotRunning: 'The machine is not running.',
  machineKeyMissing: 'The host cannot have the machine’s key: bring back the original provider.',
  noRegisterHost:
    'The user may not turn host encryption mode on: an administrator with Cryptographer.RegisterHost has to place the machine.',
  noDump: 'There is no core dump.',
  dumpUnreadable:
    'The key of this core dump is not in the memory of the host: it cannot be put under another.',
  noPasswordBundle: 'There is no support bundle with a password that is known.',
  noBundle: 'There is no support bundle: collect one.',
  vcenterNotRunning: 'vCenter Server is not running: start it.',
  vcenterRunning: 'vCenter Server is running already.',
  noVcenterDump: 'There is no core dump of vCenter Server.',
  providerExists: 'vCenter has a key provider under this name: delete it first.',
  keysUsedUp: 'A third key under this name is beyond this model.',
  notNative: 'Only a Native Key Provider is restored from a .p12 file.',
  fileLost: 'The .p12 file is lost.',
  isDefault: 'The provider is the default already.',
} as const;
