/** A scenario on a domain machine, played step by step on model and twin together, and held against what it expects. */
import type { Tagged } from '../../models/kernel/machine.ts';
import { worst } from '../../models/kernel/verdict.ts';
import type { AnyDomainMachine } from '../../models/machines/domain-machine.ts';
import type { Reading } from '../../models/reading.ts';
import { compile } from '../explore/compile.ts';
import { runbookFrom } from '../explore/game.ts';
import { influencing } from '../explore/influence.ts';
import { recoveriesFrom } from '../explore/recovery.ts';
import { stateSet } from '../explore/state-set.ts';
import { type DomainLockstep, domainLockstep } from '../lockstep/domain.ts';
import { send } from '../lockstep/run.ts';
import { randomOf } from '../random.ts';
import type { GoalClaim, MachineScenario, MachineStep } from '../site/machine-scenario.ts';
import type { SeenClaim } from '../site/seen.ts';
import { domainTwins } from '../twin/machines/all.ts';
import { unprovenLines } from './lines.ts';
import { type AnyMachine, without } from './practice-on-machine.ts';
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

type Play = {
  readonly machine: AnyDomainMachine;
  readonly lockstep: DomainLockstep;
  readonly reading: Reading;
  /** Events that do not happen in what can be brought about. */
  readonly never: readonly string[];
};

const statesMax = 400_000;

/** @throws when the machine has no twin: a defect of ours */
export function playMachineScenario(
  { machine, variantName, without: never, steps }: MachineScenario,
  reading: Reading,
  seed: string,
): ScenarioResult {
  const maker = domainTwins[machine.name];
  if (maker === undefined) throw new Error(`the machine ${machine.name} has no twin`);
  const setting = { variant: machine.variants[variantName], switches: reading.switches };
  const lockstep = domainLockstep(machine, maker, setting, randomOf(seed, 'scenario'));
  const play: Play = { machine, lockstep, reading, never };
  const lines = steps.flatMap((step) => playStep(play, step));
  lockstep.twin.dispose();
  return { reading: reading.name, verdict: worst(lines.map(({ verdict }) => verdict)), lines };
}

function playStep(play: Play, step: MachineStep): readonly JudgedLine[] {
  const { machine, lockstep, reading } = play;
  if (step.kind === 'expect') {
    return step.claims[reading.name].map((claim) => ({
      ...claimLine(play, claim),
      restsOn: unprovenBehind(play, haveASay(play, claim)),
    }));
  }
  const { line, column, event } = step;
  const observed = send(lockstep, event);
  const by = lockstep.machine.rules[event.type]?.by ?? 'operator';
  const at = { line, column, step: { event, by, text: machine.describe(event) } };
  const expected = step.refused[reading.name];
  const wordsOf = (refusal: string): string => machine.describeRefusal(refusal) ?? refusal;
  const answered = answerLine(at, lockstep.disagreement, observed, expected, wordsOf);
  return [{ ...answered, restsOn: unprovenBehind(play, [event]) }];
}

/** The events that decide whether something can be brought about; what is so now was decided by the steps before. */
function haveASay({ machine, lockstep, never }: Play, claim: GoalClaim | SeenClaim): readonly Tagged[] {
  if (claim.subject === 'seen' || claim.when === 'now') return [];
  const goal = machine.goals(lockstep.machine.site).find(({ name }) => name === claim.goal);
  return goal === undefined ? [] : influencing(compile(without(lockstep.machine, never)), goal.reads);
}

function unprovenBehind({ lockstep }: Play, events: readonly Tagged[]): JudgedLine['restsOn'] {
  return unprovenLines(events.flatMap(({ type }) => lockstep.machine.rules[type]?.sources ?? []));
}

function claimLine({ machine, lockstep, never }: Play, claim: GoalClaim | SeenClaim): ScenarioLine {
  const [state] = lockstep.belief;
  if (state === undefined) return unaskedLine(claim);
  if (claim.subject === 'seen') return seenLine(claim, lockstep.twin.look());
  const { when, goal, holds } = claim;
  const { found, how } =
    when === 'now'
      ? now(machine, lockstep, state, goal)
      : reachable(machine, without(lockstep.machine, never), state, goal);
  const asked = machine.goals(lockstep.machine.site).find(({ name }) => name === goal)?.claim ?? goal;
  const words = when === 'now' ? asked : `Can it be made so? ${asked}`;
  return foundLine(claim, `${words} ${yesNo(found)}${how}`, found, holds);
}

type Found = { readonly found: boolean | undefined; readonly how: string };

/** Whether a goal is so: the model says it, and the twin has tried. */
function now(
  machine: AnyDomainMachine,
  { machine: model, twin }: DomainLockstep,
  state: Record<string, unknown>,
  name: string,
): Found {
  const claimed = machine
    .goals(model.site)
    .find((one) => one.name === name)
    ?.reached(state);
  const tried = twin.verify()[name];
  if (claimed === tried) return { found: claimed, how: '' };
  return { found: undefined, how: ` (the model says ${claimed}, the twin finds ${tried})` };
}

/** Whether an operator can bring a goal about, and the shortest way if it is short enough to be told in a line. */
function reachable(
  machine: AnyDomainMachine,
  model: AnyMachine,
  state: Record<string, unknown>,
  name: string,
): Found {
  const goal = machine.goals(model.site).find((one) => one.name === name);
  if (goal === undefined) return { found: undefined, how: '' };
  const compiled = compile(model);
  const states = stateSet(compiled.initial.length);
  const start = states.add(compiled.encode(state));
  const allowed = (): boolean => true;
  const aim = { reached: compiled.predicate(goal.reads, goal.reached), allowed, daring: allowed };
  const moves = { useful: allowed, destructive: allowed, statesMax };
  const { arena, solutions, complete } = recoveriesFrom(compiled, states, [aim], moves);
  const [solution] = solutions;
  if (solution === undefined || solution.won[start] === -1)
    return { found: complete ? false : undefined, how: '' };
  const way: readonly Tagged[] = runbookFrom(arena, solution, allowed, start) ?? [];
  const steps = way.map((event) => machine.describe(event)).join(', then ');
  return { found: true, how: way.length === 0 ? ' (it is so now)' : ` (${steps})` };
}
