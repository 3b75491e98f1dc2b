/** The machine of VM encryption: one virtual machine, object by object, and its two providers. */
import type { Rules } from '../../kernel/machine.ts';
import type { DomainMachine, Setting } from '../domain-machine.ts';
import { describe, type Event, type Refusal, refusals } from './events.ts';
import { goals } from './goals.ts';
import { invariantsOf } from './invariants.ts';
import * as keys from './key-rules.ts';
import * as machine from './machine-rules.ts';
import { observe } from './observe.ts';
import * as operations from './operations.ts';
import { initialOf, type State, type Variant, variants } from './state.ts';
import * as steps from './steps.ts';

const rules: Rules<Setting<Variant>, State, Event, Refusal> = {
  powerOn: machine.powerOn,
  powerOff: machine.powerOff,
  taskAdvances: steps.taskAdvances,
  hostCrashes: keys.hostCrashes,
  bootHost: keys.bootHost,
  encryptMachine: operations.encryptMachine,
  decryptMachine: operations.decryptMachine,
  deepRecrypt: operations.deepRecrypt,
  shallowRecrypt: operations.shallowRecrypt,
  cancelTask: steps.cancelTask,
  removeLeftovers: steps.removeLeftovers,
  datastoreFills: steps.datastoreFills,
  extendDatastore: steps.extendDatastore,
  unregister: machine.unregister,
  register: machine.register,
  reload: machine.reload,
  unlock: machine.unlock,
  takeSnapshot: machine.takeSnapshot,
  branchSnapshot: machine.branchSnapshot,
  deleteSnapshots: machine.deleteSnapshots,
  createDisk: machine.createDisk,
  detachDisk: machine.detachDisk,
  attachDisk: machine.attachDisk,
  deleteDisk: machine.deleteDisk,
  setDefaultProvider: keys.setDefaultProvider,
  deleteProvider: keys.deleteProvider,
  importProvider: keys.importProvider,
  p12IsLost: keys.p12IsLost,
  vcenterRemediatesHost: keys.vcenterRemediatesHost,
};

export const vmEncryption: DomainMachine<Variant, State, Event, Refusal> = {
  name: 'vm-encryption',
  claim:
    'A virtual machine is encrypted, decrypted and rekeyed object by object, and locked when its key is gone.',
  variants,
  machine: (setting) => ({ site: setting, initial: initialOf(setting.variant), rules }),
  invariants: invariantsOf,
  goals: () => goals,
  observe,
  describe,
  describeRefusal: (refusal) => refusals[refusal],
};
