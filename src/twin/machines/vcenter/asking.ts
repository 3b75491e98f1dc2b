/** What events ask first: which vCenter answers, whether a release or a licence allows it, which key a host holds. */
import { type Key, sameKey } from '../../../crypto/key.ts';
import type { HandlerOf, TwinEvent } from '../twin-of.ts';
import { opens, providerOf } from './locks.ts';
import type { Host, Provider, Vcenter, World } from './world.ts';

/** What an event does. @returns the reason when it is refused */
export type Handler = HandlerOf<World>;

/** The name that an event gives for one of its arguments. */
export function argument(event: TwinEvent, name: string): string {
  const value = event[name];
  if (typeof value !== 'string') throw new Error(`the event has no argument ${name} that is a name`);
  return value;
}

export function hostNamed({ hosts }: World, name: string): Host {
  const host = hosts.get(name);
  if (host === undefined) throw new Error(`the twin has no host ${name}`);
  return host;
}

export function vcenterNamed({ vcenters }: World, name: string): Vcenter {
  const vcenter = vcenters.get(name);
  if (vcenter === undefined) throw new Error(`the twin has no vCenter Server ${name}`);
  return vcenter;
}

export function hostOf(world: World, event: TwinEvent): Host {
  return hostNamed(world, argument(event, 'host'));
}

/** The vCenter that an event is sent to, or why it can't answer. */
export function runningVcenter(world: World, event: TwinEvent): Vcenter | string {
  const vcenter = vcenterNamed(world, argument(event, 'vcenter'));
  return vcenter.state === 'running' ? vcenter : 'vcenterNotRunning';
}

/** The vCenter that manages a host, or why it can't reach it: V(host) of the page. */
export function managing(world: World, host: Host): Vcenter | string {
  if (host.at === null) return 'hostNotInInventory';
  const vcenter = vcenterNamed(world, host.at);
  if (vcenter.state !== 'running') return 'vcenterNotRunning';
  return host.connected ? vcenter : 'hostNotConnected';
}

const releases = ['7.0U1', '7.0U2', '7.0U3', '8.0', '8.0U1', '9.0'];

export function isBefore({ variant }: World, release: string): boolean {
  return releases.indexOf(variant.release) < releases.indexOf(release);
}

/** A provider that a vCenter may encrypt with, or why not. */
export function backedUpProvider({ providers }: Vcenter, name: string): Provider | string {
  const provider = providers.get(name);
  if (provider === undefined) return 'providerMissing';
  return provider.backedUp ? provider : 'providerNotBackedUp';
}

/** Why a host can't open what needs a key of this provider. */
function keyOnHost(
  { held }: Host,
  provider: string,
  isNeeded: (key: Key) => boolean,
): 'keyMissing' | 'wrongKey' | undefined {
  const key = held.get(provider);
  if (key === undefined) return 'keyMissing';
  return isNeeded(key) ? undefined : 'wrongKey';
}

/** Why a host can't open the machine's disk; nothing when the disk is plain. */
export function machineKeyOnHost(world: World, host: Host): 'keyMissing' | 'wrongKey' | undefined {
  const { lock } = world.db.disk;
  return lock && keyOnHost(host, providerOf(lock), (key) => opens(world, key, lock));
}

/** Why a host does not hold vCenter's key of a provider. */
export function vcenterKeyOnHost(
  host: Host,
  name: string,
  { key }: Provider,
): 'keyMissing' | 'wrongKey' | undefined {
  return keyOnHost(host, name, (held) => sameKey(held, key));
}

/** Whether a host can open its own host key. */
export function holdsHostKey(world: World, { held, hostKey }: Host): boolean {
  return hostKey !== undefined && opens(world, held.get(providerOf(hostKey)), hostKey);
}
