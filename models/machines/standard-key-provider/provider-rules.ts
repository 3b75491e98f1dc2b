/** vCenter Server, the providers it has, and what it gives the hosts of their configuration. */
import { when } from '../rule-of.ts';
import { hostNames, type KeyId, providerNames } from './names.ts';
import {
  type Provider,
  type ProviderSlice,
  providersOf,
  rule,
  type RuleFor,
  type State,
  type Trust,
} from './state.ts';
import { asked, kmsRefusal, loginRefusal, trustOf, vcenterRefusal } from './words.ts';

const providerSlices: readonly ProviderSlice[] = providerNames.map((name) => `provider/${name}` as const);

export const vcenterStops: RuleFor<'vcenterStops'> = rule({
  claim: 'With vCenter stopped running machines go on, and no host gets a key through it.',
  sources: ['standard-needs-both', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['vcenter'],
  events: () => [{ type: 'vcenterStops' }],
  reads: () => [],
  writes: () => ['vcenter'],
  refusal: ({ vcenter }) => when(vcenter.state !== 'running', 'vcenterNotRunning'),
  apply: ({ vcenter }) => ({ vcenter: { ...vcenter, state: 'stopped' } }),
});

export const startVcenter: RuleFor<'startVcenter'> = rule({
  claim: 'With vCenter back the hosts get their keys again.',
  sources: ['standard-keys-pushed'],
  by: 'operator',
  spends: 0,
  groups: ['vcenter'],
  events: () => [{ type: 'startVcenter' }],
  reads: () => [],
  writes: () => ['vcenter'],
  refusal: ({ vcenter }) => when(vcenter.state !== 'stopped', 'vcenterNotStopped'),
  apply: ({ vcenter }) => ({ vcenter: { ...vcenter, state: 'running' } }),
});

export const vcenterIsLost: RuleFor<'vcenterIsLost'> = rule({
  claim: 'With vCenter its providers, its trust and the ids of keys are lost, but no key.',
  sources: ['key-in-key-server', 'credentials-in-vcenter', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['vcenter'],
  events: () => [{ type: 'vcenterIsLost' }],
  reads: () => [],
  writes: () => ['vcenter', ...providerSlices],
  refusal: ({ vcenter }) => when(vcenter.state === 'lost', 'vcenterLost'),
  apply: () => ({ vcenter: { state: 'lost', knows: [] }, 'provider/kms': null, 'provider/kms-new': null }),
});

export const rebuildVcenter: RuleFor<'rebuildVcenter'> = rule({
  claim: 'A new vCenter needs the same provider name, trust, and the locked machines registered again.',
  sources: ['standard-new-vcenter'],
  by: 'operator',
  spends: 0,
  groups: ['vcenter'],
  events: () => [{ type: 'rebuildVcenter' }],
  reads: () => [],
  writes: () => ['vcenter'],
  refusal: ({ vcenter }) => when(vcenter.state !== 'lost', 'vcenterNotLost'),
  apply: ({ vcenter }) => ({ vcenter: { ...vcenter, state: 'running' } }),
});

export const vecsEntryIsLost: RuleFor<'vecsEntryIsLost'> = rule({
  claim: 'Without the password entry in VECS vCenter has no more keys made, nor fetches any.',
  sources: ['credentials-in-vcenter', 'vecs-entry-missing', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['credentials'],
  events: () => [{ type: 'vecsEntryIsLost' }],
  reads: () => ['vcenter'],
  writes: () => ['provider/kms'],
  refusal: ({ vcenter, 'provider/kms': provider }) =>
    when(vcenter.state === 'lost', 'vcenterLost') ??
    (provider === null ? 'providerMissing' : loginRefusal(provider.trust)),
  apply: ({ 'provider/kms': provider }) => ({ 'provider/kms': trusting(provider, 'noPassword') }),
});

export const certificateExpires: RuleFor<'certificateExpires'> = rule({
  claim: 'Client certificates expire, those of vCenter and those that hosts remember.',
  sources: ['keys-expire', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['credentials'],
  events: () => [{ type: 'certificateExpires' }],
  reads: () => [],
  writes: () => ['kms'],
  refusal: ({ kms }) => when(kms.certificates === 'expired', 'certificateExpired'),
  apply: ({ kms }) => ({ kms: { ...kms, certificates: 'expired' } }),
});

export const deleteProvider: RuleFor<'deleteProvider'> = rule({
  claim: 'A provider in use can be deleted; adding it again under its name repairs that.',
  sources: ['standard-deleted-readded', 'bound-faults'],
  by: 'operator',
  spends: 1,
  groups: ['delete'],
  events: (variant) =>
    providersOf(variant).map((provider) => ({ type: 'deleteProvider' as const, provider })),
  reads: () => ['vcenter'],
  writes: ({ provider }) => [`provider/${provider}`],
  refusal: (state, { provider }) =>
    when(state.vcenter.state !== 'running', 'vcenterNotRunning') ??
    when(state[`provider/${provider}`] === null, 'providerMissing'),
  apply: (_, { provider }) => ({ [`provider/${provider}`]: null }),
});

export const addProvider: RuleFor<'addProvider'> = rule({
  claim: 'A provider is added with or without a wrapping key; that cannot be turned on later.',
  sources: ['standard-deleted-readded', 'wrapping-from-9'],
  by: 'operator',
  spends: 0,
  events: ({ asks }) => [
    { type: 'addProvider', provider: 'kms', wrapping: false },
    ...(asks.includes('rekey')
      ? [{ type: 'addProvider' as const, provider: 'kms-new' as const, wrapping: false }]
      : []),
    ...(asks.includes('rekey') && asks.includes('wrapping')
      ? [{ type: 'addProvider' as const, provider: 'kms-new' as const, wrapping: true }]
      : []),
  ],
  reads: () => ['vcenter'],
  writes: ({ provider }) => [`provider/${provider}`],
  refusal: (state, { provider }) =>
    when(state.vcenter.state !== 'running', 'vcenterNotRunning') ??
    when(state[`provider/${provider}`] !== null, 'providerExists'),
  apply: (_, { provider, wrapping }) => ({
    [`provider/${provider}`]: { trust: 'none', wraps: wrapping, number: 0 },
  }),
});

const wrapKeys: readonly KeyId[] = ['wrap#1', 'wrap#2'];

export const establishTrust: RuleFor<'establishTrust'> = rule({
  claim: 'Trust established anew brings a new certificate and the password entry.',
  sources: ['standard-new-vcenter', 'credentials-in-vcenter', 'wrapping-from-9'],
  by: 'operator',
  spends: 0,
  events: (variant) =>
    providersOf(variant).map((provider) => ({ type: 'establishTrust' as const, provider })),
  reads: () => ['vcenter'],
  writes: ({ provider }) => [`provider/${provider}`, 'kms', 'keys', 'made'],
  refusal: (state, { provider }) => {
    const present = state[`provider/${provider}`];
    if (state.vcenter.state !== 'running') return 'vcenterNotRunning';
    if (present === null) return 'providerMissing';
    const accepted = present.trust === 'first' && state.kms.certificates === 'accepted';
    if (present.trust === 'renewed' || accepted) return 'trustGood';
    if (state.kms.up.length === 0) return 'kmsUnreachable';
    if (!wantsWrappingKey(present)) return undefined;
    return when(state.kms.hsm !== 'working', 'hsmFails') ?? when(noWrappingKeyLeft(state), 'keyLimit');
  },
  apply: (state, { provider }) => {
    const present = trusting(state[`provider/${provider}`], 'renewed');
    if (!wantsWrappingKey(present)) return { [`provider/${provider}`]: present, kms: asked(state.kms) };
    return { ...withNewWrappingKey(state, provider, present), kms: asked(state.kms) };
  },
});

export const rotateWrappingKey: RuleFor<'rotateWrappingKey'> = rule({
  claim: 'A rotation makes a new wrapping key; what older ones wrap still needs them in the KMS.',
  sources: ['wrapping-from-9', 'wrapping-rotation-keeps-old'],
  by: 'system',
  spends: 0,
  groups: ['wrapping'],
  events: (variant) =>
    providersOf(variant).map((provider) => ({ type: 'rotateWrappingKey' as const, provider })),
  reads: () => ['vcenter'],
  writes: ({ provider }) => [`provider/${provider}`, 'kms', 'keys', 'made'],
  refusal: (state, { provider }) =>
    vcenterRefusal(state, provider) ??
    when(state[`provider/${provider}`]?.wraps !== true, 'wrappingNeedsNewProvider') ??
    kmsRefusal(state, trustOf(state, provider)) ??
    when(noWrappingKeyLeft(state), 'keyLimit'),
  apply: (state, { provider }) => ({
    ...withNewWrappingKey(state, provider, state[`provider/${provider}`]),
    kms: asked(state.kms),
  }),
});

function wantsWrappingKey(provider: Provider): boolean {
  return provider !== null && provider.wraps && provider.number === 0;
}

function noWrappingKeyLeft({ made }: State): boolean {
  return made.wrap >= wrapKeys.length;
}

function withNewWrappingKey(
  { keys, made }: State,
  provider: 'kms' | 'kms-new',
  present: Provider,
): Partial<State> {
  const number = made.wrap === 0 ? 1 : 2;
  return {
    [`provider/${provider}`]: present === null ? null : { ...present, number },
    keys: { ...keys, [number === 1 ? 'wrap#1' : 'wrap#2']: 'active' },
    made: { ...made, wrap: number },
  };
}

function trusting(provider: Provider, trust: Trust): Provider {
  return provider === null ? null : { ...provider, trust };
}

export const registerMachine: RuleFor<'registerMachine'> = rule({
  claim: 'Registering a locked machine again tells vCenter the id of its key.',
  sources: ['standard-new-vcenter', 'remove-key'],
  by: 'operator',
  spends: 0,
  groups: ['vcenter', 'remove'],
  events: () => [{ type: 'registerMachine' }],
  reads: () => ['db'],
  writes: () => ['vcenter'],
  refusal: ({ vcenter, db }) =>
    when(vcenter.state !== 'running', 'vcenterNotRunning') ??
    when(vcenter.knows.includes(db.key), 'keyKnown'),
  apply: ({ vcenter, db }) => ({
    vcenter: { ...vcenter, knows: [...vcenter.knows, db.key].toSorted() },
  }),
});

export const vcenterRemediatesHost: RuleFor<'vcenterRemediatesHost'> = rule({
  claim: 'vCenter gives vSAN hosts the login of its provider, with whatever is missing from it.',
  sources: ['remediation-every-5-min', 'vecs-entry-missing', 'remediation-replaces'],
  by: 'system',
  spends: 0,
  events: () => hostNames.map((host) => ({ type: 'vcenterRemediatesHost' as const, host })),
  reads: () => ['vcenter', 'provider/kms'],
  writes: ({ host }) => [`host/${host}`],
  refusal: (state, { host }) =>
    when(state.vcenter.state !== 'running', 'vcenterNotRunning') ??
    when(state[`host/${host}`].power === 'off', 'hostNotOn'),
  apply: (state, { host }, { switches }) => {
    const present = state[`host/${host}`];
    const trust = trustOf(state, 'kms');
    const kept = switches.remediation === 'prunes' ? 'none' : present.configuration;
    return { [`host/${host}`]: { ...present, configuration: trust === 'none' ? kept : trust } };
  },
});
