/** What holds in every state of the machine, each with the state that makes the question interesting. */
import type { DomainInvariant, Setting } from '../domain-machine.ts';
import { hostSlices, keysWhere, type State, type Variant } from './state.ts';
import { vsanAvailable } from './words.ts';

type Own = DomainInvariant<Variant, State>;

/** The invariants of a variant: those whose question can come up in it. */
export function invariants({ variant }: Setting<Variant>): readonly Own[] {
  return [
    safeHoldsHostKey,
    mountedHoldsKey,
    memoryOnly,
    runsOnHost,
    ...(variant.place === 'vsan' || variant.asks.includes('move') ? [loop] : []),
    storesOnlyCovered,
    ...(variant.asks.includes('keys') ? [onlyMadeKeys] : []),
    ...(variant.asks.includes('vcenter') ? [lostKnowsNothing] : []),
    ...(variant.asks.includes('wrapping') ? [wrappedIsNotInKms] : []),
  ];
}

const safeHoldsHostKey: Own = {
  name: 'a safe host holds the host key',
  claim: 'A host in crypto state safe is on and has the host key in its cache.',
  sources: ['standard-needs-both', 'standard-cache'],
  reads: () => ['hostKey', ...hostSlices],
  always: (state) =>
    hostSlices.every((slice) => {
      const { power, safe, cache } = state[slice];
      return !safe || (power === 'on' && cache.includes(state.hostKey.key));
    }),
  sometimes: (state) => hostSlices.some((slice) => state[slice].power === 'on' && !state[slice].safe),
};

const mountedHoldsKey: Own = {
  name: 'a mounted host has the vSAN key',
  claim: 'A host that has its part of vSAN mounted is on and has the key in its cache.',
  sources: ['vsan-kek-gate', 'vsan-asks-kms'],
  reads: () => hostSlices,
  always: (state) =>
    hostSlices.every((slice) => {
      const { power, mounted, cache } = state[slice];
      return !mounted || (power === 'on' && cache.includes('vsan#1'));
    }),
  sometimes: (state) => hostSlices.some((slice) => state[slice].power === 'on' && !state[slice].mounted),
};

const memoryOnly: Own = {
  name: 'keys are in memory only',
  claim: 'A host that is off has nothing in its cache.',
  sources: ['standard-cache'],
  reads: () => hostSlices,
  always: (state) =>
    hostSlices.every((slice) => state[slice].power === 'on' || state[slice].cache.length === 0),
  sometimes: (state) => hostSlices.some((slice) => state[slice].power === 'off'),
};

const runsOnHost: Own = {
  name: 'the machine runs on a host',
  claim: 'While the machine runs, its host is on.',
  sources: ['locked-without-key'],
  reads: () => ['db', ...hostSlices],
  always: ({ db, ...state }) => db.on === null || state[`host/${db.on}`].power === 'on',
  sometimes: ({ db }) => db.on === null,
};

const loop: Own = {
  name: 'a KMS on vSAN goes with it',
  claim: 'While the KMS lies on vSAN and vSAN is not available, no node is up.',
  sources: ['kms-on-its-own-vsan'],
  reads: () => ['kms', ...hostSlices],
  always: (state) => state.kms.place === 'outside' || vsanAvailable(state) || state.kms.up.length === 0,
  sometimes: (state) => state.kms.place === 'vsan' && !vsanAvailable(state),
};

const storesOnlyCovered: Own = {
  name: 'only Key Persistence stores keys',
  claim: 'A host stores keys only where it has Key Persistence, and the vSAN key only from 7.0 U3 on.',
  sources: ['key-persistence', 'persistence-vsan-later', 'standard-cache'],
  reads: () => hostSlices,
  always: (state, { variant }) =>
    hostSlices.every(
      (slice) =>
        (variant.persistence !== 'none' || state[slice].stored.length === 0) &&
        (variant.persistence === 'all' || !state[slice].stored.includes('vsan#1')),
    ),
  sometimes: (state) => hostSlices.some((slice) => state[slice].power === 'off'),
};

const wrappedIsNotInKms: Own = {
  name: 'a wrapped key lies with its machine',
  claim: 'A key that a wrapping key wraps is not in the KMS, and its wrapping key was made.',
  sources: ['wrapping-from-9'],
  reads: () => ['db', 'keys', 'made'],
  always: ({ db, keys, made }) =>
    db.wrappedBy === null || (keys[db.key] === 'absent' && db.wrappedBy <= `wrap#${made.wrap}`),
  sometimes: ({ db }) => db.wrappedBy !== null,
};

const lostKnowsNothing: Own = {
  name: 'a lost vCenter knows nothing',
  claim: 'A vCenter that is lost has no provider, and knows the id of no key.',
  sources: ['key-in-key-server', 'credentials-in-vcenter'],
  reads: () => ['vcenter', 'provider/kms', 'provider/kms-new'],
  always: (state) =>
    state.vcenter.state !== 'lost' ||
    (state.vcenter.knows.length === 0 &&
      state['provider/kms'] === null &&
      state['provider/kms-new'] === null),
  sometimes: ({ vcenter }) => vcenter.state === 'lost',
};

const onlyMadeKeys: Own = {
  name: 'a KMS has only keys that were made',
  claim: 'A key that is in the KMS, expired or not, is one that was made.',
  sources: ['key-in-key-server', 'kms-keys-never-deleted'],
  reads: () => ['keys', 'made'],
  always: ({ keys, made }) =>
    keysWhere((key) => keys[key] !== 'absent').every((key) => {
      const [kind, number] = key.split('#');
      return Number(number) <= (kind === 'vsan' ? 1 : made[kind as keyof typeof made]);
    }),
  sometimes: ({ keys }) => keysWhere((key) => keys[key] !== 'absent').length > 0,
};
