/** The default providers of a vCenter, and the Standard Key Provider beside the Native ones. */
import { hasFeature } from '../../versions.ts';
import { when } from '../rule-of.ts';
import { onAny, slot, absence, readsVcenter, bornProvider } from './provider-words.ts';
import { rule, type RuleFor, set, slice } from './state.ts';
import { runningRefusal } from './words.ts';

export const setDefault: RuleFor<'setDefault'> = rule({
  claim: 'One provider is the default of the system.',
  sources: ['deleted-default-leaves-none'],
  by: 'operator',
  spends: 0,
  groups: ['defaults'],
  events: (variant) => onAny(variant, 'setDefault'),
  reads: (event) => [slot(event)],
  writes: readsVcenter,
  refusal: (state, event) =>
    absence(state, event) ??
    when(slice(state, `vcenter/${event.vcenter}`).system === event.provider, 'defaultAlready'),
  apply: (state, { vcenter, provider }) =>
    set(`vcenter/${vcenter}`, { ...slice(state, `vcenter/${vcenter}`), system: provider }),
});

export const setClusterDefault: RuleFor<'setClusterDefault'> = rule({
  claim: 'From 8.0 U1 on a cluster has a default of its own, which goes first.',
  sources: ['cluster-default-8u1'],
  by: 'operator',
  spends: 0,
  groups: ['defaults'],
  events: (variant) => onAny(variant, 'setClusterDefault'),
  reads: (event) => [slot(event)],
  writes: readsVcenter,
  refusal: (state, event, { variant }) =>
    when(!hasFeature(variant.release, 'clusterDefault'), 'releaseTooOld') ??
    absence(state, event) ??
    when(slice(state, `vcenter/${event.vcenter}`).cluster === event.provider, 'defaultAlready'),
  apply: (state, { vcenter, provider }) =>
    set(`vcenter/${vcenter}`, { ...slice(state, `vcenter/${vcenter}`), cluster: provider }),
});

export const clearClusterDefault: RuleFor<'clearClusterDefault'> = rule({
  claim: 'A cluster without a default of its own follows the system.',
  sources: ['cluster-default-8u1'],
  by: 'operator',
  spends: 0,
  groups: ['defaults'],
  events: ({ vcenters }) => vcenters.map((vcenter) => ({ type: 'clearClusterDefault' as const, vcenter })),
  reads: () => [],
  writes: readsVcenter,
  refusal: (state, { vcenter }) =>
    runningRefusal(state, vcenter) ??
    when(slice(state, `vcenter/${vcenter}`).cluster === null, 'noDefaultProvider'),
  apply: (state, { vcenter }) =>
    set(`vcenter/${vcenter}`, { ...slice(state, `vcenter/${vcenter}`), cluster: null }),
});

export const addStandardProvider: RuleFor<'addStandardProvider'> = rule({
  claim: 'A Standard Key Provider is usable at once; its KMS has the key.',
  sources: ['key-in-key-server', 'standard-deleted-readded'],
  by: 'operator',
  spends: 0,
  groups: ['standard'],
  events: ({ vcenters }) => vcenters.map((vcenter) => ({ type: 'addStandardProvider' as const, vcenter })),
  reads: (event) => [...readsVcenter(event), 'site'],
  writes: ({ vcenter }) => [`provider/${vcenter}/B`],
  refusal: (state, { vcenter }) =>
    runningRefusal(state, vcenter) ??
    when(slice(state, `provider/${vcenter}/B`) !== null, 'providerExists') ??
    when(!state.site.kms, 'kmsDown'),
  apply: (_, { vcenter }) => set(`provider/${vcenter}/B`, bornProvider('B', false)),
});

export const kmsStops: RuleFor<'kmsStops'> = rule({
  claim: 'While the KMS is down a host that rebooted gets no key of it.',
  sources: ['kms-down-at-reboot', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['standard'],
  events: () => [{ type: 'kmsStops' }],
  reads: () => [],
  writes: () => ['site'],
  refusal: ({ site }) => when(!site.kms, 'kmsDown'),
  apply: ({ site }) => ({ site: { ...site, kms: false } }),
});

export const kmsStarts: RuleFor<'kmsStarts'> = rule({
  claim: 'With the KMS back hosts get its keys again.',
  sources: ['kms-down-at-reboot'],
  by: 'operator',
  spends: 0,
  groups: ['standard'],
  events: () => [{ type: 'kmsStarts' }],
  reads: () => [],
  writes: () => ['site'],
  refusal: ({ site }) => when(site.kms, 'kmsUp'),
  apply: ({ site }) => ({ site: { ...site, kms: true } }),
});
