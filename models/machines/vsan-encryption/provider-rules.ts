/** The key providers, and which of their keys the hosts keep. */
import { asked } from './cluster-rules.ts';
import { hosts, type Provider, providers } from './names.ts';
import { type ProvidersSlice, type RuleOf, type VsanPart, when } from './state.ts';
import type { Refusal } from './events.ts';

/** A part that changes one provider. */
function onProvider(
  provider: Provider,
  refusal: (state: ProvidersSlice[Provider]) => Refusal | undefined,
  to: ProvidersSlice[Provider],
): readonly VsanPart[] {
  return [
    {
      reads: ['providers'],
      writes: ['providers'],
      refusal: (state) => refusal(state.providers[provider]),
      apply: (state) => ({ providers: { ...state.providers, [provider]: to } }),
    },
  ];
}

export const deleteProvider: RuleOf<'deleteProvider'> = {
  claim: 'A provider that is in use can be deleted; nothing warns.',
  sources: ['delete-is-not-blocked', 'vsan-own-provider'],
  by: 'operator',
  spends: 1,
  candidates: (setting) =>
    asked(
      setting,
      'provider',
      providers.map((provider) => ({ type: 'deleteProvider' as const, provider })),
    ),
  parts: (_, { provider }) => onProvider(provider, (state) => when(state === 'gone', 'providerGone'), 'gone'),
};

export const restoreProvider: RuleOf<'restoreProvider'> = {
  claim: 'A provider comes back with its keys when its .p12 or its trusted key server is still there.',
  sources: ['import-restores-name-and-key', 'kms-keeps-keys'],
  by: 'operator',
  spends: 0,
  candidates: (setting) =>
    asked(
      setting,
      'provider',
      providers.map((provider) => ({ type: 'restoreProvider' as const, provider })),
    ),
  parts: ({ variant }, { provider }) =>
    onProvider(
      provider,
      (state) =>
        when(state !== 'gone', 'providerPresent') ?? when(!variant.copies.includes(provider), 'noCopyKept'),
      'ready',
    ),
};

export const providerGoesAway: RuleOf<'providerGoesAway'> = {
  claim: 'A key server can be out of reach, or its credentials missing.',
  sources: ['vsan-locked-until-keys', 'vsan-asks-kms-itself'],
  by: 'fault',
  spends: 1,
  candidates: ({ variant }) =>
    variant.provider === 'standard'
      ? providers.map((provider) => ({ type: 'providerGoesAway' as const, provider }))
      : [],
  parts: (_, { provider }) =>
    onProvider(provider, (state) => when(state !== 'ready', 'providerNotReady'), 'away'),
};

export const providerComesBack: RuleOf<'providerComesBack'> = {
  claim: 'A key server that was out of reach still has all its keys.',
  sources: ['vsan-locked-until-keys', 'kms-keeps-keys'],
  by: 'operator',
  spends: 0,
  candidates: ({ variant }) =>
    variant.provider === 'standard'
      ? providers.map((provider) => ({ type: 'providerComesBack' as const, provider }))
      : [],
  parts: (_, { provider }) =>
    onProvider(provider, (state) => when(state !== 'away', 'providerNotAway'), 'ready'),
};

export const vcenterRemediatesHost: RuleOf<'vcenterRemediatesHost'> = {
  claim: 'vCenter brings the KDKs of a host in line with the providers that it has.',
  sources: ['remediation-replaces', 'deleted-then-locked', 'kdk-in-configuration'],
  by: 'system',
  spends: 0,
  candidates: ({ variant }) =>
    variant.provider === 'native'
      ? hosts.map((host) => ({ type: 'vcenterRemediatesHost' as const, host }))
      : [],
  parts: ({ switches }, { host }) => [
    {
      reads: ['providers', `host/${host}`],
      writes: [`host/${host}`],
      refusal: (state) => when(state[`host/${host}`].power === 'off', 'hostNotOn'),
      apply: (state) => {
        const before = state[`host/${host}`];
        const keeps = providers.filter(
          (provider) =>
            state.providers[provider] === 'ready' ||
            (switches.remediation === 'addsOnly' && before.keeps.includes(provider)),
        );
        return { [`host/${host}`]: { ...before, keeps } };
      },
    },
  ],
};
