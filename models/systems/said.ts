/**
 * What a site file says about the systems of its site beyond what the machine of a site looks at. `undefined`
 * stands for what the file does not say: it is never taken for an answer.
 */
import type { Licence } from '../licences.ts';
import type { Release } from '../versions.ts';

export type VcenterSaid = {
  readonly release: Release | undefined;
  readonly highAvailability: boolean | undefined;
  /** Whether another vCenter Server is in Enhanced Linked Mode with it. */
  readonly linkedMode: boolean | undefined;
};

export type HostSaid = {
  /** Left out: that of vCenter Server. */
  readonly release: Release | undefined;
  readonly secureBoot: 'off' | 'on' | 'required' | undefined;
  readonly execInstalledOnly: boolean | undefined;
  readonly quickBoot: boolean | undefined;
  /** The mode of the cluster in which hosts enter encryption mode. */
  readonly hostEncryption: 'onDemand' | 'forceEnable' | undefined;
  /** Whether support bundles are collected with a password. */
  readonly bundlePassword: boolean | undefined;
  /** The places where that password is kept; none: nobody wrote it down. */
  readonly bundlePasswordAt: readonly string[] | undefined;
};

export type ProviderSaid = {
  readonly createdOn: 'vcenter' | 'host' | undefined;
  readonly wrappingKey: boolean | undefined;
  /** The ESXi releases whose base images a Trust Authority has imported. */
  readonly baseImages: readonly Release[] | undefined;
};

export type KeyServerSaid = {
  /** Whether an HSM wraps its keys under a root key that can be deleted. */
  readonly rootKey: boolean | undefined;
};

export type VcenterBackupSaid = {
  readonly level: 'file' | 'image' | undefined;
  /** The key providers that it holds; left out: all. */
  readonly keyProviders: readonly string[] | undefined;
};

export type DatastoreSaid = {
  readonly architecture: 'osa' | 'esa' | undefined;
  readonly encryptionInTransit: boolean | undefined;
  /** Whether disks were erased when encryption was enabled on data that were there already. */
  readonly erasedBeforeUse: boolean | undefined;
};

export type GuestSaid = {
  /** Whether the guest seals the key of its volume to the vTPM, as BitLocker does. */
  readonly sealed: boolean;
  readonly requiresTpm: boolean;
  /** The places where the recovery password of the volume is kept. */
  readonly recoveryPasswordAt: readonly string[];
};

export type MachineBackupSaid = {
  readonly transport: 'nbdssl' | 'hotAdd' | 'san';
  /** Whether the backup has the VM home: the encrypted bundle and .nvram. */
  readonly home: boolean;
  readonly mediaEncrypted: boolean;
};

export type MachineSaid = {
  readonly guest: GuestSaid | undefined;
  readonly cloneOf: string | undefined;
  readonly linkedClone: boolean | undefined;
  readonly clonePolicy: 'copy' | 'replace' | undefined;
  readonly template: boolean | undefined;
  readonly firstClassDisks: boolean | undefined;
  readonly snapshots: 'none' | 'chain' | 'tree' | undefined;
  readonly storageSnapshots: boolean | undefined;
  readonly backup: MachineBackupSaid | undefined;
  readonly replicated: boolean | undefined;
  readonly changedBlockTracking: boolean | undefined;
  readonly ideController: boolean | undefined;
  /** The key provider of its data disks, where it is another than that of the VM home. */
  readonly dataDiskProvider: string | undefined;
};

export type RecoverySiteSaid = {
  /** Key providers that were imported there, with the same key. */
  readonly importedProviders: readonly string[];
  /** Key providers that were created there anew, under the same name. */
  readonly createdProviders: readonly string[];
};

export type SiteSaid = {
  readonly licence: Licence | undefined;
  readonly defaultProvider: string | undefined;
  readonly clusterDefaultProvider: string | undefined;
  readonly recoverySite: RecoverySiteSaid | undefined;
};

/** All of it; lists are in the order of the lists of the `Site`. */
export type Said = SiteSaid & {
  readonly vcenter: VcenterSaid;
  readonly hosts: readonly HostSaid[];
  readonly providers: readonly (ProviderSaid & { readonly keyServer: KeyServerSaid | undefined })[];
  readonly backups: readonly VcenterBackupSaid[];
  readonly datastores: readonly DatastoreSaid[];
  readonly machines: readonly (MachineSaid & { readonly vtpm: boolean })[];
};
