/** What the guards of a machine are for: a row for each rule. docs/guards.md is written from these tables. */

/**
 * A rule that loses its guards in a variant, within so many faults, and what follows. `every` stands for every small
 * variant that has the event.
 */
export type GuardRow<Type extends string> = readonly [
  type: Type,
  variant: string,
  faultsMax: number,
  why: string,
];

/** With so many more faults each new state is reached with the guard as well; 0 where that is not so. */
export type MovingRow<Type extends string> = readonly [...GuardRow<Type>, more: 0 | 1 | 2];

export type GuardTable<Type extends string> = {
  /** The reason is the name of an invariant that breaks. */
  readonly breaking: readonly GuardRow<Type>[];
  /** New states that no invariant is about, and why they are none to worry about. */
  readonly moving: readonly MovingRow<Type>[];
  /** Nothing new, and why. */
  readonly harmless: readonly GuardRow<Type>[];
};
