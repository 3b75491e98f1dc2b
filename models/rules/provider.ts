/** The Native Key Provider: its gate, its .p12, its deletion. */
import { keptReads, keptRefusal, type RuleOf } from '../deployment.ts';
import type { Switches } from '../reading.ts';
import { firstKey, type KeyId, named, type Site } from '../site.ts';
import { keyNumber, type Provider, type State, set, slice } from '../state.ts';

export const createProvider: RuleOf<'createProvider'> = {
  claim: 'A provider created under a name gets a new key, also when an older one had that name.',
  sources: ['kdk-in-vcenter', 'key-id-beside-kdk', 'same-name-recreated', 'bound-two-keys'],
  by: 'operator',
  spends: 1,
  candidates: ({ site }) =>
    site.providers.flatMap(({ name }) =>
      [firstKey(name), secondKey(name)].map((key) => ({
        type: 'createProvider' as const,
        provider: name,
        key,
      })),
    ),
  parts: ({ site }, { provider, key }) => [
    {
      reads: ['vcenter', `provider/${provider}`],
      writes: [`provider/${provider}`],
      refusal: (slices) => {
        if (!isNative(site, provider)) return 'providerNotNative';
        if (slices.vcenter.state !== 'running') return 'vcenterNotRunning';
        const present = slice(slices, `provider/${provider}`);
        if (present.key !== 'none') return 'providerExists';
        return keyNumber(key) <= present.made ? 'keyIdUsed' : undefined;
      },
      apply: (slices) => {
        const { saved } = slice(slices, `provider/${provider}`);
        return set(`provider/${provider}`, {
          key,
          exported: false,
          backedUp: false,
          made: keyNumber(key),
          saved,
        });
      },
    },
  ],
};

export const exportProvider: RuleOf<'exportProvider'> = {
  claim: 'An export opens a link; only the download is a backup.',
  sources: ['export-is-no-backup', 'p12-holds-kdk'],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) =>
    site.providers.map(({ name }) => ({ type: 'exportProvider' as const, provider: name })),
  parts: ({ site }, { provider }) => [
    {
      reads: ['vcenter', `provider/${provider}`],
      writes: [`provider/${provider}`],
      refusal: (slices) => (isNative(site, provider) ? absence(slices, provider) : 'providerNotNative'),
      apply: (slices) =>
        set(`provider/${provider}`, { ...slice(slices, `provider/${provider}`), exported: true }),
    },
  ],
};

export const downloadBackup: RuleOf<'downloadBackup'> = {
  claim: 'The downloaded .p12 holds the key of its provider, and opens the gate for using it.',
  sources: ['export-is-no-backup', 'gate-before-backup', 'gate-checks-nothing-else', 'p12-holds-kdk'],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) =>
    site.p12s.map(({ name, provider }) => ({ type: 'downloadBackup' as const, provider, p12: name })),
  parts: ({ site }, { provider, p12 }) => [
    {
      reads: ['vcenter', `provider/${provider}`, `p12/${p12}`, ...keptReads(named(site.p12s, p12))],
      writes: [`provider/${provider}`, `p12/${p12}`],
      refusal: (slices) => {
        const absent = absence(slices, provider);
        if (absent !== undefined) return absent;
        if (!slice(slices, `provider/${provider}`).exported) return 'notExported';
        return keptRefusal(site, slices, named(site.p12s, p12));
      },
      apply: (slices) => {
        const present = slice(slices, `provider/${provider}`);
        return {
          ...set(`provider/${provider}`, {
            ...present,
            exported: false,
            backedUp: true,
            saved: Math.max(present.saved, keyNumber(present.key)),
          }),
          ...set(`p12/${p12}`, present.key),
        };
      },
    },
  ],
};

