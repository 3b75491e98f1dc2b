/** The names of the hosts in the machine of a Trusted Key Provider. */

export const hostNames = ['esx-1', 'esx-2'] as const;
export const taHostNames = ['vta-1', 'vta-2'] as const;
export type HostName = (typeof hostNames)[number];
export type TaHostName = (typeof taHostNames)[number];
