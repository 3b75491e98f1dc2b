/** ESXi hosts: boot, shutdown, the configuration on the boot device, crypto state. */
import {
  type Deployment,
  hasVsan,
  isStateless,
  noKeys,
  placeRefusal,
  type RuleOf,
  writable,
} from '../deployment.ts';
import type { Refusal } from '../events.ts';
import type { Part } from '../kernel/machine.ts';
import { named, type Site } from '../site.ts';
import { type Held, type Host, holds, type SliceName, type State, set, slice, withName } from '../state.ts';
import { downed, outageParts } from './outage.ts';

type SitePart = Part<State, Refusal>;

export const bootHost: RuleOf<'bootHost'> = {
  claim: 'A host boots into the keys of its written configuration, if the TPM or the key file opens it.',
  sources: [
    'kdk-in-configuration',
    'keys-survive-reboot',
    'article-needs-tpm',
    'persists-insecurely',
    'halted-without-tpm',
    'vsan-kek-gate',
    'vsan-locked-until-keys',
  ],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) => site.hosts.map(({ name }) => ({ type: 'bootHost' as const, host: name })),
  parts: (deployment, { host }) => [
    {
      reads: [`host/${host}`, `tpm/${host}`, 'cluster', 'vsan'],
      writes: [`host/${host}`, 'cluster'],
      refusal: (slices) => {
        const { power, configuration } = slice(slices, `host/${host}`);
        if (power === 'on') return 'hostOn';
        if (power === 'halted') return 'hostHalted';
        return configuration === 'gone' ? 'configurationGone' : undefined;
      },
      apply: (slices) => {
        const present = slice(slices, `host/${host}`);
        const unsealed = present.binding === 'file' || slice(slices, `tpm/${host}`) === 'sealed';
        return unsealed
          ? booted(deployment, slices, host)
          : set(`host/${host}`, { ...present, power: 'halted' });
      },
    },
  ],
};

export const enterRecoveryKey: RuleOf<'enterRecoveryKey'> = {
  claim: 'The recovery key opens the configuration that the TPM no longer opens.',
  sources: ['halted-without-tpm', 'no-recovery-key-reinstall', 'recovery-key-not-kept'],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) => site.hosts.map(({ name }) => ({ type: 'enterRecoveryKey' as const, host: name })),
  parts: (deployment, { host }) => {
    const { site } = deployment;
    const place: SliceName[] = site.recoveryKeysAt === null ? [] : [`place/${site.recoveryKeysAt}`];
    return [
      {
        reads: [`host/${host}`, `tpm/${host}`, 'cluster', 'vsan', ...place],
        writes: [`host/${host}`, 'cluster'],
        refusal: (slices) => {
          const present = slice(slices, `host/${host}`);
          if (present.power !== 'halted') return 'hostNotHalted';
          if (slice(slices, `tpm/${host}`) === 'none') return 'noTpm';
          if (present.configuration === 'gone') return 'configurationGone';
          if (site.recoveryKeysAt === null) return 'recoveryKeyMissing';
          return placeRefusal(site, slices, site.recoveryKeysAt);
        },
        apply: (slices) => booted(deployment, slices, host),
      },
    ];
  },
};

export const shutDownHost: RuleOf<'shutDownHost'> = {
  claim: 'A clean shutdown writes the configuration first.',
  sources: ['configuration-written-later', 'bound-faults'],
  by: 'operator',
  spends: 1,
  candidates: ({ site }) => site.hosts.map(({ name }) => ({ type: 'shutDownHost' as const, host: name })),
  parts: (deployment, { host }) => [
    downPart(deployment, host, (present) =>
      present.configuration === 'gone'
        ? present
        : { ...present, written: writable(deployment, host, present) },
    ),
    ...outageParts(deployment, host),
  ],
};

