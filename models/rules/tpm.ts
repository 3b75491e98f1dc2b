/** The physical TPM: present is not the same as in use. */
import { isStateless, type RuleOf, writable } from '../deployment.ts';
import type { Site } from '../site.ts';
import { set, slice } from '../state.ts';
import { downed, outageParts } from './outage.ts';

export const tpmIsCleared: RuleOf<'tpmIsCleared'> = {
  claim: 'A cleared TPM no longer opens what it sealed; a running host notices at its next boot.',
  sources: ['halted-without-tpm', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: ({ site }) => hostsWithTpm(site).map((host) => ({ type: 'tpmIsCleared' as const, host })),
  parts: (_, { host }) => [
    {
      reads: [`tpm/${host}`],
      writes: [`tpm/${host}`],
      refusal: (slices) => {
        const chip = slice(slices, `tpm/${host}`);
        if (chip === 'none') return 'noTpm';
        return chip === 'sealed' ? undefined : 'tpmNotSealed';
      },
      apply: () => set(`tpm/${host}`, 'foreign'),
    },
  ],
};

export const tpmGoesMissing: RuleOf<'tpmGoesMissing'> = {
  claim: 'A failed or removed TPM opens nothing; a running host notices at its next boot.',
  sources: ['halted-without-tpm', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: ({ site }) => hostsWithTpm(site).map((host) => ({ type: 'tpmGoesMissing' as const, host })),
  parts: (_, { host }) => [
    {
      reads: [`tpm/${host}`],
      writes: [`tpm/${host}`],
      refusal: (slices) => (slice(slices, `tpm/${host}`) === 'none' ? 'noTpm' : undefined),
      apply: () => set(`tpm/${host}`, 'none'),
    },
  ],
};

export const boardIsSwapped: RuleOf<'boardIsSwapped'> = {
  claim: 'A new board brings a TPM that never sealed anything of this host.',
  sources: ['halted-without-tpm', 'rebind-after-swap', 'bound-faults'],
  by: 'operator',
  spends: 1,
  candidates: ({ site }) => hostsWithTpm(site).map((host) => ({ type: 'boardIsSwapped' as const, host })),
  parts: (deployment, { host }) => [
    {
      reads: [`host/${host}`, `tpm/${host}`],
      writes: [`host/${host}`, `tpm/${host}`],
      apply: (slices) => ({
        ...set(`host/${host}`, downed(deployment.site, slice(slices, `host/${host}`))),
        ...set(`tpm/${host}`, 'foreign'),
      }),
    },
    ...outageParts(deployment, host),
  ],
};

export const sealConfiguration: RuleOf<'sealConfiguration'> = {
  claim: 'A TPM that is present is put to use by sealing the configuration to it, and writing it.',
  sources: ['seal-later', 'rebind-after-swap', 'mode-none', 'tpm-2-only'],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) => hostsWithTpm(site).map((host) => ({ type: 'sealConfiguration' as const, host })),
  parts: (deployment, { host }) => [
    {
      reads: [`host/${host}`, `tpm/${host}`],
      writes: [`host/${host}`, `tpm/${host}`],
      refusal: (slices) => {
        if (isStateless(deployment.site, host)) return 'noBootDevice';
        const { power, configuration, binding } = slice(slices, `host/${host}`);
        const chip = slice(slices, `tpm/${host}`);
        if (power !== 'on') return 'hostNotOn';
        if (configuration === 'gone') return 'configurationGone';
        if (chip === 'none') return 'noTpm';
        return binding === 'tpm' && chip === 'sealed' ? 'tpmAlreadySealed' : undefined;
      },
      apply: (slices) => {
        const bound = { ...slice(slices, `host/${host}`), binding: 'tpm' as const };
        return {
          ...set(`host/${host}`, { ...bound, written: writable(deployment, host, bound) }),
          ...set(`tpm/${host}`, 'sealed'),
        };
      },
    },
  ],
};

/** Hosts whose TPM can seal at all. Fact tpm-2-only. */
function hostsWithTpm({ hosts }: Site): readonly string[] {
  return hosts.filter(({ tpm }) => tpm === '2.0').map(({ name }) => name);
}
