/** Standard and trusted key providers: their key servers, and the hosts that ask these without vCenter. */
import { available, keyServed, keyServerReached, placeRefusal, type RuleOf } from '../deployment.ts';
import type { Event, Refusal } from '../events.ts';
import { firstKey, named, type ProviderSite, type Site } from '../site.ts';
import { type Held, type Host, holds, providerOf, type SliceName, type State, set, slice } from '../state.ts';
import { mounted } from './host.ts';

type KeyServerEvent =
  | 'registerProvider'
  | 'keyServerStops'
  | 'startKeyServer'
  | 'keyServerIsLost'
  | 'restoreKeyServer';

/** The event for each provider, and for none where every provider is native. */
function eachProvider<Type extends KeyServerEvent>(type: Type): RuleOf<Type>['candidates'] {
  return ({ site }) =>
    keyServed(site).length === 0
      ? []
      : // Each of them has a provider and nothing else besides its type.
        (site.providers.map(({ name }) => ({ type, provider: name })) as unknown as Extract<
          Event,
          { type: Type }
        >[]);
}

/** An event about a native provider, which has no key server. */
const nativeParts = [{ reads: [], writes: [], refusal: (): Refusal => 'providerNative' }] as const;

function isNative(site: Site, provider: string): boolean {
  return named(site.providers, provider).kind === 'native';
}

export const registerProvider: RuleOf<'registerProvider'> = {
  claim: 'Under any vCenter that trusts its key server, a provider of this name has the same key again.',
  sources: ['key-in-key-server', 'standard-deleted-readded', 'standard-new-vcenter', 'trusted-released'],
  by: 'operator',
  spends: 0,
  candidates: eachProvider('registerProvider'),
  parts: ({ site }, { provider }) =>
    isNative(site, provider)
      ? nativeParts
      : [
          {
            reads: ['vcenter', `provider/${provider}`, `keyServer/${provider}`],
            writes: [`provider/${provider}`],
            refusal: (slices) => {
              if (slices.vcenter.state !== 'running') return 'vcenterNotRunning';
              if (slice(slices, `provider/${provider}`).key !== 'none') return 'providerExists';
              return keyServerReached(site, slices, provider) ? undefined : 'keyServerUnreachable';
            },
            apply: () =>
              set(`provider/${provider}`, {
                key: firstKey(provider),
                exported: false,
                backedUp: true,
                made: 1,
                saved: 1,
              }),
          },
        ],
};

