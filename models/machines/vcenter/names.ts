/** The names of everything in the vCenter machine. */

export const hostNames = ['esx-1', 'esx-2'] as const;
export type HostName = (typeof hostNames)[number];
export type VcenterName = 'vc-1' | 'vc-2';
/** A provider's name, and a key generated under it: its KDK, or that of a KMS. */
export type ProviderName = 'A' | 'B';
export type KeyName = `${ProviderName}#${1 | 2}`;
export type BackupName = 'early' | 'late';
