/** Which part a basic event plays for one loss: a fault of a host, a global one, or none at all. */
import type { BasicEvent } from './basic-event.ts';
import type { Facts } from './facts.ts';
import type { LossKind } from './loss.ts';
import { type Chosen, type Global, hostBits } from './chosen.ts';

export type Role =
  | { readonly kind: 'host'; readonly host: number; readonly bit: number }
  | { readonly kind: 'global'; readonly event: Global };

/** The role of an event, or `undefined` when it lies outside the cone of the loss. */
export function roleOf(facts: Facts, kind: LossKind, basic: BasicEvent): Role | undefined {
  if (basic.kind === 'loot') return kind === 'readable' ? lootRole(facts, basic.loot) : undefined;
  const { event } = basic;
  const global = (name: Global): Role => ({ kind: 'global', event: name });
  switch (event.type) {
    case 'hostCrashes':
    case 'shutDownHost':
    case 'boardIsSwapped':
    case 'bootDeviceFails':
    case 'reinstallHost':
    case 'tpmIsCleared':
    case 'tpmGoesMissing':
      return { kind: 'host', host: hostAt(facts, event.host), bit: hostBits[event.type] };
    case 'sitePowerFails':
    case 'vcenterStops':
    case 'vcenterIsLost':
    case 'abandonVcenter':
      return global(event.type);
    case 'deleteProvider':
    case 'createProvider':
    case 'keyServerIsLost':
      return event.provider === facts.provider ? global(event.type) : undefined;
    case 'powerOffMachine':
      return event.machine === facts.machine ? global('powerOffMachine') : undefined;
    case 'placeIsLost':
      return global(`placeIsLost ${event.place}`);
    case 'backupGoesStale':
      return global(`backupGoesStale ${event.backup}`);
    default:
      return undefined;
  }
}

function lootRole(facts: Facts, loot: Extract<BasicEvent, { kind: 'loot' }>['loot']): Role | undefined {
  switch (loot.kind) {
    case 'bootDevice':
      return { kind: 'host', host: hostAt(facts, loot.host), bit: hostBits.bootDeviceIsStolen };
    case 'place':
      return { kind: 'global', event: `placeIsRobbed ${loot.place}` };
    case 'disk':
      return { kind: 'global', event: `diskIsStolen ${loot.datastore}` };
  }
}

function hostAt({ hosts }: Facts, name: string): number {
  return hosts.findIndex((host) => host.name === name);
}

/** A set of events in the words of the structure function. Events without a role change nothing. */
export function chosenOf({ hosts }: Facts, roles: readonly (Role | undefined)[]): Chosen {
  const globals = new Set<Global>();
  const faults = hosts.map(() => 0);
  for (const role of roles) {
    if (role?.kind === 'global') globals.add(role.event);
    if (role?.kind === 'host') faults[role.host] = (faults[role.host] ?? 0) | role.bit;
  }
  return {
    has: (event) => globals.has(event),
    groups: faults.map((bits, host) => ({ host, faults: bits, times: 1 })),
  };
}
