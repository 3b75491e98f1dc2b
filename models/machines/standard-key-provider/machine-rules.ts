/** The virtual machine: starting it, and taking it and the hosts to another key. */
import { when } from '../rule-of.ts';
import { hostNames } from './names.ts';
import {
  hostSlices,
  keysWhere,
  machineKeysOf,
  providersOf,
  rule,
  type RuleFor,
  type State,
} from './state.ts';
import { asked, keyRefusal, kmsRefusal, trustOf, vcenterRefusal, withKeys, wrappingKeyOf } from './words.ts';

export const startMachine: RuleFor<'startMachine'> = rule({
  claim: 'A machine starts on a safe host that has its key; neither vCenter nor KMS is asked.',
  sources: ['locked-without-key', 'standard-cache', 'kms-down-locks-nothing'],
  by: 'operator',
  spends: 0,
  events: () => hostNames.map((host) => ({ type: 'startMachine' as const, host })),
  reads: ({ host }) => [`host/${host}`],
  writes: () => ['db'],
  refusal: (state, { host }) => {
    const { power, safe, cache } = state[`host/${host}`];
    return (
      when(state.db.on !== null, 'machineRunning') ??
      when(power === 'off', 'hostNotOn') ??
      when(!safe, 'hostNotSafe') ??
      when(!cache.includes(state.db.key), 'keyMissing')
    );
  },
  apply: ({ db }, { host }) => ({ db: { ...db, on: host } }),
});

export const powerOffMachine: RuleFor<'powerOffMachine'> = rule({
  claim: 'A machine whose key is gone meanwhile does not start again.',
  sources: ['locked-without-key', 'bound-faults'],
  by: 'operator',
  spends: 1,
  events: () => [{ type: 'powerOffMachine' }],
  reads: () => [],
  writes: () => ['db'],
  refusal: ({ db }) => when(db.on === null, 'machineNotRunning'),
  apply: ({ db }) => ({ db: { ...db, on: null } }),
});

const issuing = ['vcenter', 'provider/kms', 'provider/kms-new'] as const;

export const rekeyMachine: RuleFor<'rekeyMachine'> = rule({
  claim:
    'A shallow rekey has a new key made, also under another provider, and leaves the old one in the KMS.',
  sources: ['shallow-rekey', 'shallow-rekey-any-power', 'kms-keys-never-deleted', 'wrapping-from-9'],
  by: 'operator',
  spends: 0,
  groups: ['rekey'],
  events: (variant) => providersOf(variant).map((provider) => ({ type: 'rekeyMachine' as const, provider })),
  reads: () => issuing,
  writes: () => ['db', 'keys', 'kms', 'made', 'vcenter', ...hostSlices],
  refusal: (state, { provider }, { variant }) => {
    const wrapping = wrappingKeyOf(state[`provider/${provider}`]);
    return (
      vcenterRefusal(state, provider) ??
      when(state.made.db >= variant.keysMax, 'keyLimit') ??
      kmsRefusal(state, trustOf(state, provider)) ??
      when(!hostSlices.some((slice) => isSafeWith(state, slice)), 'noHostHoldsKey') ??
      (wrapping === null ? undefined : keyRefusal(state, wrapping))
    );
  },
  apply: (state, { provider }, { variant }) => {
    const key = machineKeysOf(variant)[state.made.db] ?? state.db.key;
    const wrappedBy = wrappingKeyOf(state[`provider/${provider}`]);
    const given = hostSlices.map((slice) => {
      const host = state[slice];
      return [slice, host.safe ? withKeys(host, [key], variant) : host] as const;
    });
    const knows = keysWhere((known) => known === key || state.vcenter.knows.includes(known));
    return {
      ...Object.fromEntries(given),
      db: { ...state.db, provider, key, wrappedBy },
      keys: wrappedBy === null ? { ...state.keys, [key]: 'active' } : state.keys,
      kms: asked(state.kms),
      made: { ...state.made, db: state.made.db + 1 },
      vcenter: { ...state.vcenter, knows },
    };
  },
});

function isSafeWith(state: State, slice: (typeof hostSlices)[number]): boolean {
  return state[slice].safe && state[slice].cache.includes(state.db.key);
}

export const rekeyHosts: RuleFor<'rekeyHosts'> = rule({
  claim: 'The host key is rekeyed by itself; until then the hosts need the old provider.',
  sources: ['host-key-rekeyed-apart', 'kms-keys-never-deleted'],
  by: 'operator',
  spends: 0,
  groups: ['rekey'],
  events: (variant) => providersOf(variant).map((provider) => ({ type: 'rekeyHosts' as const, provider })),
  reads: () => issuing,
  writes: () => ['hostKey', 'keys', 'kms', 'made', ...hostSlices],
  refusal: (state, { provider }) =>
    vcenterRefusal(state, provider) ??
    when(state.made.host >= 2, 'keyLimit') ??
    kmsRefusal(state, trustOf(state, provider)) ??
    hostSlices
      .map(
        (slice) => when(state[slice].power === 'off', 'hostNotOn') ?? when(!state[slice].safe, 'hostNotSafe'),
      )
      .find((refusal) => refusal !== undefined),
  apply: (state, { provider }, { variant }) => ({
    ...Object.fromEntries(hostSlices.map((slice) => [slice, withKeys(state[slice], ['host#2'], variant)])),
    hostKey: { provider, key: 'host#2' },
    keys: { ...state.keys, 'host#2': 'active' },
    kms: asked(state.kms),
    made: { ...state.made, host: 2 },
  }),
});
