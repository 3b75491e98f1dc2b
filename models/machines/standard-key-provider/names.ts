/** The names of everything in the machine of a Standard Key Provider. */

export const hostNames = ['esx-1', 'esx-2'] as const;
export const nodeNames = ['kms-1', 'kms-2'] as const;
export const providerNames = ['kms', 'kms-new'] as const;
/** All keys, in the order of every list. */
export const keyIds = ['host#1', 'host#2', 'vsan#1', 'db#1', 'db#2', 'db#3', 'wrap#1', 'wrap#2'] as const;

export type HostName = (typeof hostNames)[number];
export type NodeName = (typeof nodeNames)[number];
export type ProviderName = (typeof providerNames)[number];
export type KeyId = (typeof keyIds)[number];
