/** vCenter Server: stopped, lost, rebuilt, and the hosts in its inventory. */
import { when } from '../rule-of.ts';
import { type HostName, hostNames } from './names.ts';
import {
  type Host,
  hostSlices,
  providerSlices,
  rule,
  type RuleFor,
  set,
  type Slice,
  slice,
  type State,
} from './state.ts';
import { onHosts, runningRefusal } from './words.ts';

const server: Slice = 'vcenter/vc-1';

export const vcenterStops: RuleFor<'vcenterStops'> = rule({
  claim: 'With vCenter stopped hosts and machines go on; only the configuration of providers waits.',
  sources: ['vcenter-down-is-harmless', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['loss'],
  events: () => [{ type: 'vcenterStops' }],
  reads: () => [],
  writes: () => [server],
  refusal: (state) => runningRefusal(state, 'vc-1'),
  apply: (state) => set('vcenter/vc-1', { ...slice(state, 'vcenter/vc-1'), state: 'stopped' }),
});

export const startVcenter: RuleFor<'startVcenter'> = rule({
  claim: 'A vCenter that was stopped starts with what it knew.',
  sources: ['vcenter-down-is-harmless'],
  by: 'operator',
  spends: 0,
  groups: ['loss'],
  events: () => [{ type: 'startVcenter' }],
  reads: () => [],
  writes: () => [server],
  refusal: (state) => when(slice(state, 'vcenter/vc-1').state !== 'stopped', 'vcenterNotStopped'),
  apply: (state) => set('vcenter/vc-1', { ...slice(state, 'vcenter/vc-1'), state: 'running' }),
});

export const vcenterNodeFails: RuleFor<'vcenterNodeFails'> = rule({
  claim: 'A standby takes over with everything, also with what was deleted: it is no backup.',
  sources: ['ha-is-no-backup', 'kdk-in-vcenter', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['loss'],
  events: () => [{ type: 'vcenterNodeFails' }],
  reads: () => [],
  writes: (_, variant) => [server, ...hostSlices, ...providerSlices(variant)],
  refusal: (state) => when(slice(state, 'vcenter/vc-1').state === 'lost', 'vcenterLost'),
  apply: (state, _, { variant }) => {
    const present = slice(state, 'vcenter/vc-1');
    if (present.standby) {
      return set('vcenter/vc-1', { ...present, state: 'running', standby: false });
    }
    return {
      ...set('vcenter/vc-1', { state: 'lost', standby: false, system: null, cluster: null }),
      ...Object.fromEntries(variant.names.map((name) => [`provider/vc-1/${name}`, null])),
      ...forHosts(state, (host) => (host.at === 'vc-1' ? inNone(host) : host)),
    };
  },
});

/** A host that is in no inventory. */
export function inNone(host: Host): Host {
  return { ...host, at: null, clustered: false, connected: false };
}

export function inCluster(host: Host, connected: boolean): Host {
  return { ...host, at: 'vc-1', clustered: true, connected };
}

export function forHosts(state: State, change: (host: Host, name: HostName) => Host): Partial<State> {
  return Object.assign(
    {},
    ...hostNames.map((name) => set(`host/${name}`, change(slice(state, `host/${name}`), name))),
  ) as Partial<State>;
}

export const repairStandby: RuleFor<'repairStandby'> = rule({
  claim: 'A new standby copies what the active node has.',
  sources: ['ha-is-no-backup'],
  by: 'operator',
  spends: 0,
  groups: ['loss'],
  events: ({ ha }) => (ha ? [{ type: 'repairStandby' }] : []),
  reads: () => [],
  writes: () => [server],
  refusal: (state) =>
    runningRefusal(state, 'vc-1') ?? when(slice(state, 'vcenter/vc-1').standby, 'standbyReady'),
  apply: (state) => set('vcenter/vc-1', { ...slice(state, 'vcenter/vc-1'), standby: true }),
});

export const rebuildVcenter: RuleFor<'rebuildVcenter'> = rule({
  claim: 'A rebuilt vCenter is empty: no hosts, no providers.',
  sources: ['new-vcenter-import'],
  by: 'operator',
  spends: 0,
  groups: ['loss'],
  events: () => [{ type: 'rebuildVcenter' }],
  reads: () => [],
  writes: () => [server],
  refusal: (state) => when(slice(state, 'vcenter/vc-1').state !== 'lost', 'vcenterNotLost'),
  apply: () => set('vcenter/vc-1', { state: 'running', standby: false, system: null, cluster: null }),
});

export const addHost: RuleFor<'addHost'> = rule({
  claim: 'A host in the cluster of a vCenter receives its providers, and loses those that it does not have.',
  sources: ['in-cluster-only', 'remediation-replaces'],
  by: 'operator',
  spends: 0,
  groups: ['loss'],
  events: () => onHosts('addHost'),
  reads: () => [server],
  writes: ({ host }) => [`host/${host}`],
  refusal: (state, { host }) => {
    const { at, power } = slice(state, `host/${host}`);
    return (
      runningRefusal(state, 'vc-1') ??
      when(at === 'vc-1', 'hostIsMember') ??
      when(power === 'off', 'hostNotOn')
    );
  },
  apply: (state, { host }) => set(`host/${host}`, inCluster(slice(state, `host/${host}`), true)),
});

export const joinVcenter: RuleFor<'joinVcenter'> = rule({
  claim: 'A host that was reinstalled joins its cluster again.',
  sources: ['in-cluster-only', 'repush-after-reinstall'],
  by: 'operator',
  spends: 0,
  groups: ['hosts'],
  events: ({ asks }) => (asks.includes('loss') ? [] : onHosts('joinVcenter')),
  reads: () => [server],
  writes: ({ host }) => [`host/${host}`],
  refusal: (state, { host }) => {
    const { at, power } = slice(state, `host/${host}`);
    return (
      when(power === 'off', 'hostNotOn') ?? when(at !== null, 'hostIsMember') ?? runningRefusal(state, 'vc-1')
    );
  },
  apply: (state, { host }) => set(`host/${host}`, inCluster(slice(state, `host/${host}`), true)),
});
