/** Remediation: vCenter brings the keys of its hosts in line with its own. */
import { type Deployment, keyServerReached, keyServerReads, type RuleOf } from '../deployment.ts';
import { named, type Site } from '../site.ts';
import {
  type Held,
  type Host,
  holds,
  type Provider,
  providerOf,
  type SliceName,
  type State,
  set,
  slice,
} from '../state.ts';
import { mounted } from './host.ts';

export const vcenterRemediatesHost: RuleOf<'vcenterRemediatesHost'> = {
  claim: 'vCenter brings the keys of its hosts in line with its own: it adds, and it takes away.',
  sources: [
    'remediation-every-5-min',
    'remediation-replaces',
    'restore-of-old-backup-prunes',
    'no-push-before-activation',
    'tpm-required-gates-push',
    'in-cluster-only',
    'standard-keys-pushed',
    'standard-needs-both',
    'vsan-kek-gate',
  ],
  by: 'system',
  spends: 0,
  candidates: ({ site }) =>
    site.hosts.map(({ name }) => ({ type: 'vcenterRemediatesHost' as const, host: name })),
  parts: (deployment, { host }) => {
    const providers = deployment.site.providers.flatMap(({ name }): SliceName[] => [
      `provider/${name}`,
      ...keyServerReads(deployment.site, name),
    ]);
    return [
      {
        reads: ['vcenter', `host/${host}`, `tpm/${host}`, 'cluster', 'vsan', ...providers],
        writes: [`host/${host}`, 'cluster'],
        refusal: (slices) => {
          if (slices.vcenter.state !== 'running') return 'vcenterNotRunning';
          if (!slices.vcenter.members.includes(host)) return 'hostNotMember';
          return slice(slices, `host/${host}`).power === 'on' ? undefined : 'hostNotOn';
        },
        apply: (slices) => {
          const present = slice(slices, `host/${host}`);
          const held = remediated(deployment, slices, host);
          const safe = holds(held, present.hostKey) && (present.safe || unlocks(deployment.site, present));
          return {
            ...set(`host/${host}`, { ...present, held, safe }),
            ...mounted(deployment.site, slices, host, holds(held, slices.vsan)),
          };
        },
      },
    ];
  },
};

/** Whether a host becomes safe by the arrival of its host key: so it is with the keys of a key server. */
function unlocks(site: Site, { hostKey, held }: Host): boolean {
  return (
    hostKey !== 'none' &&
    !holds(held, hostKey) &&
    named(site.providers, providerOf(hostKey)).kind === 'standard'
  );
}

function remediated({ site, switches }: Deployment, slices: State, host: string): Held {
  const present = slice(slices, `host/${host}`);
  const chip = slice(slices, `tpm/${host}`);
  const usable =
    switches.tpmGate === 'present' ? chip !== 'none' : present.binding === 'tpm' && chip === 'sealed';
  const keyFor = (provider: Provider, tpmRequired: boolean, old: Held[string]): Held[string] => {
    const active = provider.key !== 'none' && (provider.backedUp || switches.pushBeforeActivation);
    if (active && (!tpmRequired || usable)) return provider.key;
    // A key that vCenter knows, and only may not use yet, is no stranger to be taken away.
    const known = old === provider.key && (!tpmRequired || usable);
    return known || switches.remediation === 'addsOnly' ? old : 'none';
  };
  return Object.fromEntries(
    site.providers.map(({ name, kind, tpmRequired }) => {
      const provider = slice(slices, `provider/${name}`);
      const old = present.held[name] ?? 'none';
      if (kind === 'native') return [name, keyFor(provider, tpmRequired, old)];
      return [name, kind === 'standard' && canGive(site, slices, name) ? provider.key : old];
    }),
  );
}

/** Whether vCenter can hand out the key of a standard provider: it has the provider, and that answers. */
function canGive(site: Site, slices: State, provider: string): boolean {
  return slice(slices, `provider/${provider}`).key !== 'none' && keyServerReached(site, slices, provider);
}
