/** How far a campaign goes. */

/** How long a campaign is, and how to go on with it. */
export type Extent = {
  readonly runs: number | undefined;
  readonly durationMs: number | undefined;
  /** The command that continues it. */
  readonly goOn: string;
};

/** A campaign that only time ends still has an end. */
export const runsMost = 10_000_000;
