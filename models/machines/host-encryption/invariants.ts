/** What holds in every state of the host-encryption machine. */
import type { DomainInvariant } from '../domain-machine.ts';
import { type HostSetting, inMode, originOf, type State, type Variant } from './state.ts';

type HostInvariant = DomainInvariant<Variant, State>;

export function invariantsOf({ variant }: HostSetting): readonly HostInvariant[] {
  return [
    ...ofMode,
    defaultExists,
    ...(variant.vsanEncrypted ? [vsanKeepsMode] : []),
    ...ofDumps,
    ...(variant.provider === 'standard' ? [standardKeepsKeys] : []),
  ];
}

const ofMode: readonly HostInvariant[] = [
  {
    name: 'safeHasHostKey',
    claim: 'A host in encryption mode has a host key.',
    sources: ['crypto-one-host-key', 'crypto-prepare-enable'],
    reads: () => ['host'],
    always: ({ host }) => !inMode(host) || host.hostKey !== 'none',
    sometimes: ({ host }) => host.crypto === 'safe',
  },
  {
    name: 'machineRunsInMode',
    claim: 'An encrypted machine runs only on a host in encryption mode.',
    sources: ['host-safe'],
    reads: () => ['host', 'machine'],
    always: ({ host, machine }) => machine === 'off' || inMode(host),
    sometimes: ({ machine }) => machine === 'running',
  },
  {
    name: 'cacheNeedsMode',
    claim: 'Only a host in encryption mode has a machine’s key in its cache.',
    sources: ['crypto-add-key', 'crypto-toggle-refused'],
    reads: () => ['host'],
    always: ({ host }) => !host.machineKeyCached || inMode(host),
    sometimes: ({ host }) => host.machineKeyCached,
  },
  {
    name: 'changeIsFromAnother',
    claim: 'The host key is changed from another one, and only on a safe host.',
    sources: ['crypto-change-key'],
    reads: () => ['host'],
    always: ({ host: { changingFrom, hostKey, crypto } }) =>
      changingFrom === 'none' || (changingFrom !== hostKey && crypto === 'safe'),
    sometimes: ({ host }) => host.changingFrom !== 'none',
  },
  {
    name: 'policyNeedsVersion',
    claim: 'A cluster has a crypto policy only from vSphere 8.0 U3 on.',
    sources: ['crypto-policy-pins'],
    reads: () => ['cluster'],
    always: ({ cluster }, { variant }) => cluster.policy === 'none' || variant.version === '8.0U3',
    sometimes: ({ cluster }) => cluster.mode === 'forceEnable',
  },
];

const defaultExists: HostInvariant = {
  name: 'defaultExists',
  claim: 'The default provider is one that vCenter has.',
  sources: ['deleted-default-leaves-none'],
  reads: () => ['vcenter'],
  always: ({ vcenter }) => !vcenter.isDefault || vcenter.key !== 'none',
  sometimes: ({ vcenter }) => !vcenter.isDefault,
};

const vsanKeepsMode: HostInvariant = {
  name: 'vsanKeepsMode',
  claim: 'A host of a cluster with encrypted vSAN is never about to leave encryption mode.',
  sources: ['crypto-disable-not-vsan'],
  reads: () => ['host'],
  always: ({ host }) => host.crypto !== 'pendingIncapable',
  sometimes: ({ host }) => host.hostKey !== '1a',
};

const ofDumps: readonly HostInvariant[] = [
  {
    name: 'machineDumpKey',
    claim: 'The dump of an encrypted machine is under its own key, in 6.5 under the host key.',
    sources: ['dumps-by-which-key'],
    reads: () => ['machineDump'],
    always: ({ machineDump }, { variant }) =>
      machineDump === 'none' || (machineDump === 'machine') === (variant.version !== '6.5'),
    sometimes: ({ machineDump }) => machineDump !== 'none',
  },
  {
    name: 'bundleIsNotClear',
    claim: 'What a bundle has under a password or a random key was encrypted on the host.',
    sources: ['dumps-encrypted-in-mode', 'bundle-password', 'bundle-vsan-random-key'],
    reads: () => ['bundle'],
    always: ({ bundle }) => !isRecrypted(bundle) || bundle.holds !== 'none',
    sometimes: ({ bundle }) => isRecrypted(bundle),
  },
  {
    name: 'keysLeakFromDumps',
    claim: 'A host key gets out only if dumps may contain keys.',
    sources: ['dumps-may-hold-keys'],
    reads: () => ['outside', 'bundle'],
    always: ({ outside }, { switches }) => outside === 'none' || switches.coredumpHasKeys === 'may',
    sometimes: ({ bundle }) => bundle.protection !== 'none',
  },
];

const standardKeepsKeys: HostInvariant = {
  name: 'standardKeepsKeys',
  claim: 'The keys of a Standard Key Provider are never replaced by others under its name.',
  sources: ['crypto-standard-readd'],
  reads: () => ['vcenter', 'host'],
  always: ({ vcenter, host }) =>
    vcenter.key !== '2' && host.held !== '2' && (host.hostKey === 'none' || originOf(host.hostKey) === '1'),
  sometimes: ({ vcenter }) => vcenter.key === 'none',
};

function isRecrypted({ protection }: State['bundle']): boolean {
  return protection === 'password' || protection === 'passwordForgotten' || protection === 'randomKey';
}
