/** What must hold of vSAN encryption in every state, each with the state that makes it interesting. */
import type { DomainInvariant } from '../domain-machine.ts';
import { issuesOf } from './health.ts';
import { transitOf } from './observe.ts';
import { hosts, providers } from './names.ts';
import { operationInvariants } from './operation-invariants.ts';
import {
  allSlices,
  type HostSlice,
  hostOf,
  providerOf,
  type State,
  type Variant,
  type VsanSetting,
} from './state.ts';
import { dataReadable, scopeOf } from './words.ts';

type VsanInvariant = DomainInvariant<Variant, State>;

/** The invariants of a variant: some are about one architecture or one release only. */
export function invariants(setting: VsanSetting): readonly VsanInvariant[] {
  const { architecture, release, asks } = setting.variant;
  const rewrites = asks.includes('enable') || asks.includes('deepRekey') || asks.includes('dedup');
  return [
    knownKek,
    mixIsShown,
    ...(asks.includes('provider') ? [otherProviderMayGo] : []),
    keylessHosts,
    readableByItself,
    mountedWasOpened,
    ...(architecture === 'esa' && release === '9.0' ? [excludedPair] : []),
    ...(architecture === 'esa' ? [wireComesWithRest] : []),
    ...(architecture === 'osa' && rewrites ? [oneAtATime] : []),
    ...(asks.includes('enable') && !setting.variant.startsEncrypted ? [erasedIsGone] : []),
    ...(scopeOf(setting) === 'cluster' ? [oldCopyKept] : []),
    ...operationInvariants(setting),
  ];
}

function slices(state: State): readonly HostSlice[] {
  return hosts.map((host) => hostOf(state, host));
}

const isEncrypted = ({ device }: HostSlice): boolean => device.dek !== 0;
const knowsKek = ({ kek, nextKek, device }: HostSlice): boolean =>
  device.kek === kek || device.kek === nextKek;

/** The host's issues if it were on, with every key that it could ever get. */
function issuesAtBest(setting: VsanSetting, state: State, host: HostSlice): readonly string[] {
  const given = { ...state, providers: { A: 'ready', B: 'ready' } as const };
  return issuesOf(setting, given, { ...host, power: 'on', keeps: providers });
}

/** Settled, all hosts on and mounted, and none shows an issue. */
function looksWell(setting: VsanSetting, state: State): boolean {
  const { operation, transition } = state.cluster;
  return (
    operation === 'none' &&
    transition === 'settled' &&
    slices(state).every((host) => host.mounted && issuesOf(setting, state, host).length === 0)
  );
}

const knownKek: VsanInvariant = {
  name: 'no data key is wrapped by a key that nobody names',
  claim: 'A device’s data key is wrapped by a key whose id its host has, or the host shows an issue.',
  sources: ['vsan-only-kek-id', 'vsan-wrapped-dek', 'vsan-health-issues'],
  reads: () => allSlices,
  always: (state, setting) =>
    slices(state).every(
      (host) =>
        !isEncrypted(host) ||
        knowsKek(host) ||
        state.cluster.operation === 'disable' ||
        issuesAtBest(setting, state, host).length > 0,
    ),
  sometimes: (state) => slices(state).some((host) => isEncrypted(host) && !knowsKek(host)),
};

const mixIsShown: VsanInvariant = {
  name: 'a mix of keys is shown',
  claim: 'When nothing is under way and no host shows an issue, all devices are as the cluster has it.',
  sources: ['vsan-health-issues', 'vsan-transition'],
  reads: () => allSlices,
  always: (state, setting) => {
    const { cluster } = state;
    const alike = slices(state).every(({ device }) =>
      cluster.encryption === 'on'
        ? device.dek === cluster.dek && device.kek === cluster.kek
        : device.dek === 0,
    );
    return !looksWell(setting, state) || alike;
  },
  sometimes: (state, setting) =>
    state.cluster.operation === 'none' &&
    slices(state).some((host) => host.power === 'on' && issuesOf(setting, state, host).length > 0),
};

const otherProviderMayGo: VsanInvariant = {
  name: 'the other provider may go',
  claim: 'When nothing is under way and no host shows an issue, no device needs another provider.',
  sources: ['vsan-provider-switch', 'delete-is-not-blocked'],
  reads: () => allSlices,
  always: (state, setting) =>
    !looksWell(setting, state) ||
    slices(state).every(
      ({ device }) => device.kek === 'none' || providerOf(device.kek) === state.cluster.provider,
    ),
  sometimes: (state) => state.cluster.provider === 'B' && state.providers.A === 'gone',
};

