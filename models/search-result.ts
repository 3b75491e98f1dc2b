/** How large a search was, why it ended, and how much of it runs by chance met. */
import type { ReadingName } from './reading.ts';

export type SearchFigures = {
  /** Whether every state was found, and every way back from it looked at. */
  readonly complete: boolean;
  /** Only of one that is not complete. */
  readonly stopped?: SearchStop;
  /** How many faults a run could contain. */
  readonly faultsMax: number;
  readonly states: number;
  readonly transitions: number;
  readonly refused: number;
  /** Most events on a shortest way to a state. Every run of at most so many events was looked at. */
  readonly depth: number;
  /** Of the set of states, in hexadecimal digits: equal sets have equal fingerprints, whatever found them. */
  readonly stateSet: string;
  readonly seconds: number;
};

/** What makes a search large. Of a search that is not complete, what there is until then. */
export type SearchProfile = {
  /** Parts of the state, the one with the most values first. */
  readonly slices: readonly {
    readonly name: string;
    /** How many values it took in states that were reached. */
    readonly values: number;
    /** How many of them each kind of event brought about first; the start counts as `start`. */
    readonly firstBy: Readonly<Record<string, number>>;
  }[];
  /** How many accepted transitions each kind of event made, the most first. */
  readonly events: readonly { readonly type: string; readonly transitions: number }[];
};

/** Why a search ended before its end, and what is certain all the same. */
export type SearchStop = {
  /**
   * `states`: so many states were allowed. `memory`: so much memory was. `interruption`: somebody ended it. `values`: a
   * part of the site takes more values than the search can tell apart.
   */
  readonly by: 'states' | 'memory' | 'interruption' | 'values';
  /** Every state was found, but not every way back from them was looked at. */
  readonly allFound: boolean;
  /** How large the site is likely to be; absent where nobody can say. */
  readonly estimate?: SizeEstimate;
  /** Fewer faults, within which a search of its own was complete, and what it found; absent where none was. */
  readonly complete?: { readonly faultsMax: number; readonly states: number };
};

/** How many states a site is likely to have, from smaller sites of its kind. Two digits. */
export type SizeEstimate = {
  readonly faultsMax: number;
  readonly states: number;
  /** What one more host multiplies the states by, and one more class of machines, in the sites that were counted. */
  readonly perHost: number;
  readonly perMachine: number;
  /** How many entries of machines the site has, and how many of them differ in more than their names. */
  readonly machines: number;
  readonly machineKinds: number;
  /** Smaller sites of its kind that could be searched to the end, the most faults first. */
  readonly fits: readonly {
    readonly hosts: number;
    readonly machines: number;
    readonly faultsMax: number;
    readonly states: number;
  }[];
};

/** How much of the exact space runs by chance met. */
export type Coverage = {
  readonly reading: ReadingName;
  /** How many runs were looked at, those in the middle of the set-up included. */
  readonly runs: number;
  readonly faultsMax: number;
  /** States within so many faults that a run met. */
  readonly met: number;
  /** All states within so many faults; absent where the search for them stopped before its end. */
  readonly states?: number;
};
