/** A valid site file with its defaults filled in: the `Site` that everything else works with. */
import type {
  BackupSite,
  DatastoreSite,
  HostSite,
  Kept,
  Loot,
  MachineSite,
  P12Site,
  PlaceSite,
  PromiseSite,
  Site,
} from '../../models/site.ts';
import type { Said, VcenterBackupSaid } from '../../models/systems/said.ts';
import { hasFeature } from '../../models/versions.ts';
import { failuresToTolerate, hostsOf, receivesKeys, resolveHost, tpmRequired } from './hosts.ts';
import { backupNames, discarded, discardedP12Name, p12Names } from './kept-names.ts';
import type {
  HostInput,
  KeptInput,
  MachineInput,
  ProviderInput,
  Sections,
  SiteInput,
} from './site-schema.ts';

/** @throws Error when a name refers to nothing; `referenceFindings` has excluded that */
export function resolveSite(input: SiteInput): Site {
  const hosts = hostsOf(input.hosts);
  const sealed = hosts.map((host) => asOfRelease(resolveHost(host), host, input));
  const datastores = input.datastores.map(
    (datastore): DatastoreSite => ({
      name: datastore.name,
      kind: datastore.kind,
      encryptedBy: datastore.encryptedBy ?? null,
      deduplication: datastore.deduplication,
      failuresToTolerate: failuresToTolerate(datastore, hosts),
    }),
  );
  const p12s = input.keyProviders.flatMap(p12sOf);
  const names = backupNames(input.vcenterBackups);
  const backups = input.vcenterBackups.map((backup, at): BackupSite => {
    const lacks = lackedBy(backup, input.keyProviders);
    return { ...resolveKept(backup, names[at] ?? ''), ...(lacks.length > 0 && { lacks }) };
  });
  const recoveryKeysAt = input.recoveryKeys?.at ?? null;
  return {
    name: input.name,
    hosts: sealed,
    vcenterAt: vcenterAt(input.vcenter),
    providers: input.keyProviders.map((provider) => ({
      name: provider.name,
      kind: provider.kind,
      tpmRequired: tpmRequired(provider, hosts),
      keyServerAt: provider.keyServer?.datastore ?? null,
      keyServerBackupAt: provider.keyServer?.backupAt ?? null,
    })),
    datastores,
    machines: input.machines.map((machine, at) => resolveMachine(machine, at, input, hosts)),
    places: placesOf(input, [...p12s, ...backups], recoveryKeysAt),
    p12s,
    backups,
    recoveryKeysAt,
    promise: resolvePromise(input, sealed, datastores, p12s, backups),
  };
}

/** What the file says besides, as it says it. */
export function saidIn({ vcenter, hosts, keyProviders, vcenterBackups, ...rest }: SiteInput): Said {
  const { licence, defaultProvider, clusterDefaultProvider, recoverySite, datastores, machines } = rest;
  return {
    licence,
    defaultProvider,
    clusterDefaultProvider,
    recoverySite,
    vcenter:
      vcenter === 'outside'
        ? { release: undefined, highAvailability: undefined, linkedMode: undefined }
        : vcenter,
    hosts: hostsOf(hosts),
    providers: keyProviders,
    backups: vcenterBackups,
    datastores,
    machines,
  };
}

/** Both ways of writing it. @returns `null` when vCenter Server runs outside the cluster */
export function vcenterAt(vcenter: SiteInput['vcenter']): string | null {
  return vcenter === 'outside' || vcenter.datastore === 'outside' ? null : vcenter.datastore;
}

/** The default key provider in front: that of the cluster, else that of vCenter Server. */
export function defaultFirst({
  keyProviders = [],
  clusterDefaultProvider,
  defaultProvider,
}: Pick<Sections, 'keyProviders' | 'clusterDefaultProvider' | 'defaultProvider'>): readonly ProviderInput[] {
  const wanted = clusterDefaultProvider ?? defaultProvider;
  return [
    ...keyProviders.filter(({ name }) => name === wanted),
    ...keyProviders.filter(({ name }) => name !== wanted),
  ];
}

/**
 * The provider of a machine: the one that it names, else the first.
 *
 * @param providers the default one in front
 */
export function providerOf(
  machine: MachineInput,
  providers: readonly ProviderInput[],
): ProviderInput | undefined {
  if (!machine.vtpm && !machine.encrypted) return undefined;
  return machine.provider === undefined
    ? providers[0]
    : providers.find(({ name }) => name === machine.provider);
}

