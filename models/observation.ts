/** What can be seen of a site from outside: the part of model and twin that is compared after each event. */
import type { KeyId } from './site.ts';

export type Observation = {
  readonly vcenter: {
    readonly state: 'running' | 'stopped' | 'lost';
    /** The hosts in its inventory, in the site's order. */
    readonly members: readonly string[];
    /** By provider: the key id that vCenter has under this name, and whether it may be used. */
    readonly providers: Readonly<
      Record<string, { readonly key: KeyId | 'none'; readonly backedUp: boolean }>
    >;
  };
  readonly hosts: Readonly<
    Record<
      string,
      {
        readonly power: 'on' | 'off' | 'halted';
        /** Crypto state `safe`: encrypted machines may be placed here. */
        readonly safe: boolean;
        /** By provider: the key that the running host holds. */
        readonly keys: Readonly<Record<string, KeyId | 'none'>>;
        /** The host's part of the vSAN datastore is mounted. */
        readonly mounted: boolean;
      }
    >
  >;
  /** By standard or trusted provider: the state of its key server. Native ones have none. */
  readonly keyServers: Readonly<Record<string, 'up' | 'down' | 'lost'>>;
  /** By machine: the host that it runs on, or `null`. */
  readonly machines: Readonly<Record<string, string | null>>;
  /** By datastore: it can be read and written now. */
  readonly datastores: Readonly<Record<string, boolean>>;
  /** By .p12 file and by VCSA backup: the keys inside, whether or not somebody can open it now. */
  readonly p12s: Readonly<Record<string, KeyId | 'none'>>;
  readonly backups: Readonly<Record<string, Readonly<Record<string, KeyId | 'none'>>>>;
};
