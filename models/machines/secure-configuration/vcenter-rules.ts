/** vCenter Server: it pushes the KDK, and knows a host by the endorsement key of its TPM. */
import { changed, configurationReads, configurationSlices, written } from './effects.ts';
import type { RuleOf } from './events.ts';
import { notOn } from './power-rules.ts';
import type { State } from './state.ts';

export const vcenterPushesKdk: RuleOf<'vcenterPushesKdk'> = {
  claim: 'A member host without the KDK gets it from vCenter; it is written with the next configuration.',
  sources: ['repush-after-reinstall', 'in-cluster-only', 'configuration-written-later', 'config-stateless'],
  by: 'system',
  spends: 0,
  candidates: () => [{ type: 'vcenterPushesKdk' }],
  parts: (setting) => [
    {
      reads: [...configurationReads, 'vcenter'],
      writes: configurationSlices,
      refusal: (state) => {
        const refusal = vcenterNotRunning(state) ?? notMember(state) ?? notOn(state);
        return refusal ?? (state.host.kdk ? 'hostHasKdk' : undefined);
      },
      apply: (state) => {
        const pushed = { ...state, host: { ...state.host, kdk: true } };
        const waits = setting.switches.cfgDirtyWindow === 'hourly';
        return changed(waits ? pushed : written(setting, pushed));
      },
    },
  ],
};

export const vcenterStops: RuleOf<'vcenterStops'> = {
  claim: 'Hosts that have the KDK do without vCenter.',
  sources: ['vcenter-down-is-harmless', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'vcenterStops' }],
  parts: () => [
    {
      reads: ['vcenter'],
      writes: ['vcenter'],
      refusal: vcenterNotRunning,
      apply: ({ vcenter }) => ({ vcenter: { ...vcenter, running: false } }),
    },
  ],
};

export const startVcenter: RuleOf<'startVcenter'> = {
  claim: 'A stopped vCenter Server is started again.',
  sources: ['vcenter-down-is-harmless'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'startVcenter' }],
  parts: () => [
    {
      reads: ['vcenter'],
      writes: ['vcenter'],
      refusal: ({ vcenter }) => (vcenter.running ? 'vcenterRunning' : undefined),
      apply: ({ vcenter }) => ({ vcenter: { ...vcenter, running: true } }),
    },
  ],
};

export const addHost: RuleOf<'addHost'> = {
  claim: 'A host that is added, or added again, is known by its present endorsement key.',
  sources: ['repush-after-reinstall', 'config-ek-stored'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'addHost' }],
  parts: () => [
    {
      reads: ['vcenter', 'host', 'tpm'],
      writes: ['vcenter'],
      refusal: (state) => {
        const refusal = vcenterNotRunning(state) ?? notOn(state);
        const isKnown = state.vcenter.member && state.vcenter.knowsEk === state.tpm.board;
        return refusal ?? (isKnown ? 'hostIsMember' : undefined);
      },
      apply: ({ vcenter, tpm }) => ({ vcenter: { ...vcenter, member: true, knowsEk: tpm.board } }),
    },
  ],
};

export const clearEk: RuleOf<'clearEk'> = {
  claim:
    'A stored endorsement key that does not match is cleared in vCenter’s database; the host boots without that.',
  sources: ['config-ek-stored', 'config-ek-apart'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'clearEk' }],
  parts: () => [
    {
      reads: ['vcenter', 'host', 'tpm'],
      writes: ['vcenter'],
      refusal: (state) => {
        const refusal = vcenterNotRunning(state) ?? notMember(state) ?? notOn(state);
        return refusal ?? (state.vcenter.knowsEk === state.tpm.board ? 'ekMatches' : undefined);
      },
      apply: ({ vcenter, tpm }) => ({ vcenter: { ...vcenter, knowsEk: tpm.board } }),
    },
  ],
};

function vcenterNotRunning({ vcenter }: State): 'vcenterNotRunning' | undefined {
  return vcenter.running ? undefined : 'vcenterNotRunning';
}

function notMember({ vcenter }: State): 'hostNotMember' | undefined {
  return vcenter.member ? undefined : 'hostNotMember';
}
