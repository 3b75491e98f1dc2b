/** What a site must keep, judged on every state that faults can lead to. */
import type { Event } from '../../models/events.ts';
import type { FactId } from '../../models/evidence.ts';
import { productInvariants, secrecyOf, type SiteInvariant } from '../../models/invariants.ts';
import type { Verdict } from '../../models/kernel/verdict.ts';
import { readable, runs } from '../../models/promise.ts';
import type { ClaimResult, Counterexample, PromisePart } from '../../models/result.ts';
import type { MachineSite } from '../../models/site.ts';
import type { AimKind } from '../lockstep/aims.ts';
import type { Solution } from '../explore/game.ts';
import { influencing } from '../explore/influence.ts';
import { type Explored, solutionOf } from './explored.ts';
import { factsOf, sourceLines, stepLine, unprovenLines, weakest } from './lines.ts';
import { tokenOf } from './token.ts';

/**
 * All claims about one reading: the promise first, then what the product itself must guarantee.
 *
 * @param replayCommand what to type before a replay token
 */
export function claimsOf(explored: Explored, replayCommand: string): readonly ClaimResult[] {
  const { site } = explored.machine.site;
  const { promise, machines } = site;
  return [
    ...machines.map((machine) => recoverableClaim(explored, machine, promise.recoverable, replayCommand)),
    ...machines.map((machine) => startsClaim(explored, machine, promise.starts, replayCommand)),
    ...promise.secret.map((loot) => invariantClaim(explored, secrecyOf(loot), 'secret', replayCommand)),
    ...productInvariants(explored.machine.site).map((invariant) =>
      invariantClaim(explored, invariant, undefined, replayCommand),
    ),
  ];
}

function recoverableClaim(
  explored: Explored,
  machine: MachineSite,
  faults: number,
  replayCommand: string,
): ClaimResult {
  const { name, count } = machine;
  const solution = solutionOf(explored, name, 'readable');
  return gameClaim(explored, faults, replayCommand, {
    name: `${name} stays recoverable`,
    part: 'recoverable',
    claim: `With any ${plural(faults, 'fault')}, the data of ${machinesText(name, count)} can be had back.`,
    held: `a recovery wins from every state that at most ${plural(faults, 'fault')} lead to`,
    sources: ['kdk-is-root', 'no-escrow', ...rescueOf(machine), 'bound-faults'],
    machine: name,
    kind: 'readable',
    solution,
  });
}

/** What is taken to bring back a machine without its key, where something does. */
export function rescueOf({ encryption }: MachineSite): readonly FactId[] {
  return encryption === 'vtpm' ? ['vtpm-rescue'] : [];
}

function startsClaim(
  explored: Explored,
  { name, count }: MachineSite,
  faults: number,
  replayCommand: string,
): ClaimResult {
  return gameClaim(explored, faults, replayCommand, {
    name: `${name} starts again`,
    part: 'starts',
    claim: `With any ${plural(faults, 'fault')}, ${machinesText(name, count)} run or start again without anything kept outside.`,
    held: `from every state that at most ${plural(faults, 'fault')} lead to, it runs or can be started with what the cluster has`,
    sources: ['keys-survive-reboot', 'no-loop-on-vsan', 'bound-faults'],
    machine: name,
    kind: 'starts',
    solution: solutionOf(explored, name, 'starts'),
  });
}

type GameQuestion = {
  readonly name: string;
  readonly part: PromisePart;
  readonly claim: string;
  readonly held: string;
  readonly sources: readonly FactId[];
  readonly machine: string;
  readonly kind: AimKind;
  readonly solution: Solution;
};

function gameClaim(
  explored: Explored,
  faults: number,
  replayCommand: string,
  { name, part, claim, held, sources, machine, kind, solution }: GameQuestion,
): ClaimResult {
  const { search, recoveries, compiled, judged } = explored;
  const { reads, reached } = runs(machine);
  const running = compiled.predicate(reads, reached);
  // That a recovery wins, and that none does, is said of all moves there are.
  const looks = kind === 'starts' ? reads : readable(explored.machine.site, machine).reads;
  const base = { name, part, claim, sources, looks };
  const tuple = new Uint16Array(explored.compiled.initial.length);
  // What was not won in an arena that is not complete may still be won beyond it: not known, not broken. A search
  // that is complete holds every state that the free moves of a start lead to.
  const decided = recoveries.complete || (kind === 'starts' && search.complete);
  let interesting = false;
  for (let node = 0; node < search.nodes; node++) {
    if (search.faultsOf(node) > faults) continue;
    const state = search.stateOf(node);
    search.states.read(state, tuple);
    interesting ||= !running(tuple);
    if (state >= judged || solution.won[state] !== -1 || !decided) continue;
    const counterexample = counterexampleTo(explored, node, solution, replayCommand);
    const finding = `${describeLoss(kind, solution.possible[state] === 1)} after ${plural(counterexample.steps.length, 'step')}`;
    return claimResult(explored, { ...base, finding, verdict: 'broken', counterexample });
  }
  const whole = search.complete && recoveries.complete;
  const tested = interesting && whole && faults <= explored.faultsMax;
  const finding = tested ? held : untested(explored, interesting, whole, faults);
  return claimResult(explored, { ...base, finding, verdict: tested ? 'holds' : 'notTested' });
}

