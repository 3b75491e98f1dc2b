/** What an administrator does to the encryption of the cluster: on and off, rekeys, another provider. */
import { isInconsistent } from './health.ts';
import type { Event, Group, Refusal } from './events.ts';
import { providers } from './names.ts';
import {
  allSlices,
  type ClusterSlice,
  firstOfHosts,
  hostOf,
  type Kek,
  type RuleOf,
  type State,
  type Variant,
  type VsanPart,
  type VsanSetting,
  when,
} from './state.ts';
import { canGet } from './words.ts';

/** The events of a group, in the variants that ask for it. */
export function asked<Each extends Event>(
  { variant }: VsanSetting,
  group: Group,
  events: readonly Each[],
): readonly Each[] {
  return variant.asks.includes(group) ? events : [];
}

/** With and without allowing reduced redundancy, where that makes a difference. */
export function reductions({ variant }: VsanSetting): readonly boolean[] {
  return variant.architecture === 'osa' ? [false, true] : [false];
}

/** A part that looks at everything and changes the cluster. */
export function onCluster(
  refusal: (state: State) => Refusal | undefined,
  change: (state: State) => Partial<ClusterSlice>,
): readonly VsanPart[] {
  return [
    {
      reads: allSlices,
      writes: ['cluster'],
      refusal,
      apply: (state) => ({ cluster: { ...state.cluster, ...change(state) } }),
    },
  ];
}

/** Why no operation can be started now. */
export function busy(setting: VsanSetting, state: State): Refusal | undefined {
  return (
    when(state.cluster.operation !== 'none', 'operationInProgress') ??
    firstOfHosts((host) => {
      const slice = hostOf(state, host);
      return (
        when(slice.power === 'off', 'hostNotOn') ??
        when(!slice.mounted, 'deviceLocked') ??
        when(isInconsistent(setting, state, slice), 'hostInconsistent')
      );
    })
  );
}

/** Why there is no room to go through the hosts. */
export function crowded({ variant }: VsanSetting, state: State, allowReduced: boolean): Refusal | undefined {
  const reduces = variant.architecture === 'osa' && !variant.spare && !allowReduced;
  return when(state.datastore.space === 'full', 'notEnoughSpace') ?? when(reduces, 'wouldReduceRedundancy');
}

/** Whether the operation works without full redundancy. */
export function reduces({ variant }: VsanSetting, allowReduced: boolean): boolean {
  return variant.architecture === 'osa' && !variant.spare && allowReduced;
}

/** The id that a provider's next key would have. */
function nextKek({ provider, keks }: ClusterSlice): Kek {
  return `${provider}#${keks[provider] + 1}`;
}

function noKekLeft({ variant }: VsanSetting, { provider, keks }: ClusterSlice): boolean {
  return keks[provider] >= variant.kekLimit[provider];
}

/** The cluster with a new key of its provider. */
function withNewKek(cluster: ClusterSlice): Pick<ClusterSlice, 'kek' | 'keks'> {
  const { provider, keks } = cluster;
  return { kek: nextKek(cluster), keks: { ...keks, [provider]: keks[provider] + 1 } };
}

function unreachable(setting: VsanSetting, state: State, kek: Kek | 'none'): Refusal | undefined {
  return firstOfHosts((host) => when(!canGet(setting, state, hostOf(state, host), kek), 'keyMissing'));
}

/** Whether global deduplication and encryption at rest exclude each other. */
export function excluding({ architecture, release }: Variant): boolean {
  return architecture === 'esa' && release === '9.0';
}

export const enableEncryption: RuleOf<'enableEncryption'> = {
  claim: 'Enabling takes a new key id to every host first, and then goes through the hosts.',
  sources: ['vsan-two-keys', 'vsan-rolling-enable', 'vsan-enable-space', 'vsan-dedup-with-dare'],
  by: 'operator',
  spends: 0,
  candidates: (setting) =>
    asked(
      setting,
      'enable',
      [false, true].flatMap((erase) =>
        reductions(setting).map((allowReducedRedundancy) => ({
          type: 'enableEncryption' as const,
          erase,
          allowReducedRedundancy,
        })),
      ),
    ),
  parts: (setting, { erase, allowReducedRedundancy }) =>
    onCluster(
      (state) => {
        const { cluster } = state;
        return (
          when(cluster.encryption === 'on', 'encryptionOn') ??
          busy(setting, state) ??
          when(excluding(setting.variant) && cluster.dedup, 'dedupExcludesEncryption') ??
          when(state.providers[cluster.provider] !== 'ready', 'providerMissing') ??
          when(noKekLeft(setting, cluster), 'kekLimit') ??
          when(cluster.deks >= setting.variant.dekLimit, 'dekLimit') ??
          unreachable(setting, state, nextKek(cluster)) ??
          crowded(setting, state, allowReducedRedundancy)
        );
      },
      ({ cluster }) => ({
        encryption: 'on',
        ...withNewKek(cluster),
        dek: cluster.deks + 1,
        deks: cluster.deks + 1,
        erase,
        transition: 'preparing',
        operation: 'enable',
        reduces: reduces(setting, allowReducedRedundancy),
      }),
    ),
};

