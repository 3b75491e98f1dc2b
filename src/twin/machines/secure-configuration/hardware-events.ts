/** TPM, board, boot device, firmware settings and recovery key. */
import type { Handler } from './host-events.ts';
import {
  chipState,
  comeUp,
  configurationKeyFromText,
  goDown,
  hasDevice,
  inTpmMode,
  newRecoveryKey,
  policyIsMet,
  renewChip,
  type Setting,
  type World,
  write,
} from './world.ts';

function noChip(world: World): boolean {
  return world.chip.health === 'absent' || world.chip.health === 'failed';
}

/** The chip no longer opens what it sealed. */
function breakSeal(world: World): void {
  if (world.defect === 'keepsSealAfterClear') return;
  renewChip(world);
}

function otherHardware(world: World): string | undefined {
  if (world.chip.health === 'absent') return 'noTpm';
  if (world.variant.tpm === '1.2') return 'tpmTooOld';
  return world.board === 'second' ? 'noOtherHardware' : undefined;
}

export const chipEvents: Readonly<Record<string, Handler>> = {
  makeTpmUsable: (world) => {
    if (world.power === 'on') return 'hostOn';
    if (world.variant.tpm === '1.2') return 'tpmTooOld';
    if (world.chip.health !== 'unusable') return 'tpmUsable';
    renewChip(world);
    return undefined;
  },
  tpmIsCleared: (world) => {
    if (noChip(world)) return 'noTpm';
    if (!['sealed', 'locked'].includes(chipState(world))) return 'nothingSealed';
    breakSeal(world);
    return undefined;
  },
  clearTpm: (world) => {
    if (world.power === 'on') return 'hostOn';
    if (world.chip.health !== 'stale') return 'tpmNotStale';
    renewChip(world);
    return undefined;
  },
  tpmFails: (world) => {
    if (noChip(world)) return 'noTpm';
    if (world.chip.health === 'unusable') return 'tpmUnusable';
    world.chip.health = 'failed';
    return undefined;
  },
  tpmGoesStale: (world) => {
    if (noChip(world)) return 'noTpm';
    if (world.chip.health === 'unusable') return 'tpmUnusable';
    if (world.chip.health === 'stale') return 'tpmStale';
    world.chip.health = 'stale';
    return undefined;
  },
  tpmLocksOut: (world) => {
    if (world.switches.tpmLockout === 'off') return 'lockoutOff';
    if (chipState(world) !== 'sealed') return 'nothingSealed';
    world.chip.health = 'lockedOut';
    return undefined;
  },
  lockoutEnds: (world) => {
    if (world.chip.health !== 'lockedOut') return 'tpmNotLocked';
    world.chip.health = 'good';
    return undefined;
  },
  sealConfiguration: (world) => {
    if (world.power !== 'on') return 'hostNotOn';
    if (world.device === 'none') return 'stateless';
    if (world.device === 'gone') return 'bootDeviceGone';
    if (noChip(world)) return 'noTpm';
    if (world.variant.tpm === '1.2') return 'tpmTooOld';
    if (world.chip.health === 'unusable' || !world.settings.tpm) return 'tpmUnusable';
    if (world.chip.health === 'stale') return 'tpmStale';
    if (world.chip.health === 'lockedOut') return 'tpmLocked';
    if (!world.esxiUpToDate) return 'vendorNeedsUpdate';
    if (world.sealPending || chipState(world) === 'sealed') return 'alreadySealed';
    world.sealPending = true;
    if (world.switches.cfgDirtyWindow === 'none') write(world);
    return undefined;
  },
};

