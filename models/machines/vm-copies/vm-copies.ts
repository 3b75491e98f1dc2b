/** The machine of copies: one encrypted virtual machine, and everything that carries its wrapped key elsewhere. */
import type { Rules } from '../../kernel/machine.ts';
import type { DomainMachine, Setting } from '../domain-machine.ts';
import * as backups from './backup-rules.ts';
import * as copies from './copy-rules.ts';
import { describe, type Event, type Refusal, refusals } from './events.ts';
import { goalsOf } from './goals.ts';
import { invariantsOf } from './invariants.ts';
import { observe } from './observe.ts';
import * as rekeys from './rekey-rules.ts';
import * as sites from './site-rules.ts';
import { initialOf, type State, type Variant, variants } from './state.ts';

const rules: Rules<Setting<Variant>, State, Event, Refusal> = {
  powerOn: rekeys.powerOn,
  powerOff: rekeys.powerOff,
  shallowRecrypt: rekeys.shallowRecrypt,
  deepRecrypt: rekeys.deepRecrypt,
  decrypt: rekeys.decrypt,
  takeSnapshot: copies.takeSnapshot,
  deleteSnapshot: copies.deleteSnapshot,
  cloneMachine: copies.cloneMachine,
  startClone: copies.startClone,
  deleteClone: copies.deleteClone,
  convertToMachine: copies.convertToMachine,
  convertToTemplate: copies.convertToTemplate,
  takeStorageSnapshot: copies.takeStorageSnapshot,
  revertStorageSnapshot: copies.revertStorageSnapshot,
  deleteStorageSnapshot: copies.deleteStorageSnapshot,
  replicate: sites.replicate,
  mainIsLost: sites.mainIsLost,
  failOver: sites.failOver,
  startMigration: sites.startMigration,
  migrationAdvances: sites.migrationAdvances,
  deleteProvider: sites.deleteProvider,
  importProvider: sites.importProvider,
  p12IsLost: sites.p12IsLost,
  createProvider: sites.createProvider,
  encryptProxy: backups.encryptProxy,
  backUp: backups.backUp,
  restore: backups.restore,
  deleteRestored: backups.deleteRestored,
  exportOvf: backups.exportOvf,
  filesAreStolen: backups.filesAreStolen,
  storageSnapshotIsStolen: backups.storageSnapshotIsStolen,
  keyLeaks: backups.keyLeaks,
  mediaAreStolen: backups.mediaAreStolen,
};

export const vmCopies: DomainMachine<Variant, State, Event, Refusal> = {
  name: 'vm-copies',
  claim:
    'Clones, templates, replicas, backups and stolen files each need the provider that wrapped them then.',
  variants,
  machine: (setting) => ({ site: setting, initial: initialOf(setting.variant), rules }),
  invariants: invariantsOf,
  goals: goalsOf,
  observe,
  describe,
  describeRefusal: (refusal) => refusals[refusal],
};
