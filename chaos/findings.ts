/** What a campaign found: its losses, each made short, grouped by what makes them. */
import type { Deployment } from '../models/deployment.ts';
import type { Event, Refusal } from '../models/events.ts';
import { run as play } from '../models/kernel/step.ts';
import { rules } from '../models/rules.ts';
import type { State } from '../models/state.ts';
import { recoveriesFrom } from '../src/explore/recovery.ts';
import { stateSet } from '../src/explore/state-set.ts';
import { aimsOf, recoveryMoves } from '../src/lockstep/aims.ts';
import { minimized } from './minimize.ts';
import type { Ground } from './run.ts';

/** A run in which a machine did not come back. */
export type Loss = {
  readonly index: number;
  readonly machine: string;
  readonly events: readonly Event[];
  /** The run spent no more faults than the promise covers. */
  readonly withinPromise: boolean;
};

type Finding = {
  readonly machine: string;
  /** The shortest run found that shows it, from the steady state. */
  readonly events: readonly Event[];
  /** How many faults it takes; within the promise when that is at most what the site promises. */
  readonly faults: number;
  /** The runs of the campaign that it explains. */
  readonly runs: readonly number[];
};

const statesMax = 400_000;

export type Findings = {
  readonly findings: readonly Finding[];
  /** Losses beyond the promise that were not made short, because enough others were. */
  readonly unexplained: number;
  /** Losses whose search stopped before it knew. */
  readonly undecided: number;
  /** Losses that are none when the run starts from the steady state. */
  readonly beforeSetup: number;
};

/**
 * @param losses in the order of their runs: the result does not depend on who ran them
 * @param minimizedMax losses that are made short for one machine; the others are explained by these, or counted.
 *   A loss within the promise is always made short.
 * @param onProgress told before each loss is looked at
 */
export function findingsOf(
  ground: Ground,
  losses: readonly Loss[],
  minimizedMax: number,
  onProgress: (looked: number, total: number) => void,
): Findings {
  const found: { machine: string; events: readonly Event[]; faults: readonly string[]; runs: number[] }[] =
    [];
  let looked = 0;
  let unexplained = 0;
  let undecided = 0;
  let beforeSetup = 0;
  for (const { index, machine, events, withinPromise } of losses) {
    onProgress(looked++, losses.length);
    const known = found.find((finding) => finding.machine === machine && explains(finding.faults, events));
    if (known !== undefined) {
      known.runs.push(index);
      continue;
    }
    const tried = found.filter((finding) => finding.machine === machine).length;
    if (tried >= minimizedMax && !withinPromise) {
      unexplained++;
      continue;
    }
    const end = endOf(ground, machine, events);
    if (end !== 'lost') {
      if (end === 'kept') beforeSetup++;
      else undecided++;
      continue;
    }
    const shows = (shorter: readonly Event[]): boolean => isLost(ground, machine, shorter);
    const short = minimized(ground.steady, events, shows);
    found.push({ machine, events: short, faults: spending(short), runs: [index] });
  }
  const findings = found.map(({ machine, events, faults, runs }) => ({
    machine,
    events,
    faults: faults.length,
    runs,
  }));
  return {
    findings: findings.toSorted((a, b) => a.faults - b.faults || a.events.length - b.events.length),
    unexplained,
    undecided,
    beforeSetup,
  };
}

/** Whether no recovery wins after these events, played from the steady state. */
export function isLost(ground: Ground, machine: string, events: readonly Event[]): boolean {
  return endOf(ground, machine, events) === 'lost';
}

/** Whether a recovery wins after these events, played from the steady state. */
function endOf(
  { steady, deployment, compiled }: Ground,
  machine: string,
  events: readonly Event[],
): 'lost' | 'kept' | 'unknown' {
  const state = play<Deployment, State, Event, Refusal>(steady, events);
  const states = stateSet(compiled.initial.length);
  const start = states.add(compiled.encode(state));
  const aim = aimsOf(compiled, steady, machine).readable;
  const moves = { ...recoveryMoves(deployment, [machine]), statesMax };
  const { solutions, complete } = recoveriesFrom(compiled, states, [aim], moves);
  if (solutions[0]?.won[start] !== -1) return 'kept';
  return complete ? 'lost' : 'unknown';
}

/** A finding explains a run that contains all of its faults. */
function explains(faults: readonly string[], events: readonly Event[]): boolean {
  const left = spending(events);
  return faults.every((fault) => {
    const at = left.indexOf(fault);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function spending(events: readonly Event[]): string[] {
  return events.filter(({ type }) => rules[type].spends === 1).map((event) => JSON.stringify(event));
}
