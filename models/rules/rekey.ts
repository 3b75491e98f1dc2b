/** Shallow rekeys: the key that wraps a data key is exchanged, and the data is not written again. */
import { available, keyServerReached, keyServerReads, type RuleOf } from '../deployment.ts';
import type { Refusal } from '../events.ts';
import type { Part } from '../kernel/machine.ts';
import { type MachineSite, named, type Site, vsanOf } from '../site.ts';
import { type Host, holds, providerOf, type SliceName, type State, set, slice } from '../state.ts';

type SitePart = Part<State, Refusal>;

export const rekeyMachine: RuleOf<'rekeyMachine'> = {
  claim: 'A shallow rekey takes a machine to the key of another provider, running or not.',
  sources: ['shallow-rekey', 'shallow-rekey-any-power', 'rekey-keeps-dek'],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) =>
    site.providers.length < 2
      ? []
      : site.machines.flatMap(({ name, provider }) =>
          // What was never encrypted has nothing to be rekeyed.
          provider === null
            ? []
            : site.providers.map((to) => ({
                type: 'rekeyMachine' as const,
                machine: name,
                provider: to.name,
              })),
        ),
  parts: ({ site }, { machine, provider }) => {
    const planned = named(site.machines, machine);
    return [
      {
        reads: [
          'vcenter',
          'cluster',
          `machine/${machine}`,
          `provider/${provider}`,
          ...keyServerReads(site, provider),
          ...site.hosts.map(({ name }): SliceName => `host/${name}`),
        ],
        writes: [`machine/${machine}`],
        refusal: (slices) => machineRefusal(site, slices, planned, provider),
        apply: (slices) =>
          set(`machine/${machine}`, {
            ...slice(slices, `machine/${machine}`),
            key: slice(slices, `provider/${provider}`).key,
          }),
      },
    ];
  },
};

export const rekeyVsan: RuleOf<'rekeyVsan'> = {
  claim: 'A shallow rekey takes vSAN to the key of another provider while every part is mounted.',
  sources: ['vsan-switch-provider', 'rekey-keeps-dek', 'vsan-asks-kms'],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) =>
    site.providers.length < 2 || (vsanOf(site)?.encryptedBy ?? null) === null
      ? []
      : site.providers.map(({ name }) => ({ type: 'rekeyVsan' as const, provider: name })),
  parts: ({ site }, { provider }) => {
    const main: SitePart = {
      reads: ['vcenter', 'vsan', `provider/${provider}`, ...keyServerReads(site, provider)],
      writes: ['vsan'],
      refusal: (slices) => {
        if (slices.vcenter.state !== 'running') return 'vcenterNotRunning';
        if (slices.vsan === 'none') return 'vsanNotEncrypted';
        return newKeyRefusal(site, slices, provider, slices.vsan);
      },
      apply: (slices) => ({ vsan: slice(slices, `provider/${provider}`).key }),
    };
    // vSAN asks a key server by itself; of any other provider every host must hold the key.
    const asks = named(site.providers, provider).kind === 'standard';
    const hosts = site.hosts.map(
      ({ name }): SitePart => ({
        reads: [`host/${name}`, 'cluster', `provider/${provider}`],
        writes: [],
        refusal: (slices) => {
          const { power, held } = slice(slices, `host/${name}`);
          if (power !== 'on') return 'hostNotOn';
          if (!slices.cluster.mounted.includes(name)) return 'partNotMounted';
          return asks || holds(held, slice(slices, `provider/${provider}`).key) ? undefined : 'newKeyMissing';
        },
      }),
    );
    return [main, ...hosts];
  },
};

export const rekeyHost: RuleOf<'rekeyHost'> = {
  claim: 'A host is given a new host key, which makes it safe and opens nothing that an older key encrypted.',
  sources: ['same-name-recreated', 'configure-crypto-key', 'host-key-rekeyed-apart', 'host-safe'],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) =>
    site.hosts.flatMap(({ name }) =>
      site.providers.map((provider) => ({
        type: 'rekeyHost' as const,
        host: name,
        provider: provider.name,
      })),
    ),
  parts: (_, { host, provider }) => [
    {
      reads: ['vcenter', `host/${host}`, `provider/${provider}`],
      writes: [`host/${host}`],
      refusal: (slices) => {
        const { power, hostKey, held } = slice(slices, `host/${host}`);
        const { key } = slice(slices, `provider/${provider}`);
        if (slices.vcenter.state !== 'running') return 'vcenterNotRunning';
        if (!slices.vcenter.members.includes(host)) return 'hostNotMember';
        if (power !== 'on') return 'hostNotOn';
        if (key === 'none') return 'providerMissing';
        if (hostKey === key) return 'sameKey';
        return holds(held, key) ? undefined : 'newKeyMissing';
      },
      apply: (slices) =>
        set(`host/${host}`, {
          ...slice(slices, `host/${host}`),
          hostKey: slice(slices, `provider/${provider}`).key,
          safe: true,
        }),
    },
  ],
};

function machineRefusal(
  site: Site,
  slices: State,
  { name, host, datastore }: MachineSite,
  provider: string,
): Refusal | undefined {
  const { key, on } = slice(slices, `machine/${name}`);
  if (slices.vcenter.state !== 'running') return 'vcenterNotRunning';
  if (key === 'none') return 'machineNotEncrypted';
  const refusal =
    newKeyRefusal(site, slices, provider, key) ??
    holderRefusal(slice(slices, `host/${on ?? host}`), key, slice(slices, `provider/${provider}`).key);
  if (refusal !== undefined) return refusal;
  return available(site, slices.cluster, datastore) ? undefined : 'datastoreUnavailable';
}

/** Why vCenter cannot give the key of a provider to what has `present` now. */
function newKeyRefusal(site: Site, slices: State, provider: string, present: string): Refusal | undefined {
  const { key, backedUp } = slice(slices, `provider/${provider}`);
  if (key === 'none') return 'providerMissing';
  if (!backedUp) return 'providerNotBackedUp';
  if (!keyServerReached(site, slices, provider)) return 'keyServerUnreachable';
  return key === present ? 'sameKey' : undefined;
}

/** Why a host cannot exchange one key for the other: it needs both. */
function holderRefusal(
  { power, held }: Host,
  present: Host['hostKey'],
  next: Host['hostKey'],
): Refusal | undefined {
  if (power !== 'on') return 'hostNotOn';
  if (!holds(held, present)) {
    const other = present === 'none' ? 'none' : (held[providerOf(present)] ?? 'none');
    return other === 'none' ? 'keyMissing' : 'wrongKey';
  }
  return holds(held, next) ? undefined : 'newKeyMissing';
}
