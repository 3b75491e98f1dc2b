/** The result of a check, as `--json` writes it and the report reads it. Versioned by `schema`. */
import type { Event } from './events.ts';
import type { Confidence } from './evidence.ts';
import type { Actor, Tagged } from './kernel/machine.ts';
import type { Verdict } from './kernel/verdict.ts';
import type { ReadingName } from './reading.ts';
import type { Site } from './site.ts';

export type SourceLine = {
  readonly id: string;
  readonly fact: string;
  readonly source: string;
  readonly confidence: Confidence;
};

/** One event of a run or a runbook, with its words. */
export type StepLine = {
  readonly event: Event;
  readonly by: Actor;
  readonly text: string;
  /** How an operator does it; absent for what happens by itself. */
  readonly how?: string;
};

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
  /** What the system may do by itself spoiledBy, so that nothing helps any more; absent where luck may still help. */
  readonly spoiledBy?: readonly string[];
};

export type RecoveryResult = {
  readonly disaster: string;
  readonly machine: string;
  readonly outcome: RecoveryOutcome;
  readonly steps: readonly StepLine[];
  /** What loses when it is done too early: which steps must come first, and why. */
  readonly cautions: readonly CautionLine[];
  /** What it needs that is kept outside vCenter and the hosts, and where that is. */
  readonly needs: readonly string[];
  /** The same steps were done on the twin and the decrypted bytes compared: equal, or not done. */
  readonly performed: 'equalBytes' | 'notPerformed' | 'differs';
};

export type Disaster = { readonly name: string; readonly title: string; readonly steps: readonly StepLine[] };

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
  /** The titles of the cheapest practices that remove it, searched; absent where none do, or it was not looked for. */
  readonly removedBy?: readonly string[];
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

/** One step of a run on a domain machine, with its words. */
export type SystemStep = StepWords & { readonly event: Tagged };

/** The words of a step, whatever machine it is of. */
export type StepWords = Omit<StepLine, 'event'>;

/** What became of one goal or invariant of a domain machine. */
export type SystemAnswer = {
  readonly name: string;
  readonly kind: 'goal' | 'invariant';
  /** `stays`: in every state. `reachable`: the operator can bring it about from every state. */
  readonly must: 'stays' | 'reachable';
  readonly claim: string;
  /** Whether it counts for the verdict; otherwise it is a remark. */
  readonly counts: boolean;
  readonly verdict: Verdict;
  /** What was seen, in one sentence. */
  readonly finding: string;
  /** A shortest run after which it is not so; absent unless it is broken. */
  readonly steps?: readonly SystemStep[];
  /** The weakest confidence among the facts that decide it. */
  readonly confidence: Confidence;
};

/** What one system of the site answered, under the readings that do not make a difference to it. */
export type SystemResult = {
  readonly title: string;
  /** The domain machine: its page is docs/machines/NAME.md. */
  readonly machine: string;
  readonly readings: readonly ReadingName[];
  /** What it was searched on: the settings that the site fixes, and how it was set up. */
  readonly cases: readonly {
    readonly when: string;
    readonly variant: unknown;
    readonly setUp: readonly string[];
  }[];
  readonly faultsMax: number;
  /** Of all cases together, under the reading with the most of them. */
  readonly states: number;
  readonly complete: boolean;
  readonly answers: readonly SystemAnswer[];
  /** The facts that its rules rest on. */
  readonly sources: readonly SourceLine[];
};

export type SystemsResult = {
  readonly asked: readonly SystemResult[];
  /** What follows from a rule without a search, such as what a licence denies. */
  readonly notes: readonly {
    readonly title: string;
    readonly text: string;
    readonly sources: readonly SourceLine[];
  }[];
  /** Fields of the site file that would let more be asked, were they there. */
  readonly missing: readonly string[];
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