export const importProvider: RuleOf<'importProvider'> = {
  claim: 'An imported .p12 brings the provider back under its name with its own key.',
  sources: ['import-restores-name-and-key', 'new-vcenter-import', 'import-counts-as-backup', 'p12-holds-kdk'],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) =>
    site.p12s.map(({ name, provider }) => ({ type: 'importProvider' as const, provider, p12: name })),
  parts: ({ site, switches }, { provider, p12 }) => [
    {
      reads: ['vcenter', `provider/${provider}`, `p12/${p12}`, ...keptReads(named(site.p12s, p12))],
      writes: [`provider/${provider}`],
      refusal: (slices) => {
        const here = importRefusal(slices, provider);
        if (here !== undefined) return here;
        if (slice(slices, `p12/${p12}`) === 'none') return 'p12Missing';
        return keptRefusal(site, slices, named(site.p12s, p12));
      },
      apply: (slices) => imported(slices, switches, provider, slice(slices, `p12/${p12}`)),
    },
  ],
};

export const importFromBackup: RuleOf<'importFromBackup'> = {
  claim:
    'A provider that is missing comes back from a vCenter backup restored apart, also where no .p12 is kept.',
  sources: [
    'export-from-restored-backup',
    'backup-holds-kdk',
    'import-restores-name-and-key',
    'import-counts-as-backup',
  ],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) =>
    site.backups.flatMap(({ name: backup }) =>
      site.providers.map(({ name: provider }) => ({ type: 'importFromBackup' as const, provider, backup })),
    ),
  parts: ({ site, switches }, { provider, backup }) => {
    const kept = named(site.backups, backup);
    const keyIn = (slices: State): KeyId | 'none' =>
      slice(slices, `backup/${backup}`)[provider]?.key ?? 'none';
    return [
      {
        reads: ['vcenter', `provider/${provider}`, `backup/${backup}`, ...keptReads(kept)],
        writes: [`provider/${provider}`],
        refusal: (slices) => {
          if (!isNative(site, provider)) return 'providerNotNative';
          const here = importRefusal(slices, provider);
          if (here !== undefined) return here;
          const closed = keptRefusal(site, slices, kept);
          if (closed !== undefined) return closed;
          return keyIn(slices) === 'none' ? 'providerNotInBackup' : undefined;
        },
        apply: (slices) => imported(slices, switches, provider, keyIn(slices)),
      },
    ];
  },
};

export const deleteProvider: RuleOf<'deleteProvider'> = {
  claim: 'A provider can be deleted while machines use it.',
  sources: ['delete-is-not-blocked', 'deleted-then-locked', 'standard-deleted-readded', 'bound-faults'],
  by: 'operator',
  spends: 1,
  candidates: ({ site }) =>
    site.providers.map(({ name }) => ({ type: 'deleteProvider' as const, provider: name })),
  parts: (_, { provider }) => [
    {
      reads: ['vcenter', `provider/${provider}`],
      writes: [`provider/${provider}`],
      refusal: (slices) => absence(slices, provider),
      apply: (slices) => set(`provider/${provider}`, withoutKey(slice(slices, `provider/${provider}`))),
    },
  ],
};

/** Why nothing can be done with a provider: vCenter is not running, or does not have it. */
function absence(slices: State, provider: string): 'vcenterNotRunning' | 'providerMissing' | undefined {
  if (slices.vcenter.state !== 'running') return 'vcenterNotRunning';
  return slice(slices, `provider/${provider}`).key === 'none' ? 'providerMissing' : undefined;
}

/** Why no provider can come back under this name now. */
function importRefusal(slices: State, provider: string): 'vcenterNotRunning' | 'providerExists' | undefined {
  if (slices.vcenter.state !== 'running') return 'vcenterNotRunning';
  return slice(slices, `provider/${provider}`).key === 'none' ? undefined : 'providerExists';
}

function imported(slices: State, switches: Switches, provider: string, key: KeyId | 'none'): Partial<State> {
  return set(`provider/${provider}`, {
    ...slice(slices, `provider/${provider}`),
    key,
    exported: false,
    backedUp: switches.importCountsAsBackup,
  });
}

/** What vCenter knows of a provider that it does not have. */
export function withoutKey(present: Provider): Provider {
  return { ...present, key: 'none', exported: false, backedUp: false };
}

function isNative(site: Site, provider: string): boolean {
  return named(site.providers, provider).kind === 'native';
}

function secondKey(provider: string): KeyId {
  return `${provider}#2`;
}
