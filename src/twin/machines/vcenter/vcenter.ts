/** The twin of vCenter Server and its key providers, driven by the events of docs/machines/vcenter.md. */
import type { DomainTwinMaker } from '../domain-twin.ts';
import { twinOf } from '../twin-of.ts';
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

export const vcenterTwin: DomainTwinMaker = twinOf({
  defects,
  createWorld,
  handlers,
  look,
  verify,
});
