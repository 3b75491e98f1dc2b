/** The machine of a Standard Key Provider: a KMS, vCenter Server, hosts that ask it themselves and hosts that are given. */
import type { Machine, Rules } from '../../kernel/machine.ts';
import type { DomainMachine, Setting } from '../domain-machine.ts';
import { describe, describeRefusal } from './describe.ts';
import type { Event, Refusal } from './events.ts';
import { goals } from './goals.ts';
import * as hosts from './host-rules.ts';
import { invariants } from './invariants.ts';
import * as kms from './kms-rules.ts';
import { keysThatAre } from './kms-rules.ts';
import * as machine from './machine-rules.ts';
import { observe } from './observe.ts';
import * as providers from './provider-rules.ts';
import { type KeyId, nodeNames } from './names.ts';
import { type Host, type State, type Variant } from './state.ts';
import { variants } from './variants.ts';

const rules: Rules<Setting<Variant>, State, Event, Refusal> = {
  kmsNodeStops: kms.kmsNodeStops,
  startKmsNode: kms.startKmsNode,
  hsmFails: kms.hsmFails,
  repairHsm: kms.repairHsm,
  rootKeyIsDeleted: kms.rootKeyIsDeleted,
  keyExpires: kms.keyExpires,
  reactivateKey: kms.reactivateKey,
  keyIsDestroyed: kms.keyIsDestroyed,
  kmsIsLost: kms.kmsIsLost,
  kmsBackupRuns: kms.kmsBackupRuns,
  restoreKms: kms.restoreKms,
  moveKmsOntoVsan: kms.moveKmsOntoVsan,
  moveKmsOffVsan: kms.moveKmsOffVsan,
  vcenterStops: providers.vcenterStops,
  startVcenter: providers.startVcenter,
  vcenterIsLost: providers.vcenterIsLost,
  rebuildVcenter: providers.rebuildVcenter,
  vecsEntryIsLost: providers.vecsEntryIsLost,
  certificateExpires: providers.certificateExpires,
  deleteProvider: providers.deleteProvider,
  addProvider: providers.addProvider,
  establishTrust: providers.establishTrust,
  rotateWrappingKey: providers.rotateWrappingKey,
  registerMachine: providers.registerMachine,
  vcenterRemediatesHost: providers.vcenterRemediatesHost,
  hostCrashes: hosts.hostCrashes,
  sitePowerFails: hosts.sitePowerFails,
  bootHost: hosts.bootHost,
  hostUnlocksVsan: hosts.hostUnlocksVsan,
  enterCryptoSafe: hosts.enterCryptoSafe,
  pushMachineKey: hosts.pushMachineKey,
  enableKeyPersistence: hosts.enableKeyPersistence,
  disableKeyPersistence: hosts.disableKeyPersistence,
  removeKeyFromHost: hosts.removeKeyFromHost,
  removeKey: hosts.removeKey,
  startMachine: machine.startMachine,
  powerOffMachine: machine.powerOffMachine,
  rekeyMachine: machine.rekeyMachine,
  rekeyHosts: machine.rekeyHosts,
};

const firstKeys: readonly KeyId[] = ['host#1', 'vsan#1', 'db#1'];

function initialOf({ place, kmsBackup }: Variant): State {
  const host: Host = {
    power: 'on',
    cache: firstKeys,
    safe: true,
    configuration: 'first',
    mounted: true,
    persistence: false,
    stored: [],
  };
  return {
    kms: { place, up: nodeNames, turn: 'kms-1', lost: false, hsm: 'working', certificates: 'accepted' },
    keys: keysThatAre(firstKeys),
    backup: kmsBackup ? keysThatAre(firstKeys) : null,
    vcenter: { state: 'running', knows: ['db#1'] },
    'provider/kms': { trust: 'first', wraps: false, number: 0 },
    'provider/kms-new': null,
    'host/esx-1': host,
    'host/esx-2': host,
    hostKey: { provider: 'kms', key: 'host#1' },
    db: { provider: 'kms', key: 'db#1', wrappedBy: null, on: 'esx-1' },
    made: { db: 1, host: 1, wrap: 0 },
  };
}

export const standardKeyProvider: DomainMachine<Variant, State, Event, Refusal> = {
  name: 'standard-key-provider',
  claim: 'Keys in a KMS: who fetches them, what hosts remember, and what a reboot costs.',
  variants,
  machine: (setting): Machine<Setting<Variant>, State, Event, Refusal> => ({
    site: setting,
    initial: initialOf(setting.variant),
    rules,
  }),
  invariants,
  goals: () => goals,
  observe,
  describe,
  describeRefusal,
};
