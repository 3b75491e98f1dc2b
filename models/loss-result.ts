/** What it takes to lose a class of machines: the part of a result about minimal combinations of faults. */
import type { SourceLine } from './result-lines.ts';

/** A shortest run to a loss, played with the real rules on the hosts that take part and one more of each class. */
export type LossWitness = {
  /** Each event by a name that is the same in every run, and in words. */
  readonly steps: readonly { readonly id: string; readonly text: string }[];
  /** The 0-based step after which no recovery wins; -1 when none ever did. */
  readonly doomStep: number;
  /** What a recovery just before the doom step would have used, in the site's words: what saved it until then. */
  readonly savedBy: readonly string[];
  /** The practices that provide this, of those that the site follows. */
  readonly practices: readonly { readonly id: string; readonly title: string }[];
  /**
   * Free moves of the operator, made before the doom step, without which these faults lose nothing: moves that the
   * product allows, and that are wrong then. Empty when the faults lose it whatever the operator does.
   */
  readonly wrongMoves: readonly string[];
};

/** One minimal combination of faults, up to symmetry. */
export type Combination = {
  /** Each fault in words. */
  readonly faults: readonly string[];
  /** Each fault by its name, in the same order. */
  readonly events: readonly string[];
  /** Hosts that are alike: which, and what happens to as many of them as there are entries. */
  readonly alike: readonly {
    readonly anyOf: readonly string[];
    readonly faults: readonly (readonly string[])[];
  }[];
  /** How many combinations it stands for: hosts that are alike change places. */
  readonly standsFor: number;
  /**
   * The cheapest practices that remove it, by title, and who says so: a plain search of the changed site, or only its
   * structure function. Absent where none do, or it was not looked for.
   */
  readonly removedBy?: {
    readonly practices: readonly string[];
    readonly verifiedBy: 'search' | 'structure';
  };
  /** Absent where it was not looked for, or would have taken too long. */
  readonly witness?: LossWitness;
};

/** What it takes to lose a class of machines: every minimal combination, up to one fault beyond the promise. */
export type LossSummary = {
  readonly kind: 'unrecoverable' | 'unavailable' | 'readable';
  /** The classes of machines that are lost in the same way. */
  readonly machines: readonly string[];
  readonly claim: string;
  /** What no source says, of the rules that have a say in it. */
  readonly restsOn: readonly SourceLine[];
  /** Every combination of at most so many faults was looked at; -1 when the site is too large for it. */
  readonly completeTo: number;
  readonly combinations: readonly Combination[];
};

/** How the combinations were looked for, and how far the list of them is whole. */
export type LossSearch = {
  /** After each order: what was looked at, and whether all of it was. */
  readonly statements: readonly string[];
  /** Every minimal combination with every further fault: whether one more ever undid the loss. */
  readonly monotonicity: { readonly tested: number; readonly violations: readonly string[] };
};
