/** What an administrator adds to a sealed configuration: requirements, and the recovery key outside the host. */
import { halted, on } from './effects.ts';
import type { RuleOf } from './events.ts';
import { bootDeviceGone, notOn } from './power-rules.ts';
import { hasChip, policyIsMet, type State } from './state.ts';

export const requireSecureBoot: RuleOf<'requireSecureBoot'> = {
  claim: 'Secure boot is required from now on, sealed into the policy.',
  sources: ['config-enforcement', 'config-policy-secure-boot', 'config-tampered-boot'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'requireSecureBoot' }],
  parts: () => [
    {
      reads: ['host', 'bootDevice', 'tpm', 'settings'],
      writes: ['bootDevice'],
      refusal: (state) => {
        const refusal = notOn(state) ?? notSealed(state);
        if (refusal !== undefined) return refusal;
        if (!state.settings.secureBoot) return 'secureBootOff';
        return state.bootDevice.secureBoot === 'required' ? 'alreadyRequired' : undefined;
      },
      apply: ({ bootDevice }) => ({ bootDevice: { ...bootDevice, secureBoot: 'required' } }),
    },
  ],
};

export const requireExecInstalledOnly: RuleOf<'requireExecInstalledOnly'> = {
  claim: 'execInstalledOnly is required from now on, sealed into the policy.',
  sources: ['config-enforcement', 'config-exec-only'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'requireExecInstalledOnly' }],
  parts: () => [
    {
      reads: ['host', 'bootDevice', 'tpm', 'settings'],
      writes: ['bootDevice'],
      refusal: (state) => {
        const refusal = notOn(state) ?? notSealed(state);
        if (refusal !== undefined) return refusal;
        if (!state.settings.execInstalledOnly) return 'execInstalledOnlyOff';
        return state.bootDevice.execInstalledOnly ? 'alreadyRequired' : undefined;
      },
      apply: ({ bootDevice }) => ({ bootDevice: { ...bootDevice, execInstalledOnly: true } }),
    },
  ],
};

export const noteRecoveryKey: RuleOf<'noteRecoveryKey'> = {
  claim:
    'The recovery key is listed on a running host and kept outside of it by the administrator, or not at all.',
  sources: ['config-recovery-key', 'recovery-key-not-kept', 'config-key-and-device'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'noteRecoveryKey' }],
  parts: () => [
    {
      reads: ['host', 'recovery'],
      writes: ['recovery'],
      refusal: (state) => {
        const { current, kept } = state.recovery;
        return notOn(state) ?? noRecoveryKey(state) ?? (kept === current ? 'alreadyNoted' : undefined);
      },
      apply: ({ recovery }) => ({ recovery: { ...recovery, kept: recovery.current } }),
    },
  ],
};

export const rotateRecoveryKey: RuleOf<'rotateRecoveryKey'> = {
  claim: 'After a rotation the recovery key that was noted is worthless.',
  sources: ['config-recovery-key'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'rotateRecoveryKey' }],
  parts: () => [
    {
      reads: ['host', 'recovery'],
      writes: ['recovery'],
      refusal: (state) => {
        const isRotated = state.recovery.current === 'rotated';
        return notOn(state) ?? noRecoveryKey(state) ?? (isRotated ? 'recoveryKeyRotated' : undefined);
      },
      apply: ({ recovery }) => ({ recovery: { ...recovery, current: 'rotated' } }),
    },
  ],
};

export const keptKeyIsLost: RuleOf<'keptKeyIsLost'> = {
  claim: 'The note with the recovery key is lost; the product has no copy.',
  sources: ['recovery-key-not-kept', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'keptKeyIsLost' }],
  parts: () => [
    {
      reads: ['recovery'],
      writes: ['recovery'],
      refusal: ({ recovery }) => (recovery.kept === 'none' ? 'recoveryKeyNotKept' : undefined),
      apply: ({ recovery }) => ({ recovery: { ...recovery, kept: 'none' } }),
    },
  ],
};

export const enterRecoveryKey: RuleOf<'enterRecoveryKey'> = {
  claim: 'The present recovery key opens the configuration that the TPM does not open; an old one does not.',
  sources: [
    'halted-without-tpm',
    'config-error-others',
    'config-recovery-not-for-policy',
    'config-move-device',
  ],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'enterRecoveryKey' }],
  parts: () => [
    {
      reads: ['host', 'bootDevice', 'settings', 'tpm', 'recovery'],
      writes: ['host'],
      refusal: (state) => {
        if (state.host.power !== 'halted') return 'hostNotHalted';
        const gone = bootDeviceGone(state);
        if (gone !== undefined) return gone;
        if (!policyIsMet(state)) return 'policyNotMet';
        if (!hasChip(state.tpm)) return 'noTpm';
        return state.recovery.kept === 'none' ? 'recoveryKeyNotKept' : undefined;
      },
      apply: ({ host, bootDevice, recovery }) => ({
        host: recovery.kept === recovery.current ? on(host, bootDevice) : halted(host, 'C'),
      }),
    },
  ],
};

function notSealed({ bootDevice, tpm }: State): 'notSealed' | undefined {
  return bootDevice.mode === 'tpm' && tpm.state === 'sealed' ? undefined : 'notSealed';
}

function noRecoveryKey({ recovery }: State): 'noRecoveryKey' | undefined {
  return recovery.current === 'none' ? 'noRecoveryKey' : undefined;
}
