/** The vCenter machine: the management side of key providers, from their birth to the migration away from them. */
import type { Rules } from '../../kernel/machine.ts';
import type { DomainMachine, Setting } from '../domain-machine.ts';
import * as backups from './backup-rules.ts';
import * as defaults from './default-rules.ts';
import { describe, describeRefusal } from './describe.ts';
import type { Event, Refusal } from './events.ts';
import * as files from './file-rules.ts';
import { goals } from './goals.ts';
import * as hosts from './host-rules.ts';
import { initialOf } from './initial.ts';
import { invariants } from './invariants.ts';
import * as machine from './machine-rules.ts';
import { observe } from './observe.ts';
import * as providers from './provider-rules.ts';
import * as server from './server-rules.ts';
import type { State, Variant } from './state.ts';
import { variants } from './variants.ts';

const rules: Rules<Setting<Variant>, State, Event, Refusal> = {
  createProvider: providers.createProvider,
  recreateProvider: providers.recreateProvider,
  exportProvider: files.exportProvider,
  linkExpires: files.linkExpires,
  downloadBackup: files.downloadBackup,
  verifyP12: files.verifyP12,
  importProvider: files.importProvider,
  deleteProvider: providers.deleteProvider,
  updateKeyId: providers.updateKeyId,
  acknowledgeAlarm: providers.acknowledgeAlarm,
  alarmReturns: providers.alarmReturns,
  setDefault: defaults.setDefault,
  setClusterDefault: defaults.setClusterDefault,
  clearClusterDefault: defaults.clearClusterDefault,
  addStandardProvider: defaults.addStandardProvider,
  kmsStops: defaults.kmsStops,
  kmsStarts: defaults.kmsStarts,
  passwordIsForgotten: files.passwordIsForgotten,
  p12IsLost: files.p12IsLost,
  vcenterStops: server.vcenterStops,
  startVcenter: server.startVcenter,
  vcenterNodeFails: server.vcenterNodeFails,
  repairStandby: server.repairStandby,
  rebuildVcenter: server.rebuildVcenter,
  addHost: server.addHost,
  backupRuns: backups.backupRuns,
  restoreVcenter: backups.restoreVcenter,
  exportFromBackup: backups.exportFromBackup,
  backupPasswordIsForgotten: backups.backupPasswordIsForgotten,
  backupIsLost: backups.backupIsLost,
  disconnectHost: backups.disconnectHost,
  reconnectHost: backups.reconnectHost,
  vcenterRemediatesHost: hosts.vcenterRemediatesHost,
  enableHostEncryption: hosts.enableHostEncryption,
  hostCrashes: hosts.hostCrashes,
  bootHost: hosts.bootHost,
  reinstallHost: hosts.reinstallHost,
  joinVcenter: server.joinVcenter,
  configureCryptoKey: hosts.configureCryptoKey,
  moveHost: hosts.moveHost,
  moveIntoCluster: hosts.moveIntoCluster,
  createProviderOnHost: hosts.createProviderOnHost,
  addVtpmOnHost: hosts.addVtpmOnHost,
  handOverProvider: hosts.handOverProvider,
  encryptMachine: machine.encryptMachine,
  decryptMachine: machine.decryptMachine,
  rekeyMachine: machine.rekeyMachine,
  startMigration: machine.startMigration,
  finishMigration: machine.finishMigration,
  rollBackMigration: machine.rollBackMigration,
  startMachine: machine.startMachine,
  powerOffMachine: machine.powerOffMachine,
  licenceChanges: machine.licenceChanges,
  encryptVsan: machine.encryptVsan,
};

export const vcenter: DomainMachine<Variant, State, Event, Refusal> = {
  name: 'vcenter',
  claim: 'Providers, their files, the backups of vCenter, and the hosts that follow whatever vCenter has.',
  variants,
  machine: (setting) => ({ site: setting, initial: initialOf(setting.variant), rules }),
  invariants,
  goals,
  observe,
  describe,
  describeRefusal,
};
