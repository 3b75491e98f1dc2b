/** A set of basic events as the structure function sees it. */

/** The faults of one host, bit by bit. */
export const hostBits = {
  hostCrashes: 1,
  shutDownHost: 2,
  boardIsSwapped: 4,
  bootDeviceFails: 8,
  reinstallHost: 16,
  tpmIsCleared: 32,
  tpmGoesMissing: 64,
  bootDeviceIsStolen: 128,
} as const;

/** Faults that no host has of its own. */
export type Global =
  | 'sitePowerFails'
  | 'deleteProvider'
  | 'createProvider'
  | 'keyServerIsLost'
  | 'vcenterStops'
  | 'vcenterIsLost'
  | 'abandonVcenter'
  | 'powerOffMachine'
  | `placeIsLost ${string}`
  | `backupGoesStale ${string}`
  | `placeIsRobbed ${string}`
  | `diskIsStolen ${string}`;

/**
 * A set of basic events as the structure function sees it. Every host is in one of the groups: `host` is one
 * of `times` hosts that are alike and that the same happens to.
 */
export type Chosen = {
  readonly has: (event: Global) => boolean;
  readonly groups: readonly { readonly host: number; readonly faults: number; readonly times: number }[];
};
