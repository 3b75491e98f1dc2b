/** Minimal cut sets as plain data, for the command line and the report. The same site gives the same text. */
import type { ReadingName } from '../../models/reading.ts';
import type { SourceLine } from '../../models/result-lines.ts';
import type { LossKind } from './loss.ts';

export type EventLine = {
  readonly id: string;
  readonly label: string;
  /** In a run: the same event of hosts that are alike and do as this one does, by id. */
  readonly also?: readonly string[];
};

/** One minimal cut set, standing for all that symmetry makes of it. */
export type CutSet = {
  readonly order: number;
  /** The events of one of the sets, by id. */
  readonly events: readonly string[];
  /** How many sets it stands for: hosts that are alike change places. */
  readonly expanded: number;
  /** For each class of alike hosts that take part: how many of them, and what happens to each. */
  readonly hosts: readonly {
    readonly anyOf: readonly string[];
    readonly faults: readonly (readonly string[])[];
  }[];
  readonly witness?: Witness;
  /** Absent where no practice, and no two of them, remove this set. */
  readonly remedy?: Remedy;
};

/** The cheapest change of the site that removes a cut set. */
export type Remedy = {
  /** The practices to follow, by id. */
  readonly practices: readonly string[];
  /**
   * Who says so: a plain search for this set on the changed site, with the hosts that take part and one more of each
   * class; or only the structure function of the changed site.
   */
  readonly verifiedBy: 'search' | 'structure';
};

/** A shortest run of events to the loss, played on the rules of the models. */
export type Witness = {
  readonly events: readonly EventLine[];
  /** The 0-based event after which no strategy wins any more; -1 when none ever did. */
  readonly doomStep: number;
  /** What a recovery from just before that event would use, in the site's words; what saved it until then. */
  readonly savedBy: readonly string[];
  /** The practices that provide this, of those that the site follows, by id. */
  readonly practices: readonly string[];
  /** Free moves of the operator in the run, when these faults lose nothing without such moves. */
  readonly wrongMoves: readonly string[];
};

export type OrderFigures = {
  readonly order: number;
  /** Minimal cut sets of this order, up to symmetry and one by one. */
  readonly minimal: number;
  readonly minimalExpanded: number;
  /** All sets of this order within the cone of the loss, up to symmetry and one by one. */
  readonly orbits: number;
  readonly sets: number;
  /** Orbits that were judged; the others lie above a smaller cut set. */
  readonly examined: number;
  readonly oracleCalls: number;
};

export type LossResult = {
  readonly kind: LossKind;
  /** Entries of the site's machines that are alike; the sets are those of the first. */
  readonly machines: readonly string[];
  /** How many virtual machines these are. */
  readonly count: number;
  readonly claim: string;
  /** What no source says, of the rules that have a say in it. */
  readonly restsOn: readonly SourceLine[];
  /** `structure`: the structure function. `search`: the rules themselves. `none`: too large for either. */
  readonly method: 'structure' | 'search' | 'none';
  /** Basic events within the cone. */
  readonly events: number;
  /** Every set of at most so many events was looked at; -1 when none was. */
  readonly completeTo: number;
  readonly orders: readonly OrderFigures[];
  readonly sets: readonly CutSet[];
};

/** Where adding an event to a cut set made it none: a finding about the model. */
export type MonotonicityFinding = {
  readonly kind: LossKind;
  readonly machine: string;
  readonly events: readonly string[];
  readonly added: string;
};

export type CutSetResult = {
  readonly schema: 'breakglass/cut-sets/1';
  readonly site: string;
  readonly reading: ReadingName;
  readonly orderMax: number;
  /** Every loss is complete to this order. */
  readonly completeTo: number;
  /** All basic events of the site, in the order of its rules; and all that a thief may take. */
  readonly events: readonly EventLine[];
  readonly losses: readonly LossResult[];
  readonly monotonicity: { readonly tested: number; readonly violations: readonly MonotonicityFinding[] };
  /** What was looked at and how far, a sentence for each order. */
  readonly statements: readonly string[];
};