export const disableEncryption: RuleOf<'disableEncryption'> = {
  claim:
    'Disabling goes through the hosts and lays all data bare; the Express Storage Architecture could not at first.',
  sources: ['vsan-disable-bares', 'vsan-esa-no-disable'],
  by: 'operator',
  spends: 1,
  candidates: (setting) =>
    asked(
      setting,
      'enable',
      reductions(setting).map((allowReducedRedundancy) => ({
        type: 'disableEncryption' as const,
        allowReducedRedundancy,
      })),
    ),
  parts: (setting, { allowReducedRedundancy }) =>
    onCluster(
      (state) =>
        when(state.cluster.encryption === 'off', 'encryptionOff') ??
        when(
          setting.variant.architecture === 'esa' && setting.variant.release === '8.0U1',
          'disableNotSupported',
        ) ??
        busy(setting, state) ??
        crowded(setting, state, allowReducedRedundancy),
      () => ({
        encryption: 'off',
        transition: 'prepared',
        operation: 'disable',
        reduces: reduces(setting, allowReducedRedundancy),
      }),
    ),
};

export const shallowRekey: RuleOf<'shallowRekey'> = {
  claim: 'A shallow rekey changes the key that wraps: the old one is remembered until the hosts are done.',
  sources: ['vsan-shallow-rekey', 'vsan-transition', 'vsan-provider-switch', 'vsan-rekey-wants-health'],
  by: 'operator',
  spends: 0,
  candidates: (setting) => asked(setting, 'rekey', [{ type: 'shallowRekey' }]),
  parts: (setting) =>
    onCluster(
      (state) =>
        when(state.cluster.encryption === 'off', 'encryptionOff') ??
        busy(setting, state) ??
        when(state.providers[state.cluster.provider] !== 'ready', 'providerMissing') ??
        when(noKekLeft(setting, state.cluster), 'kekLimit'),
      ({ cluster }) => ({
        ...withNewKek(cluster),
        oldKek: cluster.kek,
        transition: 'preparing',
        operation: 'shallowRekey',
      }),
    ),
};

export const deepRekey: RuleOf<'deepRekey'> = {
  claim: 'A deep rekey changes the data keys and rewrites all data, host by host.',
  sources: ['vsan-deep-rekey', 'vsan-esa-dek-scope', 'vsan-enable-space'],
  by: 'operator',
  spends: 0,
  candidates: (setting) =>
    asked(
      setting,
      'deepRekey',
      reductions(setting).map((allowReducedRedundancy) => ({
        type: 'deepRekey' as const,
        allowReducedRedundancy,
      })),
    ),
  parts: (setting, { allowReducedRedundancy }) =>
    onCluster(
      (state) =>
        when(state.cluster.encryption === 'off', 'encryptionOff') ??
        busy(setting, state) ??
        when(state.cluster.deks >= setting.variant.dekLimit, 'dekLimit') ??
        unreachable(setting, state, state.cluster.kek) ??
        crowded(setting, state, allowReducedRedundancy),
      ({ cluster }) => ({
        oldDek: cluster.dek,
        dek: cluster.deks + 1,
        deks: cluster.deks + 1,
        transition: 'prepared',
        operation: 'deepRekey',
        reduces: reduces(setting, allowReducedRedundancy),
      }),
    ),
};

export const setProvider: RuleOf<'setProvider'> = {
  claim: 'Another provider counts from the next shallow rekey on.',
  sources: ['vsan-provider-switch', 'vsan-own-provider'],
  by: 'operator',
  spends: 0,
  candidates: (setting) =>
    asked(
      setting,
      'provider',
      providers.map((provider) => ({ type: 'setProvider' as const, provider })),
    ),
  parts: (_, { provider }) => [
    {
      reads: ['cluster', 'providers'],
      writes: ['cluster'],
      refusal: ({ cluster, providers: present }) =>
        when(cluster.encryption === 'off', 'encryptionOff') ??
        when(cluster.operation !== 'none', 'operationInProgress') ??
        when(cluster.provider === provider, 'providerUnchanged') ??
        when(present[provider] !== 'ready', 'providerMissing'),
      apply: ({ cluster }) => ({ cluster: { ...cluster, provider } }),
    },
  ],
};