const keylessHosts: VsanInvariant = {
  name: 'keyless hosts count as failed ones',
  claim: 'With no more hosts off or locked than the policy tolerates, data can be read.',
  sources: ['vsan-quorum', 'vsan-kek-gate'],
  reads: () => allSlices,
  always: (state, setting) => {
    const out = slices(state).filter(({ power, mounted }) => power === 'off' || !mounted).length;
    const tolerated = out <= setting.variant.failuresToTolerate;
    return state.cluster.reduces || !tolerated || dataReadable(setting, state);
  },
  sometimes: (state) => slices(state).filter(({ power, mounted }) => power === 'on' && !mounted).length === 1,
};

const readableByItself: VsanInvariant = {
  name: 'no operation by itself makes data unreadable',
  claim: 'While every host is on and mounted, data can be read, whatever is under way.',
  sources: ['vsan-shallow-rekey', 'vsan-deep-rekey', 'vsan-rolling-enable'],
  reads: () => allSlices,
  always: (state, setting) => !slices(state).every(({ mounted }) => mounted) || dataReadable(setting, state),
  sometimes: (state) => state.cluster.operation !== 'none' && slices(state).every(({ mounted }) => mounted),
};

const mountedWasOpened: VsanInvariant = {
  name: 'mounted with a known key',
  claim: 'A mounted device is that of a host that is on, and wrapped by a key whose id the host has.',
  sources: ['vsan-kek-gate', 'vsan-only-kek-id'],
  reads: () => allSlices,
  always: (state) =>
    slices(state).every(
      (host) => !host.mounted || (host.power === 'on' && (!isEncrypted(host) || knowsKek(host))),
    ),
  sometimes: (state) => slices(state).some((host) => host.mounted && isEncrypted(host)),
};

const excludedPair: VsanInvariant = {
  name: 'no global deduplication with encryption in 9.0',
  claim: 'Global deduplication and encryption at rest are never both on in 9.0.',
  sources: ['vsan-dedup-with-dare', 'vsan-global-dedup'],
  reads: () => ['cluster'],
  always: ({ cluster }) =>
    !cluster.dedup || (cluster.encryption === 'off' && cluster.operation !== 'disable'),
  sometimes: ({ cluster }) => cluster.dedup,
};

const wireComesWithRest: VsanInvariant = {
  name: 'encryption in transit comes with encryption at rest',
  claim: 'In the Express Storage Architecture nothing is sent in plain while encryption at rest is on.',
  sources: ['vsan-transit'],
  reads: () => ['cluster'],
  always: (state, setting) => state.cluster.encryption === 'off' || transitOf(setting, state),
  sometimes: (state) => state.cluster.encryption === 'on',
};

const oneAtATime: VsanInvariant = {
  name: 'one disk group at a time',
  claim: 'At most one host is emptied or reformatted.',
  sources: ['vsan-rolling-enable', 'vsan-deep-rekey'],
  reads: () => allSlices,
  always: (state) => slices(state).filter(({ work }) => work !== 'none').length <= 1,
  sometimes: (state) => slices(state).some(({ work }) => work !== 'none'),
};

const erasedIsGone: VsanInvariant = {
  name: 'what was erased is gone',
  claim: 'After enabling with disks erased before use, no device has plaintext left over.',
  sources: ['vsan-erase'],
  reads: () => allSlices,
  always: (state) => !erased(state) || slices(state).every(({ device }) => !device.residue),
  sometimes: erased,
};

function erased({ cluster }: State): boolean {
  return cluster.encryption === 'on' && cluster.erase && cluster.transition === 'settled';
}

const oldCopyKept: VsanInvariant = {
  name: 'the old data key stays while data need it',
  claim: 'With one data key for the cluster, all data are under the present one or the old one it still has.',
  sources: ['vsan-esa-dek-scope'],
  reads: () => allSlices,
  always: (state) =>
    slices(state).every(({ device }) => [0, state.cluster.dek, state.cluster.oldDek].includes(device.dek)),
  sometimes: ({ cluster }) => cluster.dek !== 0,
};
