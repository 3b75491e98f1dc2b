/** The state of a site, as slices; and how to look at one. */
import type { KeyId } from './site.ts';

export type Held = Readonly<Record<string, KeyId | 'none'>>;

export type Vcenter = {
  readonly state: 'running' | 'stopped' | 'lost';
  /** `away` when it was rebuilt or restored while its own datastore was not available. */
  readonly where: 'home' | 'away';
  readonly members: readonly string[];
};

export type Provider = {
  readonly key: KeyId | 'none';
  /** An export link is open. An export that nobody downloaded is no backup. */
  readonly exported: boolean;
  readonly backedUp: boolean;
  /** The number of the newest key ever generated under this name; key ids are never used twice. */
  readonly made: number;
  /** The number of the newest key that was ever downloaded. */
  readonly saved: number;
};

export type Host = {
  readonly power: 'on' | 'off' | 'halted';
  readonly configuration: 'intact' | 'gone';
  readonly binding: 'tpm' | 'file';
  /** The keys in the configuration on the boot device. */
  readonly written: Held;
  /** The keys that the running host holds. Where they differ from `written`, a power loss undoes them. */
  readonly held: Held;
  /** The key that the host key was derived from. */
  readonly hostKey: KeyId | 'none';
  readonly safe: boolean;
};

export type Tpm = 'sealed' | 'foreign' | 'none';

/** Which hosts are on, and which have their part of vSAN mounted: kept apart so that few rules read every host. */
export type Cluster = { readonly on: readonly string[]; readonly mounted: readonly string[] };

export type VirtualMachine = {
  readonly encryption: 'none' | 'vtpm' | 'full';
  readonly key: KeyId | 'none';
  readonly on: string | null;
};

/** The key server of a standard or trusted provider. `moved`: it was restored, outside the cluster. */
export type KeyServer = { readonly state: 'up' | 'down' | 'lost'; readonly moved: boolean };

export type Backup = Readonly<Record<string, { readonly key: KeyId | 'none'; readonly backedUp: boolean }>>;

export type State = {
  readonly vcenter: Vcenter;
  readonly cluster: Cluster;
  /** The key that the vSAN datastore is encrypted with. */
  readonly vsan: KeyId | 'none';
  readonly [provider: `provider/${string}`]: Provider;
  /** Of standard and trusted providers only. */
  readonly [keyServer: `keyServer/${string}`]: KeyServer;
  readonly [host: `host/${string}`]: Host;
  readonly [tpm: `tpm/${string}`]: Tpm;
  readonly [machine: `machine/${string}`]: VirtualMachine;
  readonly [place: `place/${string}`]: 'kept' | 'lost';
  readonly [p12: `p12/${string}`]: KeyId | 'none';
  readonly [backup: `backup/${string}`]: Backup;
};

export type SliceName = keyof State;

/**
 * The slice of this name.
 * @throws when it is not in view: a rule that looks at a slice it did not declare, which is a defect
 */
export function slice<Name extends SliceName>(state: State, name: Name): NonNullable<State[Name]> {
  const value = state[name];
  if (value === undefined) throw new Error(`the slice ${name} is not in view`);
  return value as NonNullable<State[Name]>;
}

/** The provider name of a key id. */
export function providerOf(key: KeyId): string {
  return key.slice(0, key.lastIndexOf('#'));
}

/** Which one of the keys generated under its name a key is: 1 for the first. */
export function keyNumber(key: KeyId | 'none'): number {
  return key === 'none' ? 0 : Number(key.slice(key.lastIndexOf('#') + 1));
}

/** Whether these keys hold `key`, under its own provider's name. */
export function holds(held: Held, key: KeyId | 'none'): boolean {
  return key !== 'none' && held[providerOf(key)] === key;
}

/** A list without one name, or with it, in the order of `all`: lists are sets with one text each. */
export function without(names: readonly string[], name: string): readonly string[] {
  return names.filter((entry) => entry !== name);
}

export function withName(
  names: readonly string[],
  name: string,
  all: readonly { name: string }[],
): readonly string[] {
  return all.map((entry) => entry.name).filter((entry) => entry === name || names.includes(entry));
}

/** One changed slice. A computed property name loses its type; this keeps it. */
export function set<Name extends SliceName>(name: Name, value: NonNullable<State[Name]>): Partial<State> {
  return { [name]: value } as Partial<State>;
}
