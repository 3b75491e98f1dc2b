/** Key providers of a vCenter: created, deleted, given another key id, and the alarm for them. */
import { hasFeature } from '../../versions.ts';
import { when } from '../rule-of.ts';
import type { ProviderName } from './names.ts';
import {
  onNative,
  onAny,
  slot,
  absence,
  changed,
  readsVcenter,
  madeOf,
  withNewProvider,
} from './provider-words.ts';
import { rule, type RuleFor, set, slice } from './state.ts';
import { runningRefusal } from './words.ts';

export const createProvider: RuleFor<'createProvider'> = rule({
  claim: 'A new Native Key Provider has a new key, and is not backed up.',
  sources: ['nkp-from-7u2', 'kdk-in-vcenter', 'gate-before-backup'],
  by: 'operator',
  spends: 0,
  groups: ['create'],
  events: (variant) => onNative(variant, 'createProvider'),
  reads: readsVcenter,
  writes: (event) => [slot(event), 'made'],
  refusal: (state, event, { variant }) =>
    when(!hasFeature(variant.release, 'nativeKeyProvider'), 'releaseTooOld') ??
    runningRefusal(state, event.vcenter) ??
    when(slice(state, slot(event)) !== null, 'providerExists') ??
    when(madeOf(state, event.provider).made > 0, 'nameUsedBefore'),
  apply: (state, event, { variant }) => withNewProvider(state, event, variant),
});

export const recreateProvider: RuleFor<'recreateProvider'> = rule({
  claim:
    'A provider created anew under an old name has another key: machines find the name, and the wrong key.',
  sources: ['same-name-recreated', 'bound-by-name', 'bound-two-keys', 'linked-replicates-nothing'],
  by: 'operator',
  spends: 1,
  groups: ['create'],
  events: (variant) => onNative(variant, 'recreateProvider'),
  reads: readsVcenter,
  writes: (event) => [slot(event), 'made'],
  refusal: (state, event, { variant }) =>
    when(!hasFeature(variant.release, 'nativeKeyProvider'), 'releaseTooOld') ??
    runningRefusal(state, event.vcenter) ??
    when(slice(state, slot(event)) !== null, 'providerExists') ??
    when(madeOf(state, event.provider).made === 0, 'nameNeverUsed') ??
    when(madeOf(state, event.provider).made >= variant.keysMax, 'keyLimit'),
  apply: (state, event, { variant }) => withNewProvider(state, event, variant),
});

export const deleteProvider: RuleFor<'deleteProvider'> = rule({
  claim: 'A provider can be deleted while it is in use; a default that is deleted leaves none.',
  sources: ['delete-is-not-blocked', 'deleted-then-locked', 'deleted-default-leaves-none', 'bound-faults'],
  by: 'operator',
  spends: 1,
  groups: ['delete'],
  events: (variant) => onAny(variant, 'deleteProvider'),
  reads: () => [],
  writes: (event) => [`vcenter/${event.vcenter}`, slot(event)],
  refusal: absence,
  apply: (state, event) => {
    const present = slice(state, `vcenter/${event.vcenter}`);
    const without = (name: ProviderName | null): ProviderName | null =>
      name === event.provider ? null : name;
    return {
      ...set(slot(event), null),
      ...set(`vcenter/${event.vcenter}`, {
        ...present,
        system: without(present.system),
        cluster: without(present.cluster),
      }),
    };
  },
});

export const updateKeyId: RuleFor<'updateKeyId'> = rule({
  claim: 'A key-id update leaves the .p12 as it is: stale.',
  sources: ['key-id-update'],
  by: 'operator',
  spends: 0,
  groups: ['keyId'],
  events: (variant) => onNative(variant, 'updateKeyId'),
  reads: readsVcenter,
  writes: (event) => [slot(event)],
  refusal: (state, event) => absence(state, event) ?? when(slice(state, slot(event))?.id === 2, 'keyLimit'),
  apply: (state, event) => changed(state, event, { id: 2 }),
});

export const acknowledgeAlarm: RuleFor<'acknowledgeAlarm'> = rule({
  claim: 'The alarm for a provider that is not backed up can be acknowledged.',
  sources: ['alarm-daily'],
  by: 'operator',
  spends: 0,
  groups: ['alarm'],
  events: (variant) => onNative(variant, 'acknowledgeAlarm'),
  reads: readsVcenter,
  writes: (event) => [slot(event)],
  refusal: (state, event) => {
    const present = slice(state, slot(event));
    const quiet = present === null || present.backedUp || present.acknowledged;
    return runningRefusal(state, event.vcenter) ?? when(quiet, 'noAlarm');
  },
  apply: (state, event) => changed(state, event, { acknowledged: true }),
});

export const alarmReturns: RuleFor<'alarmReturns'> = rule({
  claim: 'The alarm returns every day until there is a backup.',
  sources: ['alarm-daily'],
  by: 'system',
  spends: 0,
  groups: ['alarm'],
  events: (variant) => onNative(variant, 'alarmReturns'),
  reads: readsVcenter,
  writes: (event) => [slot(event)],
  refusal: (state, event) => {
    const present = slice(state, slot(event));
    return (
      runningRefusal(state, event.vcenter) ??
      when(present === null || present.backedUp, 'noAlarm') ??
      when(present?.acknowledged === false, 'alarmRaised')
    );
  },
  apply: (state, event) => changed(state, event, { acknowledged: false }),
});
