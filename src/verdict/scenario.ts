/** A scenario, played step by step on model and twin together, and held against what it expects. */
import { describeRefusal } from '../../models/describe.ts';
import type { Event } from '../../models/events.ts';
import type { Tagged } from '../../models/kernel/machine.ts';
import { worst, type Verdict } from '../../models/kernel/verdict.ts';
import type { Reading, ReadingName } from '../../models/reading.ts';
import type { StepLine } from '../../models/result.ts';
import { bareMachine, provisioning, steadyMachine } from '../../models/site-machine.ts';
import { type State, slice } from '../../models/state.ts';
import { readableWith } from '../../models/thief.ts';
import { type Compiled, compile } from '../explore/compile.ts';
import { recoveriesFrom } from '../explore/recovery.ts';
import { stateSet } from '../explore/state-set.ts';
import { aimsOf, recoveryMoves } from '../lockstep/aims.ts';
import { type Lockstep, lockstepOf, send } from '../lockstep/run.ts';
import { randomOf } from '../random.ts';
import type { Claim, MachineClaim, Scenario, ScenarioStep } from '../site/scenario.ts';
import { createTwin } from '../twin/twin.ts';
import { stepLine } from './lines.ts';

export type ScenarioLine = {
  readonly line: number;
  readonly column: number;
  /** The event that was sent, or `undefined` for an expectation. */
  readonly step: (Omit<StepLine, 'event'> & { readonly event: Tagged }) | undefined;
  /** What came of it, in words. */
  readonly outcome: string;
  readonly verdict: Verdict;
};

export type ScenarioResult = {
  readonly reading: ReadingName;
  readonly verdict: Verdict;
  readonly lines: readonly ScenarioLine[];
};

const statesMax = 400_000;

export function playScenario(scenario: Scenario, reading: Reading, seed: string): ScenarioResult {
  const { site } = scenario.siteFile;
  const { switches } = reading;
  const steady = scenario.start === 'steady';
  const machine = steady ? steadyMachine(site, switches).machine : bareMachine(site, switches);
  const twin = createTwin({ site, switches, random: randomOf(seed, 'scenario'), defect: 'none' });
  const lockstep = lockstepOf(machine, twin, steady ? provisioning(site) : []);
  const compiled = compile(machine);
  const lines = scenario.steps.flatMap((step) => playStep(lockstep, compiled, reading.name, step));
  twin.dispose();
  return { reading: reading.name, verdict: worst(lines.map(({ verdict }) => verdict)), lines };
}

function playStep(
  lockstep: Lockstep,
  compiled: Compiled<State, Event>,
  reading: ReadingName,
  step: ScenarioStep,
): readonly ScenarioLine[] {
  if (step.kind === 'expect')
    return step.claims[reading].map((claim) => claimLine(lockstep, compiled, claim));
  const observed = send(lockstep, step.event);
  const at = { line: step.line, column: step.column, step: stepLine(step.event) };
  if (lockstep.disagreement !== undefined) {
    const { expected, seen } = lockstep.disagreement;
    return [
      { ...at, outcome: `model and twin disagree: expected ${expected}, saw ${seen}`, verdict: 'broken' },
    ];
  }
  const expected = step.refused[reading];
  const refusal = observed.kind === 'refused' ? observed.refusal : null;
  const outcome = refusal === null ? 'done' : `refused (${refusal}): ${describeRefusal(refusal)}`;
  if (refusal === expected) return [{ ...at, outcome, verdict: 'holds' }];
  const wanted = expected === null ? 'to be accepted' : `to be refused (${expected})`;
  return [{ ...at, outcome: `${outcome}; expected it ${wanted}`, verdict: 'broken' }];
}

function claimLine(lockstep: Lockstep, compiled: Compiled<State, Event>, claim: Claim): ScenarioLine {
  const at = { line: claim.line, column: claim.column, step: undefined };
  const [state] = lockstep.belief;
  if (state === undefined)
    return { ...at, outcome: 'not asked: model and twin disagree', verdict: 'notTested' };
  if (claim.subject === 'vcenter') {
    const { state: found } = state.vcenter;
    const outcome = `vCenter Server is ${found}`;
    if (found === claim.state) return { ...at, outcome, verdict: 'holds' };
    return { ...at, outcome: `${outcome}; expected ${claim.state}`, verdict: 'broken' };
  }
  const found = machineClaim(lockstep, compiled, state, claim);
  const text = `${claim.machine} ${claim.claim}: ${found ?? 'not known'}`;
  if (found === undefined) return { ...at, outcome: text, verdict: 'notTested' };
  if (found === claim.holds) return { ...at, outcome: text, verdict: 'holds' };
  return { ...at, outcome: `${text}; expected ${claim.holds}`, verdict: 'broken' };
}

function machineClaim(
  { machine }: Lockstep,
  compiled: Compiled<State, Event>,
  state: State,
  { machine: name, claim }: MachineClaim,
): boolean | undefined {
  const { site } = machine.site;
  if (claim === 'runs') return slice(state, `machine/${name}`).on !== null;
  if (claim === 'secret') {
    return site.promise.secret.every((loot) => !readableWith(machine.site, state, loot).includes(name));
  }
  const aim = aimsOf(compiled, machine, name)[claim === 'starts' ? 'starts' : 'readable'];
  const states = stateSet(compiled.initial.length);
  const start = states.add(compiled.encode(state));
  const moves = { ...recoveryMoves(machine.site, [name]), statesMax };
  const { solutions, complete } = recoveriesFrom(compiled, states, [aim], moves);
  const won = solutions[0]?.won[start] !== -1;
  return won || complete ? won : undefined;
}
