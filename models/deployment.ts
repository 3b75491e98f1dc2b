/** A deployment: a site under a reading. What every rule is a function of. */
import type { Switches } from './reading.ts';
import { type Kept, named, type Site, vsanOf } from './site.ts';
import type { Event, Refusal } from './events.ts';
import type { Rule } from './kernel/machine.ts';
import { type Cluster, type Held, type Host, type SliceName, type State, slice } from './state.ts';

export type Deployment = { readonly site: Site; readonly switches: Switches };

/** The rule of one event type. */
export type RuleOf<Type extends Event['type']> = Rule<
  Deployment,
  State,
  Extract<Event, { type: Type }>,
  Refusal
>;

export function noKeys(site: Site): Held {
  return Object.fromEntries(site.providers.map(({ name }) => [name, 'none' as const]));
}

/** Whether a datastore can be read and written. `null` stands for what lies outside the cluster. */
export function available(site: Site, cluster: Cluster, datastore: string | null): boolean {
  if (datastore === null) return true;
  const { kind, failuresToTolerate } = named(site.datastores, datastore);
  if (kind === 'external') return cluster.on.length > 0;
  return cluster.mounted.length > 0 && site.hosts.length - cluster.mounted.length <= failuresToTolerate;
}

/** The slices that decide whether a kept file can be opened. */
export function keptReads(kept: Kept): readonly SliceName[] {
  const places: SliceName[] = [`place/${kept.at}`];
  if (kept.passwordAt !== null && kept.passwordAt !== kept.at) places.push(`place/${kept.passwordAt}`);
  return ['cluster', ...places];
}

/** Why what lies in a place cannot be had. */
export function placeRefusal(
  site: Site,
  slices: State,
  place: string,
): 'placeLost' | 'placeUnreachable' | undefined {
  if (slice(slices, `place/${place}`) === 'lost') return 'placeLost';
  const { datastore } = named(site.places, place);
  return available(site, slice(slices, 'cluster'), datastore) ? undefined : 'placeUnreachable';
}

/** Why a kept file cannot be opened: its place first, then the place of its password. */
export function keptRefusal(
  site: Site,
  slices: State,
  kept: Kept,
): 'placeLost' | 'placeUnreachable' | 'passwordLost' | undefined {
  const place = placeRefusal(site, slices, kept.at);
  if (place !== undefined) return place;
  if (kept.passwordAt === null) return undefined;
  return placeRefusal(site, slices, kept.passwordAt) === undefined ? undefined : 'passwordLost';
}

/** What a host writes of the keys it holds. Facts 3.20, 3.21 and C1: the reading decides without a TPM. */
export function writable({ site, switches }: Deployment, host: Host): Held {
  return host.binding === 'tpm' || switches.noTpmRetention === 'persists' ? host.held : noKeys(site);
}

/** Whether the vSAN datastore of the site is there at all. */
export function hasVsan(site: Site): boolean {
  return vsanOf(site) !== undefined;
}
