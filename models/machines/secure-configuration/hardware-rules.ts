/** Boot device, board, firmware: what is replaced, updated, reset. */
import { changed, configurationReads, configurationSlices, off, wentDown } from './effects.ts';
import type { Refusal, RuleOf } from './events.ts';
import { bootDeviceGone, isStateless } from './power-rules.ts';
import { type ConfigurationSetting, emptyDevice, sealsKey, settingNames, type State } from './state.ts';
import { foreign, tooOld } from './tpm-rules.ts';

export const bootDeviceFails: RuleOf<'bootDeviceFails'> = {
  claim: 'With its boot device a host loses its configuration; while it runs, nobody notices.',
  sources: ['kdk-in-configuration', 'no-recovery-key-reinstall', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'bootDeviceFails' }],
  parts: () => [
    {
      reads: ['bootDevice', 'tpm', 'recovery'],
      writes: ['bootDevice', 'tpm', 'recovery'],
      refusal: (state) => isStateless(state) ?? bootDeviceGone(state),
      apply: ({ tpm, recovery }) => ({
        bootDevice: emptyDevice('gone'),
        tpm: sealsKey(tpm) ? foreign(tpm) : tpm,
        recovery: { ...recovery, current: 'none' },
      }),
    },
  ],
};

export const reinstallHost: RuleOf<'reinstallHost'> = {
  claim:
    'A reinstalled host has an empty configuration, sealed if its TPM can be used and silently not otherwise, and must rejoin.',
  sources: [
    'no-recovery-key-reinstall',
    'repush-after-reinstall',
    'mode-none',
    'config-stale-chip',
    'recovery-key-not-kept',
    'bound-faults',
  ],
  by: 'operator',
  spends: 1,
  candidates: () => [{ type: 'reinstallHost' }],
  parts: () => [
    {
      reads: [...configurationReads, 'vcenter'],
      writes: [...configurationSlices, 'vcenter'],
      refusal: (state) => {
        if (state.host.power === 'on') return 'hostOn';
        return isStateless(state) ?? chipInTheWay(state);
      },
      apply: ({ host, tpm, settings, vcenter }) => {
        const canSeal = tpm.state === 'foreign' || tpm.state === 'sealed';
        const seals = canSeal && settings.tpm && host.esxiUpToDate;
        const fresh = emptyDevice('intact');
        const secureBoot = settings.secureBoot ? 'sealed' : 'free';
        return {
          vcenter: { ...vcenter, member: false },
          host: off(host),
          bootDevice: seals ? { ...fresh, mode: 'tpm', secureBoot } : fresh,
          tpm: canSeal ? { ...tpm, state: seals ? 'sealed' : 'foreign' } : tpm,
          recovery: { current: seals ? 'first' : 'none', kept: 'none' },
        };
      },
    },
  ],
};

export const boardIsSwapped: RuleOf<'boardIsSwapped'> = {
  claim: 'A new board brings a TPM that never sealed anything of this host, with another endorsement key.',
  sources: ['halted-without-tpm', 'rebind-after-swap', 'config-ek-stored', 'bound-faults'],
  by: 'operator',
  spends: 1,
  candidates: () => [{ type: 'boardIsSwapped' }],
  parts: (setting) => [
    {
      reads: configurationReads,
      writes: configurationSlices,
      refusal: (state) => otherHardware(setting, state),
      apply: (state) => changed(onSecondBoard(setting, state)),
    },
  ],
};

export const moveBootDevice: RuleOf<'moveBootDevice'> = {
  claim: 'The boot device can be moved to another host with a TPM, where the recovery key opens it.',
  sources: ['config-move-device', 'config-moved-chip', 'bound-faults'],
  by: 'operator',
  spends: 1,
  candidates: () => [{ type: 'moveBootDevice' }],
  parts: (setting) => [
    {
      reads: configurationReads,
      writes: [...configurationSlices, 'settings'],
      refusal: (state) => isStateless(state) ?? bootDeviceGone(state) ?? otherHardware(setting, state),
      apply: (state) => ({
        ...changed(onSecondBoard(setting, state)),
        settings: { ...state.settings, secureBoot: true, tpm: true },
      }),
    },
  ],
};

export const firmwareIsUpdated: RuleOf<'firmwareIsUpdated'> = {
  claim: 'A firmware update may change what was measured, and break the seal.',
  sources: ['config-firmware-update', 'config-error-others', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () =>
    (['kept', 'broken'] as const).map((seal) => ({ type: 'firmwareIsUpdated' as const, seal })),
  parts: (setting, { seal }) => [
    {
      reads: configurationReads,
      writes: configurationSlices,
      refusal: ({ tpm }) => {
        if (seal === 'kept') return undefined;
        if (setting.switches.firmwareUpdateUnseal === 'ok') return 'sealSurvives';
        return tpm.state === 'sealed' ? undefined : 'nothingSealed';
      },
      apply: (state) => {
        const down = wentDown(setting, state);
        return changed(seal === 'kept' ? down : { ...down, tpm: foreign(down.tpm) });
      },
    },
  ],
};

export const firmwareIsReset: RuleOf<'firmwareIsReset'> = {
  claim: 'A dead CMOS battery takes the host down and resets its firmware: secure boot and TPM are off.',
  sources: ['config-settings-reset', 'configuration-written-later', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'firmwareIsReset' }],
  parts: () => [
    {
      reads: ['host', 'settings'],
      writes: ['host', 'settings'],
      apply: ({ host, settings }) => ({
        host: off(host),
        settings: { ...settings, secureBoot: false, tpm: false },
      }),
    },
  ],
};

export const settingIsTurnedOff: RuleOf<'settingIsTurnedOff'> = {
  claim: 'Somebody turns a setting off at a maintenance; the next boot shows it.',
  sources: ['config-error-policy', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => settingNames.map((setting) => ({ type: 'settingIsTurnedOff' as const, setting })),
  parts: (site, { setting }) => [
    {
      reads: configurationReads,
      writes: [...configurationSlices, 'settings'],
      refusal: ({ settings }) => (settings[setting] ? undefined : 'settingOff'),
      apply: (state) => ({
        ...changed(wentDown(site, state)),
        settings: { ...state.settings, [setting]: false },
      }),
    },
  ],
};

export const turnOn: RuleOf<'turnOn'> = {
  claim: 'A setting is put back in the firmware or at the boot prompt.',
  sources: ['config-put-back'],
  by: 'operator',
  spends: 0,
  candidates: () => settingNames.map((setting) => ({ type: 'turnOn' as const, setting })),
  parts: (_, { setting }) => [
    {
      reads: ['host', 'settings'],
      writes: ['settings'],
      refusal: ({ host, settings }) => {
        if (host.power === 'on') return 'hostOn';
        return settings[setting] ? 'settingOn' : undefined;
      },
      apply: ({ settings }) => ({ settings: { ...settings, [setting]: true } }),
    },
  ],
};

function otherHardware({ variant }: ConfigurationSetting, { tpm }: State): Refusal | undefined {
  if (tpm.state === 'absent') return 'noTpm';
  return tooOld(variant) ?? (tpm.board === 'second' ? 'noOtherHardware' : undefined);
}

type Rehoused = Parameters<typeof changed>[0];

function onSecondBoard(setting: ConfigurationSetting, state: Rehoused): Rehoused {
  return { ...wentDown(setting, state), tpm: { board: 'second', state: 'foreign' } };
}

function chipInTheWay({ tpm }: State): 'tpmStale' | 'tpmLocked' | undefined {
  if (tpm.state === 'stale') return 'tpmStale';
  return tpm.state === 'locked' ? 'tpmLocked' : undefined;
}
