/** What must hold of the operations of a vSAN cluster: who gets which key when, and what they cannot do. */
import type { DomainInvariant } from '../domain-machine.ts';
import { hosts } from './names.ts';
import { allSlices, hostOf, providerOf, type State, type Variant, type VsanSetting } from './state.ts';

type VsanInvariant = DomainInvariant<Variant, State>;

/** The invariants about operations that a variant asks for. */
export function operationInvariants({ variant }: VsanSetting): readonly VsanInvariant[] {
  const { architecture, release, asks, provider, startsEncrypted } = variant;
  const once = architecture === 'esa' && release === '8.0U1' && startsEncrypted;
  return [
    settledWhenIdle,
    ...(asks.includes('rekey') || asks.includes('enable') ? [twoPhases] : []),
    ...(asks.includes('provider') ? [rekeyKeepsProvider] : []),
    ...(provider === 'native' && !asks.includes('provider') ? [takenWithItsKey] : []),
    ...(asks.includes('machines') ? [onlyEncryptionFills] : []),
    ...(once ? [noWayBack] : []),
  ];
}

const settledWhenIdle: VsanInvariant = {
  name: 'settled when nothing is under way',
  claim: 'While no operation is under way nothing is being prepared.',
  sources: ['vsan-transition'],
  reads: () => ['cluster'],
  always: ({ cluster }) => cluster.operation !== 'none' || cluster.transition === 'settled',
  sometimes: ({ cluster }) => cluster.operation !== 'none',
};

const twoPhases: VsanInvariant = {
  name: 'no data key needs the new key too early',
  claim: 'While hosts are still given the id of a new key, no device is wrapped by it.',
  sources: ['vsan-transition', 'vsan-goes-on-without'],
  reads: () => allSlices,
  always: (state) =>
    state.cluster.transition !== 'preparing' ||
    hosts.every((host) => hostOf(state, host).device.kek !== state.cluster.kek),
  sometimes: ({ cluster }) => cluster.transition === 'preparing',
};

const rekeyKeepsProvider: VsanInvariant = {
  name: 'a rekey ends with the provider it began with',
  claim: 'While a shallow rekey is under way the provider of the cluster is that of its new key.',
  sources: ['vsan-provider-switch', 'vsan-own-provider'],
  reads: () => ['cluster'],
  always: ({ cluster: { operation, kek, provider } }) =>
    operation !== 'shallowRekey' || kek === 'none' || providerOf(kek) === provider,
  sometimes: ({ cluster }) => cluster.operation === 'shallowRekey',
};

const takenWithItsKey: VsanInvariant = {
  name: 'a key id is taken with its key',
  claim: 'While its provider is there, a host that has the id of a key can get the key.',
  sources: ['vsan-transition', 'kdk-in-configuration'],
  reads: () => allSlices,
  always: (state) =>
    hosts.every((host) => {
      const { kek, nextKek, keeps } = hostOf(state, host);
      return [kek, nextKek].every((id) => id === 'none' || keeps.includes(providerOf(id)));
    }),
  sometimes: (state) => hosts.some((host) => hostOf(state, host).keeps.length === 0),
};

const onlyEncryptionFills: VsanInvariant = {
  name: 'only encrypted machines fill the datastore',
  claim: 'A datastore that was sized for deduplication is full only with machines that are encrypted.',
  sources: ['vsan-dual-encryption', 'encrypted-before-dedup'],
  reads: () => ['datastore'],
  always: ({ datastore }) => datastore.space === 'room' || datastore.machines === 'encrypted',
  sometimes: ({ datastore }) => datastore.space === 'full',
};

const noWayBack: VsanInvariant = {
  name: 'no way back in 8.0 U1',
  claim: 'In the Express Storage Architecture of 8.0 U1 what is encrypted stays so.',
  sources: ['vsan-esa-no-disable'],
  reads: () => ['cluster'],
  always: ({ cluster }) => cluster.encryption === 'on' && cluster.operation !== 'disable',
  sometimes: ({ cluster }) => cluster.operation !== 'none',
};
