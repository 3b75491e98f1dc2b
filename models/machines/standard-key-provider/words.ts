/** What several rules of the machine ask and do: who may ask the KMS, what a host keeps, what goes down with it. */
import { when } from '../rule-of.ts';
import type { Refusal } from './events.ts';
import { type HostName, hostNames, type KeyId, type NodeName, type ProviderName } from './names.ts';
import {
  type Bound,
  type Db,
  type Host,
  type HostSlice,
  hostSlices,
  type Kms,
  keysWhere,
  type Provider,
  type State,
  type Trust,
  type Variant,
} from './state.ts';

/** Why vCenter cannot ask for anything in the name of a provider. */
export function vcenterRefusal(state: State, provider: ProviderName): Refusal | undefined {
  if (state.vcenter.state !== 'running') return 'vcenterNotRunning';
  const present = state[`provider/${provider}`];
  return present === null ? 'providerMissing' : loginRefusal(present.trust);
}

/** Why a client cannot log in at all. */
export function loginRefusal(trust: Trust): Refusal | undefined {
  return when(trust === 'none', 'notTrusted') ?? when(trust === 'noPassword', 'vecsEntryMissing');
}

/** Why the KMS does nothing for a client that can log in. */
export function kmsRefusal({ kms }: State, trust: Trust): Refusal | undefined {
  return (
    when(kms.up.length === 0, 'kmsUnreachable') ??
    when(trust === 'first' && kms.certificates === 'expired', 'certificateExpired') ??
    when(kms.hsm !== 'working', 'hsmFails')
  );
}

/** Why the KMS does not give a key. */
export function keyRefusal({ keys }: State, key: KeyId): Refusal | undefined {
  return when(keys[key] === 'absent', 'keyNotInKms') ?? when(keys[key] === 'expired', 'keyExpired');
}

/** The trust of a provider that vCenter has. */
export function trustOf(state: State, provider: ProviderName): Trust {
  return state[`provider/${provider}`]?.trust ?? 'none';
}

/** The KMS after it was asked once: the node whose turn it was answered, or the other one when it was down. */
export function asked(kms: Kms): Kms {
  const other: NodeName = kms.turn === 'kms-1' ? 'kms-2' : 'kms-1';
  return { ...kms, turn: kms.up.includes(kms.turn) ? other : kms.turn };
}

/** The id that `db` needs from the KMS: its own, or that of the key that wraps its KEK. */
export function neededKey({ key, wrappedBy }: Db): KeyId {
  return wrappedBy ?? key;
}

/** A host with keys entered into its cache, and stored where Key Persistence covers them. */
export function withKeys(host: Host, entering: readonly KeyId[], variant: Variant): Host {
  const cache = keysWhere((key) => host.cache.includes(key) || entering.includes(key));
  if (!host.persistence) return { ...host, cache };
  return {
    ...host,
    cache,
    stored: keysWhere((key) => host.stored.includes(key) || covered(variant, key, entering)),
  };
}

function covered({ persistence }: Variant, key: KeyId, keys: readonly KeyId[]): boolean {
  return keys.includes(key) && (persistence === 'all' || key !== 'vsan#1');
}

export function withoutKey(host: Host, key: KeyId): Host {
  return {
    ...host,
    cache: host.cache.filter((held) => held !== key),
    stored: host.stored.filter((held) => held !== key),
  };
}

/** A host that boots: on, with what Key Persistence stored. */
export function booted(host: Host, hostKey: Bound): Host {
  const cache = host.persistence ? host.stored : [];
  return {
    ...host,
    power: 'on',
    cache,
    safe: cache.includes(hostKey.key),
    mounted: cache.includes('vsan#1'),
  };
}

function isMounted(state: State, slice: HostSlice): boolean {
  return state[slice].mounted;
}

export function vsanAvailable(state: State): boolean {
  return hostSlices.some((slice) => isMounted(state, slice));
}

/** What an outage of hosts may change. */
export const outageSlices: readonly ('kms' | 'db' | HostSlice)[] = ['kms', 'db', ...hostSlices];

/** What changes when these hosts go down: with vSAN goes a KMS that lies on it. */
export function withHostsDown(state: State, down: readonly HostName[]): Partial<State> {
  const hosts = Object.fromEntries(down.map((name) => [`host/${name}`, fallen(state[`host/${name}`])]));
  const stillMounted = hostNames.some((name) => !down.includes(name) && state[`host/${name}`].mounted);
  const { kms, db } = state;
  return {
    ...hosts,
    kms: kms.place === 'vsan' && !stillMounted ? { ...kms, up: [] } : kms,
    db: db.on !== null && down.includes(db.on) ? { ...db, on: null } : db,
  };
}

function fallen(host: Host): Host {
  return { ...host, power: 'off', cache: [], safe: false, mounted: false };
}

/** The wrapping key that a provider wraps with now. */
export function wrappingKeyOf(provider: Provider): KeyId | null {
  if (provider === null || provider.number === 0) return null;
  return provider.number === 1 ? 'wrap#1' : 'wrap#2';
}
