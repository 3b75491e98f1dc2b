/** Sends an event to the part of the twin that it concerns. */
import type { Event, Refusal } from '../../models/events.ts';
import { vsanOf } from '../../models/site.ts';
import { sameKey } from '../crypto/key.ts';
import { hardwareHandlers } from './hardware.ts';
import { hostHandlers } from './host.ts';
import { keptHandlers } from './kept.ts';
import { machineHandlers } from './machine.ts';
import { providerHandlers } from './provider.ts';
import { usableProvider, vcenterHandlers } from './vcenter.ts';
import { encryptVsan, vsanIn } from './vsan.ts';
import type { Handlers, World } from './world.ts';

const vsanHandlers: Handlers<'enableVsanEncryption'> = {
  enableVsanEncryption: (world) => {
    const vsan = vsanIn(world);
    if (world.vcenter.state !== 'running') return 'vcenterNotRunning';
    if (vsan?.provider !== undefined) return 'vsanEncrypted';
    const planned = vsanOf(world.site)?.encryptedBy ?? null;
    if (vsan === undefined || planned === null) return 'providerMissing';
    const key = usableProvider(world, planned);
    if (typeof key === 'string') return key;
    for (const host of world.hosts.values()) {
      if (host.power !== 'on') return 'hostNotOn';
      const held = host.memory?.keys.get(key.provider);
      if (held === undefined) return 'keyMissing';
      if (!sameKey(held.key, key.key)) return 'wrongKey';
    }
    encryptVsan(world, vsan, key);
    return undefined;
  },
};

const handlers: Handlers<Event['type']> = {
  ...providerHandlers,
  ...vcenterHandlers,
  ...hostHandlers,
  ...hardwareHandlers,
  ...machineHandlers,
  ...vsanHandlers,
  ...keptHandlers,
};

/** What the event changes, or why it changes nothing. @returns the refusal, or `undefined` when it was accepted */
export function deliver(world: World, event: Event): Refusal | undefined {
  // The table pairs each type with its own handler; a lookup by a union of types can't say so.
  const handler = handlers[event.type] as (world: World, event: Event) => Refusal | undefined;
  return handler(world, event);
}
