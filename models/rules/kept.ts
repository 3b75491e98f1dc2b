/** What is kept outside vCenter and the hosts: backups, their age, and the places where things lie. */
import { keptReads, keptRefusal, type RuleOf } from '../deployment.ts';
import { named, type Site } from '../site.ts';
import { type Backup, type SliceName, type State, set, slice } from '../state.ts';

export const backupRuns: RuleOf<'backupRuns'> = {
  claim: 'A vCenter backup holds the providers of its day, and replaces the one before.',
  sources: ['backup-holds-kdk', 'backup-older-than-provider', 'file-backup-is-no-gate'],
  by: 'system',
  spends: 0,
  candidates: ({ site }) => site.backups.map(({ name }) => ({ type: 'backupRuns' as const, backup: name })),
  parts: ({ site }, { backup }) => {
    const kept = named(site.backups, backup);
    const providers = site.providers.map(({ name }): SliceName => `provider/${name}`);
    return [
      {
        reads: ['vcenter', `backup/${backup}`, ...keptReads(kept), ...providers],
        writes: [`backup/${backup}`],
        refusal: (slices) =>
          slices.vcenter.state === 'running' ? keptRefusal(site, slices, kept) : 'vcenterNotRunning',
        apply: (slices) => set(`backup/${backup}`, backupOf(site, slices)),
      },
    ];
  },
};

export const backupGoesStale: RuleOf<'backupGoesStale'> = {
  claim: 'The newest readable vCenter backup can be one from before the provider existed.',
  sources: ['backup-older-than-provider', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: ({ site }) =>
    site.backups.map(({ name }) => ({ type: 'backupGoesStale' as const, backup: name })),
  parts: ({ site }, { backup }) => [
    {
      reads: [`backup/${backup}`],
      writes: [`backup/${backup}`],
      refusal: (slices) => (isStale(slice(slices, `backup/${backup}`)) ? 'backupStale' : undefined),
      apply: () => set(`backup/${backup}`, emptyBackup(site)),
    },
  ],
};

export const exportFromBackup: RuleOf<'exportFromBackup'> = {
  claim: 'A provider can be exported from a vCenter backup that was restored apart.',
  sources: ['export-from-restored-backup', 'backup-holds-kdk', 'p12-holds-kdk'],
  by: 'operator',
  spends: 0,
  candidates: ({ site }) =>
    site.backups.flatMap((backup) =>
      site.p12s.map(({ name, provider }) => ({
        type: 'exportFromBackup' as const,
        backup: backup.name,
        provider,
        p12: name,
      })),
    ),
  parts: ({ site }, { backup, provider, p12 }) => {
    const from = named(site.backups, backup);
    const to = named(site.p12s, p12);
    const keyIn = (slices: State) => slice(slices, `backup/${backup}`)[provider]?.key ?? 'none';
    return [
      {
        reads: [`backup/${backup}`, `p12/${p12}`, ...new Set([...keptReads(from), ...keptReads(to)])],
        writes: [`p12/${p12}`],
        refusal: (slices) => {
          const refusal = keptRefusal(site, slices, from);
          if (refusal !== undefined) return refusal;
          return keyIn(slices) === 'none' ? 'providerNotInBackup' : keptRefusal(site, slices, to);
        },
        apply: (slices) => set(`p12/${p12}`, keyIn(slices)),
      },
    ];
  },
};

export const placeIsLost: RuleOf<'placeIsLost'> = {
  claim: 'Nothing kept in a place that is lost comes back.',
  sources: ['circular-location', 'no-escrow', 'bound-faults'],
  by: 'fault',
  spends: 1,
  candidates: ({ site }) => site.places.map(({ name }) => ({ type: 'placeIsLost' as const, place: name })),
  parts: (_, { place }) => [
    {
      reads: [`place/${place}`],
      writes: [`place/${place}`],
      refusal: (slices) => (slice(slices, `place/${place}`) === 'lost' ? 'placeLost' : undefined),
      apply: () => set(`place/${place}`, 'lost'),
    },
  ],
};

/** A backup from before every provider. */
export function emptyBackup(site: Site): Backup {
  return Object.fromEntries(
    site.providers.map(({ name }) => [name, { key: 'none' as const, backedUp: false }]),
  );
}

function backupOf(site: Site, slices: State): Backup {
  return Object.fromEntries(
    site.providers.map(({ name }) => {
      const { key, backedUp } = slice(slices, `provider/${name}`);
      return [name, { key, backedUp }];
    }),
  );
}

function isStale(backup: Backup): boolean {
  return Object.values(backup).every(({ key }) => key === 'none');
}
