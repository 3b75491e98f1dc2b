/** A scenario on one of the domain machines, read and checked. */
import type { Tagged } from '../../models/kernel/machine.ts';
import type { AnyDomainMachine } from '../../models/machines/domain-machine.ts';
import type { ReadingName } from '../../models/reading.ts';
import type { Position } from './problem.ts';
import type { SeenClaim } from './seen.ts';

export type MachineScenario = {
  readonly name: string;
  /** What happened and where it is told, as the file's author puts it. */
  readonly about: string;
  readonly machine: AnyDomainMachine;
  readonly variantName: string;
  readonly readings: readonly ReadingName[];
  /** Events that do not happen in what can be brought about. */
  readonly without: readonly string[];
  readonly steps: readonly MachineStep[];
};

export type MachineStep = Position & (MachineEventStep | MachineExpectStep);

export type MachineEventStep = {
  readonly kind: 'event';
  readonly event: Tagged;
  /** The reason for which it must be refused under each reading; `null` where it must be accepted. */
  readonly refused: Readonly<Record<ReadingName, string | null>>;
};

export type MachineExpectStep = {
  readonly kind: 'expect';
  readonly claims: Readonly<Record<ReadingName, readonly (GoalClaim | SeenClaim)[]>>;
};

/** `now`: the goal is so. `reachable`: the operator can bring it about, whatever the system does by itself. */
export type GoalClaim = Position & {
  readonly subject: 'goal';
  readonly when: 'now' | 'reachable';
  readonly goal: string;
  readonly holds: boolean;
};
