/** What can be seen of a vSAN cluster from outside, as docs/machines/vsan-encryption.md has it. */
import { issuesOf } from './health.ts';
import { hosts } from './names.ts';
import { type HostSlice, hostOf, type State, type VsanSetting } from './state.ts';
import { dataReadable } from './words.ts';

/** A pure picture of a state; the twin gives the same of itself. */
export function observe(state: State, setting: VsanSetting): unknown {
  const { cluster, providers, datastore } = state;
  return {
    cluster: {
      encryption: cluster.encryption,
      provider: cluster.provider,
      kek: orNull(cluster.kek),
      transition: cluster.transition,
      operation: cluster.operation,
      dedup: cluster.dedup,
      dedupDomain: dedupDomain(setting, state),
      transit: transitOf(setting, state),
      dualEncryption: warnsOfDualEncryption(setting, state),
    },
    hosts: Object.fromEntries(hosts.map((host) => [host, pictureOf(setting, state, hostOf(state, host))])),
    providers,
    space: datastore.space,
    dataReadable: dataReadable(setting, state),
  };
}

/** Whether what hosts send each other is encrypted. */
export function transitOf({ variant }: VsanSetting, { cluster }: State): boolean {
  return variant.architecture === 'esa' ? cluster.encryption === 'on' : cluster.transit;
}

function warnsOfDualEncryption({ variant }: VsanSetting, { cluster, datastore }: State): boolean {
  const checks = variant.architecture === 'esa' && variant.release.startsWith('9.');
  return checks && cluster.encryption === 'on' && datastore.machines === 'encrypted';
}

function dedupDomain({ variant }: VsanSetting, { cluster }: State): 'diskGroup' | 'cluster' | null {
  if (!cluster.dedup) return null;
  return variant.architecture === 'osa' ? 'diskGroup' : 'cluster';
}

function pictureOf(setting: VsanSetting, state: State, host: HostSlice): unknown {
  if (host.power === 'off') return { power: 'off' };
  return {
    power: 'on',
    mounted: host.mounted,
    kek: orNull(host.kek),
    nextKek: orNull(host.nextKek),
    dek: host.mounted ? host.device.dek : null,
    storedBlocks: host.mounted && host.work === 'none' ? storedBlocks(setting, state, host) : null,
    issues: issuesOf(setting, state, host),
  };
}

const blocks = 8;
const blocksAlike = 2;

/** How many blocks a host stores: encryption by the machines leaves nothing alike, that of vSAN comes later. */
function storedBlocks(
  { variant }: VsanSetting,
  { cluster, datastore }: State,
  { device }: HostSlice,
): number {
  const dedup = variant.architecture === 'osa' ? device.dedup : cluster.dedup;
  return dedup && datastore.machines === 'plain' ? blocks / blocksAlike : blocks;
}

function orNull<Id extends string>(id: Id | 'none'): Id | null {
  return id === 'none' ? null : id;
}
