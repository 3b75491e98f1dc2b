/** What a site is, once its file is read: the topology, where the key material is kept, and the promise. */

/**
 * A physical TPM of an ESXi host. 1.2 cannot seal a configuration and counts as none for every rule; so does a chip that
 * is detected and cannot be used.
 */
export type TpmVersion = 'none' | '1.2' | 'unusable' | '2.0';

export type HostSite = {
  readonly name: string;
  readonly tpm: TpmVersion;
  /** How the host protects its configuration: `tpm` seals it; `none` keeps the key in a file beside it. */
  readonly encryptionMode: 'tpm' | 'none';
  /** `network` is Auto Deploy: no boot device, so nothing outlives a reboot. */
  readonly boot: 'disk' | 'network';
  /** ESXi key persistence: keys of a standard provider are written with the configuration. Off by default. */
  readonly keyPersistence: boolean;
};

export type DatastoreSite = {
  readonly name: string;
  readonly kind: 'vsan' | 'external';
  /** The key provider of vSAN data-at-rest encryption, or `null` when it is off. External ones have none. */
  readonly encryptedBy: string | null;
  readonly deduplication: boolean;
  /** How many hosts may be missing before the datastore cannot be reached. Of vSAN only. */
  readonly failuresToTolerate: number;
};

export type ProviderSite = {
  readonly name: string;
  readonly kind: 'native' | 'standard' | 'trusted';
  /** "Use key provider only with TPM protected ESXi hosts". Of native providers only. */
  readonly tpmRequired: boolean;
  /** The datastore that the machine with its key server lies on; `null` when it runs outside, or there is none. */
  readonly keyServerAt: string | null;
  /** The place of the key server's own backup; `null` when there is none. */
  readonly keyServerBackupAt: string | null;
};

/** A class of alike virtual machines: one of them stands for all of `count`. */
export type MachineSite = {
  readonly name: string;
  readonly count: number;
  /** `vtpm` encrypts the VM home only; `full` encrypts the disks too. */
  readonly encryption: 'none' | 'vtpm' | 'full';
  /** The name of its key provider; `null` exactly when `encryption` is `none`. */
  readonly provider: string | null;
  readonly datastore: string;
  /** The host that it runs on in the steady state. */
  readonly host: string;
};

/** Where something is kept: outside the cluster (`datastore: null`), or on one of its datastores. */
export type PlaceSite = {
  readonly name: string;
  readonly datastore: string | null;
  /** Nothing that was kept here is left when the story begins: a download that was thrown away. */
  readonly gone: boolean;
};

/** A file kept in a place, opened with a password kept in another, or with none at all. */
export type Kept = {
  readonly name: string;
  readonly at: string;
  /** The place of the password; `null` when the file has no password. */
  readonly passwordAt: string | null;
};

/** A backup of vCenter Server. `lacks`: providers that were created after it was taken; left out: none. */
export type BackupSite = Kept & { readonly lacks?: readonly string[] };

export type P12Site = Kept & { readonly provider: string };

/** A loot that a thief may take. `place` is everything that lies in one place. */
export type Loot =
  | { readonly kind: 'disk'; readonly datastore: string }
  | { readonly kind: 'bootDevice'; readonly host: string }
  | { readonly kind: 'place'; readonly place: string };

export type PromiseSite = {
  /** With this many faults every machine is still recoverable. */
  readonly recoverable: number;
  /** With this many faults every machine still starts without anything kept outside the cluster. */
  readonly starts: number;
  /** Which loot leaves the data secret. */
  readonly secret: readonly Loot[];
  /** The least share of the plain data's deduplication ratio that must remain; `null` when it is off. */
  readonly deduplication: number | null;
};

export type Site = {
  readonly name: string;
  readonly hosts: readonly HostSite[];
  /** The datastore of the VCSA, or `null` when it runs outside this cluster. */
  readonly vcenterAt: string | null;
  readonly providers: readonly ProviderSite[];
  readonly datastores: readonly DatastoreSite[];
  readonly machines: readonly MachineSite[];
  readonly places: readonly PlaceSite[];
  readonly p12s: readonly P12Site[];
  readonly backups: readonly BackupSite[];
  /** The place of the recovery keys of the hosts' configuration; `null` when nobody wrote them down. */
  readonly recoveryKeysAt: string | null;
  readonly promise: PromiseSite;
};

/**
 * The named thing of a list.
 * @throws when the site does not have it; a parsed site is checked, so that is a defect of ours
 */
export function named<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const found = list.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`the site has nothing named ${name}`);
  return found;
}

export function vsanOf(site: Site): DatastoreSite | undefined {
  return site.datastores.find((datastore) => datastore.kind === 'vsan');
}

/** The first KDK of a provider, the one that a site in its steady state uses everywhere. */
export function firstKey(provider: string): KeyId {
  return `${provider}#1`;
}

/** The name of a key derivation key: provider, and which one of those generated under that name. */
export type KeyId = `${string}#${number}`;
