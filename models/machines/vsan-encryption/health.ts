/** The health issues of a host: what vSAN compares between the cluster's configuration and the host's. */
import {
  type ClusterSlice,
  type HostSlice,
  type Kek,
  providerOf,
  type State,
  type VsanSetting,
} from './state.ts';
import { canGet, opens, targetOf } from './words.ts';

type Issue =
  | 'enabledWhenClusterDisabled'
  | 'disabledWhenClusterEnabled'
  | 'keyEncryptionKeyInconsistent'
  | 'dataEncryptionKeyInconsistent'
  | 'kmsInfoInconsistent'
  | 'hostKeyInconsistent';

/** What is wrong with a host that is on, in the order of the page. */
export function issuesOf(
  setting: VsanSetting,
  state: Pick<State, 'cluster' | 'providers'>,
  host: HostSlice,
): readonly Issue[] {
  const { cluster } = state;
  const on = cluster.encryption === 'on';
  const { kek, nextKek } = host;
  const found: readonly (Issue | false)[] = [
    !on && kek !== 'none' && 'enabledWhenClusterDisabled',
    on && kek === 'none' && 'disabledWhenClusterEnabled',
    on && kek !== 'none' && (kek !== cluster.kek || nextKek !== 'none') && 'keyEncryptionKeyInconsistent',
    dekIsInconsistent(setting, state, host) && 'dataEncryptionKeyInconsistent',
    on && kek !== 'none' && lastProvider(host, kek) !== cluster.provider && 'kmsInfoInconsistent',
    on && kek !== 'none' && !fromSameProvider(cluster, kek) && 'hostKeyInconsistent',
  ];
  return found.filter((issue) => issue !== false);
}

/** Whether something is wrong that a new operation has to wait for. Another provider is no such thing. */
export function isInconsistent(
  setting: VsanSetting,
  state: Pick<State, 'cluster' | 'providers'>,
  host: HostSlice,
): boolean {
  return issuesOf(setting, state, host).some((issue) => issue !== 'kmsInfoInconsistent');
}

/** A mounted device of another generation, or one that stays locked although its host has all keys it knows of. */
function dekIsInconsistent(
  setting: VsanSetting,
  state: Pick<State, 'cluster' | 'providers'>,
  host: HostSlice,
): boolean {
  if (host.mounted) return host.device.dek !== targetOf(setting, state.cluster).dek;
  const ids = [host.kek, host.nextKek].filter((id) => id !== 'none');
  const hasAll = host.kek !== 'none' && ids.every((id) => canGet(setting, state, host, id));
  return hasAll && !opens(setting, state, host);
}

function lastProvider({ nextKek }: HostSlice, kek: Kek): string {
  return providerOf(nextKek === 'none' ? kek : nextKek);
}

function fromSameProvider(cluster: ClusterSlice, kek: Kek): boolean {
  return cluster.kek !== 'none' && providerOf(cluster.kek) === providerOf(kek);
}
