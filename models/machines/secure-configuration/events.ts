/** What can happen to the secure-configuration machine, and why something is refused. */
import type { Rule } from '../../kernel/machine.ts';
import type { ConfigurationSetting, SettingName, State } from './state.ts';

export type Event =
  | { readonly type: 'bootHost' }
  | { readonly type: 'shutDownHost' }
  | { readonly type: 'hostCrashes' }
  | { readonly type: 'quickBoot' }
  | { readonly type: 'updateEsxi' }
  | { readonly type: 'cronWrites' }
  | { readonly type: 'autoBackup' }
  | { readonly type: 'vcenterPushesKdk' }
  | { readonly type: 'vcenterStops' }
  | { readonly type: 'startVcenter' }
  | { readonly type: 'addHost' }
  | { readonly type: 'clearEk' }
  | { readonly type: 'bootDeviceFails' }
  | { readonly type: 'reinstallHost' }
  | { readonly type: 'sealConfiguration' }
  | { readonly type: 'makeTpmUsable' }
  | { readonly type: 'tpmIsCleared' }
  | { readonly type: 'clearTpm' }
  | { readonly type: 'tpmFails' }
  | { readonly type: 'tpmGoesStale' }
  | { readonly type: 'tpmLocksOut' }
  | { readonly type: 'lockoutEnds' }
  | { readonly type: 'boardIsSwapped' }
  | { readonly type: 'moveBootDevice' }
  | { readonly type: 'firmwareIsUpdated'; readonly seal: 'kept' | 'broken' }
  | { readonly type: 'firmwareIsReset' }
  | { readonly type: 'settingIsTurnedOff'; readonly setting: SettingName }
  | { readonly type: 'turnOn'; readonly setting: SettingName }
  | { readonly type: 'requireSecureBoot' }
  | { readonly type: 'requireExecInstalledOnly' }
  | { readonly type: 'noteRecoveryKey' }
  | { readonly type: 'rotateRecoveryKey' }
  | { readonly type: 'keptKeyIsLost' }
  | { readonly type: 'enterRecoveryKey' };

export type Refusal = keyof typeof refusals;

export type RuleOf<Type extends Event['type']> = Rule<
  ConfigurationSetting,
  State,
  Extract<Event, { type: Type }>,
  Refusal
>;

/** Each reason, in a sentence that says what to do. */
export const refusals = {
  hostOn: 'The host is on: shut it down first.',
  hostNotOn: 'The host is not on: boot it.',
  hostNotHalted: 'The host has not stopped at boot: nothing asks for a recovery key.',
  hostHasKdk: 'The host has the KDK already.',
  hostNotMember: 'The host is not in the inventory of vCenter Server: add it.',
  hostIsMember: 'The host is in the inventory, with the endorsement key that it has.',
  stateless: 'A stateless host has no boot device: its configuration is not kept.',
  bootDeviceGone: 'The boot device is gone: reinstall the host on a new one.',
  quickBootNotPossible: 'Quick Boot cannot be used with a TPM before 8.0 U1: reboot.',
  esxiIsUpToDate: 'ESXi is up to date.',
  vcenterNotRunning: 'vCenter Server is not running: start it.',
  vcenterRunning: 'vCenter Server is running already.',
  ekMatches: 'vCenter Server has the endorsement key of this host’s TPM.',
  noTpm: 'The host has no TPM that works: swap the board, or move the boot device to a host with one.',
  tpmTooOld: 'A TPM 1.2 cannot seal a configuration: TPM 2.0 is needed.',
  tpmUnusable:
    'The TPM cannot be used: turn it on in the firmware, with the SHA-256 bank and the TIS/FIFO interface.',
  tpmUsable: 'The TPM can be used as it is.',
  tpmStale: 'The TPM has leftovers: clear it in hardware first.',
  tpmNotStale: 'The TPM has no leftovers.',
  tpmLocked: 'The TPM is locked out: wait until the lockout ends.',
  tpmNotLocked: 'The TPM is not locked out.',
  lockoutOff: 'Under this reading a TPM does not lock itself out.',
  vendorNeedsUpdate: 'Setting the mode fails with this vendor’s TPM: update ESXi first.',
  alreadySealed: 'The configuration is sealed by this TPM already, or will be when it is written.',
  nothingSealed: 'The TPM seals nothing of this host.',
  notSealed: 'The configuration is not sealed by this TPM: set the mode to TPM and write it.',
  noOtherHardware: 'A third board or host is beyond this model.',
  sealSurvives: 'Under this reading a firmware update does not break the seal.',
  settingOn: 'The setting is on.',
  settingOff: 'The setting is off already.',
  secureBootOff: 'Secure boot is off: turn it on in the firmware before it is required.',
  execInstalledOnlyOff: 'The boot option execInstalledOnly is off: turn it on before it is required.',
  alreadyRequired: 'It is required already.',
  policyNotMet: 'The sealed policy is not met: turn the setting on again; no key is needed.',
  noRecoveryKey: 'There is no recovery key: the configuration is not sealed by a TPM.',
  alreadyNoted: 'The present recovery key is noted already.',
  recoveryKeyRotated: 'A second rotation of the recovery key is beyond this model.',
  recoveryKeyNotKept: 'No recovery key is kept outside the host: reinstall it.',
} as const;