export const boardEvents: Readonly<Record<string, Handler>> = {
  bootDeviceFails: (world) => {
    if (world.device === 'none') return 'stateless';
    if (world.device === 'gone') return 'bootDeviceGone';
    world.device = 'gone';
    world.recoveryKey = undefined;
    if (world.chip.health === 'lockedOut') world.chip.health = 'good';
    return undefined;
  },
  boardIsSwapped: (world) => {
    const refusal = otherHardware(world);
    if (refusal !== undefined) return refusal;
    goDown(world, 'cleanly');
    world.board = 'second';
    renewChip(world);
    return undefined;
  },
  moveBootDevice: (world) => {
    if (world.device === 'none') return 'stateless';
    if (world.device === 'gone') return 'bootDeviceGone';
    const refusal = otherHardware(world);
    if (refusal !== undefined) return refusal;
    goDown(world, 'cleanly');
    world.board = 'second';
    renewChip(world);
    world.settings.secureBoot = true;
    world.settings.tpm = true;
    return undefined;
  },
  firmwareIsUpdated: (world, event) => {
    const { seal } = event as { readonly seal: 'kept' | 'broken' };
    if (seal === 'broken') {
      if (world.switches.firmwareUpdateUnseal === 'ok') return 'sealSurvives';
      if (chipState(world) !== 'sealed') return 'nothingSealed';
    }
    goDown(world, 'cleanly');
    if (seal === 'broken') breakSeal(world);
    return undefined;
  },
  firmwareIsReset: (world) => {
    goDown(world, 'atOnce');
    world.settings.secureBoot = false;
    world.settings.tpm = false;
    return undefined;
  },
  settingIsTurnedOff: (world, event) => {
    const { setting } = event as { readonly setting: Setting };
    if (!world.settings[setting]) return 'settingOff';
    goDown(world, 'cleanly');
    world.settings[setting] = false;
    return undefined;
  },
  turnOn: (world, event) => {
    const { setting } = event as { readonly setting: Setting };
    if (world.power === 'on') return 'hostOn';
    if (world.settings[setting]) return 'settingOn';
    world.settings[setting] = true;
    return undefined;
  },
};

export const policyEvents: Readonly<Record<string, Handler>> = {
  requireSecureBoot: (world) => {
    if (world.power !== 'on') return 'hostNotOn';
    if (!hasDevice(world) || chipState(world) !== 'sealed') return 'notSealed';
    if (!world.settings.secureBoot) return 'secureBootOff';
    if (world.device.policy.secureBoot === 'required') return 'alreadyRequired';
    world.device.policy.secureBoot = 'required';
    return undefined;
  },
  requireExecInstalledOnly: (world) => {
    if (world.power !== 'on') return 'hostNotOn';
    if (!hasDevice(world) || chipState(world) !== 'sealed') return 'notSealed';
    if (!world.settings.execInstalledOnly) return 'execInstalledOnlyOff';
    if (world.device.policy.execInstalledOnly) return 'alreadyRequired';
    world.device.policy.execInstalledOnly = true;
    return undefined;
  },
  noteRecoveryKey: (world) => {
    if (world.power !== 'on') return 'hostNotOn';
    if (world.recoveryKey === undefined) return 'noRecoveryKey';
    if (world.kept?.text === world.recoveryKey.text) return 'alreadyNoted';
    world.kept = world.recoveryKey;
    return undefined;
  },
  rotateRecoveryKey: (world) => {
    if (world.power !== 'on') return 'hostNotOn';
    const key = world.memory?.configurationKey;
    if (!hasDevice(world) || world.recoveryKey === undefined || key === undefined) return 'noRecoveryKey';
    if (world.recoveryKey.label === 'rotated') return 'recoveryKeyRotated';
    const before = world.device.recoverable;
    newRecoveryKey(world, world.device, key, 'rotated');
    if (world.defect === 'oldRecoveryKeyStillOpens') world.device.recoverable = before;
    return undefined;
  },
  keptKeyIsLost: (world) => {
    if (world.kept === undefined) return 'recoveryKeyNotKept';
    world.kept = undefined;
    return undefined;
  },
  enterRecoveryKey: (world) => {
    if (world.power !== 'halted') return 'hostNotHalted';
    if (!hasDevice(world)) return 'bootDeviceGone';
    if (inTpmMode(world) && !policyIsMet(world)) return 'policyNotMet';
    if (noChip(world)) return 'noTpm';
    if (world.kept === undefined) return 'recoveryKeyNotKept';
    const key = configurationKeyFromText(world, world.kept);
    if (key === undefined) world.error = 'C';
    else comeUp(world, key);
    return undefined;
  },
};
