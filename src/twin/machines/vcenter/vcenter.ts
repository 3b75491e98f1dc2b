/** The twin of vCenter Server and its key providers, driven by the events of docs/machines/vcenter.md. */
import { copiesOf, wipeAll } from '../../secrets.ts';
import type { DomainTwinMaker } from '../domain-twin.ts';
import { bootstrapEvents, hostEvents } from './host-events.ts';
import { look } from './look.ts';
import { licenceEvents, machineEvents, migrationEvents } from './machine-events.ts';
import { defaultAndFileEvents, providerEvents } from './provider-events.ts';
import { backupEvents, lossEvents } from './vcenter-events.ts';
import { verify } from './verify.ts';
import { createWorld, defects } from './world.ts';

const handlers = {
  ...providerEvents,
  ...defaultAndFileEvents,
  ...lossEvents,
  ...backupEvents,
  ...hostEvents,
  ...bootstrapEvents,
  ...machineEvents,
  ...migrationEvents,
  ...licenceEvents,
};

export const vcenterTwin: DomainTwinMaker = {
  defects,
  create: (options) => {
    const world = createWorld(options);
    return {
      send: (event) => {
        const handle = handlers[event.type];
        if (handle === undefined) throw new Error(`the twin knows no event ${event.type}`);
        const refusal = handle(world, { ...event });
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
