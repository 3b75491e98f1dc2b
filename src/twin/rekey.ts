/** Shallow rekeys: the same key of a machine, or of a vSAN device, wrapped under another. What it encrypts stays as it is. */
import type { Refusal } from '../../models/events.ts';
import { isFrom, renewHostKey } from './host-key.ts';
import { rewrap } from './machine.ts';
import { hasName, isSame } from './named-key.ts';
import type { NamedKey } from './named-key.ts';
import { hostRefusal } from './remediation.ts';
import { isAvailable } from './storage.ts';
import { usableKey } from './vcenter.ts';
import { rewrapVsan, vsanIn } from './vsan.ts';
import { part } from './world.ts';
import type { Handlers, Host, Machine, World } from './world.ts';

export const rekeyHandlers: Handlers<'rekeyMachine' | 'rekeyVsan' | 'rekeyHost'> = {
  rekeyMachine: (world, { machine: name, provider }) => {
    const machine = part(world.machines, name);
    if (world.vcenter.state !== 'running') return 'vcenterNotRunning';
    if (machine.encryptedBy === undefined) return 'machineNotEncrypted';
    const key = usableKey(world, provider);
    if (typeof key === 'string') return key;
    if (hasName(machine.encryptedBy, key)) return 'sameKey';
    const host = part(world.hosts, machine.host ?? machine.site.host);
    const present = presentKey(machine, host);
    if (typeof present === 'string') return present;
    if (!holds(host, key)) return 'newKeyMissing';
    if (!isAvailable(world, machine.site.datastore)) return 'datastoreUnavailable';
    return rewrap(world, machine, present, key) ? undefined : 'wrongKey';
  },
  rekeyVsan: (world, { provider }) => {
    const vsan = vsanIn(world);
    if (world.vcenter.state !== 'running') return 'vcenterNotRunning';
    if (vsan?.encryptedBy === undefined) return 'vsanNotEncrypted';
    const key = usableKey(world, provider);
    if (typeof key === 'string') return key;
    if (hasName(vsan.encryptedBy, key)) return 'sameKey';
    for (const host of world.hosts.values()) {
      const refusal = vsanRefusal(world, host, key);
      if (refusal !== undefined) return refusal;
    }
    rewrapVsan(world, vsan, key);
    return undefined;
  },
  rekeyHost: (world, { host: name, provider }) => {
    const host = part(world.hosts, name);
    const refusal = hostRefusal(world, host);
    if (refusal !== undefined) return refusal;
    const record = world.vcenter.memory?.get(provider);
    if (record === undefined) return 'providerMissing';
    // A registration has no bytes to compare: its key is the only one that it ever had.
    const isOnly = world.keyServers.has(provider) && host.hostKey?.provider === provider;
    if (isOnly || isFrom(world, host, record)) return 'sameKey';
    const held = host.memory?.keys.get(provider);
    if (held === undefined || !isSame(held, record)) return 'newKeyMissing';
    renewHostKey(world, host, held);
    host.safe = true;
    return undefined;
  },
};

/** The key that the machine needs now, in the host's memory. */
function presentKey(
  { encryptedBy }: Machine,
  host: Host,
): NamedKey | 'hostNotOn' | 'keyMissing' | 'wrongKey' {
  if (host.power !== 'on') return 'hostNotOn';
  const held = host.memory?.keys.get(encryptedBy?.provider ?? '');
  if (held === undefined) return 'keyMissing';
  return encryptedBy && hasName(encryptedBy, held) ? held : 'wrongKey';
}

function vsanRefusal(world: World, host: Host, key: NamedKey): Refusal | undefined {
  if (host.power !== 'on') return 'hostNotOn';
  if (!host.memory?.isMounted) return 'partNotMounted';
  const isFetched = world.keyServers.get(key.provider)?.site.kind === 'standard';
  return isFetched || holds(host, key) ? undefined : 'newKeyMissing';
}

function holds(host: Host, key: NamedKey): boolean {
  const held = host.memory?.keys.get(key.provider);
  return held !== undefined && isSame(held, key);
}
