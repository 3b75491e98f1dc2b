/** A deployment: a site under a reading. What every rule is a function of. */
import type { Switches } from './reading.ts';
import { type Kept, named, type ProviderSite, type Site, vsanOf } from './site.ts';
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

/**
 * What a host writes of the keys it holds. Facts 3.20, 3.21 and C1: the reading decides without a TPM. Keys of a
 * standard provider need key persistence besides, and a stateless host has nothing to write to.
 */
export function writable({ site, switches }: Deployment, name: string, { binding, held }: Host): Held {
  const { boot, keyPersistence } = named(site.hosts, name);
  if (boot === 'network') return noKeys(site);
  const sealed = binding === 'tpm';
  const writes: Readonly<Record<ProviderSite['kind'], boolean>> = {
    native: sealed || switches.noTpmRetention === 'persists',
    standard: sealed && keyPersistence,
    trusted: false,
  };
  const written = (provider: ProviderSite): Held[string] =>
    writes[provider.kind] ? (held[provider.name] ?? 'none') : 'none';
  return Object.fromEntries(site.providers.map((provider) => [provider.name, written(provider)]));
}

/** Whether a host boots from the network, and so finds nothing of its own when it boots. */
export function isStateless(site: Site, host: string): boolean {
  return named(site.hosts, host).boot === 'network';
}

/** The providers whose keys lie in a key server. */
export function keyServed({ providers }: Site): readonly ProviderSite[] {
  return providers.filter(({ kind }) => kind !== 'native');
}

/** The slices that decide whether the key server of a provider can be reached; a native provider has none. */
export function keyServerReads(site: Site, provider: string): readonly SliceName[] {
  return named(site.providers, provider).kind === 'native' ? [] : [`keyServer/${provider}`];
}

/** Whether what a provider needs for handing out a key is there. A native one needs nothing. */
export function keyServerReached(site: Site, slices: State, provider: string): boolean {
  if (named(site.providers, provider).kind === 'native') return true;
  return slice(slices, `keyServer/${provider}`).state === 'up';
}

/** Whether the vSAN datastore of the site is there at all. */
export function hasVsan(site: Site): boolean {
  return vsanOf(site) !== undefined;
}
