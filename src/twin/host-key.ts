/** The host key: what an ESXi host encrypts its core dumps with, and by which it is crypto safe. */
import type { Key } from '../crypto/key.ts';
import type { NamedKey } from './record.ts';
import { derive, mint, unwrap } from './secrets.ts';
import type { Host, World } from './world.ts';

/** Does the running host hold the key that its host key was derived from? */
export function holdsHostKey(world: World, host: Host): boolean {
  if (host.hostKey === undefined) return false;
  const held = host.memory?.keys.get(host.hostKey.provider);
  if (held === undefined) return false;
  return unwrap(world, dumpWrappingKey(world, host, held), host.hostKey.wrapped) !== undefined;
}

/** Makes the host crypto safe; a host without a host key takes this one (vendor SDK guide on host encryption mode). */
export function makeSafe(world: World, host: Host, key: NamedKey): void {
  host.safe = true;
  if (host.hostKey !== undefined) return;
  const dumpKey = mint(world, world.random, 32);
  const wrapped = world.stack.wrapKey(dumpWrappingKey(world, host, key), dumpKey);
  host.hostKey = { provider: key.provider, wrapped };
}

function dumpWrappingKey(world: World, host: Host, key: NamedKey): Key {
  return derive(world, key.key, `host key of ${host.site.name}`);
}
