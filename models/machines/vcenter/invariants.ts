/** What holds in every state of the machine, each with the state that makes the question interesting. */
import type { DomainInvariant, Setting } from '../domain-machine.ts';
import { numberOf } from './provider-words.ts';
import {
  holds,
  hostSlices,
  nativeNames,
  providerAt,
  providerSlices,
  slice,
  type State,
  type Variant,
  vcenterSlices,
} from './state.ts';

type Own = DomainInvariant<Variant, State>;

/** The invariants of a variant: those whose question can come up in it. */
export function invariants({ variant, switches }: Setting<Variant>): readonly Own[] {
  const { asks, release } = variant;
  const makes = asks.includes('create') && release !== '7.0U1';
  return [
    ...(makes && !switches.pushBeforeActivation ? [noUseBeforeBackup] : []),
    ...(asks.includes('hosts') ? [safeHoldsHostKey, runsOnHost] : []),
    ...(asks.includes('defaults') ? [defaultsExist] : []),
    ...(asks.includes('loss') ? [lostIsEmpty] : []),
    ...(asks.includes('standalone') ? [standingAlone] : []),
  ];
}

const noUseBeforeBackup: Own = {
  name: 'no use before backup',
  claim: 'No host holds a key that nobody ever saved.',
  sources: ['gate-before-backup', 'no-push-before-activation'],
  reads: ({ variant }) => ['made', ...hostSlices, ...providerSlices(variant)],
  always: (state, { variant }) =>
    nativeNames(variant).every((name) =>
      hostSlices.every((each) => {
        const key = slice(state, each).held[name] ?? null;
        return key === null || numberOf(key) <= (state.made[name]?.saved ?? 0);
      }),
    ),
  sometimes: (state, { variant }) =>
    nativeNames(variant).some((name) =>
      variant.vcenters.some((vcenter) => providerAt(state, vcenter, name)?.backedUp === false),
    ),
};

const safeHoldsHostKey: Own = {
  name: 'a safe host holds its host key',
  claim: 'A host in crypto state safe is on and holds the key that its host key came from.',
  sources: ['host-safe', 'host-key-must-resolve'],
  reads: () => hostSlices,
  always: (state) =>
    hostSlices.every((each) => {
      const host = slice(state, each);
      return !host.safe || (host.power === 'on' && host.hostKey !== null && holds(host, host.hostKey));
    }),
  sometimes: (state) =>
    hostSlices.some((each) => {
      const host = slice(state, each);
      return host.power === 'on' && !host.safe;
    }),
};

const runsOnHost: Own = {
  name: 'the machine runs on a host',
  claim: 'While the machine runs its host is on; it migrates only while it runs, and to a host that is on.',
  sources: ['locked-without-key', 'cross-vcenter-same-key'],
  reads: () => ['db', ...hostSlices],
  always: (state) => {
    const { on, to } = state.db;
    const isOn = (host: string | null): boolean =>
      host === null || slice(state, `host/${host}`).power === 'on';
    return isOn(on) && isOn(to) && (to === null || on !== null);
  },
  sometimes: (state) => hostSlices.some((each) => slice(state, each).power === 'off'),
};

const defaultsExist: Own = {
  name: 'a default exists',
  claim: 'A default names a provider that the vCenter has.',
  sources: ['deleted-default-leaves-none', 'no-default-refuses'],
  reads: ({ variant }) => [...vcenterSlices(variant), ...providerSlices(variant)],
  always: (state, { variant }) =>
    variant.vcenters.every((vcenter) => {
      const { system, cluster } = slice(state, `vcenter/${vcenter}`);
      return [system, cluster].every((name) => name === null || providerAt(state, vcenter, name) !== null);
    }),
  sometimes: (state) => slice(state, 'vcenter/vc-1').system === null,
};

const lostIsEmpty: Own = {
  name: 'a lost vCenter has nothing',
  claim: 'A vCenter that is lost has no providers, no defaults and no hosts.',
  sources: ['kdk-in-vcenter', 'ha-is-no-backup'],
  reads: ({ variant }) => [...vcenterSlices(variant), ...providerSlices(variant), ...hostSlices],
  always: (state, { variant }) => {
    const { state: power, system, cluster } = slice(state, 'vcenter/vc-1');
    if (power !== 'lost') return true;
    const hosts = hostSlices.every((each) => slice(state, each).at !== 'vc-1');
    const providers = variant.names.every((name) => providerAt(state, 'vc-1', name) === null);
    return hosts && providers && system === null && cluster === null;
  },
  sometimes: (state) => slice(state, 'vcenter/vc-1').state === 'lost',
};

const standingAlone: Own = {
  name: 'a host that stands alone holds no keys',
  claim: 'A host in an inventory that is in no cluster holds no keys.',
  sources: ['in-cluster-only'],
  reads: () => hostSlices,
  always: (state) =>
    hostSlices.every((each) => {
      const { at, clustered, held } = slice(state, each);
      return at === null || clustered || Object.values(held).every((key) => key === null);
    }),
  sometimes: (state) => hostSlices.some((each) => !slice(state, each).clustered),
};
