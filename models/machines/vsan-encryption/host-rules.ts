/** The hosts: going down and coming back, taking key ids, wrapping data keys anew. */
import type { Refusal } from './events.ts';
import { type Host, hosts } from './names.ts';
import {
  allSlices,
  type HostSlice,
  hostOf,
  hostSlices,
  type RuleOf,
  type State,
  type VsanPart,
  type VsanSetting,
  when,
  withHost,
} from './state.ts';
import {
  canGet,
  dataReadable,
  hasConfiguration,
  hasKeyIds,
  opens,
  renewed,
  scopeOf,
  settledIds,
  wentDown,
} from './words.ts';

/** One event for each host. */
export function eachHost<Type extends string>(
  type: Type,
): () => readonly { readonly type: Type; readonly host: Host }[] {
  return () => hosts.map((host) => ({ type, host }));
}

/** A part that looks at a host, the cluster and the providers, and changes the host. */
function onHost(
  host: Host,
  refusal: (slice: HostSlice, state: State) => Refusal | undefined,
  change: (slice: HostSlice, state: State) => Partial<HostSlice>,
): readonly VsanPart[] {
  return [
    {
      reads: ['cluster', 'providers', `host/${host}`],
      writes: [`host/${host}`],
      refusal: (state) => refusal(hostOf(state, host), state),
      apply: (state) => withHost(host, { ...hostOf(state, host), ...change(hostOf(state, host), state) }),
    },
  ];
}

export const hostCrashes: RuleOf<'hostCrashes'> = {
  claim: 'A host that goes down unmounts its device; its configuration and its device stay.',
  sources: ['vsan-kek-gate', 'vsan-wrapped-dek'],
  by: 'fault',
  spends: 1,
  candidates: eachHost('hostCrashes'),
  parts: (_, { host }) => onHost(host, ({ power }) => when(power === 'off', 'hostNotOn'), wentDown),
};

export const sitePowerFails: RuleOf<'sitePowerFails'> = {
  claim: 'A power failure takes every host down at once.',
  sources: ['vsan-dark-start'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'sitePowerFails' }],
  parts: () => [
    {
      reads: hostSlices,
      writes: hostSlices,
      refusal: (state) =>
        when(
          hosts.every((host) => hostOf(state, host).power === 'off'),
          'siteDark',
        ),
      apply: (state) =>
        Object.fromEntries(hosts.map((host) => [`host/${host}`, wentDown(hostOf(state, host))])),
    },
  ],
};

export const bootHost: RuleOf<'bootHost'> = {
  claim: 'A host that boots mounts its device only with the key that its data key is wrapped by.',
  sources: ['vsan-kek-gate', 'vsan-dark-start', 'vsan-asks-kms-itself', 'keys-survive-reboot'],
  by: 'operator',
  spends: 0,
  candidates: eachHost('bootHost'),
  parts: (setting, { host }) =>
    onHost(
      host,
      ({ power }) => when(power === 'on', 'hostOn'),
      (slice, state) => ({ power: 'on', mounted: opens(setting, state, slice) }),
    ),
};

export const hostUnlocks: RuleOf<'hostUnlocks'> = {
  claim: 'A locked device is mounted as soon as its key is there.',
  sources: ['vsan-kek-gate', 'vsan-locked-until-keys'],
  by: 'system',
  spends: 0,
  candidates: eachHost('hostUnlocks'),
  parts: (setting, { host }) =>
    onHost(
      host,
      (slice, state) =>
        when(slice.power === 'off', 'hostNotOn') ??
        when(slice.mounted, 'deviceMounted') ??
        when(!opens(setting, state, slice), 'keyMissing'),
      () => ({ mounted: true }),
    ),
};

export const hostConfigurationIsLost: RuleOf<'hostConfigurationIsLost'> = {
  claim: 'With the configuration of a host go the key ids and the KDKs in it.',
  sources: ['kdk-in-configuration', 'vsan-only-kek-id', 'repush-after-reinstall'],
  by: 'fault',
  spends: 1,
  candidates: eachHost('hostConfigurationIsLost'),
  parts: (_, { host }) =>
    onHost(
      host,
      ({ kek, nextKek, keeps }) =>
        when(kek === 'none' && nextKek === 'none' && keeps.length === 0, 'configurationGone'),
      (slice) => ({ ...wentDown(slice), kek: 'none', nextKek: 'none', keeps: [] }),
    ),
};

