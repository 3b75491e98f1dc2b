/** What the twin consists of: every part with its bytes. Rules are elsewhere; here is only what there is. */
import type { Event, Refusal } from '../../models/events.ts';
import type { Switches } from '../../models/reading.ts';
import type { HostSite, KeyId, Kept, MachineSite, PlaceSite, ProviderSite, Site } from '../../models/site.ts';
import type { Key } from '../crypto/key.ts';
import type { Random } from '../random.ts';
import type { Defect } from './defects.ts';
import type { KeyName, NamedKey } from './named-key.ts';
import type { ProviderRecord } from './record.ts';
import type { Bench } from './secrets.ts';

export type World = Bench & {
  readonly site: Site;
  readonly switches: Switches;
  readonly random: Random;
  readonly defect: Defect;
  /** A secret inside every ESXi installation. It guards a configuration key in a file where a thief can't read that. */
  readonly installationKey: Key;
  /** All keys that were ever generated, by provider, the oldest first. */
  readonly generated: Map<string, { readonly number: number; readonly key: Key }[]>;
  readonly vcenter: Vcenter;
  /** By provider; native ones have none. */
  readonly keyServers: ReadonlyMap<string, KeyServer>;
  readonly hosts: ReadonlyMap<string, Host>;
  readonly machines: ReadonlyMap<string, Machine>;
  readonly datastores: ReadonlyMap<string, Datastore>;
  readonly places: ReadonlyMap<string, Place>;
  readonly p12s: ReadonlyMap<string, KeptP12>;
  readonly backups: ReadonlyMap<string, KeptBackup>;
};

export type Vcenter = {
  state: 'running' | 'stopped' | 'lost';
  members: Set<string>;
  /** The decrypted provider records of a running vCenter; `undefined` when it does not run. */
  memory: Map<string, ProviderRecord> | undefined;
  /** What is in its database by name. This much is in its inventory, and needs no key to be known. */
  catalogue: ReadonlyMap<string, { readonly id: KeyId; readonly backedUp: boolean }>;
  /** Export links that can still be downloaded from. */
  links: Set<string>;
  isAway: boolean;
  /** Encrypts the provider records in its database. It lies on the same disk. */
  databaseKey: Key;
  /** Its disk, when that does not lie on a datastore of this cluster. */
  diskElsewhere: Uint8Array | undefined;
};

export type KeyServer = {
  readonly site: ProviderSite;
  state: 'up' | 'down' | 'lost';
  /** It was restored outside the cluster. */
  isMoved: boolean;
  /** Encrypts its disk and its backup. It lies in neither. */
  readonly masterKey: Key;
  /** What it can give; empty until it is registered for the first time, `undefined` when it does not run. */
  memory: readonly NamedKey[] | undefined;
  /** Its disk, when that does not lie on a datastore of this cluster. */
  diskOutside: Uint8Array | undefined;
};

export type Host = {
  readonly site: HostSite;
  power: 'on' | 'off' | 'halted';
  /** `undefined` after it failed, until ESXi is installed again; a stateless host never has one. */
  bootDevice: BootDevice | undefined;
  binding: 'tpm' | 'file';
  chip: Chip | undefined;
  /** What a running host holds in memory; `undefined` when it does not run. */
  memory: HostMemory | undefined;
  safe: boolean;
  hostKey: HostKey | undefined;
};

/** The key of a host's core dumps, wrapped under a key of a provider. */
type HostKey = { readonly provider: string; readonly wrapped: Uint8Array };

type HostMemory = {
  readonly configurationKey: Key;
  readonly keys: Map<string, NamedKey>;
  isMounted: boolean;
  /** Decrypts its part of an encrypted vSAN datastore. */
  deviceKey: Key | undefined;
};

export type BootDevice = {
  /** The host's configuration, encrypted. */
  archive: Uint8Array;
  /** The configuration key in a file beside the archive. */
  keyFile: Uint8Array | undefined;
  /** The configuration key, sealed by a TPM. */
  sealedKey: Uint8Array | undefined;
  /** The configuration key, wrapped under the recovery key. */
  recoverable: Uint8Array;
};

/** A TPM 2.0. Its seed never leaves it; clearing makes a new one, and nothing sealed before opens again. */
export type Chip = { readonly seed: Key; readonly isSealed: boolean };

export type Machine = {
  readonly site: MachineSite;
  /** What was written to it, to compare with what is read back. */
  readonly original: { readonly disk: Uint8Array; readonly vtpm: Uint8Array };
  host: string | undefined;
  /** The key that it needs, as inventories name it; `undefined` as long as it is not encrypted. */
  encryptedBy: KeyName | undefined;
  /** The data encryption key of a running encrypted machine. */
  memory: Key | undefined;
};

export type Datastore = External | Vsan;

type External = { readonly kind: 'external'; readonly objects: Map<string, Uint8Array> };

export type Vsan = {
  readonly kind: 'vsan';
  readonly failuresToTolerate: number;
  /** The key that its hosts need, as they know it by name; `undefined` as long as it is not encrypted. */
  encryptedBy: KeyName | undefined;
  /** By object: where it begins, and how often it was written. */
  readonly layout: Map<string, { readonly firstSector: number; readonly version: number }>;
  readonly devices: ReadonlyMap<string, Device>;
};

/** The disks of one host in a vSAN datastore. */
export type Device = {
  /** The device's data encryption key, wrapped; `undefined` when the datastore is not encrypted. */
  wrappedKey: Uint8Array | undefined;
  readonly copies: Map<string, Copy>;
};

export type Copy = {
  readonly firstSector: number;
  readonly version: number;
  readonly lengthBytes: number;
  readonly sectors: Uint8Array;
};

export type Place = {
  readonly site: PlaceSite;
  isLost: boolean;
  readonly files: Map<string, Uint8Array>;
  /** By file, whose password this is. */
  readonly passwords: Map<string, string>;
  /** By host. */
  readonly recoveryKeys: Map<string, string>;
};

type KeptP12 = { readonly site: Kept; label: KeyId | undefined };

export type KeptBackup = {
  readonly site: Kept;
  labels: ReadonlyMap<string, KeyId>;
  /** The backup before the one that holds keys, to which it goes back when that is not readable. */
  readonly oldest: Uint8Array;
};

/** What each of these events does: a refusal, or nothing and the effect. */
export type Handlers<Type extends Event['type']> = {
  readonly [T in Type]: (world: World, event: Extract<Event, { readonly type: T }>) => Refusal | undefined;
};

/** Is this mistake planted? */
export function has(world: { readonly defect: Defect }, defect: Defect): boolean {
  return world.defect === defect;
}

/** The part of that name. @throws when there is none: an event that does not fit the site is the caller's defect */
export function part<T>(parts: ReadonlyMap<string, T>, name: string): T {
  const found = parts.get(name);
  if (found === undefined) throw new Error(`the twin has nothing named ${name}`);
  return found;
}

export function hostsOn(world: World): Host[] {
  return [...world.hosts.values()].filter((host) => host.power === 'on');
}
