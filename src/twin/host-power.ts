/** How an ESXi host comes up with what its boot device holds, and goes down with all that it held in memory. */
import type { Key } from '../crypto/key.ts';
import { newConfigurationKey, readArchive } from './boot-device.ts';
import { holdsHostKey } from './host-key.ts';
import { stopKeyServersWithoutGround } from './key-server.ts';
import { stopWithoutDatastore } from './machine.ts';
import type { NamedKey } from './named-key.ts';
import { stopWithoutGround } from './vcenter.ts';
import { mount } from './vsan.ts';
import { has } from './world.ts';
import type { Host, World } from './world.ts';

/** Does it boot from the network (vendor guide on Auto Deploy)? Then it has no boot device, and nothing is ever written. */
export function isStateless({ site }: Host): boolean {
  return site.boot === 'network';
}

export function isConfigurationGone(host: Host): boolean {
  return host.bootDevice === undefined && !isStateless(host);
}

/** Runs with what the archive holds. @returns false when this key does not open it */
export function comeUp(world: World, host: Host, configurationKey: Key): boolean {
  const written = host.bootDevice && readArchive(world, host.bootDevice, configurationKey);
  if (written === undefined) return false;
  run(world, host, configurationKey, written);
  return true;
}

/** Runs with a fresh configuration. */
export function comeUpStateless(world: World, host: Host): void {
  if (!has(world, 'statelessHostKeepsHostKey')) host.hostKey = undefined;
  run(world, host, newConfigurationKey(world), []);
}

function run(world: World, host: Host, configurationKey: Key, written: readonly NamedKey[]): void {
  const keys = new Map(written.map((key) => [key.provider, key]));
  host.power = 'on';
  host.memory = { configurationKey, keys, isMounted: false, deviceKey: undefined };
  host.safe = holdsHostKey(world, host);
  mount(world, host);
}

/** Without writing anything. What ran on these hosts, or on a datastore that goes with them, stops. */
export function goDown(world: World, hosts: readonly Host[]): void {
  for (const host of hosts) {
    host.power = 'off';
    host.memory = undefined;
    host.safe = false;
  }
  stopWithoutDatastore(world);
  stopWithoutGround(world);
  stopKeyServersWithoutGround(world);
}
