/** The twin of a vSAN cluster, driven by the events of docs/machines/vsan-encryption.md. */
import { copiesOf, wipeAll } from '../../secrets.ts';
import type { DomainTwinMaker } from '../domain-twin.ts';
import { keyEvents, powerEvents, stepEvents } from './host-events.ts';
import { clusterEvents, providerEvents } from './operations.ts';
import { look, verify } from './view.ts';
import { createWorld, defects } from './world.ts';

const handlers = { ...clusterEvents, ...providerEvents, ...powerEvents, ...keyEvents, ...stepEvents };

export const vsanEncryptionTwin: DomainTwinMaker = {
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
