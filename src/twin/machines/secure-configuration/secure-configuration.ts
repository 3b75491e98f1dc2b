/** The twin of the secure configuration of one ESXi host, driven by the events of docs/machines/secure-configuration.md. */
import type { DomainTwinMaker } from '../domain-twin.ts';
import { twinOf } from '../twin-of.ts';
import { boardEvents, chipEvents, policyEvents } from './hardware-events.ts';
import { hostEvents } from './host-events.ts';
import { verify } from './verify.ts';
import { createWorld, defects, hasDevice, inTpmMode, type World } from './world.ts';

const handlers = { ...hostEvents, ...chipEvents, ...boardEvents, ...policyEvents };

export const secureConfigurationTwin: DomainTwinMaker = twinOf({
  defects,
  createWorld,
  handlers,
  look,
  verify,
});

function look(world: World): unknown {
  const { vcenter, power, error, memory, sealPending, esxiUpToDate, device, settings, chip, board, kept } =
    world;
  const policy = hasDevice(world) ? world.device.policy : { secureBoot: 'free', execInstalledOnly: false };
  return {
    vcenter: { ...vcenter },
    host: { power, error, kdk: memory?.kdk !== undefined, sealPending, esxiUpToDate },
    bootDevice: {
      state: typeof device === 'object' ? 'intact' : device,
      mode: inTpmMode(world) ? 'tpm' : 'none',
      ...policy,
    },
    settings: { ...settings },
    tpm: { present: chip.health !== 'absent' && chip.health !== 'failed', board },
    noted: kept?.label ?? 'none',
  };
}
