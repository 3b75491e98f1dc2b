/** The twin of the secure configuration of one ESXi host, driven by the events of docs/machines/secure-configuration.md. */
import { copiesOf, wipeAll } from '../../secrets.ts';
import type { DomainTwinMaker } from '../domain-twin.ts';
import { boardEvents, chipEvents, policyEvents } from './hardware-events.ts';
import { hostEvents } from './host-events.ts';
import { verify } from './verify.ts';
import { createWorld, defects, hasDevice, inTpmMode, type World } from './world.ts';

const handlers = { ...hostEvents, ...chipEvents, ...boardEvents, ...policyEvents };

export const secureConfigurationTwin: DomainTwinMaker = {
  defects,
  create: (options) => {
    const world = createWorld(options);
    return {
      send: (event) => {
        const handle = handlers[event.type];
        if (handle === undefined) throw new Error(`the twin knows no event ${event.type}`);
        const refusal = handle(world, event);
        return refusal === undefined ? { kind: 'accepted' } : { kind: 'refused', refusal };
      },
      look: () => look(world),
      verify: () => verify(world),
      secrets: () => copiesOf(world),
      dispose: () => {
        wipeAll(world);
      },
    };
  },
};

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
