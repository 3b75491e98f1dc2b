/** What the machine of a Trusted Key Provider consists of. The words are those of docs/machines/trusted-key-provider.md. */
import type { Rule } from '../../kernel/machine.ts';
import type { Setting } from '../domain-machine.ts';
import { ruleOf, type RuleSpec, when } from '../rule-of.ts';
import type { Event, Refusal } from './events.ts';
import { type HostName, hostNames, type TaHostName } from './names.ts';

/** What the Trust Authority trusts, and whether its vCenter runs, which alone can change that. */
export type Authority = {
  readonly vcenter: 'running' | 'stopped';
  readonly images: readonly (1 | 2)[];
  readonly tpms: readonly HostName[];
};

export type Kms = {
  readonly up: boolean;
  readonly present: 1 | 2;
  readonly there: readonly (1 | 2)[];
};

export type Host = {
  readonly power: 'on' | 'off';
  readonly release: 1 | 2;
  readonly attested: boolean;
  readonly cache: readonly number[];
};

export type State = {
  /** The Trust Authority hosts that are up. */
  readonly taHosts: readonly TaHostName[];
  readonly authority: Authority;
  readonly kms: Kms;
  readonly vcenter: { readonly state: 'running' | 'stopped'; readonly linkedWith: 'none' | 'other' };
  readonly 'host/esx-1': Host;
  readonly 'host/esx-2': Host;
  readonly db: { readonly on: HostName | null; readonly kek: number; readonly wrappedBy: 1 | 2 };
  readonly web: { readonly exists: boolean; readonly on: HostName | null };
};

export type Group =
  | 'taHosts'
  | 'taVcenter'
  | 'images'
  | 'patch'
  | 'machines'
  | 'kms'
  | 'vcenter'
  | 'tpm'
  | 'primaryKey';

export type Variant = {
  readonly release: string;
  readonly keksMax: number;
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

type HostSlice = `host/${HostName}`;
export const hostSlices: readonly HostSlice[] = ['host/esx-1', 'host/esx-2'];

/** An event on every host, in order. */
export function onHosts<Type extends string>(
  type: Type,
): readonly { readonly type: Type; readonly host: HostName }[] {
  return hostNames.map((host) => ({ type, host }));
}

/** Why a host would not be attested, though a Trust Authority host is there to do it. */
export function passRefusal(state: State, host: HostName): Refusal | undefined {
  return (
    when(!state.authority.images.includes(state[`host/${host}`].release), 'imageNotImported') ??
    when(!state.authority.tpms.includes(host), 'tpmNotTrusted')
  );
}

/** Why no KEK that a primary key wraps can be had from the Key Provider Service. */
export function releaseRefusal({ taHosts, kms }: State, primary: 1 | 2): Refusal | undefined {
  return (
    when(taHosts.length === 0, 'noTrustAuthorityHost') ??
    when(!kms.up, 'kmsDown') ??
    when(!kms.there.includes(primary), 'primaryKeyMissing')
  );
}

/** A host that boots, with this release: it knows nothing. */
export function booted(release: 1 | 2): Host {
  return { power: 'on', release, attested: false, cache: [] };
}

/** What changes when these hosts go down: what runs on them is off. */
export function withHostsDown(state: State, down: readonly HostName[]): Partial<State> {
  const fallen = down.map((name): [string, Host] => [
    `host/${name}`,
    { ...booted(state[`host/${name}`].release), power: 'off' },
  ]);
  return { ...Object.fromEntries(fallen), ...withMachinesOff(state, down) };
}

/** The machines that ran on these hosts are off. */
export function withMachinesOff({ db, web }: State, down: readonly HostName[]): Pick<State, 'db' | 'web'> {
  const isDown = (on: HostName | null): boolean => on !== null && down.includes(on);
  return { db: isDown(db.on) ? { ...db, on: null } : db, web: isDown(web.on) ? { ...web, on: null } : web };
}
