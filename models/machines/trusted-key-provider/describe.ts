/** Events and refusals of the machine in the words of an administrator. */
import type { Event, Refusal } from './events.ts';

const sentences: { readonly [Type in Event['type']]: (event: Extract<Event, { type: Type }>) => string } = {
  taHostStops: ({ taHost }) => `the Trust Authority host ${taHost} stops`,
  startTaHost: ({ taHost }) => `start the Trust Authority host ${taHost}`,
  taVcenterStops: () => 'the vCenter Server of the Trust Authority stops',
  startTaVcenter: () => 'start the vCenter Server of the Trust Authority',
  importBaseImage: ({ release }) => `import the base image of release ${release}`,
  removeBaseImage: ({ release }) => `remove the base image of release ${release}`,
  trustTpm: ({ host }) => `trust the TPM of ${host}`,
  kmsStops: () => 'the KMS behind the Trust Authority stops',
  startKms: () => 'start the KMS behind the Trust Authority',
  changePrimaryKey: () => 'change the primary key',
  primaryKeyIsDestroyed: ({ key }) => `primary key ${key} is destroyed`,
  vcenterStops: () => 'vCenter Server stops',
  startVcenter: () => 'start vCenter Server',
  joinLinkedMode: ({ vcenter }) =>
    vcenter === 'other'
      ? 'join Enhanced Linked Mode with another vCenter Server'
      : 'join Enhanced Linked Mode with the vCenter Server of the Trust Authority',
  hostCrashes: ({ host }) => `${host} crashes`,
  sitePowerFails: () => 'the power of the trusted cluster fails',
  bootHost: ({ host }) => `power on ${host}`,
  patchHost: ({ host }) => `patch ${host} to release 2`,
  rollBackHost: ({ host }) => `take ${host} back to release 1`,
  boardIsSwapped: ({ host }) => `the system board of ${host} is replaced`,
  hostIsAttested: ({ host }) => `${host} is attested`,
  attestationLapses: ({ host }) => `the attestation of ${host} lapses`,
  hostGetsKey: ({ host }) => `${host} gets the key of db from the Key Provider Service`,
  startMachine: ({ host }) => `power on db on ${host}`,
  powerOffMachine: () => 'power off db',
  migrateMachine: ({ host }) => `migrate db to ${host}`,
  rekeyMachine: () => 'rekey db shallowly',
  addPlainMachine: ({ host }) => `add web, which is plain, on ${host}`,
  startPlainMachine: ({ host }) => `power on web on ${host}`,
};

/** What happened, as one sentence without a full stop. */
export function describe(event: Event): string {
  // The mapped type pairs each type with its sentence; indexing by a union loses the pairing, not the fact.
  return (sentences[event.type] as (event: Event) => string)(event);
}

const refusals: Readonly<Record<Refusal, string>> = {
  taHostDown: 'this Trust Authority host is down already',
  taHostUp: 'this Trust Authority host is up already',
  noTrustAuthorityHost: 'no Trust Authority host is up; start one first',
  taVcenterNotRunning: 'the vCenter Server of the Trust Authority is not running',
  taVcenterRunning: 'the vCenter Server of the Trust Authority is running already',
  imageImported: 'the base image of this release is imported already',
  imageNotImported:
    'the base image of the host’s release is not imported; import it into the Trust Authority',
  tpmTrusted: 'the TPM of the host is trusted already',
  tpmNotTrusted: 'the TPM of the host is not trusted; import its certificate into the Trust Authority',
  kmsDown: 'the KMS behind the Trust Authority is down',
  kmsUp: 'the KMS behind the Trust Authority is up already',
  keyLimit: 'no more keys are made here: a bound of this machine',
  primaryKeyMissing: 'the primary key is not in the KMS',
  vcenterNotRunning: 'vCenter Server is not running',
  vcenterRunning: 'vCenter Server is running already',
  alreadyLinked: 'vCenter Server is in linked mode already',
  trustAuthorityStaysApart: 'the vCenter Server of the Trust Authority cannot join the same linked mode',
  hostOn: 'the host is on',
  hostNotOn: 'the host is not on',
  siteDark: 'no trusted host is on',
  hostPatched: 'the host has release 2 already',
  hostNotPatched: 'the host has release 1 already',
  hostAttested: 'the host is attested already',
  hostNotAttested: 'the host is not attested',
  attestationGood: 'the attestation of the host would be given again',
  keyCached: 'the host has the key already',
  keyMissing: 'the host does not have the key of the virtual machine',
  noHostHoldsKey: 'no attested host has the present key of the virtual machine',
  machineRunning: 'the virtual machine is running',
  machineNotRunning: 'the virtual machine is not running',
  machineIsThere: 'the virtual machine runs on this host already',
  machineExists: 'the virtual machine exists already',
  machineMissing: 'the virtual machine does not exist; add it first',
};

export function describeRefusal(refusal: Refusal): string {
  return refusals[refusal];
}
