/** What the machine of a Standard Key Provider consists of. The words are those of docs/machines/standard-key-provider.md. */
import type { Rule } from '../../kernel/machine.ts';
import type { Setting } from '../domain-machine.ts';
import { ruleOf, type RuleSpec } from '../rule-of.ts';
import type { Event, Refusal } from './events.ts';
import {
  type HostName,
  type KeyId,
  keyIds,
  type NodeName,
  type ProviderName,
  providerNames,
} from './names.ts';

/** How vCenter, or a vSAN host, may log in to the KMS. */
export type Trust = 'none' | 'first' | 'renewed' | 'noPassword';
type KeyState = 'active' | 'expired' | 'absent';
export type Keys = Readonly<Record<KeyId, KeyState>>;

export type Kms = {
  readonly place: 'outside' | 'vsan';
  readonly up: readonly NodeName[];
  readonly turn: NodeName;
  readonly lost: boolean;
  readonly hsm: 'working' | 'failing' | 'gone';
  readonly certificates: 'accepted' | 'expired';
};

export type Vcenter = {
  readonly state: 'running' | 'stopped' | 'lost';
  readonly knows: readonly KeyId[];
};

/** What vCenter has under a provider name. `number` is that of the present wrapping key, 0 for none. */
export type Provider = {
  readonly trust: Trust;
  readonly wraps: boolean;
  readonly number: 0 | 1 | 2;
} | null;

export type Host = {
  readonly power: 'on' | 'off';
  readonly cache: readonly KeyId[];
  readonly safe: boolean;
  readonly configuration: Trust;
  readonly mounted: boolean;
  readonly persistence: boolean;
  readonly stored: readonly KeyId[];
};

export type Bound = { readonly provider: ProviderName; readonly key: KeyId };
export type Db = Bound & { readonly wrappedBy: KeyId | null; readonly on: HostName | null };

export type State = {
  readonly kms: Kms;
  readonly keys: Keys;
  readonly backup: Keys | null;
  readonly vcenter: Vcenter;
  readonly 'provider/kms': Provider;
  readonly 'provider/kms-new': Provider;
  readonly 'host/esx-1': Host;
  readonly 'host/esx-2': Host;
  readonly hostKey: Bound;
  readonly db: Db;
  /** How many keys of a kind were ever made. */
  readonly made: { readonly db: number; readonly host: number; readonly wrap: number };
};

export type Group =
  | 'nodes'
  | 'vcenter'
  | 'credentials'
  | 'delete'
  | 'hsm'
  | 'keys'
  | 'kmsBackup'
  | 'move'
  | 'persistence'
  | 'remove'
  | 'rekey'
  | 'wrapping';

export type Variant = {
  readonly release: string;
  readonly place: 'outside' | 'vsan';
  readonly kmsBackup: boolean;
  readonly persistence: 'none' | 'machines' | 'all';
  readonly rootKey: boolean;
  readonly keysMax: number;
  readonly asks: readonly Group[];
};

export type RuleFor<Type extends Event['type']> = Rule<
  Setting<Variant>,
  State,
  Extract<Event, { type: Type }>,
  Refusal
>;

/** The rule of one event type. */
export function rule<Type extends Event['type']>(
  spec: RuleSpec<Variant, State, Extract<Event, { type: Type }>, Refusal>,
): RuleFor<Type> {
  return ruleOf(spec);
}

export type HostSlice = `host/${HostName}`;
export const hostSlices: readonly HostSlice[] = ['host/esx-1', 'host/esx-2'];
export type ProviderSlice = `provider/${ProviderName}`;

/** The keys of a list that a predicate takes, in the order of every list. */
export function keysWhere(holds: (key: KeyId) => boolean): readonly KeyId[] {
  return keyIds.filter(holds);
}

/** Providers that a variant is about. */
export function providersOf({ asks }: Variant): readonly ProviderName[] {
  return asks.includes('rekey') ? providerNames : ['kms'];
}

/** Keys of `db` that a variant may ever make. */
export function machineKeysOf({ keysMax }: Variant): readonly KeyId[] {
  return (['db#1', 'db#2', 'db#3'] as const).slice(0, keysMax);
}
