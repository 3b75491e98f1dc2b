/** Virtual machines: with a vTPM only, fully encrypted, locked. */
import { available, type Deployment, keyServerReached, keyServerReads, type RuleOf } from '../deployment.ts';
import type { Refusal } from '../events.ts';
import { type MachineSite, named } from '../site.ts';
import { holds, providerOf, type State, set, slice } from '../state.ts';

export const encryptMachine: RuleOf<'encryptMachine'> = {
  claim: 'A machine is encrypted, powered off, with the key of a provider that was backed up.',
  sources: [
    'gate-before-backup',
    'encrypt-powered-off',
    'dek-travels',
    'vtpm-encrypts-home',
    'host-safe',
    'key-in-key-server',
  ],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) =>
    site.machines.map(({ name }) => ({ type: 'encryptMachine' as const, machine: name })),
  parts: (deployment, { machine }) => {
    const planned = named(deployment.site.machines, machine);
    const { provider, host } = planned;
    if (provider === null) {
      return [{ reads: [`machine/${machine}`], writes: [], refusal: () => 'machineEncryptionNotPlanned' }];
    }
    return [
      {
        reads: [
          'vcenter',
          'cluster',
          `machine/${machine}`,
          `provider/${provider}`,
          `host/${host}`,
          ...keyServerReads(deployment.site, provider),
        ],
        writes: [`machine/${machine}`, `host/${host}`],
        refusal: (slices) => encryptRefusal(deployment, slices, planned, provider),
        apply: (slices) => {
          const { key } = slice(slices, `provider/${provider}`);
          const home = slice(slices, `host/${host}`);
          const hostKey = home.hostKey === 'none' ? key : home.hostKey;
          return {
            ...set(`machine/${machine}`, { encryption: planned.encryption, key, on: null }),
            ...set(`host/${host}`, { ...home, safe: true, hostKey }),
          };
        },
      },
    ];
  },
};

export const startMachine: RuleOf<'startMachine'> = {
  claim: 'An encrypted machine starts only on a safe host that holds the very key it was encrypted with.',
  sources: ['locked-without-key', 'bound-by-name', 'dek-travels', 'ha-without-vcenter', 'host-safe'],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) =>
    site.machines.flatMap(({ name }) =>
      site.hosts.map((host) => ({ type: 'startMachine' as const, machine: name, host: host.name })),
    ),
  parts: ({ site }, { machine, host }) => [
    {
      reads: ['cluster', `machine/${machine}`, `host/${host}`],
      writes: [`machine/${machine}`],
      refusal: (slices) => {
        const present = slice(slices, `machine/${machine}`);
        const { power, held, safe } = slice(slices, `host/${host}`);
        if (present.on !== null) return 'machineRunning';
        if (power !== 'on') return 'hostNotOn';
        if (!available(site, slices.cluster, named(site.machines, machine).datastore)) {
          return 'datastoreUnavailable';
        }
        if (present.key === 'none') return undefined;
        if ((held[providerOf(present.key)] ?? 'none') === 'none') return 'keyMissing';
        if (!holds(held, present.key)) return 'wrongKey';
        return safe ? undefined : 'hostNotSafe';
      },
      apply: (slices) => set(`machine/${machine}`, { ...slice(slices, `machine/${machine}`), on: host }),
    },
  ],
};

export const powerOffMachine: RuleOf<'powerOffMachine'> = {
  claim: 'A machine that is powered off needs its key again to start.',
  sources: ['deleted-then-locked', 'bound-faults'],
  by: 'operator',
  spends: 1,
  candidates: ({ site }) =>
    site.machines.map(({ name }) => ({ type: 'powerOffMachine' as const, machine: name })),
  parts: (_, { machine }) => [
    {
      reads: [`machine/${machine}`],
      writes: [`machine/${machine}`],
      refusal: (slices) =>
        slice(slices, `machine/${machine}`).on === null ? 'machineNotRunning' : undefined,
      apply: (slices) => set(`machine/${machine}`, { ...slice(slices, `machine/${machine}`), on: null }),
    },
  ],
};

export const attachDisks: RuleOf<'attachDisks'> = {
  claim: 'Disks that are not encrypted themselves can be attached to a new machine, without any key.',
  sources: ['vtpm-rescue', 'vtpm-encrypts-home'],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) =>
    site.machines.map(({ name }) => ({ type: 'attachDisks' as const, machine: name })),
  parts: ({ site }, { machine }) => [
    {
      reads: ['cluster', `machine/${machine}`],
      writes: [],
      refusal: (slices) => {
        const { on, encryption } = slice(slices, `machine/${machine}`);
        if (on !== null) return 'machineRunning';
        if (encryption === 'full') return 'diskEncrypted';
        if (slices.cluster.on.length === 0) return 'siteDark';
        const { datastore } = named(site.machines, machine);
        return available(site, slices.cluster, datastore) ? undefined : 'datastoreUnavailable';
      },
    },
  ],
};

function encryptRefusal(
  { site }: Deployment,
  slices: State,
  { name, host, datastore }: MachineSite,
  provider: string,
): Refusal | undefined {
  const machine = slice(slices, `machine/${name}`);
  const { key, backedUp } = slice(slices, `provider/${provider}`);
  const { power, held, hostKey } = slice(slices, `host/${host}`);
  if (slices.vcenter.state !== 'running') return 'vcenterNotRunning';
  if (machine.encryption !== 'none') return 'machineEncrypted';
  if (machine.on !== null) return 'machineRunning';
  if (key === 'none') return 'providerMissing';
  if (!backedUp) return 'providerNotBackedUp';
  if (!keyServerReached(site, slices, provider)) return 'keyServerUnreachable';
  if (power !== 'on') return 'hostNotOn';
  if ((held[provider] ?? 'none') === 'none') return 'keyMissing';
  if (!holds(held, key)) return 'wrongKey';
  if (hostKey !== 'none' && !holds(held, hostKey)) return 'hostKeyUnresolved';
  return available(site, slices.cluster, datastore) ? undefined : 'datastoreUnavailable';
}
