/** A source: what it is, and where it can be read. */
export type Source = { readonly title: string; readonly addresses: readonly string[] };
