/** One case of a question, searched: what faults lead to, and what operators bring about from there. */
import { isDeepStrictEqual } from 'node:util';
import type { FactId } from '../../models/evidence.ts';
import { type Machine, ruleOf, type Tagged } from '../../models/kernel/machine.ts';
import { step } from '../../models/kernel/step.ts';
import type { AnyDomainMachine, DomainGoal, Setting } from '../../models/machines/domain-machine.ts';
import type { Switches } from '../../models/reading.ts';
import type { Case, Question } from '../../models/systems/question.ts';
import { type Compiled, compile } from '../explore/compile.ts';
import type { Solution } from '../explore/game.ts';
import { recoveriesFrom } from '../explore/recovery.ts';
import { type Search, search } from '../explore/search.ts';

type State = Record<string, unknown>;
type Model = Machine<Setting<unknown>, State, Tagged, string>;

export type ExploredCase = {
  readonly when: string;
  readonly domain: AnyDomainMachine;
  readonly setting: Setting<unknown>;
  readonly model: Model;
  readonly compiled: Compiled<State, Tagged>;
  readonly search: Search<State, Tagged>;
  /** The solutions of the goals that must be reachable, by name; none when that search stopped. */
  readonly solutions: ReadonlyMap<string, Solution>;
  readonly states: number;
  readonly complete: boolean;
  /** The facts of all rules that moved it. */
  readonly facts: readonly FactId[];
};

/** @throws when the case cannot be set up as the question says: a defect of ours */
export function exploreCase(
  { title, machine: domain, never, faultsMax, aims }: Question,
  { when, variant, setUp }: Case,
  switches: Switches,
  statesMax: number,
): ExploredCase {
  const setting = { variant, switches };
  const model = prepared(title, domain.machine(setting), setUp, never);
  const compiled = compile(model);
  const found = search(compiled, { faultsMax, statesMax });
  const states = found.states.size();
  const wanted = aims
    .filter(({ must }) => must === 'reachable')
    .map(({ goal }) => goalOf(domain, setting, goal));
  const solved = found.complete ? solutionsOf(compiled, found, wanted, statesMax) : undefined;
  return {
    when,
    domain,
    setting,
    model,
    compiled,
    search: found,
    solutions: solved ?? new Map<string, Solution>(),
    states,
    complete: found.complete && solved !== undefined,
    facts: factsMoved(model, compiled, found),
  };
}

/** The goal of this name. @throws when the machine has none: a defect of ours */
export function goalOf(domain: AnyDomainMachine, setting: Setting<unknown>, name: string): DomainGoal<State> {
  const found = domain.goals(setting).find((goal) => goal.name === name);
  if (found === undefined) throw new Error(`${domain.name} has no goal ${name}`);
  return found;
}

function solutionsOf(
  compiled: Compiled<State, Tagged>,
  found: Search<State, Tagged>,
  goals: readonly DomainGoal<State>[],
  statesMax: number,
): ReadonlyMap<string, Solution> | undefined {
  if (goals.length === 0) return new Map();
  const allowed = (): boolean => true;
  const aims = goals.map(({ reads, reached }) => ({
    reached: compiled.predicate(reads, reached),
    allowed,
    daring: allowed,
  }));
  const { solutions, complete } = recoveriesFrom(compiled, found.states, aims, {
    useful: allowed,
    destructive: allowed,
    statesMax,
  });
  if (!complete) return undefined;
  return new Map(
    goals.flatMap(({ name }, at) => (solutions[at] === undefined ? [] : [[name, solutions[at]]])),
  );
}

/** The machine after its set-up, without the events that do not happen there. */
function prepared(
  title: string,
  model: Model,
  setUp: readonly Tagged[],
  never: readonly (string | Tagged)[],
): Model {
  let state = model.initial;
  for (const event of setUp) {
    const outcome = step(model, state, event);
    if (outcome.kind === 'refused')
      throw new Error(`${title}: ${JSON.stringify(event)} of its set-up is refused as ${outcome.refusal}`);
    state = outcome.state;
  }
  const rules = { ...model.rules };
  for (const one of never) {
    const type = typeof one === 'string' ? one : one.type;
    const rule = rules[type];
    if (rule === undefined) throw new Error(`${title}: there is no event ${type}`);
    const { candidates } = rule;
    const left = typeof one === 'string' ? () => [] : without(candidates, one);
    rules[type] = { ...rule, candidates: left };
  }
  return { ...model, initial: state, rules };
}

/** The candidates but for this event. */
function without(
  candidates: (site: Setting<unknown>) => readonly Tagged[],
  one: Tagged,
): (site: Setting<unknown>) => readonly Tagged[] {
  return (site) => candidates(site).filter((event) => !isDeepStrictEqual(event, one));
}

function factsMoved(
  model: Model,
  { instances }: Compiled<State, Tagged>,
  { taken }: Search<State, Tagged>,
): readonly FactId[] {
  const types = new Set(instances.filter((_, at) => (taken[at] ?? 0) > 0).map(({ event }) => event.type));
  // Rules of domain machines are typed to name only facts that exist.
  return [...types].flatMap((type) => ruleOf(model, type).sources as readonly FactId[]);
}
