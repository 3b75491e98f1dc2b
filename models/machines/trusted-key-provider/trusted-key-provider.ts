/** The machine of a Trusted Key Provider: vSphere Trust Authority, and the cluster that it attests. */
import type { Rules } from '../../kernel/machine.ts';
import type { DomainMachine, Setting } from '../domain-machine.ts';
import * as authority from './authority-rules.ts';
import * as cluster from './cluster-rules.ts';
import { describe, describeRefusal } from './describe.ts';
import type { Event, Refusal } from './events.ts';
import { goals } from './goals.ts';
import { invariants } from './invariants.ts';
import * as machine from './machine-rules.ts';
import { observe } from './observe.ts';
import { hostNames, taHostNames } from './names.ts';
import { type Host, type State, type Variant } from './state.ts';

const rules: Rules<Setting<Variant>, State, Event, Refusal> = {
  taHostStops: authority.taHostStops,
  startTaHost: authority.startTaHost,
  taVcenterStops: authority.taVcenterStops,
  startTaVcenter: authority.startTaVcenter,
  importBaseImage: authority.importBaseImage,
  removeBaseImage: authority.removeBaseImage,
  trustTpm: authority.trustTpm,
  kmsStops: authority.kmsStops,
  startKms: authority.startKms,
  changePrimaryKey: authority.changePrimaryKey,
  primaryKeyIsDestroyed: authority.primaryKeyIsDestroyed,
  vcenterStops: cluster.vcenterStops,
  startVcenter: cluster.startVcenter,
  joinLinkedMode: cluster.joinLinkedMode,
  hostCrashes: cluster.hostCrashes,
  sitePowerFails: cluster.sitePowerFails,
  bootHost: cluster.bootHost,
  patchHost: cluster.patchHost,
  rollBackHost: cluster.rollBackHost,
  boardIsSwapped: cluster.boardIsSwapped,
  hostIsAttested: cluster.hostIsAttested,
  attestationLapses: cluster.attestationLapses,
  hostGetsKey: cluster.hostGetsKey,
  startMachine: machine.startMachine,
  powerOffMachine: machine.powerOffMachine,
  migrateMachine: machine.migrateMachine,
  rekeyMachine: machine.rekeyMachine,
  addPlainMachine: machine.addPlainMachine,
  startPlainMachine: machine.startPlainMachine,
};

const attested: Host = { power: 'on', release: 1, attested: true, cache: [1] };

const initial: State = {
  taHosts: taHostNames,
  authority: { vcenter: 'running', images: [1], tpms: hostNames },
  kms: { up: true, present: 1, there: [1] },
  vcenter: { state: 'running', linkedWith: 'none' },
  'host/esx-1': attested,
  'host/esx-2': attested,
  db: { on: 'esx-1', kek: 1, wrappedBy: 1 },
  web: { exists: false, on: null },
};

export const trustedKeyProvider: DomainMachine<Variant, State, Event, Refusal> = {
  name: 'trusted-key-provider',
  claim: 'Keys for attested hosts only: what a patch, an outage or a new board costs.',
  variants: {
    'patching-8.0': { release: '8.0', keksMax: 1, asks: ['images', 'patch', 'machines', 'taVcenter'] },
    'outages-8.0': { release: '8.0', keksMax: 1, asks: ['taHosts', 'kms', 'vcenter', 'tpm', 'taVcenter'] },
    'primary-key-7.0': {
      release: '7.0',
      keksMax: 2,
      asks: ['kms', 'primaryKey', 'vcenter', 'taVcenter'],
    },
  },
  machine: (setting) => ({ site: setting, initial, rules }),
  invariants,
  goals: () => goals,
  observe,
  describe,
  describeRefusal,
};
