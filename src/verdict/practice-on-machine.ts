/** What one domain machine loses, with a practice and without it. */
import type { Machine, Tagged } from '../../models/kernel/machine.ts';
import { step } from '../../models/kernel/step.ts';
import { domainMachines } from '../../models/machines/all.ts';
import type { AnyDomainMachine, Setting } from '../../models/machines/domain-machine.ts';
import type { Found, RunStep } from '../../models/proofs/answer.ts';
import { type Conduct, eventOf, type MachineQuestion } from '../../models/proofs/proof.ts';
import type { Reading } from '../../models/reading.ts';
import { type Compiled, compile } from '../explore/compile.ts';
import { recoveriesFrom } from '../explore/recovery.ts';
import { search, type Search } from '../explore/search.ts';

const statesMax = 1_000_000;

type State = Record<string, unknown>;
export type AnyMachine = Machine<Setting<unknown>, State, Tagged, string>;

/** @throws when there is no such machine, variant, goal or event: a defect of ours */
export function foundOnMachine(
  question: MachineQuestion,
  side: 'kept' | 'dropped',
  { switches }: Reading,
): Found {
  const machine = domainMachineNamed(question.machine);
  const conduct = question[side];
  const name = conduct.variant ?? question.variant;
  const variant = machine.variants[name];
  if (variant === undefined) throw new Error(`${machine.name} has no variant ${name}`);
  const setting = { variant, switches };
  const never = [...(conduct.never ?? []), ...(question.leavesOut ?? [])];
  const prepared = prepare(machine.machine(setting), conduct);
  if ('why' in prepared) return { kind: 'unknown', why: prepared.why };
  const model = without(prepared.model, never);
  const compiled = compile(model);
  return nearestLoss(question, compiled, goalOn(machine, model, compiled, question.goal), prepared.steps);
}

/** @throws when there is none */
function domainMachineNamed(wanted: string): AnyDomainMachine {
  const machine = domainMachines.find(({ name }) => name === wanted);
  if (machine === undefined) throw new Error(`there is no machine ${wanted}`);
  return machine;
}

/** The machine in which some events never happen. */
export function without(model: AnyMachine, never: readonly string[]): AnyMachine {
  const rules = { ...model.rules };
  for (const type of never) {
    const rule = rules[type];
    if (rule === undefined) throw new Error(`there is no event ${type}`);
    rules[type] = { ...rule, candidates: () => [] };
  }
  return { ...model, rules };
}

type Prepared = { readonly model: AnyMachine; readonly steps: readonly RunStep[] };

/** The machine after what happens before the story begins, or why that cannot happen so. */
function prepare(model: AnyMachine, { before = [] }: Conduct): Prepared | { readonly why: string } {
  const steps: RunStep[] = [];
  let state = model.initial;
  for (const done of before) {
    const event = eventOf(done);
    const expected = 'event' in done ? done.refused : undefined;
    const outcome = step(model, state, event);
    const refusal = outcome.kind === 'refused' ? outcome.refusal : undefined;
    if (refusal !== expected)
      return {
        why: `${event.type} is ${refusal ?? 'accepted'} in the preparation, not ${expected ?? 'accepted'}`,
      };
    if (outcome.kind === 'accepted') state = outcome.state;
    steps.push(refusal === undefined ? { event } : { event, refused: refusal });
  }
  return { model: { ...model, initial: state }, steps };
}

/** What has to be so, over tuples; and where that an event is accepted, why it is refused. */
type Goal = {
  readonly reached: (tuple: Uint16Array) => boolean;
  readonly refusal?: (tuple: Uint16Array) => string | undefined;
};

function goalOn(
  machine: AnyDomainMachine,
  model: AnyMachine,
  compiled: Compiled<State, Tagged>,
  goal: MachineQuestion['goal'],
): Goal {
  if (typeof goal === 'string') {
    const wanted = machine.goals(model.site).find(({ name }) => name === goal);
    if (wanted === undefined) throw new Error(`${machine.name} has no goal ${goal}`);
    return { reached: compiled.predicate(wanted.reads, wanted.reached) };
  }
  const text = JSON.stringify(goal);
  const instance = compiled.instances.findIndex(({ event }) => JSON.stringify(event) === text);
  if (instance === -1) throw new Error(`${machine.name} has no event ${text}`);
  const after = new Uint16Array(compiled.initial.length);
  return {
    reached: (tuple) => compiled.next(instance, tuple, after),
    refusal: (tuple) => {
      const outcome = step(model, compiled.decode(tuple), goal);
      return outcome.kind === 'refused' ? outcome.refusal : undefined;
    },
  };
}

function nearestLoss(
  { must, faultsMax }: MachineQuestion,
  compiled: Compiled<State, Tagged>,
  { reached, refusal }: Goal,
  before: readonly RunStep[],
): Found {
  const found = search(compiled, { faultsMax, statesMax });
  const asked = found.states.size();
  const tuple = new Uint16Array(compiled.initial.length);
  const read = (state: number): Uint16Array => {
    found.states.read(state, tuple);
    return tuple;
  };
  const fine = must === 'stays' ? (state: number) => reached(read(state)) : winning(compiled, found, reached);
  if (!found.complete || fine === undefined)
    return { kind: 'unknown', why: `the search stopped at ${statesMax} states` };
  for (let node = 0; node < found.nodes; node++) {
    const state = found.stateOf(node);
    if (fine(state)) continue;
    const run = found.pathTo(node).map((event) => ({ event }));
    const why = refusal?.(read(state));
    const lost = { kind: 'lost' as const, steps: [...before, ...run], prepared: before.length };
    return why === undefined ? lost : { ...lost, refusal: why };
  }
  return { kind: 'kept', states: asked };
}

/** From which states the operator can bring it about, whatever the system does; nothing if that is not known. */
function winning(
  compiled: Compiled<State, Tagged>,
  { states }: Search<State, Tagged>,
  reached: Goal['reached'],
): ((state: number) => boolean) | undefined {
  const allowed = (): boolean => true;
  const moves = { useful: allowed, destructive: allowed, statesMax };
  const { solutions, complete } = recoveriesFrom(
    compiled,
    states,
    [{ reached, allowed, daring: allowed }],
    moves,
  );
  const won = solutions[0]?.won;
  return complete && won !== undefined ? (state) => won[state] !== -1 : undefined;
}
