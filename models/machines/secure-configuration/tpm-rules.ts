/** The TPM: present, usable and in use are three things. */
import { changed, configurationReads, configurationSlices, written } from './effects.ts';
import type { Refusal, RuleOf } from './events.ts';
import { bootDeviceGone, isStateless, notOn } from './power-rules.ts';
import { hasChip, sealsKey, type State, type Tpm, type Variant } from './state.ts';

export const sealConfiguration: RuleOf<'sealConfiguration'> = {
  claim: 'The configuration is sealed by a usable TPM from the next write on; there is no way back.',
  sources: [
    'seal-later',
    'mode-none',
    'rebind-after-swap',
    'config-set-fails',
    'config-hardware',
    'tpm-2-only',
    'config-root-password',
  ],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'sealConfiguration' }],
  parts: (setting) => [
    {
      reads: configurationReads,
      writes: configurationSlices,
      refusal: (state) => {
        const unwritable = notOn(state) ?? isStateless(state) ?? bootDeviceGone(state);
        return unwritable ?? unsealable(setting.variant, state) ?? alreadySealed(state);
      },
      apply: (state) => {
        const pending = { ...state, host: { ...state.host, sealPending: true } };
        const waits = setting.switches.cfgDirtyWindow === 'hourly';
        return changed(waits ? pending : written(setting, pending));
      },
    },
  ],
};

export const makeTpmUsable: RuleOf<'makeTpmUsable'> = {
  claim: 'A TPM 2.0 with the wrong interface or hash bank is put right in the firmware.',
  sources: ['config-hardware', 'config-chip-unusable', 'config-fix-firmware'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'makeTpmUsable' }],
  parts: ({ variant }) => [
    {
      reads: ['host', 'tpm'],
      writes: ['tpm'],
      refusal: ({ host, tpm }) => {
        if (host.power === 'on') return 'hostOn';
        return tooOld(variant) ?? (tpm.state === 'unusable' ? undefined : 'tpmUsable');
      },
      apply: ({ tpm }) => ({ tpm: foreign(tpm) }),
    },
  ],
};

export const tpmIsCleared: RuleOf<'tpmIsCleared'> = {
  claim: 'A cleared TPM, or one that was moved, opens nothing any more; its endorsement key stays.',
  sources: ['halted-without-tpm', 'config-moved-chip', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'tpmIsCleared' }],
  parts: () => [
    {
      reads: ['tpm'],
      writes: ['tpm'],
      refusal: (state) => noTpm(state) ?? (sealsKey(state.tpm) ? undefined : 'nothingSealed'),
      apply: ({ tpm }) => ({ tpm: foreign(tpm) }),
    },
  ],
};

export const clearTpm: RuleOf<'clearTpm'> = {
  claim: 'A TPM with leftovers is cleared in hardware before it can be used again.',
  sources: ['config-stale-chip'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'clearTpm' }],
  parts: () => [
    {
      reads: ['host', 'tpm'],
      writes: ['tpm'],
      refusal: ({ host, tpm }) => {
        if (host.power === 'on') return 'hostOn';
        return tpm.state === 'stale' ? undefined : 'tpmNotStale';
      },
      apply: ({ tpm }) => ({ tpm: foreign(tpm) }),
    },
  ],
};

export const tpmFails: RuleOf<'tpmFails'> = {
  claim: 'A failed TPM opens nothing; a running host notices at its next boot.',
  sources: ['halted-without-tpm', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'tpmFails' }],
  parts: () => [
    {
      reads: ['tpm'],
      writes: ['tpm'],
      refusal: (state) => noTpm(state) ?? unusable(state),
      apply: ({ tpm }) => ({ tpm: { ...tpm, state: 'failed' } }),
    },
  ],
};

export const tpmGoesStale: RuleOf<'tpmGoesStale'> = {
  claim: 'Leftovers in a TPM can keep it from opening and from sealing.',
  sources: ['config-stale-chip', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'tpmGoesStale' }],
  parts: () => [
    {
      reads: ['tpm'],
      writes: ['tpm'],
      refusal: (state) => noTpm(state) ?? unusable(state) ?? stale(state),
      apply: ({ tpm }) => ({ tpm: { ...tpm, state: 'stale' } }),
    },
  ],
};

export const tpmLocksOut: RuleOf<'tpmLocksOut'> = {
  claim: 'A TPM that is locked out does not unseal for a while, if that happens at all.',
  sources: ['config-lockout', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'tpmLocksOut' }],
  parts: ({ switches }) => [
    {
      reads: ['tpm'],
      writes: ['tpm'],
      refusal: ({ tpm }) => {
        if (switches.tpmLockout === 'off') return 'lockoutOff';
        return tpm.state === 'sealed' ? undefined : 'nothingSealed';
      },
      apply: ({ tpm }) => ({ tpm: { ...tpm, state: 'locked' } }),
    },
  ],
};

export const lockoutEnds: RuleOf<'lockoutEnds'> = {
  claim: 'A lockout passes by waiting.',
  sources: ['config-lockout'],
  by: 'system',
  spends: 0,
  candidates: () => [{ type: 'lockoutEnds' }],
  parts: () => [
    {
      reads: ['tpm'],
      writes: ['tpm'],
      refusal: ({ tpm }) => (tpm.state === 'locked' ? undefined : 'tpmNotLocked'),
      apply: ({ tpm }) => ({ tpm: { ...tpm, state: 'sealed' } }),
    },
  ],
};

/** A chip that works and seals nothing of this host. */
export function foreign(tpm: Tpm): Tpm {
  return { ...tpm, state: 'foreign' };
}

/** Why something that needs a TPM 2.0 is refused. */
export function tooOld({ tpm }: Variant): 'tpmTooOld' | undefined {
  return tpm === '1.2' ? 'tpmTooOld' : undefined;
}

function unsealable(variant: Variant, state: State): Refusal | undefined {
  const chip = noTpm(state) ?? tooOld(variant) ?? unusable(state);
  if (chip !== undefined) return chip;
  if (!state.settings.tpm) return 'tpmUnusable';
  if (state.tpm.state === 'stale') return 'tpmStale';
  if (state.tpm.state === 'locked') return 'tpmLocked';
  return state.host.esxiUpToDate ? undefined : 'vendorNeedsUpdate';
}

function alreadySealed({ host, bootDevice, tpm }: State): 'alreadySealed' | undefined {
  const sealed = bootDevice.mode === 'tpm' && tpm.state === 'sealed';
  return sealed || host.sealPending ? 'alreadySealed' : undefined;
}

function noTpm({ tpm }: State): 'noTpm' | undefined {
  return hasChip(tpm) ? undefined : 'noTpm';
}

function unusable({ tpm }: State): 'tpmUnusable' | undefined {
  return tpm.state === 'unusable' ? 'tpmUnusable' : undefined;
}

function stale({ tpm }: State): 'tpmStale' | undefined {
  return tpm.state === 'stale' ? 'tpmStale' : undefined;
}
