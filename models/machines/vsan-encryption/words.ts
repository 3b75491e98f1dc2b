/** The words that the rules, the observation and the invariants share. */
import { type Host, hosts } from './names.ts';
import {
  type ClusterSlice,
  type Device,
  type HostSlice,
  hostOf,
  type Kek,
  type ProvidersSlice,
  providerOf,
  type State,
  type VsanSetting,
} from './state.ts';

/** What decides whether a host gets a key. */
type Reach = { readonly providers: ProvidersSlice };

/** Whether a wrapped data key is one of the host's device, or a copy of the one of the cluster. */
export function scopeOf({ variant, switches }: VsanSetting): 'device' | 'cluster' {
  return variant.architecture === 'osa' ? 'device' : switches.esaDekScope;
}

/** Whether the host can get a KEK now: from the KDK that it keeps, or from the key server. */
export function canGet(
  { variant }: VsanSetting,
  { providers }: Reach,
  host: HostSlice,
  kek: Kek | 'none',
): boolean {
  if (kek === 'none') return false;
  const provider = providerOf(kek);
  return variant.provider === 'native' ? host.keeps.includes(provider) : providers[provider] === 'ready';
}

/** Whether the host's device can be mounted: it is plain, or its keys are known and can be had. */
export function opens(
  setting: VsanSetting,
  state: Reach & { readonly cluster: ClusterSlice },
  host: HostSlice,
): boolean {
  const { dek, kek } = host.device;
  if (dek === 0) return true;
  const known = kek === host.kek || kek === host.nextKek;
  const { cluster } = state;
  const copied = scopeOf(setting) === 'device' || dek === cluster.dek || dek === cluster.oldDek;
  return known && copied && canGet(setting, state, host, kek);
}

/** The device as the cluster wants it, apart from residue. */
export function targetOf(
  { variant }: VsanSetting,
  cluster: ClusterSlice,
): Pick<Device, 'dek' | 'kek' | 'dedup'> {
  const dedup = variant.architecture === 'osa' && cluster.dedup;
  return cluster.encryption === 'on'
    ? { dek: cluster.dek, kek: cluster.kek, dedup }
    : { dek: 0, kek: 'none', dedup };
}

export function isDone(setting: VsanSetting, cluster: ClusterSlice, { work, device }: HostSlice): boolean {
  const target = targetOf(setting, cluster);
  return work === 'none' && device.dek === target.dek && device.dedup === target.dedup;
}

/** Not done, and every host before it is. */
export function hasTurn(setting: VsanSetting, state: State, host: Host): boolean {
  return hosts.find((each) => !isDone(setting, state.cluster, hostOf(state, each))) === host;
}

/** Whether the host's share of the data can't be read and does not lie elsewhere either. */
function isMissing(cluster: ClusterSlice, { work, power, mounted }: HostSlice): boolean {
  return work === 'none' ? power === 'off' || !mounted : cluster.reduces;
}

export function missingHosts(state: State): readonly Host[] {
  return hosts.filter((host) => isMissing(state.cluster, hostOf(state, host)));
}

export function dataReadable({ variant }: VsanSetting, state: State): boolean {
  return missingHosts(state).length <= variant.failuresToTolerate;
}

/** Whether there are key ids for a host to take: also while encryption is being disabled. */
export function hasKeyIds({ encryption, operation }: ClusterSlice): boolean {
  return encryption === 'on' || operation === 'disable';
}

export function hasConfiguration(cluster: ClusterSlice, { kek, nextKek }: HostSlice): boolean {
  return hasKeyIds(cluster) && (kek === cluster.kek || nextKek === cluster.kek);
}

export function isRolling({ operation }: ClusterSlice): boolean {
  return operation !== 'none' && operation !== 'shallowRekey';
}

/** The device after it was formatted or rewritten to the target. */
export function renewed(setting: VsanSetting, cluster: ClusterSlice, device: Device): Device {
  const target = targetOf(setting, cluster);
  const left = device.dek === 0 || device.residue;
  return { ...device, ...target, residue: target.dek !== 0 && left && !cluster.erase };
}

/** The key ids of a host whose device is as the cluster wants it. */
export function settledIds({ encryption, kek }: ClusterSlice): Pick<HostSlice, 'kek' | 'nextKek'> {
  return { kek: encryption === 'on' ? kek : 'none', nextKek: 'none' };
}

export function wentDown(host: HostSlice): HostSlice {
  return { ...host, power: 'off', mounted: false };
}
