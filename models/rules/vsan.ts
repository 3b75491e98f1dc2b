/** vSAN data-at-rest encryption: one key for the datastore, asked for at mount. */
import { keyServerReached, keyServerReads, type RuleOf } from '../deployment.ts';
import type { Refusal } from '../events.ts';
import type { Part } from '../kernel/machine.ts';
import { vsanOf } from '../site.ts';
import { holds, type State, slice } from '../state.ts';

type SitePart = Part<State, Refusal>;

export const enableVsanEncryption: RuleOf<'enableVsanEncryption'> = {
  claim: 'vSAN encryption takes its key from a provider that was backed up and that every host holds.',
  sources: ['vsan-kek-gate', 'gate-before-backup', 'kdk-is-root', 'key-in-key-server'],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) => (vsanProvider(site) === null ? [] : [{ type: 'enableVsanEncryption' }]),
  parts: ({ site }) => {
    const provider = vsanProvider(site);
    if (provider === null) return [];
    const main: SitePart = {
      reads: ['vcenter', 'vsan', `provider/${provider}`, ...keyServerReads(site, provider)],
      writes: ['vsan'],
      refusal: (slices) => {
        const { key, backedUp } = slice(slices, `provider/${provider}`);
        if (slices.vcenter.state !== 'running') return 'vcenterNotRunning';
        if (slices.vsan !== 'none') return 'vsanEncrypted';
        if (key === 'none') return 'providerMissing';
        if (!backedUp) return 'providerNotBackedUp';
        return keyServerReached(site, slices, provider) ? undefined : 'keyServerUnreachable';
      },
      apply: (slices) => ({ vsan: slice(slices, `provider/${provider}`).key }),
    };
    const hosts = site.hosts.map(
      ({ name }): SitePart => ({
        reads: [`host/${name}`, `provider/${provider}`],
        writes: [],
        refusal: (slices) => {
          const { power, held } = slice(slices, `host/${name}`);
          if (power !== 'on') return 'hostNotOn';
          if ((held[provider] ?? 'none') === 'none') return 'keyMissing';
          return holds(held, slice(slices, `provider/${provider}`).key) ? undefined : 'wrongKey';
        },
      }),
    );
    return [main, ...hosts];
  },
};

function vsanProvider(site: Parameters<typeof vsanOf>[0]): string | null {
  return vsanOf(site)?.encryptedBy ?? null;
}
