/** vCenter Server: running, stopped, lost, rebuilt, restored; and its hosts. */
import { available, keptReads, keptRefusal, type RuleOf } from '../deployment.ts';
import type { Refusal } from '../events.ts';
import type { Part } from '../kernel/machine.ts';
import { named, type Site } from '../site.ts';
import { type Backup, type Provider, type State, set, slice, type Vcenter, withName } from '../state.ts';
import { vcenterCanRun } from './outage.ts';
import { withoutKey } from './provider.ts';

type SitePart = Part<State, Refusal>;

export const startVcenter: RuleOf<'startVcenter'> = {
  claim: 'vCenter starts when its datastore is available and a host can run it; no key provider is asked.',
  sources: ['no-loop-on-vsan', 'vcenter-not-vm-encrypted'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'startVcenter' }],
  parts: ({ site }) => [
    {
      reads: ['vcenter', 'cluster'],
      writes: ['vcenter'],
      refusal: ({ vcenter, cluster }) => {
        if (vcenter.state === 'lost') return 'vcenterLost';
        if (vcenter.state === 'running') return 'vcenterRunning';
        if (lacksHost(site, cluster.on)) return 'noHostForVcenter';
        return vcenterCanRun(site, cluster, vcenter.where) ? undefined : 'datastoreUnavailable';
      },
      apply: ({ vcenter }) => ({ vcenter: { ...vcenter, state: 'running' } }),
    },
  ],
};

export const vcenterStops: RuleOf<'vcenterStops'> = {
  claim: 'With vCenter stopped the machines go on; only the configuration of providers waits.',
  sources: ['vcenter-down-is-harmless', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'vcenterStops' }],
  parts: () => [
    {
      reads: ['vcenter'],
      writes: ['vcenter'],
      refusal: ({ vcenter }) => (vcenter.state === 'running' ? undefined : 'vcenterNotRunning'),
      apply: ({ vcenter }) => ({ vcenter: { ...vcenter, state: 'stopped' } }),
    },
  ],
};

export const vcenterIsLost: RuleOf<'vcenterIsLost'> = {
  claim: 'With vCenter its inventory and its copy of every key are lost.',
  sources: ['kdk-in-vcenter', 'vcenter-down-is-harmless', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: () => [{ type: 'vcenterIsLost' }],
  parts: ({ site }) => lossParts(site, (vcenter) => (vcenter.state === 'lost' ? 'vcenterLost' : undefined)),
};

export const abandonVcenter: RuleOf<'abandonVcenter'> = {
  claim: 'A stopped vCenter can be given up, and with it the keys in its database.',
  sources: ['kdk-in-vcenter', 'bound-faults'],
  by: 'operator',
  spends: 1,
  candidates: () => [{ type: 'abandonVcenter' }],
  parts: ({ site }) =>
    lossParts(site, (vcenter) => (vcenter.state === 'stopped' ? undefined : 'vcenterNotStopped')),
};

export const rebuildVcenter: RuleOf<'rebuildVcenter'> = {
  claim: 'A rebuilt vCenter is empty: no hosts, no providers.',
  sources: ['new-vcenter-import', 'in-cluster-only'],
  by: 'operator',
  spends: 0,
  candidates: () => [{ type: 'rebuildVcenter' }],
  parts: ({ site }) => [
    {
      reads: ['vcenter', 'cluster'],
      writes: ['vcenter'],
      refusal: (slices) => replacementRefusal(site, slices),
      apply: (slices) => ({ vcenter: { state: 'running', where: whereNow(site, slices), members: [] } }),
    },
  ],
};

export const restoreVcenter: RuleOf<'restoreVcenter'> = {
  claim: 'A restored vCenter knows its hosts and the providers of its backup, and no others.',
  sources: ['backup-holds-kdk', 'backup-older-than-provider', 'restore-of-old-backup-prunes'],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) =>
    site.backups.map(({ name }) => ({ type: 'restoreVcenter' as const, backup: name })),
  parts: ({ site }, { backup }) => {
    const kept = named(site.backups, backup);
    const main: SitePart = {
      reads: ['vcenter', ...keptReads(kept)],
      writes: ['vcenter'],
      refusal: (slices) => replacementRefusal(site, slices) ?? keptRefusal(site, slices, kept),
      apply: (slices) => ({
        vcenter: {
          state: 'running',
          where: whereNow(site, slices),
          members: site.hosts.map(({ name }) => name),
        },
      }),
    };
    const providers = site.providers.map(
      ({ name }): SitePart => ({
        reads: [`provider/${name}`, `backup/${backup}`],
        writes: [`provider/${name}`],
        apply: (slices) =>
          set(
            `provider/${name}`,
            restored(slice(slices, `provider/${name}`), slice(slices, `backup/${backup}`), name),
          ),
      }),
    );
    return [main, ...providers];
  },
};

export const addHost: RuleOf<'addHost'> = {
  claim: 'A host must be in the inventory of this vCenter to receive its providers.',
  sources: ['in-cluster-only', 'repush-after-reinstall'],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) => site.hosts.map(({ name }) => ({ type: 'addHost' as const, host: name })),
  parts: ({ site }, { host }) => [
    {
      reads: ['vcenter', 'cluster'],
      writes: ['vcenter'],
      refusal: ({ vcenter, cluster }) => {
        if (vcenter.state !== 'running') return 'vcenterNotRunning';
        if (!cluster.on.includes(host)) return 'hostNotOn';
        return vcenter.members.includes(host) ? 'hostIsMember' : undefined;
      },
      apply: ({ vcenter }) => ({
        vcenter: { ...vcenter, members: withName(vcenter.members, host, site.hosts) },
      }),
    },
  ],
};

/** The database of vCenter is gone, with what it knew. */
function lossParts(site: Site, refusal: (vcenter: Vcenter) => Refusal | undefined): readonly SitePart[] {
  const main: SitePart = {
    reads: ['vcenter'],
    writes: ['vcenter'],
    refusal: ({ vcenter }) => refusal(vcenter),
    apply: () => ({ vcenter: { state: 'lost', where: 'home', members: [] } }),
  };
  const providers = site.providers.map(
    ({ name }): SitePart => ({
      reads: [`provider/${name}`],
      writes: [`provider/${name}`],
      apply: (slices) => set(`provider/${name}`, withoutKey(slice(slices, `provider/${name}`))),
    }),
  );
  return [main, ...providers];
}

function replacementRefusal(site: Site, { vcenter, cluster }: State): Refusal | undefined {
  if (vcenter.state !== 'lost') return 'vcenterNotLost';
  return lacksHost(site, cluster.on) ? 'noHostForVcenter' : undefined;
}

function lacksHost(site: Site, on: readonly string[]): boolean {
  return site.vcenterAt !== null && on.length === 0;
}

function whereNow(site: Site, { cluster }: State): Vcenter['where'] {
  return available(site, cluster, site.vcenterAt) ? 'home' : 'away';
}

function restored(present: Provider, backup: Backup, name: string): Provider {
  const kept = backup[name] ?? { key: 'none', backedUp: false };
  return { ...present, key: kept.key, exported: false, backedUp: kept.backedUp };
}
