/** What the vCenter machine consists of. The words are those of docs/machines/vcenter.md. */
import type { Rule } from '../../kernel/machine.ts';
import type { Licence } from '../../licences.ts';
import type { Release } from '../../versions.ts';
import type { Setting } from '../domain-machine.ts';
import { ruleOf, type RuleSpec } from '../rule-of.ts';
import type { Event, Refusal } from './events.ts';
import {
  type BackupName,
  type HostName,
  hostNames,
  type KeyName,
  type ProviderName,
  type VcenterName,
} from './names.ts';

export type Vcenter = {
  readonly state: 'running' | 'stopped' | 'lost';
  readonly standby: boolean;
  readonly system: ProviderName | null;
  readonly cluster: ProviderName | null;
};

/** A key with what travels with it in files and backups. `id` is the key id: 2 after an update. */
export type Kept = { readonly key: KeyName; readonly id: 1 | 2; readonly tpm: boolean };
type Had = Kept & { readonly backedUp: boolean };
export type Provider = (Had & { readonly link: boolean; readonly acknowledged: boolean }) | null;
export type Password = 'none' | 'known' | 'forgotten';
export type P12 = (Kept & { readonly password: Password }) | null;

export type Backup = {
  readonly present: boolean;
  readonly password: Password;
  readonly providers: Readonly<Partial<Record<ProviderName, Had | null>>>;
};

export type Held = Readonly<Partial<Record<ProviderName, KeyName | null>>>;

export type Host = {
  readonly at: VcenterName | null;
  readonly clustered: boolean;
  readonly connected: boolean;
  readonly power: 'on' | 'off';
  readonly held: Held;
  readonly hostKey: KeyName | null;
  readonly safe: boolean;
};

export type Db = {
  readonly protection: 'plain' | 'vtpm' | 'full';
  readonly key: KeyName | null;
  readonly on: HostName | null;
  readonly to: HostName | null;
};

/** How many keys were generated under a name, and up to which one somebody saved or was given it. */
type Made = Readonly<Partial<Record<ProviderName, { readonly made: number; readonly saved: number }>>>;

export type State = {
  readonly [slice: `vcenter/${string}`]: Vcenter;
  readonly [slice: `provider/${string}`]: Provider;
  readonly [slice: `host/${string}`]: Host;
  readonly [slice: `p12/${string}`]: P12;
  readonly [slice: `backup/${string}`]: Backup;
  readonly db: Db;
  readonly made: Made;
  readonly site: { readonly licence: Licence; readonly vsan: KeyName | null; readonly kms: boolean };
};

export type Slice = keyof State;

export type BackupVariant = {
  readonly name: BackupName;
  readonly level: 'file' | 'image';
  readonly encrypted: boolean;
  readonly onCluster: boolean;
  readonly holds: readonly ProviderName[];
};

export type Group =
  | 'create'
  | 'export'
  | 'import'
  | 'delete'
  | 'keyId'
  | 'alarm'
  | 'defaults'
  | 'standard'
  | 'files'
  | 'loss'
  | 'backups'
  | 'hosts'
  | 'rekey'
  | 'linked'
  | 'standalone'
  | 'bootstrap'
  | 'machine'
  | 'power'
  | 'licence';

export type Variant = {
  readonly release: Release;
  readonly vcenters: readonly VcenterName[];
  readonly names: readonly ProviderName[];
  readonly standard: boolean;
  readonly ha: boolean;
  readonly born: readonly ProviderName[];
  readonly tpmRequired: boolean;
  readonly systemDefault: ProviderName | null;
  readonly hosts: readonly {
    readonly name: HostName;
    readonly tpm: boolean;
    readonly at: VcenterName | null;
    readonly clustered: boolean;
  }[];
  readonly machine: Db['protection'];
  readonly keysMax: 1 | 2;
  readonly backups: readonly BackupVariant[];
  readonly licences: readonly Licence[];
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

export const hostSlices: readonly `host/${HostName}`[] = hostNames.map((name) => `host/${name}` as const);

export function vcenterSlices({ vcenters }: Variant): readonly Slice[] {
  return vcenters.map((name): Slice => `vcenter/${name}`);
}

export function providerSlices({ vcenters, names }: Variant): readonly Slice[] {
  return vcenters.flatMap((vcenter) => names.map((name): Slice => `provider/${vcenter}/${name}`));
}

export function nativeNames({ names, standard }: Variant): readonly ProviderName[] {
  return names.filter((name) => !isStandard({ standard }, name));
}

export function isStandard({ standard }: Pick<Variant, 'standard'>, name: ProviderName): boolean {
  return standard && name === 'B';
}

export function nameOf(key: KeyName): ProviderName {
  return key.startsWith('A') ? 'A' : 'B';
}

export function keyOf(name: ProviderName, number: number): KeyName {
  return `${name}#${number === 1 ? 1 : 2}`;
}

/** A slice that the variant has. @throws when it has not: a defect of the model */
export function slice<Name extends Slice>(state: State, name: Name): State[Name] {
  const found = state[name];
  if (found === undefined) throw new Error(`the slice ${name} is not there, or not declared`);
  return found;
}

/** One changed slice. */
export function set<Name extends Slice>(name: Name, value: State[Name]): Partial<State> {
  return { [name]: value } as Partial<State>;
}

export function providerAt(state: State, vcenter: VcenterName, name: ProviderName): Provider {
  return slice(state, `provider/${vcenter}/${name}`);
}

export function holds(host: Host, key: KeyName): boolean {
  return host.held[nameOf(key)] === key;
}
