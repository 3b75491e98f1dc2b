/** The machine of the vTPM: one virtual machine, its guest, and what became of its vTPM in every copy. */
import type { Rules } from '../../kernel/machine.ts';
import type { DomainMachine, Setting } from '../domain-machine.ts';
import * as copies from './copy-rules.ts';
import { describe, type Event, type Refusal, refusals } from './events.ts';
import { goalsOf } from './goals.ts';
import { invariantsOf } from './invariants.ts';
import * as keys from './key-rules.ts';
import * as machine from './machine-rules.ts';
import { observe } from './observe.ts';
import { initialOf, type State, type Variant, variants } from './state.ts';

const rules: Rules<Setting<Variant>, State, Event, Refusal> = {
  powerOn: machine.powerOn,
  powerOff: machine.powerOff,
  enterPassword: machine.enterPassword,
  removeVtpm: machine.removeVtpm,
  addVtpm: machine.addVtpm,
  renameNvram: machine.renameNvram,
  putNvramBack: machine.putNvramBack,
  cloneMachine: copies.cloneMachine,
  startClone: copies.startClone,
  deleteClone: copies.deleteClone,
  hostCrashes: keys.hostCrashes,
  bootHost: keys.bootHost,
  unlock: machine.unlock,
  deleteProvider: keys.deleteProvider,
  importProvider: keys.importProvider,
  vcenterRemediatesHost: keys.vcenterRemediatesHost,
  giveKey: keys.giveKey,
  copyIsLost: keys.copyIsLost,
  useEfi: machine.useEfi,
  installGuest: machine.installGuest,
  sealVolume: machine.sealVolume,
  unsealVolume: machine.unsealVolume,
  savePassword: machine.savePassword,
  passwordIsLost: machine.passwordIsLost,
  publishVmtx: copies.publishVmtx,
  exportOvf: copies.exportOvf,
  deploy: copies.deploy,
  deleteItem: copies.deleteItem,
  takeBackup: copies.takeBackup,
  machineIsLost: copies.machineIsLost,
  restoreMachine: copies.restoreMachine,
  attachDisks: copies.attachDisks,
  returnDisks: copies.returnDisks,
};

export const vtpm: DomainMachine<Variant, State, Event, Refusal> = {
  name: 'vtpm',
  claim: 'A guest seals its volume to a vTPM, which is removed, replaced, cloned, restored or made anew.',
  variants,
  machine: (setting) => ({ site: setting, initial: initialOf(setting.variant), rules }),
  invariants: invariantsOf,
  goals: goalsOf,
  observe,
  describe,
  describeRefusal: (refusal) => refusals[refusal],
};
