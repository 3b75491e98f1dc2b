/** The host, and where the keys of the providers are. */
import type { FactId } from '../../evidence.ts';
import { ruleOf, when } from '../rule-of.ts';
import type { Group, Refusal } from './events.ts';
import { eachProvider, plainRule, type ProviderEvent } from './rule.ts';
import { type Provider, providers } from './providers.ts';
import type { Kept, RuleOf, State, Variant } from './state.ts';
import { keySlices, opens, relocked } from './words.ts';
import { broken } from './steps.ts';

export const hostCrashes: RuleOf<'hostCrashes'> = plainRule({
  type: 'hostCrashes',
  claim: 'A crash breaks the operation under way wherever it is; what it was at stays beside the disk.',
  sources: ['vm-copy-then-switch', 'vm-mixed-after-break', 'bound-faults'],
  by: 'fault',
  spends: 1,
  writes: ['host', 'machine', 'task', 'disk1', 'disk2'],
  refusal: ({ host }) => when(host === 'off', 'hostNotOn'),
  apply: (state) => ({ ...broken(state), host: 'off', machine: { ...state.machine, power: 'off' } }),
});

export const bootHost: RuleOf<'bootHost'> = plainRule({
  type: 'bootHost',
  claim:
    'After a reboot a host finds the keys in its configuration, and a machine whose key is there is not locked.',
  sources: ['keys-survive-reboot', 'vm-unlock-or-register', 'locked-without-key'],
  reads: ['home'],
  writes: ['host', 'A', 'B', 'machine'],
  refusal: ({ host }) => when(host === 'on', 'hostOn'),
  apply: (state, { variant, switches }) => {
    const forgets = !variant.tpm && switches.noTpmRetention === 'volatile';
    const after = (kept: Kept): Kept => (forgets ? { ...kept, host: false } : kept);
    const booted: State = { ...state, host: 'on', A: after(state.A), B: after(state.B) };
    const locked = state.machine.registered && !opens(booted, state.home);
    return { host: 'on', A: booted.A, B: booted.B, machine: { ...state.machine, locked } };
  },
});

type Words = {
  readonly claim: string;
  readonly sources: readonly FactId[];
  readonly by: 'operator' | 'fault';
  readonly spends: 0 | 1;
  readonly groups: readonly Group[];
  readonly refusal: (kept: Kept, state: State, provider: Provider) => Refusal | undefined;
  readonly apply: (kept: Kept, state: State, provider: Provider) => Partial<State>;
};

function providerRule<Type extends ProviderEvent['type']>(type: Type, words: Words): RuleOf<Type> {
  const rule = ruleOf<Variant, State, ProviderEvent, Refusal>({
    claim: words.claim,
    sources: words.sources,
    by: words.by,
    spends: words.spends,
    groups: words.groups,
    events: () => eachProvider(type),
    reads: () => [],
    writes: ({ provider }) => [provider, 'default'],
    refusal: (state, { provider }) => words.refusal(state[provider], state, provider),
    apply: (state, { provider }) => words.apply(state[provider], state, provider),
  });
  // The events of the rule are those of `type` alone: eachProvider makes no others.
  return rule as unknown as RuleOf<Type>;
}

export const setDefaultProvider: RuleOf<'setDefaultProvider'> = providerRule('setDefaultProvider', {
  claim: 'The default provider encrypts what is new; what is encrypted already stays with its own.',
  sources: ['vm-no-default-provider', 'vm-two-providers-in-one-machine'],
  by: 'operator',
  spends: 0,
  groups: ['disks', 'keys'],
  refusal: (kept, state, provider) =>
    when(!kept.vcenter, 'providerGone') ?? when(state.default === provider, 'defaultUnchanged'),
  apply: (_kept, _state, provider) => ({ default: provider }),
});

export const deleteProvider: RuleOf<'deleteProvider'> = providerRule('deleteProvider', {
  claim: 'A provider can be deleted while machines need it; when it was the default one, there is none then.',
  sources: ['delete-is-not-blocked', 'vm-no-default-provider', 'bound-faults'],
  by: 'operator',
  spends: 1,
  groups: ['keys'],
  refusal: (kept) => when(!kept.vcenter, 'providerGone'),
  apply: (kept, state, provider) => ({
    [provider]: { ...kept, vcenter: false },
    default: state.default === provider ? null : state.default,
  }),
});

export const importProvider: RuleOf<'importProvider'> = providerRule('importProvider', {
  claim: 'A .p12 brings a provider back under its name, with its key.',
  sources: ['import-restores-name-and-key', 'p12-holds-kdk'],
  by: 'operator',
  spends: 0,
  groups: ['keys'],
  refusal: (kept) => when(kept.vcenter, 'providerPresent') ?? when(!kept.p12, 'noCopyKept'),
  apply: (kept, _state, provider) => ({ [provider]: { ...kept, vcenter: true } }),
});

export const p12IsLost: RuleOf<'p12IsLost'> = providerRule('p12IsLost', {
  claim: 'Every .p12 of a provider can be lost.',
  sources: ['no-escrow', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['keys'],
  refusal: (kept) => when(!kept.p12, 'noCopyKept'),
  apply: (kept, _state, provider) => ({ [provider]: { ...kept, p12: false } }),
});

export const vcenterRemediatesHost: RuleOf<'vcenterRemediatesHost'> = plainRule({
  type: 'vcenterRemediatesHost',
  claim:
    'vCenter sets the providers of a host again and again; a machine that is off is locked when its key goes.',
  sources: ['remediation-replaces', 'deleted-then-locked', 'locked-without-key'],
  by: 'system',
  group: 'keys',
  reads: [...keySlices, 'home'],
  writes: ['A', 'B', 'machine'],
  refusal: ({ host }) => when(host === 'off', 'hostNotOn'),
  apply: (state, { switches }) => {
    const kept = providers.map((provider): [Provider, Kept] => {
      const before = state[provider];
      const host = before.vcenter || (switches.remediation === 'addsOnly' && before.host);
      return [provider, { ...before, host }];
    });
    const after = Object.fromEntries(kept) as Pick<State, Provider>;
    return { ...after, machine: relocked({ ...state, ...after }) };
  },
});
