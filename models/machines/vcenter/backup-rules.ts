/** Backups of vCenter: taken, restored, exported from, lost; and hosts that are kept apart meanwhile. */
import { when } from '../rule-of.ts';
import { numberOf, withSaved } from './provider-words.ts';
import { forHosts, inCluster } from './server-rules.ts';
import {
  type Backup,
  hostSlices,
  nativeNames,
  type Provider,
  providerAt,
  providerSlices,
  rule,
  type RuleFor,
  set,
  slice,
  type Variant,
} from './state.ts';
import { backupRefusal, managedRefusal, onHosts, runningRefusal, unreachable } from './words.ts';

const server = 'vcenter/vc-1';

/** The backups of a variant, as events of a type. */
function onBackups<Type extends string>(
  { backups }: Variant,
  type: Type,
): readonly { readonly type: Type; readonly backup: 'early' | 'late' }[] {
  return backups.map(({ name }) => ({ type, backup: name }));
}

function keptOf({ backups }: Variant, backup: string): Variant['backups'][number] {
  const kept = backups.find(({ name }) => name === backup);
  if (kept === undefined) throw new Error(`there is no backup ${backup}`);
  return kept;
}

export const backupRuns: RuleFor<'backupRuns'> = rule({
  claim: 'A file-based backup holds the providers of its day, and does not open the gate.',
  sources: ['backup-holds-kdk', 'file-backup-is-no-gate', 'backup-older-than-provider'],
  by: 'system',
  spends: 0,
  groups: ['backups'],
  events: (variant) =>
    onBackups(variant, 'backupRuns').filter(({ backup }) => keptOf(variant, backup).level === 'file'),
  reads: (_, variant) => [server, ...hostSlices, ...providerSlices(variant)],
  writes: ({ backup }) => [`backup/${backup}`],
  refusal: (state, { backup }, { variant }) =>
    runningRefusal(state, 'vc-1') ?? unreachable(state, keptOf(variant, backup)),
  apply: (state, { backup }, { variant }) => {
    const { password } = slice(state, `backup/${backup}`);
    const providers = variant.names.map((name) => [name, had(providerAt(state, 'vc-1', name))]);
    return set(`backup/${backup}`, { present: true, password, providers: Object.fromEntries(providers) });
  },
});

/** What a backup holds of a provider. */
function had(provider: Provider): Backup['providers']['A'] {
  if (provider === null) return null;
  const { key, id, tpm, backedUp } = provider;
  return { key, id, tpm, backedUp };
}

export const restoreVcenter: RuleFor<'restoreVcenter'> = rule({
  claim:
    'A restored vCenter has the providers of its backup and no others; hosts kept disconnected keep theirs.',
  sources: ['backup-holds-kdk', 'restore-of-old-backup-prunes', 'image-backup-holds-kdk'],
  by: 'operator',
  spends: 0,
  groups: ['backups'],
  events: (variant) =>
    onBackups(variant, 'restoreVcenter').flatMap((event) => [
      { ...event, hosts: 'connected' as const },
      { ...event, hosts: 'disconnected' as const },
    ]),
  reads: ({ backup }) => [`backup/${backup}`],
  writes: (_, variant) => [server, ...hostSlices, ...providerSlices(variant)],
  refusal: (state, { backup }, { variant }) =>
    when(slice(state, 'vcenter/vc-1').state !== 'lost', 'vcenterNotLost') ??
    backupRefusal(state, keptOf(variant, backup)),
  apply: (state, { backup, hosts }, { variant }) => {
    const { providers } = slice(state, `backup/${backup}`);
    const restored = variant.names.map((name): [string, Provider] => {
      const kept = providers[name] ?? null;
      return [`provider/vc-1/${name}`, kept === null ? null : { ...kept, link: false, acknowledged: false }];
    });
    return {
      ...set('vcenter/vc-1', { state: 'running', standby: false, system: null, cluster: null }),
      ...Object.fromEntries(restored),
      ...forHosts(state, (host) => inCluster(host, hosts === 'connected')),
    };
  },
});

