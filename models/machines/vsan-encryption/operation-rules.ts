/** How an operation comes from host to host: in two phases, or by emptying and reformatting one after another. */
import type { Refusal } from './events.ts';
import { eachHost } from './host-rules.ts';
import type { Host } from './names.ts';
import {
  allSlices,
  firstOfHosts,
  type HostSlice,
  hostOf,
  hostSlices,
  type RuleOf,
  type State,
  type Variant,
  type VsanPart,
  type VsanSetting,
  when,
  withHost,
} from './state.ts';
import {
  canGet,
  dataReadable,
  hasConfiguration,
  hasTurn,
  isDone,
  isRolling,
  missingHosts,
  renewed,
  settledIds,
} from './words.ts';

export const transitionAdvances: RuleOf<'transitionAdvances'> = {
  claim:
    'An operation goes on when every host that is on has the new key id; hosts that are off are not waited for.',
  sources: ['vsan-transition', 'vsan-goes-on-without'],
  by: 'system',
  spends: 0,
  candidates: () => [{ type: 'transitionAdvances' }],
  parts: () => [
    {
      reads: ['cluster', ...hostSlices],
      writes: ['cluster'],
      refusal: (state) =>
        when(state.cluster.transition !== 'preparing', 'notPreparing') ??
        firstOfHosts((host) => {
          const slice = hostOf(state, host);
          const waits = slice.power === 'on' && !hasConfiguration(state.cluster, slice);
          return when(waits, 'hostNotPrepared');
        }),
      apply: ({ cluster }) => ({ cluster: { ...cluster, transition: 'prepared' } }),
    },
  ],
};

export const operationFinishes: RuleOf<'operationFinishes'> = {
  claim:
    'Old keys are forgotten when a rolling operation is done everywhere, and a shallow one on every host that is on.',
  sources: ['vsan-transition', 'vsan-goes-on-without', 'vsan-esa-dek-scope'],
  by: 'system',
  spends: 0,
  candidates: () => [{ type: 'operationFinishes' }],
  parts: (setting) => [
    {
      reads: ['cluster', ...hostSlices],
      writes: ['cluster'],
      refusal: (state) =>
        when(state.cluster.operation === 'none', 'noOperation') ??
        when(state.cluster.transition === 'preparing', 'stillPreparing') ??
        firstOfHosts((host) => when(!hasFinished(setting, state, hostOf(state, host)), 'hostNotDone')),
      apply: ({ cluster }) => {
        const ended = cluster.operation === 'disable' ? ({ kek: 'none', dek: 0 } as const) : {};
        return {
          cluster: {
            ...cluster,
            oldKek: 'none',
            oldDek: 0,
            transition: 'settled',
            operation: 'none',
            reduces: false,
            ...ended,
          },
        };
      },
    },
  ],
};

function hasFinished(setting: VsanSetting, { cluster }: State, slice: HostSlice): boolean {
  if (cluster.operation !== 'shallowRekey') return isDone(setting, cluster, slice);
  return slice.power === 'off' || (slice.kek === cluster.kek && slice.nextKek === 'none');
}

/** Each host, in one architecture. */
function eachHostOf<Type extends string>(
  type: Type,
  architecture: Variant['architecture'],
): (setting: VsanSetting) => readonly { readonly type: Type; readonly host: Host }[] {
  return ({ variant }) => (variant.architecture === architecture ? eachHost(type)() : []);
}

/** A part that looks at everything and changes one host. */
function rolling(
  host: Host,
  refusal: (slice: HostSlice, state: State) => Refusal | undefined,
  change: (slice: HostSlice, state: State) => Partial<HostSlice>,
): readonly VsanPart[] {
  return [
    {
      reads: allSlices,
      writes: [`host/${host}`],
      refusal: (state) => refusal(hostOf(state, host), state),
      apply: (state) => withHost(host, { ...hostOf(state, host), ...change(hostOf(state, host), state) }),
    },
  ];
}

