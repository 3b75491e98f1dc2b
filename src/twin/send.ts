/** Sends an event to the part of the twin that it concerns. */
import type { Event, Refusal } from '../../models/events.ts';
import { vsanOf } from '../../models/site.ts';
import { hardwareHandlers } from './hardware.ts';
import { fetchHandlers } from './fetch.ts';
import { hostHandlers } from './host.ts';
import { keptHandlers } from './kept.ts';
import { keyServerHandlers } from './key-server.ts';
import { machineHandlers } from './machine.ts';
import { isSame } from './named-key.ts';
import { providerHandlers } from './provider.ts';
import { rekeyHandlers } from './rekey.ts';
import { remediationHandlers } from './remediation.ts';
import { usableKey, vcenterHandlers } from './vcenter.ts';
import { encryptVsan, vsanIn } from './vsan.ts';
import type { Handlers, World } from './world.ts';

const vsanHandlers: Handlers<'enableVsanEncryption'> = {
  enableVsanEncryption: (world) => {
    const vsan = vsanIn(world);
    if (world.vcenter.state !== 'running') return 'vcenterNotRunning';
    if (vsan?.encryptedBy !== undefined) return 'vsanEncrypted';
    const planned = vsanOf(world.site)?.encryptedBy ?? null;
    if (vsan === undefined || planned === null) return 'providerMissing';
    const key = usableKey(world, planned);
    if (typeof key === 'string') return key;
    for (const host of world.hosts.values()) {
      if (host.power !== 'on') return 'hostNotOn';
      const held = host.memory?.keys.get(key.provider);
      if (held === undefined) return 'keyMissing';
      if (!isSame(held, key)) return 'wrongKey';
    }
    encryptVsan(world, vsan, key);
    return undefined;
  },
};

const handlers: Handlers<Event['type']> = {
  ...providerHandlers,
  ...keyServerHandlers,
  ...vcenterHandlers,
  ...remediationHandlers,
  ...hostHandlers,
  ...hardwareHandlers,
  ...fetchHandlers,
  ...machineHandlers,
  ...vsanHandlers,
  ...rekeyHandlers,
  ...keptHandlers,
};

/** What the event changes, or why it changes nothing. @returns the refusal, or `undefined` when it was accepted */
export function deliver(world: World, event: Event): Refusal | undefined {
  // The table pairs each type with its own handler; a lookup by a union of types can't say so.
  const handler = handlers[event.type] as (world: World, event: Event) => Refusal | undefined;
  return handler(world, event);
}