export const keyServerStops: RuleOf<'keyServerStops'> = {
  claim: 'With the key server down nothing happens to hosts that hold their keys, until they reboot.',
  sources: ['kms-down-locks-nothing', 'kms-down-at-reboot', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: eachProvider('keyServerStops'),
  parts: ({ site }, { provider }) =>
    isNative(site, provider)
      ? nativeParts
      : [
          {
            reads: [`keyServer/${provider}`],
            writes: [`keyServer/${provider}`],
            refusal: (slices) => (keyServerReached(site, slices, provider) ? undefined : 'keyServerNotUp'),
            apply: (slices) =>
              set(`keyServer/${provider}`, { ...slice(slices, `keyServer/${provider}`), state: 'down' }),
          },
        ],
};

export const startKeyServer: RuleOf<'startKeyServer'> = {
  claim: 'A key server in the cluster starts only when a host and its datastore are there already.',
  sources: ['kms-on-its-own-vsan', 'kms-down-locks-nothing'],
  by: 'operator',
  spends: 0,
  candidates: eachProvider('startKeyServer'),
  parts: ({ site }, { provider }) =>
    isNative(site, provider)
      ? nativeParts
      : [
          {
            reads: [`keyServer/${provider}`, 'cluster'],
            writes: [`keyServer/${provider}`],
            refusal: (slices) => startRefusal(site, slices, named(site.providers, provider)),
            apply: (slices) =>
              set(`keyServer/${provider}`, { ...slice(slices, `keyServer/${provider}`), state: 'up' }),
          },
        ],
};

export const keyServerIsLost: RuleOf<'keyServerIsLost'> = {
  claim: 'With its key server the keys of a provider are lost, except those that hosts hold.',
  sources: ['key-in-key-server', 'standard-cache', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: eachProvider('keyServerIsLost'),
  parts: ({ site }, { provider }) =>
    isNative(site, provider)
      ? nativeParts
      : [
          {
            reads: [`keyServer/${provider}`],
            writes: [`keyServer/${provider}`],
            refusal: (slices) =>
              slice(slices, `keyServer/${provider}`).state === 'lost' ? 'keyServerLost' : undefined,
            apply: (slices) =>
              set(`keyServer/${provider}`, { ...slice(slices, `keyServer/${provider}`), state: 'lost' }),
          },
        ],
};

export const restoreKeyServer: RuleOf<'restoreKeyServer'> = {
  claim: 'A key server restored from a backup of its own has all its keys, since none is ever deleted there.',
  sources: ['kms-keys-never-deleted', 'kms-on-its-own-vsan'],
  by: 'operator',
  spends: 0,
  candidates: eachProvider('restoreKeyServer'),
  parts: ({ site }, { provider }) => {
    const { keyServerBackupAt: place } = named(site.providers, provider);
    if (isNative(site, provider)) return nativeParts;
    return [
      {
        reads: [`keyServer/${provider}`, 'cluster', ...(place === null ? [] : [`place/${place}` as const])],
        writes: [`keyServer/${provider}`],
        refusal: (slices) => {
          if (slice(slices, `keyServer/${provider}`).state !== 'lost') return 'keyServerNotLost';
          return place === null ? 'keyServerBackupMissing' : placeRefusal(site, slices, place);
        },
        apply: () => set(`keyServer/${provider}`, { state: 'up', moved: true }),
      },
    ];
  },
};

export const hostFetchesKeys: RuleOf<'hostFetchesKeys'> = {
  claim: 'Hosts ask a Trust Authority and vSAN asks its key server by themselves; vCenter is not needed.',
  sources: ['vsan-asks-kms', 'trusted-released', 'trusted-attested', 'trusted-cache-only', 'vsan-kek-gate'],
  by: 'system',
  spends: 0,
  candidates: ({ site }) =>
    keyServed(site).length === 0
      ? []
      : site.hosts.map(({ name }) => ({ type: 'hostFetchesKeys' as const, host: name })),
  parts: ({ site }, { host }) => {
    const providers = keyServed(site);
    if (providers.length === 0) return [{ reads: [], writes: [], refusal: () => 'noKeyServer' }];
    const asked = providers.flatMap(({ name }): SliceName[] => [`provider/${name}`, `keyServer/${name}`]);
    return [
      {
        reads: [`host/${host}`, `tpm/${host}`, 'cluster', 'vsan', ...asked],
        writes: [`host/${host}`, 'cluster'],
        refusal: (slices) => {
          const { power, configuration, held } = slice(slices, `host/${host}`);
          if (power !== 'on') return 'hostNotOn';
          if (configuration === 'gone') return 'configurationGone';
          const fetched = heldAfterwards(site, slices, host);
          const same = providers.every(({ name }) => fetched[name] === held[name]);
          return same && !mountsNow(site, slices, host, fetched) ? 'nothingToFetch' : undefined;
        },
        apply: (slices) => {
          const present = slice(slices, `host/${host}`);
          const held = heldAfterwards(site, slices, host);
          return {
            ...set(`host/${host}`, { ...present, held, safe: present.safe || comesToHold(present, held) }),
            ...mounted(site, slices, host, mountsNow(site, slices, host, held)),
          };
        },
      },
    ];
  },
};

function startRefusal(site: Site, slices: State, { name, keyServerAt }: ProviderSite): Refusal | undefined {
  const { state, moved } = slice(slices, `keyServer/${name}`);
  if (state === 'lost') return 'keyServerLost';
  if (state === 'up') return 'keyServerUp';
  if (moved || keyServerAt === null) return undefined;
  if (slices.cluster.on.length === 0) return 'siteDark';
  return available(site, slices.cluster, keyServerAt) ? undefined : 'datastoreUnavailable';
}

/** The keys that a host holds after it asked every Trust Authority that answers. An attested host is a sealed one. */
function heldAfterwards(site: Site, slices: State, host: string): Held {
  const { held, binding } = slice(slices, `host/${host}`);
  const attested = binding === 'tpm' && slice(slices, `tpm/${host}`) === 'sealed';
  const keyOf = ({ name, kind }: ProviderSite): Held[string] => {
    const present = held[name] ?? 'none';
    if (kind !== 'trusted' || !attested || !keyServerReached(site, slices, name)) return present;
    // Nothing is there to be released before the provider was ever registered.
    return slice(slices, `provider/${name}`).made > 0 ? firstKey(name) : present;
  };
  return Object.fromEntries(site.providers.map((provider) => [provider.name, keyOf(provider)]));
}

/** Whether a locked part of vSAN opens: with a key that its host holds, or with one that vSAN asks for itself. */
function mountsNow(site: Site, slices: State, host: string, held: Held): boolean {
  const { cluster, vsan } = slices;
  if (vsan === 'none' || cluster.mounted.includes(host)) return false;
  const provider = providerOf(vsan);
  const asks =
    named(site.providers, provider).kind === 'standard' && keyServerReached(site, slices, provider);
  return asks || holds(held, vsan);
}

function comesToHold({ held, hostKey }: Host, fetched: Held): boolean {
  return holds(fetched, hostKey) && !holds(held, hostKey);
}