export const exportFromBackup: RuleFor<'exportFromBackup'> = rule({
  claim: 'A backup that is restored apart gives the .p12 of a provider that was deleted.',
  sources: ['export-from-restored-backup', 'image-backup-holds-kdk'],
  by: 'operator',
  spends: 0,
  groups: ['backups'],
  events: (variant) =>
    onBackups(variant, 'exportFromBackup').flatMap((event) =>
      nativeNames(variant).map((provider) => ({ ...event, provider })),
    ),
  reads: ({ backup }) => [`backup/${backup}`, ...hostSlices],
  writes: ({ provider }) => [`p12/${provider}`, 'made'],
  refusal: (state, { backup, provider }, { variant }) =>
    backupRefusal(state, keptOf(variant, backup)) ??
    when((slice(state, `backup/${backup}`).providers[provider] ?? null) === null, 'providerNotInBackup'),
  apply: (state, { backup, provider }) => {
    const kept = slice(state, `backup/${backup}`).providers[provider] ?? null;
    if (kept === null) return {};
    const { key, id, tpm } = kept;
    return {
      ...set(`p12/${provider}`, { key, id, tpm, password: 'known' }),
      ...withSaved(state, provider, numberOf(key)),
    };
  },
});

export const backupPasswordIsForgotten: RuleFor<'backupPasswordIsForgotten'> = rule({
  claim: 'A backup whose password is forgotten is none.',
  sources: ['backup-password-lost', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['backups'],
  events: (variant) => onBackups(variant, 'backupPasswordIsForgotten'),
  reads: () => [],
  writes: ({ backup }) => [`backup/${backup}`],
  refusal: (state, { backup }) => {
    const { present, password } = slice(state, `backup/${backup}`);
    return when(!present, 'backupMissing') ?? when(password !== 'known', 'noPassword');
  },
  apply: (state, { backup }) =>
    set(`backup/${backup}`, { ...slice(state, `backup/${backup}`), password: 'forgotten' }),
});

export const backupIsLost: RuleFor<'backupIsLost'> = rule({
  claim: 'A backup may be lost, with every key in it.',
  sources: ['backup-holds-kdk', 'bound-faults'],
  by: 'fault',
  spends: 1,
  groups: ['backups'],
  events: (variant) => onBackups(variant, 'backupIsLost'),
  reads: () => [],
  writes: ({ backup }) => [`backup/${backup}`],
  refusal: (state, { backup }) => when(!slice(state, `backup/${backup}`).present, 'backupMissing'),
  apply: (state, { backup }) =>
    set(`backup/${backup}`, { ...slice(state, `backup/${backup}`), present: false, providers: {} }),
});

export const disconnectHost: RuleFor<'disconnectHost'> = rule({
  claim: 'A host that is disconnected keeps its keys, whatever vCenter has.',
  sources: ['restore-of-old-backup-prunes'],
  by: 'operator',
  spends: 0,
  groups: ['backups'],
  events: () => onHosts('disconnectHost'),
  reads: () => [server],
  writes: ({ host }) => [`host/${host}`],
  refusal: (state, { host }) => managedRefusal(state, host),
  apply: (state, { host }) => set(`host/${host}`, { ...slice(state, `host/${host}`), connected: false }),
});

export const reconnectHost: RuleFor<'reconnectHost'> = rule({
  claim: 'A host that is reconnected is brought in line again.',
  sources: ['restore-of-old-backup-prunes', 'remediation-every-5-min'],
  by: 'operator',
  spends: 0,
  groups: ['backups'],
  events: () => onHosts('reconnectHost'),
  reads: () => [server],
  writes: ({ host }) => [`host/${host}`],
  refusal: (state, { host }) => {
    const { at, connected, power } = slice(state, `host/${host}`);
    return (
      (at === null ? 'hostNotInInventory' : runningRefusal(state, at)) ??
      when(connected, 'hostConnected') ??
      when(power === 'off', 'hostNotOn')
    );
  },
  apply: (state, { host }) => set(`host/${host}`, { ...slice(state, `host/${host}`), connected: true }),
});
