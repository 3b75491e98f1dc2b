/** Datastores: what can be read and written now, whichever kind they are. */
import { hostsOn, part } from './world.ts';
import type { World } from './world.ts';
import { eraseVsan, readVsan, vsanIsAvailable, writeVsan } from './vsan.ts';

export function isAvailable(world: World, name: string): boolean {
  const datastore = part(world.datastores, name);
  return datastore.kind === 'vsan' ? vsanIsAvailable(world, datastore) : hostsOn(world).length > 0;
}

/** The object's bytes, or `undefined` when they can't be reached or are not there. */
export function readObject(world: World, name: string, object: string): Uint8Array | undefined {
  if (!isAvailable(world, name)) return undefined;
  const datastore = part(world.datastores, name);
  return datastore.kind === 'vsan' ? readVsan(world, datastore, object) : datastore.objects.get(object);
}

/** Writes to an available datastore. */
export function writeObject(world: World, name: string, object: string, bytes: Uint8Array): void {
  const datastore = part(world.datastores, name);
  if (datastore.kind === 'vsan') writeVsan(world, datastore, object, bytes);
  else datastore.objects.set(object, bytes);
}

export function eraseObject(world: World, name: string, object: string): void {
  const datastore = part(world.datastores, name);
  if (datastore.kind === 'vsan') eraseVsan(datastore, object);
  else datastore.objects.delete(object);
}
