/** Basic events: what may go wrong at a site, one by one. Cut sets are made of them. */
import type { Event } from '../../models/events.ts';
import { candidatesOf, ruleOf } from '../../models/kernel/machine.ts';
import type { Deployment } from '../../models/deployment.ts';
import type { Refusal } from '../../models/events.ts';
import { describe } from '../../models/describe.ts';
import type { SiteMachine } from '../../models/site-machine.ts';
import { firstKey, type Loot, named, type Site } from '../../models/site.ts';
import type { State } from '../../models/state.ts';
import { describeLoot } from '../../models/thief.ts';

/** A fault or a human error of the rules, or something that a thief takes. */
export type BasicEvent =
  | { readonly kind: 'fault'; readonly id: string; readonly event: Event }
  | { readonly kind: 'loot'; readonly id: string; readonly loot: Loot };

/** Every event that spends a fault and that can happen at all, in the order of the rule table. */
export function faultsOf(machine: SiteMachine): readonly BasicEvent[] {
  return candidatesOf(machine)
    .filter(
      (event) =>
        ruleOf<Deployment, State, Event, Refusal>(machine, event.type).spends === 1 &&
        isPossible(machine.site.site, event),
    )
    .map((event) => ({ kind: 'fault', id: idOf(event), event }));
}

/** What a site's kind of provider or host rules out once and for all. */
function isPossible(site: Site, event: Event): boolean {
  switch (event.type) {
    case 'createProvider':
      // The first key of a provider was made when the site was set up, and no key is made twice.
      return (
        named(site.providers, event.provider).kind === 'native' && event.key !== firstKey(event.provider)
      );
    case 'keyServerStops':
    case 'keyServerIsLost':
      return named(site.providers, event.provider).kind !== 'native';
    case 'bootDeviceFails':
    case 'reinstallHost':
      return named(site.hosts, event.host).boot === 'disk';
    default:
      return true;
  }
}

/** Everything that a thief may take: boot devices, places, disks. */
export function lootsOf(site: Site): readonly BasicEvent[] {
  const loots: readonly Loot[] = [
    ...site.hosts.map(({ name }): Loot => ({ kind: 'bootDevice', host: name })),
    ...site.places.map(({ name }): Loot => ({ kind: 'place', place: name })),
    ...site.datastores.map(({ name }): Loot => ({ kind: 'disk', datastore: name })),
  ];
  return loots.map((loot) => ({ kind: 'loot', id: lootId(loot), loot }));
}

/** What the event is, in an administrator's words. */
export function labelOf(basic: BasicEvent): string {
  return basic.kind === 'fault' ? describe(basic.event) : `a thief takes ${describeLoot(basic.loot)}`;
}

/** A short name that is the same in every run: the type, and the names of its arguments. */
export function idOf(event: Event): string {
  const { type, ...names } = event;
  return `${type}(${Object.values(names).join(', ')})`;
}

export function lootId(loot: Loot): string {
  switch (loot.kind) {
    case 'bootDevice':
      return `bootDeviceIsStolen(${loot.host})`;
    case 'place':
      return `placeIsRobbed(${loot.place})`;
    case 'disk':
      return `diskIsStolen(${loot.datastore})`;
  }
}
