/** The twin of a vSAN cluster, driven by the events of docs/machines/vsan-encryption.md. */
import type { DomainTwinMaker } from '../domain-twin.ts';
import { twinOf } from '../twin-of.ts';
import { keyEvents, powerEvents, stepEvents } from './host-events.ts';
import { clusterEvents, providerEvents } from './operations.ts';
import { look, verify } from './view.ts';
import { createWorld, defects } from './world.ts';

const handlers = { ...clusterEvents, ...providerEvents, ...powerEvents, ...keyEvents, ...stepEvents };

export const vsanEncryptionTwin: DomainTwinMaker = twinOf({
  defects,
  createWorld,
  handlers,
  look,
  verify,
});
