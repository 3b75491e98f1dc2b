/** Events and refusals of the machine in the words of an administrator. */
import type { Event, Refusal } from './events.ts';

const sentences: { readonly [Type in Event['type']]: (event: Extract<Event, { type: Type }>) => string } = {
  kmsNodeStops: ({ node }) => `${node} stops`,
  startKmsNode: ({ node }) => `start ${node}`,
  hsmFails: () => 'the HSM behind the KMS fails',
  repairHsm: () => 'repair the HSM behind the KMS',
  rootKeyIsDeleted: () => 'the root key of the KMS is deleted',
  keyExpires: ({ key }) => `${key} expires in the KMS`,
  reactivateKey: ({ key }) => `make ${key} active again in the KMS`,
  keyIsDestroyed: ({ key }) => `${key} is destroyed in the KMS`,
  kmsIsLost: () => 'the KMS is lost with its keys',
  kmsBackupRuns: () => 'the backup of the KMS runs',
  restoreKms: () => 'restore the KMS outside the cluster from its backup',
  moveKmsOntoVsan: () => 'move the KMS onto the vSAN datastore',
  moveKmsOffVsan: () => 'move the KMS off the vSAN datastore',
  vcenterStops: () => 'vCenter Server stops',
  startVcenter: () => 'start vCenter Server',
  vcenterIsLost: () => 'vCenter Server is lost',
  rebuildVcenter: () => 'deploy a new, empty vCenter Server',
  vecsEntryIsLost: () => 'the password entry of the KMS disappears from VECS',
  certificateExpires: () => 'the KMS client certificates expire',
  deleteProvider: ({ provider }) => `delete key provider ${provider}`,
  addProvider: ({ provider, wrapping }) =>
    `add key provider ${provider} for the KMS${wrapping ? ', with a wrapping key' : ''}`,
  establishTrust: ({ provider }) => `establish trust between key provider ${provider} and the KMS`,
  rotateWrappingKey: ({ provider }) => `the wrapping key of ${provider} is rotated`,
  registerMachine: () => 'register db at vCenter Server again',
  vcenterRemediatesHost: ({ host }) =>
    `vCenter Server brings the KMS configuration of ${host} in line with its own`,
  hostCrashes: ({ host }) => `${host} crashes`,
  sitePowerFails: () => 'the power of the whole site fails',
  bootHost: ({ host }) => `power on ${host}`,
  hostUnlocksVsan: ({ host }) => `${host} fetches the vSAN key from the KMS and mounts its disks`,
  enterCryptoSafe: ({ host }) => `${host} gets its host key through vCenter Server`,
  pushMachineKey: ({ host }) => `${host} gets the key of db through vCenter Server`,
  enableKeyPersistence: ({ host }) => `enable Key Persistence on ${host}`,
  disableKeyPersistence: ({ host, removeStored }) =>
    `disable Key Persistence on ${host}${removeStored ? ' and remove all stored keys' : ''}`,
  removeKeyFromHost: ({ host, key }) => `remove ${key} from ${host}`,
  removeKey: ({ key, force }) => `remove ${key} at vCenter Server${force ? ' by force' : ''}`,
  startMachine: ({ host }) => `power on db on ${host}`,
  powerOffMachine: () => 'power off db',
  rekeyMachine: ({ provider }) => `rekey db shallowly with key provider ${provider}`,
  rekeyHosts: ({ provider }) => `rekey the host key with key provider ${provider}`,
};

/** What happened, as one sentence without a full stop. */
export function describe(event: Event): string {
  // The mapped type pairs each type with its sentence; indexing by a union loses the pairing, not the fact.
  return (sentences[event.type] as (event: Event) => string)(event);
}

const refusals: Readonly<Record<Refusal, string>> = {
  nodeDown: 'this node of the KMS is down already',
  nodeUp: 'this node of the KMS is up already',
  kmsLost: 'the KMS is lost; restore it from its backup',
  kmsRunning: 'a node of the KMS is up; it is not replaced while it runs',
  kmsUnreachable: 'no node of the KMS is up; start one first',
  kmsOnVsan: 'the KMS lies on the vSAN datastore already',
  kmsOutside: 'the KMS lies outside the vSAN datastore already',
  vsanUnavailable: 'the vSAN datastore is not available; a host must mount it first',
  hsmNotWorking: 'the HSM is not working already',
  hsmNotFailing: 'the HSM is not one that a repair would help',
  hsmFails: 'the KMS answers, but its HSM does not give keys; have it repaired',
  rootKeyGone: 'the root key is gone already',
  keyNotInKms: 'the KMS does not have this key',
  keyExpired: 'the key expired in the KMS; make it active again there',
  keyNotExpired: 'the key did not expire in the KMS',
  keyLimit: 'no more keys are made here: a bound of this machine',
  vcenterNotRunning: 'vCenter Server is not running',
  vcenterNotStopped: 'vCenter Server is not stopped',
  vcenterNotLost: 'vCenter Server is not lost',
  vcenterLost: 'vCenter Server is lost',
  providerExists: 'vCenter Server has a key provider of this name already',
  providerMissing: 'vCenter Server has no key provider of this name; add it under the same name',
  notTrusted: 'there is no trust with the KMS; establish it',
  trustGood: 'the trust with the KMS is good as it is',
  vecsEntryMissing: 'the password of the KMS is missing; establish trust again',
  certificateExpired: 'the client certificate expired; establish trust again',
  wrappingNeedsNewProvider: 'a wrapping key cannot be turned on for it; add a new provider and rekey',
  keyKnown: 'vCenter Server knows the key of db already',
  keyUnknown: 'vCenter Server does not know this key; register the virtual machine again',
  keyInUse: 'the key is in use; only force would remove it',
  keyCached: 'the host has the key already',
  keyNotCached: 'the host does not have this key',
  keyMissing: 'the host does not have the key of the virtual machine',
  noHostHoldsKey: 'no safe host has the present key of the virtual machine',
  hostOn: 'the host is on',
  hostNotOn: 'the host is not on',
  hostSafe: 'the host is safe already',
  hostNotSafe: 'host encryption mode is not enabled on the host',
  hostMounted: 'the host has its part of vSAN mounted already',
  siteDark: 'no host is on',
  persistenceEnabled: 'Key Persistence is enabled already',
  persistenceDisabled: 'Key Persistence is not enabled',
  machineRunning: 'the virtual machine is running',
  machineNotRunning: 'the virtual machine is not running',
};

export function describeRefusal(refusal: Refusal): string {
  return refusals[refusal];
}
