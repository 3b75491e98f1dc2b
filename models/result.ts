/** The result of a check, as `--json` writes it and the report reads it. Versioned by `schema`. */
import type { Confidence } from './evidence.ts';
import type { Verdict } from './kernel/verdict.ts';
import type { LossSearch, LossSummary } from './loss-result.ts';
import type { ReadingName } from './reading.ts';
import type { SourceLine, StepLine } from './result-lines.ts';
import type { Coverage, SearchFigures, SearchProfile } from './search-result.ts';
import type { Site } from './site.ts';
import type { SystemsResult } from './system-result.ts';

export type PromisePart = 'recoverable' | 'starts' | 'secret' | 'deduplication';

/** Something that must hold, and what became of it under one reading. */
export type ClaimResult = {
  readonly name: string;
  /** The part of the promise that it decides; absent for an invariant of the models. */
  readonly part?: PromisePart;
  readonly verdict: Verdict;
  readonly claim: string;
  /** What was seen, in one sentence. */
  readonly finding: string;
  /** The facts of the claim itself and of the steps of the counterexample. */
  readonly sources: readonly SourceLine[];
  /**
   * What decides the verdict and no source says: conclusions of ours, and what nobody verified. Of a counterexample that
   * speaks for itself, those of its steps; otherwise those of every rule that has a say in the claim. Empty where
   * nothing was decided. docs/decisions/0011-what-a-verdict-rests-on.md says why.
   */
  readonly restsOn: readonly SourceLine[];
  /** The weakest confidence among the facts that decide it. */
  readonly confidence: Confidence;
  readonly counterexample?: Counterexample;
  /** The practices that the site departs from and that, once followed, make the claim hold. Searched, not guessed. */
  readonly practices: readonly PracticeLine[];
  /** Set when no single practice mends the claim, and all of them together do. */
  readonly practicesTogether?: true;
};

export type PracticeLine = { readonly id: string; readonly title: string; readonly fix: string };

export type Counterexample = {
  readonly steps: readonly StepLine[];
  /** The 0-based step after which no recovery wins, where there is one. */
  readonly doomStep?: number;
  /** The command that plays it again. */
  readonly replay: string;
};

/** How a class of machines comes back from a disaster, from best to worst. */
export type RecoveryOutcome =
  /** It never stopped. */
  | 'runs'
  /** It starts again without anything kept outside the cluster. */
  | 'starts'
  /** It starts again by a runbook that needs something kept outside. */
  | 'runbook'
  /** Its data can be had, but what its vTPM held is lost. */
  | 'disksOnly'
  /** Only if the system does not act first: not to be relied on. */
  | 'luck'
  /** No procedure of the product brings it back, though its key still exists somewhere as bytes. */
  | 'beyondProcedures'
  | 'lost'
  /** The search stopped before it knew. */
  | 'unknown';

/** Something that must not be done before a step of a recovery. */
export type CautionLine = {
  readonly text: string;
  /** How many of the steps have to be done first. */
  readonly until: number;
  /** What the system may do by itself and spoil it, so that nothing helps any more; absent where luck may still help. */
  readonly spoiledBy?: readonly string[];
};

export type RecoveryResult = {
  readonly disaster: string;
  readonly machine: string;
  readonly outcome: RecoveryOutcome;
  readonly steps: readonly StepLine[];
  /** What loses when it is done too early: which steps must come first, and why. */
  readonly cautions: readonly CautionLine[];
  /** The search ended early: a better way back may exist, and `cautions` is empty since nobody knows what loses. */
  readonly endedEarly?: true;
  /** What it needs that is kept outside vCenter and the hosts, and where that is. */
  readonly needs: readonly string[];
  /** The same steps were done on the twin and the decrypted bytes compared: equal, or not done. */
  readonly performed: 'equalBytes' | 'notPerformed' | 'differs';
};

export type Disaster = { readonly name: string; readonly title: string; readonly steps: readonly StepLine[] };

export type ReadingResult = {
  readonly claim: string;
  readonly verdict: Verdict;
  readonly search: SearchFigures;
  /** Absent where it was not asked for. */
  readonly profile?: SearchProfile;
  /** Steps of the set-up that the site refuses; when there are any, the rest is about a site not as described. */
  readonly setupRefused: readonly { readonly step: StepLine; readonly reason: string }[];
  readonly invariants: readonly ClaimResult[];
  readonly recoveries: readonly RecoveryResult[];
  /** Absent where it was not asked for. */
  readonly losses?: readonly LossSummary[];
  /** Beside `losses`. */
  readonly lossSearch?: LossSearch;
};

export type ChanceFigures = {
  readonly runs: number;
  readonly events: number;
  readonly refused: number;
  /** Runs in which model and twin disagreed. Anything but 0 is a defect of the tool. */
  readonly disagreements: number;
  readonly coverage: readonly Coverage[];
  readonly seconds: number;
};

export type DedupLayers = 'plain' | 'vsan' | 'vm' | 'both' | 'sameKeySamePlace' | 'sameKeyShifted';

export type DedupRow = {
  readonly layers: DedupLayers;
  readonly logicalBlocks: number;
  readonly uniqueBlocks: number;
  readonly ratio: number;
  readonly cpuSecondsPerGiB: number;
};

export type PracticeResult = PracticeLine & {
  readonly source: string;
  /** Whether the site follows it, as far as its file tells. */
  readonly followed: 'yes' | 'no' | 'notApplicable';
  readonly observed: string;
};

export type ChaosFinding = {
  readonly reading: ReadingName;
  readonly invariant: string;
  readonly finding: string;
  readonly steps: readonly StepLine[];
  readonly replay: string;
  /** How many runs showed it. */
  readonly runs: number;
};

export type CheckResult = {
  readonly schema: 'breakglass/check/1';
  readonly tool: { readonly version: string; readonly commit: string };
  readonly site: Site;
  readonly siteFile: string;
  readonly seed: string;
  readonly verdict: Verdict;
  /** The verdict in one sentence. */
  readonly sentence: string;
  /** Somebody ended the check before its end; what was found until then is judged. */
  readonly interrupted?: true;
  readonly disasters: readonly Disaster[];
  readonly readings: Readonly<Partial<Record<ReadingName, ReadingResult>>>;
  readonly systems: SystemsResult;
  readonly practices: readonly PracticeResult[];
  readonly chance: ChanceFigures;
  readonly dedup: readonly DedupRow[];
  readonly chaos?: {
    readonly campaign: string;
    readonly runs: number;
    readonly findings: readonly ChaosFinding[];
  };
  readonly notModelled: readonly string[];
};
