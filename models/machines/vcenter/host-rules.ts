/** The hosts: brought in line by their vCenter, moved, reinstalled, and with a key before any vCenter exists. */
import { hasFeature } from '../../versions.ts';
import { when } from '../rule-of.ts';
import type { HostName, KeyName } from './names.ts';
import {
  holds,
  type Host,
  keyOf,
  nativeNames,
  providerSlices,
  rule,
  type RuleFor,
  set,
  type Slice,
  slice,
  type State,
  type Variant,
  vcenterSlices,
} from './state.ts';
import { inNone } from './server-rules.ts';
import {
  booted,
  heldRefusal,
  madeSafe,
  managedRefusal,
  onHosts,
  providerOf,
  remediated,
  runningRefusal,
  withHostDown,
  withMigrationEnded,
} from './words.ts';

type On = { readonly host: HostName };

const writesHost = ({ host }: On): readonly Slice[] => [`host/${host}`];
const readsVcenters = (_: unknown, variant: Variant): readonly Slice[] => vcenterSlices(variant);
const readsProviders = (_: unknown, variant: Variant): readonly Slice[] => [
  ...vcenterSlices(variant),
  ...providerSlices(variant),
];

function hostAt(state: State, host: HostName): Host {
  return slice(state, `host/${host}`);
}

/** Why the vCenter of a host cannot do something to it that needs it to be on. */
function managedAndOn(state: State, host: HostName): ReturnType<typeof managedRefusal> {
  return managedRefusal(state, host) ?? when(hostAt(state, host).power === 'off', 'hostNotOn');
}

export const vcenterRemediatesHost: RuleFor<'vcenterRemediatesHost'> = rule({
  claim: 'vCenter gives the hosts of its clusters its own providers, and takes away what it does not know.',
  sources: [
    'remediation-every-5-min',
    'remediation-replaces',
    'in-cluster-only',
    'tpm-required-gates-push',
    'no-push-before-activation',
  ],
  by: 'system',
  spends: 0,
  events: () => onHosts('vcenterRemediatesHost'),
  reads: (event, variant) => [...readsProviders(event, variant), 'site'],
  writes: writesHost,
  refusal: (state, { host }) =>
    managedAndOn(state, host) ?? when(!hostAt(state, host).clustered, 'hostNotInCluster'),
  apply: (state, { host }, { variant, switches }) =>
    set(`host/${host}`, remediated(state, host, variant, switches)),
});

export const enableHostEncryption: RuleFor<'enableHostEncryption'> = rule({
  claim: 'A host that holds its host key again can be made safe, which unlocks its machines.',
  sources: ['enable-unlocks', 'host-key-must-resolve'],
  by: 'operator',
  spends: 0,
  events: () => onHosts('enableHostEncryption'),
  reads: readsVcenters,
  writes: writesHost,
  refusal: (state, { host }, { variant }) => {
    const present = hostAt(state, host);
    const { safe, hostKey } = present;
    return (
      managedAndOn(state, host) ??
      when(safe, 'hostSafe') ??
      when(hostKey !== null && !holds(present, hostKey), 'hostKeyUnresolved') ??
      when(hostKey === null && firstHeld(present, variant) === undefined, 'keyMissing')
    );
  },
  apply: (state, { host }, { variant }) => {
    const present = hostAt(state, host);
    const key = present.hostKey ?? firstHeld(present, variant);
    return key === undefined ? {} : set(`host/${host}`, madeSafe(present, key));
  },
});

function firstHeld({ held }: Host, { names }: Variant): KeyName | undefined {
  return names.map((name) => held[name] ?? null).find((key) => key !== null);
}

