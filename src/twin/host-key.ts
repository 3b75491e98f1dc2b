/** The host key: what an ESXi host encrypts its core dumps with, and by which it is crypto safe. */
import { hostUse, keyFor, wrapFor } from './named-key.ts';
import type { NamedKey } from './named-key.ts';
import { mint, unwrap } from './secrets.ts';
import type { Host, World } from './world.ts';

/** Does the running host hold the key that its host key was derived from? */
export function holdsHostKey(world: World, host: Host): boolean {
  if (host.hostKey === undefined) return false;
  const held = host.memory?.keys.get(host.hostKey.provider);
  return held !== undefined && isFrom(world, host, held);
}

/** Did its host key come from this key? */
export function isFrom(world: World, { site, hostKey }: Host, key: NamedKey): boolean {
  const wrapping = keyFor(world, key, hostUse(site.name));
  if (hostKey === undefined || wrapping === undefined) return false;
  return unwrap(world, wrapping, hostKey.wrapped) !== undefined;
}

/** Makes the host crypto safe; a host without a host key takes this one (vendor SDK guide on host encryption mode). */
export function makeSafe(world: World, host: Host, key: NamedKey): void {
  if (host.hostKey === undefined) renewHostKey(world, host, key);
  host.safe = true;
}

/** A new host key, whatever it was before. */
export function renewHostKey(world: World, host: Host, key: NamedKey): void {
  const dumpKey = mint(world, world.random, 32);
  const wrapped = wrapFor(world, key, hostUse(host.site.name), dumpKey);
  host.hostKey = { provider: key.provider, wrapped };
}
