/** A site as its file says it: the way back from `resolveSite`. */
import type {
  BackupSite,
  DatastoreSite,
  HostSite,
  Kept,
  Loot,
  MachineSite,
  PlaceSite,
  ProviderSite,
  Site,
} from '../../models/site.ts';

/** Plain data that reads as this site again, its promise but for `secret` left at the defaults. */
export function siteFileOf(site: Site, secret: readonly Loot[]): Readonly<Record<string, unknown>> {
  const mentioned = placesMentioned(site);
  const places = site.places.filter(
    ({ name, datastore, gone }) => !gone && (datastore !== null || !mentioned.has(name)),
  );
  return {
    name: site.name,
    hosts: site.hosts.map(hostOf),
    vcenter: site.vcenterAt === null ? 'outside' : { datastore: site.vcenterAt },
    keyProviders: site.providers.map((provider) => providerOf(provider, site)),
    ...(site.backups.length > 0 && { vcenterBackups: site.backups.map((backup) => backupOf(backup, site)) }),
    ...(site.recoveryKeysAt !== null && { recoveryKeys: { at: site.recoveryKeysAt } }),
    datastores: site.datastores.map(datastoreOf),
    machines: site.machines.map(machineOf),
    ...(places.length > 0 && { places: places.map(placeOf) }),
    ...(secret.length > 0 && { promise: { secret: [...new Set(secret.map((loot) => wordOf(loot, site)))] } }),
  };
}

/** A place outside the cluster exists by being mentioned. */
function placesMentioned({ p12s, backups, providers, recoveryKeysAt }: Site): ReadonlySet<string | null> {
  return new Set([
    ...[...p12s, ...backups].flatMap(({ at, passwordAt }) => [at, passwordAt]),
    ...providers.map(({ keyServerBackupAt }) => keyServerBackupAt),
    recoveryKeysAt,
  ]);
}

function placeOf({ name, datastore }: PlaceSite): unknown {
  return { name, ...(datastore !== null && { datastore }) };
}

function hostOf({ name, tpm, encryptionMode, boot, keyPersistence }: HostSite): unknown {
  return {
    name,
    tpm,
    encryptionMode,
    ...(boot === 'network' && { boot }),
    ...(keyPersistence && { keyPersistence }),
  };
}

function providerOf(
  { name, kind, tpmRequired, keyServerAt, keyServerBackupAt }: ProviderSite,
  { p12s, places }: Site,
): unknown {
  if (kind !== 'native') {
    const keyServer = {
      ...(keyServerAt !== null && { datastore: keyServerAt }),
      ...(keyServerBackupAt !== null && { backupAt: keyServerBackupAt }),
    };
    return { name, kind, keyServer };
  }
  // A file that was thrown away is one that the site file does not tell of.
  const kept = p12s.filter(
    ({ provider, at }) => provider === name && !places.some((place) => place.gone && place.name === at),
  );
  return { name, tpmRequired, ...(kept.length > 0 && { backups: kept.map(keptOf) }) };
}

function keptOf({ name, at, passwordAt }: Kept): object {
  return { name, at, ...(passwordAt !== null && { passwordAt }) };
}

function backupOf(backup: BackupSite, { providers }: Site): unknown {
  const { lacks = [] } = backup;
  const held = providers.map(({ name }) => name).filter((name) => !lacks.includes(name));
  return { ...keptOf(backup), ...(lacks.length > 0 && { keyProviders: held }) };
}

function datastoreOf({ name, kind, encryptedBy, deduplication, failuresToTolerate }: DatastoreSite): unknown {
  return {
    name,
    kind,
    ...(encryptedBy !== null && { encryptedBy }),
    ...(deduplication && { deduplication }),
    ...(kind === 'vsan' && { failuresToTolerate }),
  };
}

function machineOf({ name, count, encryption, provider, datastore, host }: MachineSite): unknown {
  return {
    name,
    ...(count > 1 && { count }),
    ...(encryption === 'vtpm' && { vtpm: true }),
    ...(encryption === 'full' && { encrypted: true }),
    ...(provider !== null && { provider }),
    datastore,
    host,
  };
}

function wordOf(loot: Loot, { p12s }: Site): string {
  if (loot.kind !== 'place') return loot.kind;
  return p12s.some(({ at }) => at === loot.place) ? 'p12' : 'backupTarget';
}
