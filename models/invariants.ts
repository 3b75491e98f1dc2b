/** What must hold in every state of a site, each with the state that makes the question interesting. */
import { available, type Deployment, keyServed } from './deployment.ts';
import type { FactId } from './evidence.ts';
import type { Invariant } from './kernel/machine.ts';
import { named, type ProviderSite } from './site.ts';
import { keyServerCanRun } from './rules/outage.ts';
import { holds, keyNumber, slice, type SliceName, type State } from './state.ts';
import { describeLoot, lootExists, lootReads, readableWith } from './thief.ts';
import type { Loot } from './site.ts';

export type SiteInvariant = Invariant<Deployment, State> & { readonly sources: readonly FactId[] };

/** The invariants of a site that do not belong to its promise: what the product itself has to guarantee. */
export function productInvariants({ site }: Deployment): readonly SiteInvariant[] {
  const served = keyServed(site);
  return [
    // Where no provider is native, nothing is ever in use without a backup, and the question is empty.
    ...(served.length < site.providers.length ? [gateHolds] : []),
    ...site.machines.map(({ name }) => runsOnSomething(name)),
    safeHoldsHostKey,
    ...served.filter(({ keyServerAt }) => keyServerAt !== null).map(keyServerRunsOnSomething),
    ...(served.length > 0 ? [neverWritten] : []),
  ];
}

/** The part of the promise that is about thieves: one invariant for each loot. */
export function secrecyOf(loot: Loot): SiteInvariant {
  return {
    name: `secret from ${describeLoot(loot)}`,
    claim: `With ${describeLoot(loot)}, and a copy of all ciphertext, a thief reads no machine.`,
    sources: secrecySources[loot.kind],
    reads: ({ site }) => lootReads(site, loot),
    always: (state, deployment) => readableWith(deployment, state, loot).length === 0,
    sometimes: (state, { site }) => lootExists(site, state, loot),
  };
}

const secrecySources: Readonly<Record<Loot['kind'], readonly FactId[]>> = {
  disk: ['stolen-disk', 'stolen-plain-disk'],
  bootDevice: ['boot-device-mode-none', 'boot-device-sealed', 'kdk-opens-all'],
  place: [
    'plain-backup-yields-kdk',
    'plain-p12-yields-kdk',
    'kdk-opens-all',
    'standard-backup-opens-nothing',
  ],
};

const gateHolds: SiteInvariant = {
  name: 'no use before backup',
  claim: 'No host holds a key that was never backed up.',
  sources: ['gate-before-backup', 'no-push-before-activation'],
  reads: ({ site }) => [
    ...site.hosts.map(({ name }): SliceName => `host/${name}`),
    ...site.providers.map(({ name }): SliceName => `provider/${name}`),
  ],
  always: (state, { site, switches }) =>
    switches.pushBeforeActivation ||
    site.providers.every(({ name }) => {
      const { saved } = slice(state, `provider/${name}`);
      return site.hosts.every(
        (host) => keyNumber(slice(state, `host/${host.name}`).held[name] ?? 'none') <= saved,
      );
    }),
  sometimes: (state, { site }) =>
    site.providers.some(({ name }) => {
      const { key, saved } = slice(state, `provider/${name}`);
      return keyNumber(key) > saved;
    }),
};

const safeHoldsHostKey: SiteInvariant = {
  name: 'a safe host holds its host key',
  claim: 'A host in crypto state safe is on and holds the key that its host key came from.',
  sources: ['host-safe', 'host-key-must-resolve'],
  reads: ({ site }) => site.hosts.map(({ name }): SliceName => `host/${name}`),
  always: (state, { site }) =>
    site.hosts.every(({ name }) => {
      const { power, safe, held, hostKey } = slice(state, `host/${name}`);
      return !safe || (power === 'on' && holds(held, hostKey));
    }),
  sometimes: (state, { site }) =>
    site.hosts.some(({ name }) => {
      const { power, safe } = slice(state, `host/${name}`);
      return power === 'on' && !safe;
    }),
};

function runsOnSomething(name: string): SiteInvariant {
  return {
    name: `${name} runs on a host and a datastore`,
    claim: `While ${name} runs, its host is on and its datastore is available.`,
    sources: ['vsan-quorum', 'locked-without-key'],
    reads: () => ['cluster', `machine/${name}`],
    always: (state, { site }) => {
      const { on } = slice(state, `machine/${name}`);
      const { datastore } = named(site.machines, name);
      return on === null || (state.cluster.on.includes(on) && available(site, state.cluster, datastore));
    },
    sometimes: (state) => slice(state, `machine/${name}`).on === null,
  };
}

function keyServerRunsOnSomething(provider: ProviderSite): SiteInvariant {
  const { name } = provider;
  return {
    name: `the key server of ${name} runs on a host and a datastore`,
    claim: `While the key server of ${name} runs in the cluster, a host is on and its datastore is available.`,
    sources: ['kms-on-its-own-vsan'],
    reads: () => ['cluster', `keyServer/${name}`],
    always: (state, { site }) => {
      const keyServer = slice(state, `keyServer/${name}`);
      return keyServer.state !== 'up' || keyServerCanRun(site, state.cluster, provider, keyServer);
    },
    sometimes: (state) => slice(state, `keyServer/${name}`).state === 'down',
  };
}

const neverWritten: SiteInvariant = {
  name: 'keys of a key server are not written',
  claim:
    'No host writes a key of a key server, except one of a standard provider where key persistence is on.',
  sources: ['standard-cache', 'key-persistence', 'persistence-weakens-theft', 'trusted-cache-only'],
  reads: ({ site }) => site.hosts.map(({ name }): SliceName => `host/${name}`),
  always: (state, { site }) =>
    site.hosts.every(({ name, keyPersistence }) => {
      const { written, binding } = slice(state, `host/${name}`);
      return keyServed(site).every(
        (provider) =>
          (written[provider.name] ?? 'none') === 'none' ||
          (provider.kind === 'standard' && keyPersistence && binding === 'tpm'),
      );
    }),
  sometimes: (state, { site }) =>
    site.hosts.some(({ name }) => {
      const { held } = slice(state, `host/${name}`);
      return keyServed(site).some((provider) => (held[provider.name] ?? 'none') !== 'none');
    }),
};
