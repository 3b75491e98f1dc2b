/** A scenario, read and checked: one scripted disaster, and what is expected of the site on the way. */
import type { Event, Refusal } from '../../models/events.ts';
import type { ReadingName } from '../../models/reading.ts';
import type { Position } from './problem.ts';
import type { SiteFile } from './read-site.ts';
import type { SeenClaim } from './seen.ts';

export type Scenario = {
  readonly name: string;
  /** What happened and where it is told, as the file's author puts it. */
  readonly about: string | undefined;
  readonly fileName: string;
  readonly text: string;
  readonly siteFile: SiteFile;
  readonly readings: readonly ReadingName[];
  /** `steady`: everything runs and is encrypted. `bare`: before the first key provider was created. */
  readonly start: 'steady' | 'bare';
  readonly steps: readonly ScenarioStep[];
};

export type ScenarioStep = EventStep | ExpectStep;

export type EventStep = Position & {
  readonly kind: 'event';
  readonly event: Event;
  /** The reason for which it must be refused under each reading; `null` where it must be accepted. */
  readonly refused: Readonly<Record<ReadingName, Refusal | null>>;
};

export type ExpectStep = Position & {
  readonly kind: 'expect';
  readonly claims: Readonly<Record<ReadingName, readonly Claim[]>>;
};

/** One thing that has to be so at this point. The position is that of the claim itself. */
export type Claim = SeenClaim | (Position & (VcenterClaim | MachineClaim));

export type VcenterClaim = {
  readonly subject: 'vcenter';
  readonly state: 'running' | 'stopped' | 'lost';
};

export type MachineClaim = {
  readonly subject: 'machine';
  readonly machine: string;
  readonly claim: MachineClaimName;
  readonly holds: boolean;
};

export type MachineClaimName = 'runs' | 'starts' | 'recoverable' | 'salvageable' | 'secret';