export const hostTakesConfiguration: RuleOf<'hostTakesConfiguration'> = {
  claim: 'A host takes the key ids of the cluster when it can get the key, late if it was away.',
  sources: ['vsan-transition', 'vsan-only-kek-id', 'vsan-esa-dek-scope', 'vsan-health-issues'],
  by: 'system',
  spends: 0,
  candidates: eachHost('hostTakesConfiguration'),
  parts: (setting, { host }) =>
    onHost(
      host,
      (slice, state) =>
        when(!hasKeyIds(state.cluster) || hasConfiguration(state.cluster, slice), 'nothingToTake') ??
        when(slice.power === 'off', 'hostNotOn') ??
        when(!canGet(setting, state, slice, state.cluster.kek), 'keyMissing'),
      (slice, state) => taken(setting, state, slice),
    ),
};

/** The ids a host has after it took the cluster's; with the cluster's wrapped data key, where that is one for all. */
function taken(setting: VsanSetting, { cluster }: State, { kek, device }: HostSlice): Partial<HostSlice> {
  const copies = scopeOf(setting) === 'cluster' && device.dek !== 0;
  if (kek === 'none') {
    const first = cluster.oldKek === 'none' ? cluster.kek : cluster.oldKek;
    const nextKek = cluster.oldKek === 'none' ? 'none' : cluster.kek;
    return { kek: first, nextKek, device: copies ? { ...device, kek: first } : device };
  }
  return copies && cluster.transition === 'settled'
    ? { kek: cluster.kek, nextKek: 'none', device: { ...device, kek: cluster.kek } }
    : { nextKek: cluster.kek };
}

export const hostRewraps: RuleOf<'hostRewraps'> = {
  claim: 'A host wraps its data key anew only after the hosts that are on have the new key id.',
  sources: ['vsan-shallow-rekey', 'vsan-transition', 'vsan-wrapped-dek'],
  by: 'system',
  spends: 0,
  candidates: eachHost('hostRewraps'),
  parts: (setting, { host }) =>
    onHost(
      host,
      (slice, state) =>
        when(
          slice.nextKek === 'none' || slice.device.dek === 0 || slice.device.kek === slice.nextKek,
          'nothingToRewrap',
        ) ??
        when(slice.power === 'off', 'hostNotOn') ??
        when(state.cluster.transition === 'preparing', 'stillPreparing') ??
        when(!slice.mounted, 'deviceLocked') ??
        when(!canGet(setting, state, slice, slice.nextKek), 'keyMissing'),
      ({ device, nextKek }) => ({ device: { ...device, kek: nextKek } }),
    ),
};

export const hostForgetsOldKek: RuleOf<'hostForgetsOldKek'> = {
  claim: 'A host forgets the old key id only after its data key is wrapped by the new key.',
  sources: ['vsan-transition', 'vsan-only-kek-id'],
  by: 'system',
  spends: 0,
  candidates: eachHost('hostForgetsOldKek'),
  parts: (_, { host }) =>
    onHost(
      host,
      ({ nextKek, power, device }, { cluster }) =>
        when(nextKek === 'none', 'nothingToForget') ??
        when(power === 'off', 'hostNotOn') ??
        when(cluster.transition === 'preparing', 'stillPreparing') ??
        when(device.dek !== 0 && device.kek !== nextKek, 'notRewrapped'),
      ({ nextKek }) => ({ kek: nextKek, nextKek: 'none' }),
    ),
};

export const recreateDevice: RuleOf<'recreateDevice'> = {
  claim:
    'A device that nobody can open is made anew and filled from the other hosts, while they have the data.',
  sources: ['vsan-quorum', 'vsan-kek-gate'],
  by: 'operator',
  spends: 1,
  candidates: eachHost('recreateDevice'),
  parts: (setting, { host }) => [
    {
      reads: allSlices,
      writes: [`host/${host}`],
      refusal: (state) => {
        const slice = hostOf(state, host);
        const { cluster } = state;
        const on = cluster.encryption === 'on';
        return (
          when(slice.power === 'off', 'hostNotOn') ??
          when(cluster.operation !== 'none', 'operationInProgress') ??
          when(slice.mounted, 'deviceMounted') ??
          when(!dataReadable(setting, state), 'dataUnreadable') ??
          when(on && !hasConfiguration(cluster, slice), 'nothingTaken') ??
          when(on && !canGet(setting, state, slice, cluster.kek), 'keyMissing')
        );
      },
      apply: (state) => {
        const slice = hostOf(state, host);
        const device = { ...renewed(setting, state.cluster, slice.device), residue: false };
        return withHost(host, { ...slice, ...settledIds(state.cluster), mounted: true, device });
      },
    },
  ],
};
