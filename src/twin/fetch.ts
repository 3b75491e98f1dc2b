/** What a running host asks key servers for by itself, without vCenter. */
import { holdsHostKey } from './host-key.ts';
import { isConfigurationGone } from './host-power.ts';
import { release } from './key-server.ts';
import { mount, vsanIn } from './vsan.ts';
import { has, part } from './world.ts';
import type { Handlers, Host, World } from './world.ts';

export const fetchHandlers: Handlers<'hostFetchesKeys'> = {
  hostFetchesKeys: (world, { host: name }) => {
    const host = part(world.hosts, name);
    if (world.keyServers.size === 0) return 'noKeyServer';
    if (host.power !== 'on') return 'hostNotOn';
    if (isConfigurationGone(host)) return 'configurationGone';
    const gotKeys = fetchKeys(world, host);
    const gotVsan = mountEncrypted(world, host);
    return gotKeys || gotVsan ? undefined : 'nothingToFetch';
  },
};

/** A Trust Authority releases its keys to an attested host. @returns whether the host got one */
function fetchKeys(world: World, host: Host): boolean {
  if (host.memory === undefined || !isAttested(host)) return false;
  const { keys } = host.memory;
  const heldBefore = holdsHostKey(world, host);
  const countBefore = keys.size;
  for (const [name, server] of world.keyServers) {
    const key = server.site.kind === 'trusted' && !keys.has(name) ? release(world, name) : undefined;
    if (key !== undefined) keys.set(name, key);
  }
  if (!heldBefore && holdsHostKey(world, host)) host.safe = true;
  return keys.size > countBefore;
}

function isAttested({ binding, chip }: Host): boolean {
  return binding === 'tpm' && chip?.isSealed === true;
}

/** vSAN knows the KMIP server by itself (vendor guide on standard key providers). @returns whether the part is mounted now */
function mountEncrypted(world: World, host: Host): boolean {
  const provider = vsanIn(world)?.encryptedBy?.provider;
  if (host.memory === undefined || host.memory.isMounted || provider === undefined) return false;
  const isAsked = world.keyServers.get(provider)?.site.kind === 'standard';
  const fetched = isAsked ? release(world, provider) : undefined;
  if (fetched && has(world, 'fetchedVsanKeyIsHeld')) host.memory.keys.set(provider, fetched);
  mount(world, host, fetched);
  return host.memory.isMounted;
}
