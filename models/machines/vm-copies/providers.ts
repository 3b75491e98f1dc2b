/** The providers by name, and the sites. */
export const providers = ['A', 'B'] as const;
export type Provider = (typeof providers)[number];
export type SiteName = 'main' | 'dr';
