/** The host, and where the key of the machine's home is. */
import { when } from '../rule-of.ts';
import { rule } from './rule.ts';
import type { RuleOf, Variant } from './state.ts';
import { lacksKey, relocked } from './words.ts';

export const hostCrashes: RuleOf<'hostCrashes'> = rule('hostCrashes', {
  claim: 'With the host its machines go off.',
  sources: ['keys-survive-reboot', 'bound-faults'],
  by: 'fault',
  spends: 1,
  writes: ['host', 'machine', 'guest', 'clone'],
  refusal: ({ host }) => when(host === 'off', 'hostNotOn'),
  apply: ({ machine, guest, clone }) => ({
    host: 'off',
    machine: { ...machine, power: 'off' },
    guest: { ...guest, state: 'off' },
    clone: { ...clone, guest: 'off' },
  }),
});

export const bootHost: RuleOf<'bootHost'> = rule('bootHost', {
  claim:
    'A host keeps the key of a Native Key Provider over a reboot; one that was given a key itself forgets it.',
  sources: ['keys-survive-reboot', 'vtpm-standalone', 'vm-unlock-or-register'],
  writes: ['host', 'provider', 'machine'],
  refusal: ({ host }) => when(host === 'on', 'hostOn'),
  apply: ({ provider, machine }, _, { variant }) => {
    const kept = { ...provider, host: provider.host && variant.provider === 'native' };
    const locked = lacksKey({ host: 'on', provider: kept }, machine);
    return { host: 'on', provider: kept, machine: { ...machine, locked } };
  },
});

/** The one event of a rule that exists with one kind of provider only. */
function onlyWith<Type extends string>(kind: Variant['provider'], type: Type) {
  return ({ provider }: Variant): readonly { readonly type: Type }[] => (provider === kind ? [{ type }] : []);
}

export const deleteProvider: RuleOf<'deleteProvider'> = rule('deleteProvider', {
  claim: 'A provider can be deleted while machines need it.',
  sources: ['delete-is-not-blocked', 'bound-faults'],
  spends: 1,
  groups: ['keys'],
  events: onlyWith('native', 'deleteProvider'),
  writes: ['provider'],
  refusal: ({ provider }) => when(!provider.vcenter, 'providerGone'),
  apply: ({ provider }) => ({ provider: { ...provider, vcenter: false } }),
});

export const importProvider: RuleOf<'importProvider'> = rule('importProvider', {
  claim: 'A .p12 brings a provider back under its name, with its key.',
  sources: ['import-restores-name-and-key'],
  groups: ['keys'],
  events: onlyWith('native', 'importProvider'),
  writes: ['provider'],
  refusal: ({ provider }) => when(provider.vcenter, 'providerPresent') ?? when(!provider.copy, 'noCopyKept'),
  apply: ({ provider }) => ({ provider: { ...provider, vcenter: true } }),
});

export const vcenterRemediatesHost: RuleOf<'vcenterRemediatesHost'> = rule('vcenterRemediatesHost', {
  claim:
    'vCenter sets the providers of a host again and again; a machine that is off is locked when its key goes.',
  sources: ['remediation-replaces', 'deleted-then-locked'],
  by: 'system',
  groups: ['keys'],
  events: onlyWith('native', 'vcenterRemediatesHost'),
  reads: ['host'],
  writes: ['provider', 'machine'],
  refusal: ({ host }) => when(host === 'off', 'hostNotOn'),
  apply: (state, _, { switches }) => {
    const { provider } = state;
    const host = provider.vcenter || (switches.remediation === 'addsOnly' && provider.host);
    const after = { ...state, provider: { ...provider, host } };
    return { provider: after.provider, machine: relocked(after) };
  },
});

export const giveKey: RuleOf<'giveKey'> = rule('giveKey', {
  claim: 'A standalone host that forgot its key is given it again by whoever noted it.',
  sources: ['vtpm-standalone'],
  groups: ['keys'],
  events: onlyWith('manual', 'giveKey'),
  reads: ['host'],
  writes: ['provider'],
  refusal: ({ host, provider }) =>
    when(host === 'off', 'hostNotOn') ??
    when(provider.host, 'keyPresent') ??
    when(!provider.copy, 'noCopyKept'),
  apply: ({ provider }) => ({ provider: { ...provider, host: true } }),
});

export const copyIsLost: RuleOf<'copyIsLost'> = rule('copyIsLost', {
  claim: 'Every copy of the key that is kept outside can be lost.',
  sources: ['no-escrow', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['keys'],
  writes: ['provider'],
  refusal: ({ provider }) => when(!provider.copy, 'noCopyKept'),
  apply: ({ provider }) => ({ provider: { ...provider, copy: false } }),
});