function describeLoss(kind: AimKind, possible: boolean): string {
  if (kind === 'starts') return 'it needs something kept outside the cluster';
  return possible
    ? 'it comes back only if the system happens not to act first'
    : 'no procedure brings it back';
}

function invariantClaim(
  explored: Explored,
  invariant: SiteInvariant,
  part: PromisePart | undefined,
  replayCommand: string,
): ClaimResult {
  const { compiled, search, machine } = explored;
  const deployment = machine.site;
  const reads = invariant.reads(deployment);
  const always = compiled.predicate(reads, (state) => invariant.always(state, deployment));
  const sometimes = compiled.predicate(reads, (state) => invariant.sometimes(state, deployment));
  const tuple = new Uint16Array(compiled.initial.length);
  const base = {
    name: invariant.name,
    claim: invariant.claim,
    sources: invariant.sources,
    ...(part && { part }),
  };
  let interesting = false;
  for (let node = 0; node < search.nodes; node++) {
    search.states.read(search.stateOf(node), tuple);
    interesting ||= sometimes(tuple);
    if (always(tuple)) continue;
    const counterexample = counterexampleTo(explored, node, undefined, replayCommand);
    const steps = counterexample.steps.length;
    const finding = steps === 0 ? 'it is so from the start' : `it comes about after ${plural(steps, 'step')}`;
    return claimResult(explored, { ...base, finding, verdict: 'broken', counterexample });
  }
  const { site } = deployment;
  const faults = Math.max(site.promise.recoverable, site.promise.starts);
  const tested = interesting && search.complete && faults <= explored.faultsMax;
  const finding = tested
    ? 'in every state that was reached'
    : untested(explored, interesting, search.complete, faults);
  return claimResult(explored, {
    ...base,
    looks: reads,
    finding,
    verdict: tested ? 'holds' : 'notTested',
  });
}

function untested({ faultsMax }: Explored, interesting: boolean, complete: boolean, faults: number): string {
  if (!complete) return 'the search stopped before it was complete';
  if (faults > faultsMax)
    return `the search stopped before it was complete; of runs with at most ${plural(faultsMax, 'fault')}, all were looked at, and none breaks it`;
  return interesting ? 'not decided' : 'the state that makes the question interesting was never reached';
}

function counterexampleTo(
  explored: Explored,
  node: number,
  solution: Solution | undefined,
  replayCommand: string,
): Counterexample {
  const { search, machine, reading } = explored;
  const events = search.pathTo(node);
  const steps = events.map(stepLine);
  const token = tokenOf(machine.site.site, reading, events);
  const base = { steps, replay: `${replayCommand} ${token}` };
  if (solution === undefined) return base;
  // The doom step is the first after which no later state of the way is won any more.
  const won = search.nodesTo(node).map((at) => solution.won[search.stateOf(at)] !== -1);
  const doomStep = won.lastIndexOf(true);
  return doomStep < 0 ? base : { ...base, doomStep };
}

type Draft = {
  readonly name: string;
  readonly part?: PromisePart;
  readonly claim: string;
  readonly finding: string;
  readonly sources: readonly FactId[];
  readonly verdict: Verdict;
  readonly counterexample?: Counterexample;
  /** What the claim looks at, where it speaks of every rule that can change that. A counterexample may need no such thing. */
  readonly looks?: readonly string[];
};

function claimResult({ setupRefused, compiled }: Explored, { looks = [], ...draft }: Draft): ClaimResult {
  const events: readonly Event[] = draft.counterexample?.steps.map(({ event }) => event) ?? [];
  const ids = [...draft.sources, ...factsOf(events)];
  const sources = sourceLines(ids);
  // A site that could not be set up as described has not been tested as described.
  const verdict = setupRefused.length > 0 && draft.verdict === 'holds' ? 'notTested' : draft.verdict;
  const heard = verdict === 'notTested' ? [] : factsOf(influencing(compiled, looks));
  const restsOn = verdict === 'notTested' ? [] : unprovenLines([...ids, ...heard]);
  return {
    ...draft,
    verdict,
    sources,
    restsOn,
    confidence: weakest([...sources, ...restsOn]),
    practices: [],
  };
}

export function plural(count: number, word: string, many = `${word}s`): string {
  return `${count} ${count === 1 ? word : many}`;
}

function machinesText(name: string, count: number): string {
  return count === 1 ? name : `${name} (${count} machines)`;
}
