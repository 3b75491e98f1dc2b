/** The rule table of a site: one rule for each event type, in the order that candidates are listed in. */
import type { Deployment } from './deployment.ts';
import type { Event, Refusal } from './events.ts';
import type { Rules } from './kernel/machine.ts';
import * as host from './rules/host.ts';
import * as keyServer from './rules/key-server.ts';
import * as kept from './rules/kept.ts';
import * as power from './rules/power.ts';
import * as provider from './rules/provider.ts';
import * as rekey from './rules/rekey.ts';
import * as remediation from './rules/remediation.ts';
import * as tpm from './rules/tpm.ts';
import * as vcenter from './rules/vcenter.ts';
import * as machine from './rules/virtual-machine.ts';
import * as vsan from './rules/vsan.ts';
import type { State } from './state.ts';

/** The cheapest and most telling events come first: positions near zero are what shrinking ends in. */
export const rules: Rules<Deployment, State, Event, Refusal> = {
  sitePowerFails: power.sitePowerFails,
  vcenterIsLost: vcenter.vcenterIsLost,
  keyServerIsLost: keyServer.keyServerIsLost,
  hostCrashes: host.hostCrashes,
  bootHost: host.bootHost,
  startVcenter: vcenter.startVcenter,
  startKeyServer: keyServer.startKeyServer,
  startMachine: machine.startMachine,
  vcenterRemediatesHost: remediation.vcenterRemediatesHost,
  hostFetchesKeys: keyServer.hostFetchesKeys,
  deleteProvider: provider.deleteProvider,
  importProvider: provider.importProvider,
  importFromBackup: provider.importFromBackup,
  registerProvider: keyServer.registerProvider,
  rebuildVcenter: vcenter.rebuildVcenter,
  restoreVcenter: vcenter.restoreVcenter,
  restoreKeyServer: keyServer.restoreKeyServer,
  addHost: vcenter.addHost,
  enableHostEncryption: host.enableHostEncryption,
  enterRecoveryKey: host.enterRecoveryKey,
  sealConfiguration: tpm.sealConfiguration,
  reinstallHost: host.reinstallHost,
  exportFromBackup: kept.exportFromBackup,
  hostWritesConfiguration: host.hostWritesConfiguration,
  tpmIsCleared: tpm.tpmIsCleared,
  tpmGoesMissing: tpm.tpmGoesMissing,
  boardIsSwapped: tpm.boardIsSwapped,
  bootDeviceFails: host.bootDeviceFails,
  placeIsLost: kept.placeIsLost,
  backupGoesStale: kept.backupGoesStale,
  backupRuns: kept.backupRuns,
  vcenterStops: vcenter.vcenterStops,
  keyServerStops: keyServer.keyServerStops,
  abandonVcenter: vcenter.abandonVcenter,
  shutDownHost: host.shutDownHost,
  powerOffMachine: machine.powerOffMachine,
  attachDisks: machine.attachDisks,
  createProvider: provider.createProvider,
  exportProvider: provider.exportProvider,
  downloadBackup: provider.downloadBackup,
  encryptMachine: machine.encryptMachine,
  enableVsanEncryption: vsan.enableVsanEncryption,
  rekeyHost: rekey.rekeyHost,
  rekeyMachine: rekey.rekeyMachine,
  rekeyVsan: rekey.rekeyVsan,
};