export const hostCrashes: RuleOf<'hostCrashes'> = {
  claim: 'A crash undoes what was not written.',
  sources: ['configuration-written-later', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: ({ site }) => site.hosts.map(({ name }) => ({ type: 'hostCrashes' as const, host: name })),
  parts: (deployment, { host }) => [
    downPart(deployment, host, (present) => present),
    ...outageParts(deployment, host),
  ],
};

export const hostWritesConfiguration: RuleOf<'hostWritesConfiguration'> = {
  claim: 'A host writes its configuration from time to time, and at once when asked to.',
  sources: [
    'configuration-written-later',
    'kdk-in-configuration',
    'key-persistence',
    'persistence-survives-outage',
    'trusted-cache-only',
    'stateless-host',
  ],
  by: 'system',
  spends: 0,
  candidates: ({ site }) =>
    site.hosts.map(({ name }) => ({ type: 'hostWritesConfiguration' as const, host: name })),
  parts: (deployment, { host }) => [
    {
      reads: [`host/${host}`],
      writes: [`host/${host}`],
      refusal: (slices) => {
        const present = slice(slices, `host/${host}`);
        if (present.power !== 'on') return 'hostNotOn';
        return present.configuration === 'gone' ? 'configurationGone' : undefined;
      },
      apply: (slices) => {
        const present = slice(slices, `host/${host}`);
        return set(`host/${host}`, { ...present, written: writable(deployment, host, present) });
      },
    },
  ],
};

export const bootDeviceFails: RuleOf<'bootDeviceFails'> = {
  claim: 'With its boot device a host loses its configuration; while it runs, nobody notices.',
  sources: ['kdk-in-configuration', 'no-recovery-key-reinstall', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: ({ site }) => site.hosts.map(({ name }) => ({ type: 'bootDeviceFails' as const, host: name })),
  parts: ({ site }, { host }) => [
    {
      reads: [`host/${host}`],
      writes: [`host/${host}`],
      refusal: (slices) =>
        isStateless(site, host)
          ? 'noBootDevice'
          : slice(slices, `host/${host}`).configuration === 'gone'
            ? 'configurationGone'
            : undefined,
      apply: (slices) =>
        set(`host/${host}`, {
          ...slice(slices, `host/${host}`),
          configuration: 'gone',
          written: noKeys(site),
        }),
    },
  ],
};

export const reinstallHost: RuleOf<'reinstallHost'> = {
  claim: 'A reinstalled host has an empty configuration, sealed if its TPM can be used, and must rejoin.',
  sources: [
    'no-recovery-key-reinstall',
    'repush-after-reinstall',
    'mode-none',
    'stateless-host',
    'bound-faults',
  ],
  by: 'operator',
  spends: 1,
  candidates: ({ site }) => site.hosts.map(({ name }) => ({ type: 'reinstallHost' as const, host: name })),
  parts: ({ site }, { host }) => [
    {
      reads: [`host/${host}`, `tpm/${host}`, 'vcenter'],
      writes: [`host/${host}`, `tpm/${host}`, 'vcenter'],
      refusal: (slices) => {
        if (isStateless(site, host)) return 'noBootDevice';
        return slice(slices, `host/${host}`).power === 'on' ? 'hostOn' : undefined;
      },
      apply: (slices) => {
        const chip = slice(slices, `tpm/${host}`);
        const seals = named(site.hosts, host).encryptionMode === 'tpm' && chip !== 'none';
        const members = slices.vcenter.members.filter((name) => name !== host);
        return {
          vcenter: { ...slices.vcenter, members },
          ...set(`tpm/${host}`, seals ? 'sealed' : chip),
          ...set(`host/${host}`, freshHost(site, seals ? 'tpm' : 'file')),
        };
      },
    },
  ],
};

export const enableHostEncryption: RuleOf<'enableHostEncryption'> = {
  claim: 'A host that holds its host key again is made safe by an administrator, which unlocks its machines.',
  sources: ['enable-unlocks', 'host-key-must-resolve', 'host-safe'],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) =>
    site.hosts.map(({ name }) => ({ type: 'enableHostEncryption' as const, host: name })),
  parts: ({ site }, { host }) => [
    {
      reads: ['vcenter', `host/${host}`],
      writes: [`host/${host}`],
      refusal: (slices) => {
        const { power, hostKey, held } = slice(slices, `host/${host}`);
        if (slices.vcenter.state !== 'running') return 'vcenterNotRunning';
        if (!slices.vcenter.members.includes(host)) return 'hostNotMember';
        if (power !== 'on') return 'hostNotOn';
        if (hostKey !== 'none') return holds(held, hostKey) ? undefined : 'hostKeyUnresolved';
        return firstHeld(site, held) === 'none' ? 'keyMissing' : undefined;
      },
      apply: (slices) => {
        const present = slice(slices, `host/${host}`);
        const hostKey = present.hostKey === 'none' ? firstHeld(site, present.held) : present.hostKey;
        return set(`host/${host}`, { ...present, safe: true, hostKey });
      },
    },
  ],
};

/** A host as it comes out of an installation, or as it stands before any provider exists. */
export function freshHost(site: Site, binding: Host['binding']): Host {
  return {
    power: 'off',
    configuration: 'intact',
    binding,
    written: noKeys(site),
    held: noKeys(site),
    hostKey: 'none',
    safe: false,
  };
}

function downPart({ site }: Deployment, host: string, before: (present: Host) => Host): SitePart {
  return {
    reads: [`host/${host}`],
    writes: [`host/${host}`],
    refusal: (slices) => (slice(slices, `host/${host}`).power === 'on' ? undefined : 'hostNotOn'),
    apply: (slices) => set(`host/${host}`, downed(site, before(slice(slices, `host/${host}`)))),
  };
}

function booted({ site, switches }: Deployment, slices: State, host: string): Partial<State> {
  const before = slice(slices, `host/${host}`);
  const present = isStateless(site, host) ? freshHost(site, before.binding) : before;
  const keeps = present.binding === 'tpm' || switches.noTpmRetention === 'persists';
  const held = keeps ? present.written : noKeys(site);
  const cluster = { ...slices.cluster, on: withName(slices.cluster.on, host, site.hosts) };
  const mounts = slices.vsan === 'none' || holds(held, slices.vsan);
  return {
    ...set(`host/${host}`, { ...present, power: 'on', held, safe: holds(held, present.hostKey) }),
    ...mounted(site, { ...slices, cluster }, host, mounts),
  };
}

/** The cluster with this host's part of vSAN mounted, where there is one and it can be. */
export function mounted(site: Site, { cluster }: State, host: string, mounts: boolean): Partial<State> {
  if (!mounts || !hasVsan(site)) return { cluster };
  return { cluster: { ...cluster, mounted: withName(cluster.mounted, host, site.hosts) } };
}

function firstHeld(site: Site, held: Held): Held[string] {
  return site.providers.map(({ name }) => held[name] ?? 'none').find((key) => key !== 'none') ?? 'none';
}
