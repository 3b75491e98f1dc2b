/** What a searched case answers about one goal, or about the invariants of its machine. */
import type { FactId } from '../../models/evidence.ts';
import { ruleOf } from '../../models/kernel/machine.ts';
import type { SystemAnswer, SystemStep } from '../../models/system-result.ts';
import type { Aim } from '../../models/systems/question.ts';
import { plural } from './claims.ts';
import { sourceLines, weakest } from './lines.ts';
import { type ExploredCase, goalOf } from './system-case.ts';

export function aimAnswer(explored: ExploredCase, { goal, must, counts }: Aim): SystemAnswer {
  const { compiled, search, solutions, domain, setting } = explored;
  const { claim, reads, reached } = goalOf(domain, setting, goal);
  const base = { name: goal, kind: 'goal', must, claim, counts } as const;
  const solution = solutions.get(goal);
  if (must === 'reachable' && solution === undefined) return unknown(explored, base);
  const isSo = compiled.predicate(reads, reached);
  const tuple = new Uint16Array(compiled.initial.length);
  const node = firstNode(explored, (state) => {
    if (solution !== undefined) return solution.won[state] !== -1;
    search.states.read(state, tuple);
    return isSo(tuple);
  });
  return node === undefined ? held(explored, base) : broken(explored, base, node, []);
}

/** The invariants of the machine, in its order. None of them counts: they are about the product, not the promise. */
export function invariantAnswers(explored: ExploredCase): readonly SystemAnswer[] {
  const { compiled, search, domain, setting } = explored;
  return domain.invariants(setting).map((invariant) => {
    const { name, claim, sources } = invariant;
    const reads = invariant.reads(setting);
    const always = compiled.predicate(reads, (state) => invariant.always(state, setting));
    const sometimes = compiled.predicate(reads, (state) => invariant.sometimes(state, setting));
    const base = { name, kind: 'invariant', must: 'stays', claim, counts: false } as const;
    const tuple = new Uint16Array(compiled.initial.length);
    let interesting = false;
    const node = firstNode(explored, (state) => {
      search.states.read(state, tuple);
      interesting ||= sometimes(tuple);
      return always(tuple);
    });
    if (node !== undefined) return broken(explored, base, node, sources);
    if (interesting) return held(explored, base);
    const finding = 'the state that makes the question interesting was never reached';
    return { ...base, verdict: 'notTested', finding, confidence: 'bound' };
  });
}

type Base = Pick<SystemAnswer, 'name' | 'kind' | 'must' | 'claim' | 'counts'>;

/** The nearest node whose state is not as it must be. */
function firstNode({ search }: ExploredCase, isFine: (state: number) => boolean): number | undefined {
  for (let node = 0; node < search.nodes; node++) if (!isFine(search.stateOf(node))) return node;
  return undefined;
}

function held(explored: ExploredCase, base: Base): SystemAnswer {
  if (!explored.complete) return unknown(explored, base);
  const finding =
    base.must === 'stays' ? 'in every state that was reached' : 'from every state that was reached';
  return { ...base, verdict: 'holds', finding, confidence: confidenceOf(explored.facts) };
}

function unknown({ states }: ExploredCase, base: Base): SystemAnswer {
  const finding = `the search stopped at ${plural(states, 'state')}, before it was complete`;
  return { ...base, verdict: 'notTested', finding, confidence: 'bound' };
}

function broken(explored: ExploredCase, base: Base, node: number, sources: readonly FactId[]): SystemAnswer {
  const { model, search, domain, when } = explored;
  const events = search.pathTo(node);
  const steps = events.map(
    (event): SystemStep => ({ event, by: ruleOf(model, event.type).by, text: domain.describe(event) }),
  );
  const faults = search.faultsOf(node);
  const how =
    steps.length === 0
      ? 'it is not so from the start'
      : `not after ${plural(steps.length, 'step')} with ${plural(faults, 'fault')}`;
  // Rules of domain machines are typed to name only facts that exist.
  const facts = events.flatMap(({ type }) => ruleOf(model, type).sources as readonly FactId[]);
  return {
    ...base,
    verdict: 'broken',
    finding: when === '' ? how : `${how}, if ${when}`,
    steps,
    confidence: confidenceOf([...sources, ...facts]),
  };
}

function confidenceOf(facts: readonly FactId[]): SystemAnswer['confidence'] {
  return weakest(sourceLines(facts));
}