function resolveMachine(
  machine: MachineInput,
  at: number,
  { keyProviders, datastores }: SiteInput,
  hosts: readonly HostInput[],
): MachineSite {
  const provider = providerOf(machine, keyProviders);
  const able = hosts.filter((host) => provider === undefined || receivesKeys(provider, host, hosts));
  const { name, count, vtpm, encrypted } = machine;
  return {
    name,
    count,
    encryption: encrypted ? 'full' : vtpm ? 'vtpm' : 'none',
    provider: provider?.name ?? null,
    datastore: machine.datastore ?? known(datastores[0], `the datastore of ${name}`).name,
    // Spread over the hosts in turn, as a balanced cluster would.
    host: machine.host ?? known(able[at % able.length], `a host for ${name}`).name,
  };
}

function p12sOf(provider: ProviderInput): P12Site[] {
  if (provider.kind !== 'native') return [];
  const names = p12Names(provider);
  if (names.length === 0)
    // A provider is used only after it was backed up. Without a kept file, that download was thrown away.
    return [{ name: discardedP12Name(provider), at: discarded, passwordAt: null, provider: provider.name }];
  return provider.backups.map((backup, at) => ({
    ...resolveKept(backup, names[at] ?? ''),
    provider: provider.name,
  }));
}

function resolveKept({ at, passwordAt }: KeptInput, name: string): Kept {
  return { name, at, passwordAt: passwordAt ?? null };
}

/**
 * What a host's release does not have yet. Before 7.0 U2 no configuration was sealed. Before 7.0 U3 key persistence kept
 * no keys of vSAN; the machine of a site has one setting for all keys of a host, so where vSAN depends on it, it is off.
 */
function asOfRelease(
  host: HostSite,
  { release: own }: HostInput,
  { vcenter, keyProviders, datastores }: SiteInput,
): HostSite {
  const release = own ?? (vcenter === 'outside' ? undefined : vcenter.release);
  if (release === undefined || hasFeature(release, 'vsanKeyPersistence')) return host;
  const served = keyProviders.filter(({ kind }) => kind === 'standard').map(({ name }) => name);
  const ofVsan = datastores.some(
    ({ encryptedBy }) => encryptedBy !== undefined && served.includes(encryptedBy),
  );
  const seals = hasFeature(release, 'sealedConfiguration');
  return {
    ...host,
    encryptionMode: seals ? host.encryptionMode : 'none',
    keyPersistence: host.keyPersistence && !ofVsan,
  };
}

/** The providers that were created after a backup was taken. */
export function lackedBy(
  { keyProviders: held }: Pick<VcenterBackupSaid, 'keyProviders'>,
  providers: readonly ProviderInput[],
): readonly string[] {
  return held === undefined ? [] : providers.map(({ name }) => name).filter((name) => !held.includes(name));
}

/** First those that the file describes, then the others in the order in which it mentions them. */
function placesOf(input: SiteInput, kept: readonly Kept[], recoveryKeysAt: string | null): PlaceSite[] {
  const datastores = new Set(input.datastores.map(({ name }) => name));
  const places = new Map<string, PlaceSite>();
  const add = (name: string, datastore: string | null): void => {
    if (!places.has(name)) places.set(name, { name, datastore, gone: name === discarded });
  };
  // A place with the name of a datastore lies on that datastore.
  const usual = (name: string): string | null => (datastores.has(name) ? name : null);
  for (const { name, datastore } of input.places) add(name, datastore ?? usual(name));
  for (const name of kept.flatMap(({ at, passwordAt }) => [at, passwordAt])) {
    if (name !== null) add(name, usual(name));
  }
  for (const { keyServer } of input.keyProviders) {
    if (keyServer?.backupAt !== undefined) add(keyServer.backupAt, usual(keyServer.backupAt));
  }
  if (recoveryKeysAt !== null) add(recoveryKeysAt, usual(recoveryKeysAt));
  return [...places.values()];
}

function resolvePromise(
  { promise }: SiteInput,
  hosts: Site['hosts'],
  datastores: Site['datastores'],
  p12s: readonly P12Site[],
  backups: readonly Kept[],
): PromiseSite {
  const places = (kept: readonly Kept[]): Loot[] =>
    kept.filter(({ at }) => at !== discarded).map(({ at }) => ({ kind: 'place', place: at }));
  const loots: Readonly<Record<(typeof promise.secret)[number], readonly Loot[]>> = {
    disk: datastores.map(({ name }) => ({ kind: 'disk', datastore: name })),
    bootDevice: hosts.map(({ name }) => ({ kind: 'bootDevice', host: name })),
    backupTarget: places(backups),
    p12: places(p12s),
  };
  const unique = new Map(
    promise.secret.flatMap((word) => loots[word]).map((loot) => [JSON.stringify(loot), loot]),
  );
  return {
    recoverable: promise.recoverable,
    starts: promise.starts,
    secret: [...unique.values()],
    deduplication: datastores.some(({ deduplication }) => deduplication)
      ? (promise.deduplication ?? 0.9)
      : null,
  };
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`a checked site has no ${what}`);
  return value;
}
