/** How an ESXi host comes up with what its boot device holds, and goes down with all that it held in memory. */
import type { Key } from '../crypto/key.ts';
import { readArchive } from './boot-device.ts';
import { holdsHostKey } from './host-key.ts';
import { stopWithoutDatastore } from './machine.ts';
import { stopWithoutGround } from './vcenter.ts';
import { mount } from './vsan.ts';
import type { Host, World } from './world.ts';

/** Runs with what the archive holds. @returns false when this key does not open it */
export function comeUp(world: World, host: Host, configurationKey: Key): boolean {
  const written = host.bootDevice && readArchive(world, host.bootDevice, configurationKey);
  if (written === undefined) return false;
  const keys = new Map(written.map((key) => [key.provider, key]));
  host.power = 'on';
  host.memory = { configurationKey, keys, isMounted: false, deviceKey: undefined };
  host.safe = holdsHostKey(world, host);
  mount(world, host);
  return true;
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
}