export const hostCrashes: RuleFor<'hostCrashes'> = rule({
  claim: 'A host keeps the keys of Native Key Providers over a reboot, and none of a Standard one.',
  sources: ['keys-survive-reboot', 'article-needs-tpm', 'standard-cache', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['hosts'],
  events: () => onHosts('hostCrashes'),
  reads: () => [],
  writes: ({ host }) => [`host/${host}`, 'db'],
  refusal: (state, { host }) => when(hostAt(state, host).power === 'off', 'hostNotOn'),
  apply: (state, { host }, { variant, switches }) => withHostDown(state, host, variant, switches),
});

export const bootHost: RuleFor<'bootHost'> = rule({
  claim: 'A host whose host key cannot be resolved boots, and is not safe.',
  sources: ['host-key-must-resolve', 'keys-survive-reboot'],
  by: 'operator',
  spends: 0,
  groups: ['hosts'],
  events: () => onHosts('bootHost'),
  reads: () => [],
  writes: writesHost,
  refusal: (state, { host }) => when(hostAt(state, host).power === 'on', 'hostOn'),
  apply: (state, { host }) => set(`host/${host}`, booted(hostAt(state, host))),
});

export const reinstallHost: RuleFor<'reinstallHost'> = rule({
  claim: 'A host that is reinstalled has no keys until it joins its cluster again.',
  sources: ['repush-after-reinstall', 'bound-faults'],
  by: 'operator',
  spends: 1,
  groups: ['hosts'],
  events: () => onHosts('reinstallHost'),
  reads: () => [],
  writes: writesHost,
  refusal: (state, { host }) => when(hostAt(state, host).power === 'on', 'hostOn'),
  apply: (state, { host }, { variant }) =>
    set(`host/${host}`, {
      ...inNone(hostAt(state, host)),
      held: Object.fromEntries(variant.names.map((name) => [name, null])),
      hostKey: null,
    }),
});

export const configureCryptoKey: RuleFor<'configureCryptoKey'> = rule({
  claim: 'ConfigureCryptoKey gives a host another host key; it opens no machine.',
  sources: ['configure-crypto-key', 'host-key-rekeyed-apart'],
  by: 'operator',
  spends: 0,
  groups: ['rekey'],
  events: ({ names }) =>
    onHosts('configureCryptoKey').flatMap((event) => names.map((provider) => ({ ...event, provider }))),
  reads: readsProviders,
  writes: writesHost,
  refusal: (state, { host, provider }) => {
    const key = providerOf(state, host, provider)?.key;
    const present = hostAt(state, host);
    return (
      managedAndOn(state, host) ??
      (key === undefined
        ? 'providerMissing'
        : (heldRefusal(present, key) ?? when(present.hostKey === key, 'keyUnchanged')))
    );
  },
  apply: (state, { host, provider }) => {
    const key = providerOf(state, host, provider)?.key;
    return key === undefined ? {} : set(`host/${host}`, { ...hostAt(state, host), hostKey: key, safe: true });
  },
});

export const moveHost: RuleFor<'moveHost'> = rule({
  claim: 'For some minutes a host that was moved looks well: then its new vCenter replaces its providers.',
  sources: ['host-moved', 'remediation-replaces', 'linked-replicates-nothing', 'bound-faults'],
  by: 'operator',
  spends: 1,
  groups: ['linked'],
  events: ({ vcenters }) =>
    onHosts('moveHost').flatMap((event) => vcenters.map((vcenter) => ({ ...event, vcenter }))),
  reads: ({ vcenter }) => [`vcenter/${vcenter}`],
  writes: ({ host }) => [`host/${host}`, 'db'],
  refusal: (state, { host, vcenter }) =>
    runningRefusal(state, vcenter) ??
    when(hostAt(state, host).at === vcenter, 'hostIsMember') ??
    when(hostAt(state, host).power === 'off', 'hostNotOn'),
  apply: (state, { host, vcenter }) => ({
    ...set(`host/${host}`, { ...hostAt(state, host), at: vcenter, clustered: true, connected: true }),
    db: withMigrationEnded(state.db, host),
  }),
});

export const moveIntoCluster: RuleFor<'moveIntoCluster'> = rule({
  claim: 'A host that stands alone takes no part in a Native Key Provider until it is in a cluster.',
  sources: ['in-cluster-only'],
  by: 'operator',
  spends: 0,
  groups: ['standalone'],
  events: () => onHosts('moveIntoCluster'),
  reads: readsVcenters,
  writes: writesHost,
  refusal: (state, { host }) =>
    managedRefusal(state, host) ?? when(hostAt(state, host).clustered, 'hostInCluster'),
  apply: (state, { host }) => set(`host/${host}`, { ...hostAt(state, host), clustered: true }),
});

function onHostsAndNames<Type extends string>(
  variant: Variant,
  type: Type,
): readonly { readonly type: Type; readonly host: HostName; readonly provider: 'A' | 'B' }[] {
  return onHosts(type).flatMap((event) => nativeNames(variant).map((provider) => ({ ...event, provider })));
}

export const createProviderOnHost: RuleFor<'createProviderOnHost'> = rule({
  claim: 'A vSAN bootstrap creates a provider on a host before any vCenter exists: its only copy is there.',
  sources: ['born-on-host'],
  by: 'operator',
  spends: 0,
  groups: ['bootstrap'],
  events: (variant) => onHostsAndNames(variant, 'createProviderOnHost'),
  reads: () => ['vcenter/vc-1'],
  writes: ({ host }) => [`host/${host}`, 'made'],
  refusal: (state, { host, provider }, { variant }) =>
    when(!hasFeature(variant.release, 'providerOnHost'), 'releaseTooOld') ??
    when(slice(state, 'vcenter/vc-1').state !== 'lost', 'vcenterExists') ??
    when(hostAt(state, host).power === 'off', 'hostNotOn') ??
    when((state.made[provider]?.made ?? 0) > 0, 'nameUsedBefore'),
  apply: (state, { host, provider }) => {
    const present = hostAt(state, host);
    return {
      ...set(`host/${host}`, { ...present, held: { ...present.held, [provider]: keyOf(provider, 1) } }),
      made: { ...state.made, [provider]: { made: 1, saved: 0 } },
    };
  },
});

export const addVtpmOnHost: RuleFor<'addVtpmOnHost'> = rule({
  claim: 'A host that holds a key gives a machine a vTPM without any vCenter.',
  sources: ['host-level-vtpm', 'vtpm-encrypts-home'],
  by: 'operator',
  spends: 0,
  groups: ['bootstrap'],
  events: () => onHosts('addVtpmOnHost'),
  reads: () => [],
  writes: ({ host }) => [`host/${host}`, 'db'],
  refusal: (state, { host }) =>
    when(hostAt(state, host).power === 'off', 'hostNotOn') ??
    when(state.db.protection !== 'plain', 'machineEncrypted') ??
    when(state.db.on !== null, 'machineRunning') ??
    when((hostAt(state, host).held.A ?? null) === null, 'keyMissing'),
  apply: (state, { host }) => {
    const key = hostAt(state, host).held.A ?? null;
    if (key === null) return {};
    return {
      ...set(`host/${host}`, madeSafe(hostAt(state, host), key)),
      db: { ...state.db, protection: 'vtpm', key },
    };
  },
});

export const handOverProvider: RuleFor<'handOverProvider'> = rule({
  claim: 'A provider that was born on a host is handed to the vCenter that was deployed since.',
  sources: ['born-on-host'],
  by: 'operator',
  spends: 0,
  groups: ['bootstrap'],
  events: (variant) => onHostsAndNames(variant, 'handOverProvider'),
  reads: ({ host }) => [`host/${host}`, 'vcenter/vc-1'],
  writes: ({ provider }) => [`provider/vc-1/${provider}`],
  refusal: (state, { host, provider }) =>
    managedAndOn(state, host) ??
    when(slice(state, `provider/vc-1/${provider}`) !== null, 'providerExists') ??
    when((hostAt(state, host).held[provider] ?? null) === null, 'keyMissing'),
  apply: (state, { host, provider }) => {
    const key = hostAt(state, host).held[provider] ?? null;
    return key === null
      ? {}
      : set(`provider/vc-1/${provider}`, {
          key,
          id: 1,
          tpm: false,
          backedUp: false,
          link: false,
          acknowledged: false,
        });
  },
});
