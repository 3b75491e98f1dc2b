/** The configuration of one host and the key that opens it: docs/machines/secure-configuration.md. */
import type { Rules } from '../../kernel/machine.ts';
import type { DomainMachine } from '../domain-machine.ts';
import { type Event, type Refusal, refusals } from './events.ts';
import { goalsOf } from './goals.ts';
import * as hardware from './hardware-rules.ts';
import { invariantsOf } from './invariants.ts';
import * as policy from './policy-rules.ts';
import * as power from './power-rules.ts';
import { type ConfigurationSetting, hasChip, initialState, type State, type Variant } from './state.ts';
import * as tpmRules from './tpm-rules.ts';
import * as vcenterRules from './vcenter-rules.ts';
import { describeEvent } from './words.ts';

const rules: Rules<ConfigurationSetting, State, Event, Refusal> = {
  bootHost: power.bootHost,
  shutDownHost: power.shutDownHost,
  hostCrashes: power.hostCrashes,
  quickBoot: power.quickBoot,
  updateEsxi: power.updateEsxi,
  cronWrites: power.cronWrites,
  autoBackup: power.autoBackup,
  vcenterPushesKdk: vcenterRules.vcenterPushesKdk,
  vcenterStops: vcenterRules.vcenterStops,
  startVcenter: vcenterRules.startVcenter,
  addHost: vcenterRules.addHost,
  clearEk: vcenterRules.clearEk,
  bootDeviceFails: hardware.bootDeviceFails,
  reinstallHost: hardware.reinstallHost,
  sealConfiguration: tpmRules.sealConfiguration,
  makeTpmUsable: tpmRules.makeTpmUsable,
  tpmIsCleared: tpmRules.tpmIsCleared,
  clearTpm: tpmRules.clearTpm,
  tpmFails: tpmRules.tpmFails,
  tpmGoesStale: tpmRules.tpmGoesStale,
  tpmLocksOut: tpmRules.tpmLocksOut,
  lockoutEnds: tpmRules.lockoutEnds,
  boardIsSwapped: hardware.boardIsSwapped,
  moveBootDevice: hardware.moveBootDevice,
  firmwareIsUpdated: hardware.firmwareIsUpdated,
  firmwareIsReset: hardware.firmwareIsReset,
  settingIsTurnedOff: hardware.settingIsTurnedOff,
  turnOn: hardware.turnOn,
  requireSecureBoot: policy.requireSecureBoot,
  requireExecInstalledOnly: policy.requireExecInstalledOnly,
  noteRecoveryKey: policy.noteRecoveryKey,
  rotateRecoveryKey: policy.rotateRecoveryKey,
  keptKeyIsLost: policy.keptKeyIsLost,
  enterRecoveryKey: policy.enterRecoveryKey,
};

const sealed: Variant = {
  version: '8.0U3',
  tpm: '2.0',
  usable: true,
  inUse: true,
  stateless: false,
  setFails: false,
};
const unsealed: Variant = { ...sealed, inUse: false };

const variants: Readonly<Record<string, Variant>> = {
  'tpm-2.0': sealed,
  'tpm-unusable': { ...unsealed, usable: false },
  'tpm-added-later': unsealed,
  'tpm-1.2': { ...unsealed, version: '7.0U2', tpm: '1.2', usable: false },
  'no-tpm': { ...unsealed, tpm: 'none', usable: false },
  'vendor-7.0U2': { ...unsealed, version: '7.0U2', setFails: true },
  '8.0-quick-boot': { ...sealed, version: '8.0' },
  'auto-deploy': { ...unsealed, stateless: true },
};

export const secureConfiguration: DomainMachine<Variant, State, Event, Refusal> = {
  name: 'secure-configuration',
  claim: 'What has to be so for a host to have the KDK after a boot without vCenter, and for a thief not to.',
  variants,
  machine: (setting) => ({ site: setting, initial: initialState(setting), rules }),
  invariants: invariantsOf,
  goals: goalsOf,
  observe: ({ vcenter, host, bootDevice, settings, tpm, recovery }) => ({
    vcenter,
    host,
    bootDevice: {
      state: bootDevice.state,
      mode: bootDevice.mode,
      secureBoot: bootDevice.secureBoot,
      execInstalledOnly: bootDevice.execInstalledOnly,
    },
    settings,
    tpm: { present: hasChip(tpm), board: tpm.board },
    noted: recovery.kept,
  }),
  describe: describeEvent,
  describeRefusal: (refusal) => refusals[refusal],
};
