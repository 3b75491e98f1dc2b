/** What holds in every state of the machine, each with the state that makes the question interesting. */
import type { DomainInvariant, Setting } from '../domain-machine.ts';
import { numberOf } from './provider-words.ts';
import {
  holds,
  hostSlices,
  nameOf,
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
  const { asks, backups, release } = variant;
  const makes = asks.includes('create') && release !== '7.0U1';
  return [
    ...(makes && !switches.pushBeforeActivation ? [noUseBeforeBackup] : []),
    ...(asks.includes('hosts') ? [safeHoldsHostKey, runsOnHost] : []),
    ...(asks.includes('defaults') ? [defaultsExist] : []),
    ...(asks.includes('loss') ? [lostIsEmpty] : []),
    ...(asks.includes('standalone') ? [standingAlone] : []),
    ...(release === '7.0U1' ? [noneBefore] : []),
    ...(asks.includes('alarm') ? [acknowledgedUnsaved] : []),
    ...(asks.includes('backups') ? [connectedIsMember] : []),
    ...(backups.some(({ encrypted }) => encrypted) ? [forgottenWasKnown] : []),
    ...(asks.includes('bootstrap') ? [bornOnOneHost] : []),
  ];
}

const noUseBeforeBackup: Own = {
  name: 'no use before backup',
  claim: 'No host holds a key that nobody ever saved, and no machine is encrypted with one.',
  sources: ['gate-before-backup', 'no-push-before-activation'],
  reads: ({ variant }) => ['made', 'db', ...hostSlices, ...providerSlices(variant)],
  always: (state, { variant }) =>
    nativeNames(variant).every((name) => {
      const used = state.db.key !== null && nameOf(state.db.key) === name ? state.db.key : null;
      return [used, ...hostSlices.map((each) => slice(state, each).held[name] ?? null)].every(
        (key) => key === null || numberOf(key) <= (state.made[name]?.saved ?? 0),
      );
    }),
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

const noneBefore: Own = {
  name: 'no Native Key Provider before 7.0 U2',
  claim: 'A vCenter before 7.0 U2 has no Native Key Provider.',
  sources: ['nkp-from-7u2'],
  reads: ({ variant }) => providerSlices(variant),
  always: (state, { variant }) =>
    variant.vcenters.every((vcenter) =>
      nativeNames(variant).every((name) => providerAt(state, vcenter, name) === null),
    ),
  sometimes: (state) => slice(state, 'vcenter/vc-1').state === 'running',
};

const acknowledgedUnsaved: Own = {
  name: 'the alarm is about a missing backup',
  claim: 'Only of a provider that is not backed up is there an alarm to acknowledge.',
  sources: ['alarm-daily'],
  reads: ({ variant }) => providerSlices(variant),
  always: (state, { variant }) =>
    variant.names.every((name) => {
      const provider = providerAt(state, 'vc-1', name);
      return provider === null || !provider.acknowledged || !provider.backedUp;
    }),
  sometimes: (state, { variant }) =>
    variant.names.some((name) => providerAt(state, 'vc-1', name)?.acknowledged === true),
};

const forgottenWasKnown: Own = {
  name: 'a password that is forgotten was set',
  claim: 'Only of a backup that was encrypted can the password be forgotten.',
  sources: ['backup-password-lost'],
  reads: ({ variant }) => variant.backups.map(({ name }) => `backup/${name}` as const),
  always: (state, { variant }) =>
    variant.backups.every(
      ({ name, encrypted }) => encrypted || slice(state, `backup/${name}`).password === 'none',
    ),
  sometimes: (state, { variant }) =>
    variant.backups.some(({ name }) => slice(state, `backup/${name}`).password === 'forgotten'),
};

const connectedIsMember: Own = {
  name: 'a connected host is in an inventory',
  claim: 'A host is connected to the vCenter that has it in its inventory, or to none.',
  sources: ['in-cluster-only', 'restore-of-old-backup-prunes'],
  reads: () => hostSlices,
  always: (state) =>
    hostSlices.every((each) => {
      const { at, connected } = slice(state, each);
      return !connected || at !== null;
    }),
  sometimes: (state) => hostSlices.some((each) => !slice(state, each).connected),
};

const bornOnOneHost: Own = {
  name: 'a key that was born on a host is there only',
  claim: 'Until somebody saved it, a key that was made on a host is on that host and on no other.',
  sources: ['born-on-host', 'gate-before-backup'],
  reads: () => ['made', ...hostSlices],
  always: (state, { variant }) =>
    nativeNames(variant).every(
      (name) =>
        (state.made[name]?.saved ?? 0) > 0 ||
        hostSlices.filter((each) => (slice(state, each).held[name] ?? null) !== null).length <= 1,
    ),
  sometimes: (state) => state.made.A?.made === 1 && state.made.A.saved === 0,
};