/** Why it is not this host's turn to be worked on. */
function notNow(setting: VsanSetting, state: State, host: Host): Refusal | undefined {
  return (
    when(!isRolling(state.cluster), 'noRollingOperation') ??
    when(state.cluster.transition === 'preparing', 'stillPreparing') ??
    when(!hasTurn(setting, state, host), 'notItsTurn')
  );
}

/** Why the device can't be read, or not yet be encrypted. */
function unready(slice: HostSlice, { cluster }: State): Refusal | undefined {
  const unprepared = cluster.operation === 'enable' && !hasConfiguration(cluster, slice);
  return (
    when(slice.power === 'off', 'hostNotOn') ??
    when(!slice.mounted, 'deviceLocked') ??
    when(unprepared, 'notPrepared')
  );
}

function keyless(setting: VsanSetting, state: State, slice: HostSlice): Refusal | undefined {
  const { cluster } = state;
  return when(cluster.encryption === 'on' && !canGet(setting, state, slice, cluster.kek), 'keyMissing');
}

export const hostIsEmptied: RuleOf<'hostIsEmptied'> = {
  claim: 'One host after another is emptied, and only while no other host is missing.',
  sources: ['vsan-rolling-enable', 'vsan-deep-rekey', 'vsan-dedup-reformat'],
  by: 'system',
  spends: 0,
  candidates: eachHostOf('hostIsEmptied', 'osa'),
  parts: (setting, { host }) =>
    rolling(
      host,
      (slice, state) =>
        notNow(setting, state, host) ??
        when(slice.work !== 'none', 'alreadyEmptied') ??
        unready(slice, state) ??
        when(missingHosts(state).length > 0, 'otherHostMissing'),
      () => ({ work: 'emptied' }),
    ),
};

export const hostIsReformatted: RuleOf<'hostIsReformatted'> = {
  claim: 'An emptied device is formatted with a new random data key, or in plain.',
  sources: ['vsan-rolling-enable', 'vsan-wrapped-dek', 'vsan-erase'],
  by: 'system',
  spends: 0,
  candidates: eachHostOf('hostIsReformatted', 'osa'),
  parts: (setting, { host }) =>
    rolling(
      host,
      (slice, state) =>
        when(slice.work !== 'emptied', 'hostNotEmptied') ??
        when(slice.power === 'off', 'hostNotOn') ??
        keyless(setting, state, slice),
      (slice, { cluster }) => ({
        ...settledIds(cluster),
        mounted: true,
        work: 'formatted',
        device: renewed(setting, cluster, slice.device),
      }),
    ),
};

export const hostIsRefilled: RuleOf<'hostIsRefilled'> = {
  claim: 'A reformatted device is filled from the other hosts.',
  sources: ['vsan-rolling-enable'],
  by: 'system',
  spends: 0,
  candidates: eachHostOf('hostIsRefilled', 'osa'),
  parts: (setting, { host }) =>
    rolling(
      host,
      (slice, state) =>
        when(slice.work !== 'formatted', 'hostNotReformatted') ??
        when(slice.power === 'off', 'hostNotOn') ??
        when(!slice.mounted, 'deviceLocked') ??
        when(!dataReadable(setting, state), 'dataUnreadable'),
      () => ({ work: 'none' }),
    ),
};

export const hostRewrites: RuleOf<'hostRewrites'> = {
  claim: 'The Express Storage Architecture rewrites objects in place, with the old data key still known.',
  sources: ['vsan-deep-rekey', 'vsan-esa-dek-scope', 'vsan-enable-space', 'vsan-erase'],
  by: 'system',
  spends: 0,
  candidates: eachHostOf('hostRewrites', 'esa'),
  parts: (setting, { host }) =>
    rolling(
      host,
      (slice, state) =>
        notNow(setting, state, host) ??
        unready(slice, state) ??
        keyless(setting, state, slice) ??
        when(state.datastore.space === 'full', 'notEnoughSpace'),
      (slice, { cluster }) => ({
        ...settledIds(cluster),
        device: renewed(setting, cluster, slice.device),
      }),
    ),
};
