/** The providers by name. */
export const providers = ['A', 'B'] as const;
export type Provider = (typeof providers)[number];
