/** A scenario, played step by step on model and twin together, and held against what it expects. */
import { describeRefusal } from '../../models/describe.ts';
import type { Event } from '../../models/events.ts';
import { secrecyOf } from '../../models/invariants.ts';
import { worst } from '../../models/kernel/verdict.ts';
import { readable } from '../../models/promise.ts';
import type { Reading, ReadingName } from '../../models/reading.ts';
import { bareMachine, provisioning, steadyMachine } from '../../models/site-machine.ts';
import { named } from '../../models/site.ts';
import { type State, slice } from '../../models/state.ts';
import { readableWith } from '../../models/thief.ts';
import { type Compiled, compile } from '../explore/compile.ts';
import { influencing } from '../explore/influence.ts';
import { recoveriesFrom } from '../explore/recovery.ts';
import { stateSet } from '../explore/state-set.ts';
import { aimsOf, recoveryMoves } from '../lockstep/aims.ts';
import { type Lockstep, lockstepOf, send } from '../lockstep/run.ts';
import { randomOf } from '../random.ts';
import type { Claim, MachineClaim, Scenario, ScenarioStep } from '../site/scenario.ts';
import { createTwin } from '../twin/twin.ts';
import { rescueOf } from './claims.ts';
import { factsOf, stepLine, unprovenLines } from './lines.ts';
import {
  answerLine,
  foundLine,
  type JudgedLine,
  type ScenarioLine,
  type ScenarioResult,
  unaskedLine,
  yesNo,
} from './scenario-line.ts';
import { seenLine } from './seen-line.ts';

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
): readonly JudgedLine[] {
  if (step.kind === 'expect') {
    return step.claims[reading].map((claim) => ({
      ...claimLine(lockstep, compiled, claim),
      restsOn: unprovenLines(behind(lockstep, compiled, claim)),
    }));
  }
  const observed = send(lockstep, step.event);
  const at = { line: step.line, column: step.column, step: stepLine(step.event) };
  const answered = answerLine(at, lockstep.disagreement, observed, step.refused[reading], describeRefusal);
  return [{ ...answered, restsOn: unprovenLines(factsOf([step.event])) }];
}

/** The facts that decide what is asked of a machine; what can be seen now was decided by the steps before. */
function behind({ machine }: Lockstep, compiled: Compiled<State, Event>, claim: Claim): readonly string[] {
  if (claim.subject !== 'machine' || claim.claim === 'runs' || claim.claim === 'salvageable') return [];
  const { site } = machine.site;
  if (claim.claim === 'secret') return site.promise.secret.flatMap((loot) => secrecyOf(loot).sources);
  const { reads } = readable(machine.site, claim.machine);
  const rescued = claim.claim === 'recoverable' ? rescueOf(named(site.machines, claim.machine)) : [];
  return [...rescued, ...factsOf(influencing(compiled, reads))];
}

function claimLine(lockstep: Lockstep, compiled: Compiled<State, Event>, claim: Claim): ScenarioLine {
  const [state] = lockstep.belief;
  if (state === undefined) return unaskedLine(claim);
  if (claim.subject === 'seen') return seenLine(claim, lockstep.twin.look());
  if (claim.subject === 'vcenter') {
    const { state: found } = state.vcenter;
    const at = { line: claim.line, column: claim.column, step: undefined };
    const outcome = `vCenter Server is ${found}`;
    if (found === claim.state) return { ...at, outcome, verdict: 'holds' };
    return { ...at, outcome: `${outcome}; expected ${claim.state}`, verdict: 'broken' };
  }
  const found = machineClaim(lockstep, compiled, state, claim);
  return foundLine(claim, `${claim.machine} ${claim.claim}: ${yesNo(found)}`, found, claim.holds);
}

function machineClaim(
  { machine, twin }: Lockstep,
  compiled: Compiled<State, Event>,
  state: State,
  { machine: name, claim }: MachineClaim,
): boolean | undefined {
  const { site } = machine.site;
  if (claim === 'runs') return slice(state, `machine/${name}`).on !== null;
  // The model has no bytes: what is left of a machine is for the twin to try.
  if (claim === 'salvageable') return twin.salvage()[name];
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
