/** What several rules of the machine ask and do. */
import type { Switches } from '../../reading.ts';
import { when } from '../rule-of.ts';
import type { Refusal } from './events.ts';
import { type HostName, hostNames, type KeyName, type ProviderName, type VcenterName } from './names.ts';
import {
  type Backup,
  type BackupVariant,
  type Db,
  type Held,
  type Host,
  holds,
  hostSlices,
  isStandard,
  nameOf,
  type Provider,
  providerAt,
  set,
  slice,
  type State,
  type Variant,
} from './state.ts';

/** Why a vCenter does nothing. */
export function runningRefusal(state: State, vcenter: VcenterName): 'vcenterNotRunning' | undefined {
  return when(slice(state, `vcenter/${vcenter}`).state !== 'running', 'vcenterNotRunning');
}

/** Why the vCenter of a host does nothing with it. */
export function managedRefusal(state: State, host: HostName): Refusal | undefined {
  const { at, connected } = slice(state, `host/${host}`);
  if (at === null) return 'hostNotInInventory';
  return runningRefusal(state, at) ?? when(!connected, 'hostNotConnected');
}

/** Why a host does not have the key that is needed. */
export function heldRefusal({ held }: Host, key: KeyName): 'keyMissing' | 'wrongKey' | undefined {
  const present = held[nameOf(key)] ?? null;
  return when(present === null, 'keyMissing') ?? when(present !== key, 'wrongKey');
}

/** The provider that the vCenter of a host has under a name. */
export function providerOf(state: State, host: HostName, name: ProviderName): Provider {
  const { at } = slice(state, `host/${host}`);
  return at === null ? null : providerAt(state, at, name);
}

/** Why the vCenter of a host does not let a provider be used. */
export function usableRefusal(
  state: State,
  host: HostName,
  name: ProviderName,
): 'providerMissing' | 'providerNotBackedUp' | undefined {
  const provider = providerOf(state, host, name);
  return (
    when(provider === null, 'providerMissing') ?? when(provider?.backedUp !== true, 'providerNotBackedUp')
  );
}

/** Whether a host may have the key of a provider: its gate asks for TPMs, or for nothing. */
export function passes({ hosts }: Variant, host: HostName, { tpm }: { readonly tpm: boolean }): boolean {
  return !tpm || hosts.some(({ name, tpm: chip }) => name === host && chip);
}

/** What a host holds after its vCenter brought it in line. */
export function remediated(state: State, host: HostName, variant: Variant, switches: Switches): Host {
  const present = slice(state, `host/${host}`);
  const held: Held = Object.fromEntries(
    variant.names.map((name) => [name, keyAfter(state, host, name, variant, switches)]),
  );
  const after: Host = { ...present, held };
  return { ...after, safe: present.safe && present.hostKey !== null && holds(after, present.hostKey) };
}

function keyAfter(
  state: State,
  host: HostName,
  name: ProviderName,
  variant: Variant,
  switches: Switches,
): KeyName | null {
  const present = slice(state, `host/${host}`).held[name] ?? null;
  const provider = providerOf(state, host, name);
  const standard = isStandard(variant, name);
  const gate = provider !== null && passes(variant, host, provider);
  const isTheKey = provider !== null && present === provider.key;
  const usable = provider !== null && (provider.backedUp || switches.pushBeforeActivation);
  if (usable && gate && (!standard || state.site.kms || isTheKey)) return provider.key;
  const stays = switches.remediation === 'addsOnly' || (isTheKey && gate && !standard);
  return stays ? present : null;
}

/** What changes when a host goes down. */
export function withHostDown(
  state: State,
  host: HostName,
  variant: Variant,
  { noTpmRetention }: Switches,
): Partial<State> {
  const present = slice(state, `host/${host}`);
  const chip = variant.hosts.some(({ name, tpm }) => name === host && tpm);
  const keeps = chip || noTpmRetention === 'persists';
  const held: Held = Object.fromEntries(
    variant.names.map((name) => [
      name,
      keeps && !isStandard(variant, name) ? (present.held[name] ?? null) : null,
    ]),
  );
  const fallen: Host = { ...present, power: 'off', held, safe: false };
  return { ...set(`host/${host}`, fallen), db: withoutHost(state.db, host) };
}

function withoutHost(db: Db, host: HostName): Db {
  if (db.on === host) return { ...db, on: null, to: null };
  return db.to === host ? { ...db, to: null } : db;
}

/** A migration from or to a host ends; the machine runs on where it is. */
export function withMigrationEnded(db: Db, host: HostName): Db {
  return db.on === host || db.to === host ? { ...db, to: null } : db;
}

/** A host that boots. */
export function booted(host: Host): Host {
  return { ...host, power: 'on', safe: host.hostKey !== null && holds(host, host.hostKey) };
}

/** A host that is safe, with a host key if it had none. */
export function madeSafe(host: Host, key: KeyName): Host {
  return { ...host, safe: true, hostKey: host.hostKey ?? key };
}

/** Why a backup cannot be opened. */
export function backupRefusal(
  state: State,
  kept: BackupVariant,
): 'backupMissing' | 'backupUnreachable' | 'passwordForgotten' | undefined {
  const { present, password }: Backup = slice(state, `backup/${kept.name}`);
  return (
    when(!present, 'backupMissing') ??
    unreachable(state, kept) ??
    when(password === 'forgotten', 'passwordForgotten')
  );
}

/** Why what lies on the cluster cannot be had. */
export function unreachable(state: State, { onCluster }: BackupVariant): 'backupUnreachable' | undefined {
  const dark = hostSlices.every((name) => slice(state, name).power === 'off');
  return when(onCluster && dark, 'backupUnreachable');
}

/** Why a host does not start the machine. */
export function startRefusal(state: State, host: HostName): Refusal | undefined {
  const present = slice(state, `host/${host}`);
  const { key } = state.db;
  return (
    when(present.power === 'off', 'hostNotOn') ??
    (key === null ? undefined : (heldRefusal(present, key) ?? when(!present.safe, 'hostNotSafe')))
  );
}

/** The host that the machine runs on, or is registered on. */
export function hostOf({ on }: Db): HostName {
  return on ?? 'esx-1';
}

/** An event on every host, in order. */
export function onHosts<Type extends string>(
  type: Type,
): readonly { readonly type: Type; readonly host: HostName }[] {
  return hostNames.map((host) => ({ type, host }));
}
