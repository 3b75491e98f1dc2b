/** The hosts of the cluster and the key providers, by name. */

export const hosts = ['esx-1', 'esx-2', 'esx-3'] as const;
export type Host = (typeof hosts)[number];

export const providers = ['A', 'B'] as const;
export type Provider = (typeof providers)[number];
