/** Decides what a best practice is worth, by searching with it and without it. Nothing is guessed. */
import type { Machine, Tagged } from '../../models/kernel/machine.ts';
import { step } from '../../models/kernel/step.ts';
import { domainMachines } from '../../models/machines/all.ts';
import type { AnyDomainMachine, Setting } from '../../models/machines/domain-machine.ts';
import type { Conduct, MachineQuestion, PracticeProof, SiteQuestion } from '../../models/proofs/proof.ts';
import type { Reading } from '../../models/reading.ts';
import { lootExists, lootReads, readableWith } from '../../models/thief.ts';
import { compile } from '../explore/compile.ts';
import { recoveriesFrom } from '../explore/recovery.ts';
import { search } from '../explore/search.ts';
import { exploreSite, type Explored, solutionOf } from './explored.ts';

/** Whether something can be lost, and by which shortest run. */
export type Found =
  | { readonly kind: 'lost'; readonly events: readonly Tagged[] }
  | { readonly kind: 'kept'; readonly states: number }
  /** The search stopped, or the set-up was refused: for the reason given. */
  | { readonly kind: 'unknown'; readonly why: string };

export type Worth =
  /** Without it something is lost that is kept with it. */
  | 'necessary'
  /** Without it nothing is lost either, within the faults that were asked. */
  | 'notNecessary'
  /** It is lost with the practice as well: keeping it does not help. */
  | 'notEnough'
  | 'unknown';

export type Answer = {
  readonly question: SiteQuestion | MachineQuestion;
  readonly worth: Worth;
  readonly dropped: Found;
  readonly kept: Found;
};

const statesMax = 1_000_000;

export function prove(practice: PracticeProof, reading: Reading): readonly Answer[] {
  return practice.questions.map((question) => {
    const [dropped, kept] =
      question.on === 'site'
        ? ([onSite(question, 'dropped', reading), onSite(question, 'kept', reading)] as const)
        : ([onMachine(question, 'dropped', reading), onMachine(question, 'kept', reading)] as const);
    return { question, worth: worthOf(dropped, kept), dropped, kept };
  });
}

function worthOf(dropped: Found, kept: Found): Worth {
  if (dropped.kind === 'unknown' || kept.kind === 'unknown') return 'unknown';
  if (kept.kind === 'lost') return 'notEnough';
  return dropped.kind === 'lost' ? 'necessary' : 'notNecessary';
}

function onSite(question: SiteQuestion, side: 'kept' | 'dropped', reading: Reading): Found {
  const { claim, faultsMax } = question;
  const explored = exploreSite(question[side], reading, { faultsMax, statesMax });
  const [refused] = explored.setupRefused.filter(({ event }) => event.type !== question.refusesSetup);
  if (refused !== undefined)
    return { kind: 'unknown', why: `the site cannot be set up: ${refused.event.type} is ${refused.refusal}` };
  if (!explored.search.complete || !explored.recoveries.complete) return stopped;
  return claim.kind === 'secret'
    ? stolen(explored, claim.loot)
    : unwon(explored, claim.machine, claim.kind === 'starts' ? 'starts' : 'readable');
}

const stopped: Found = { kind: 'unknown', why: `the search stopped at ${statesMax} states` };

function unwon(explored: Explored, machine: string, kind: 'starts' | 'readable'): Found {
  const { won } = solutionOf(explored, machine, kind);
  return firstOf(explored, (state) => won[state] === -1);
}

function stolen(explored: Explored, loot: Parameters<typeof lootReads>[1]): Found {
  const { compiled, machine, search: found } = explored;
  const { site } = machine.site;
  const reads = compiled.predicate(lootReads(site, loot), (state) => {
    return lootExists(site, state, loot) && readableWith(machine.site, state, loot).length > 0;
  });
  const tuple = new Uint16Array(compiled.initial.length);
  return firstOf(explored, (state) => {
    found.states.read(state, tuple);
    return reads(tuple);
  });
}

/** The nearest state that is lost. */
function firstOf({ search: found, reached }: Explored, lost: (state: number) => boolean): Found {
  for (let node = 0; node < found.nodes; node++) {
    if (lost(found.stateOf(node))) return { kind: 'lost', events: found.pathTo(node) };
  }
  return { kind: 'kept', states: reached };
}

type AnyMachine = Machine<Setting<unknown>, Record<string, unknown>, Tagged, string>;

function onMachine(question: MachineQuestion, side: 'kept' | 'dropped', { switches }: Reading): Found {
  const machine = domainMachines.find(({ name }) => name === question.machine);
  if (machine === undefined) throw new Error(`there is no machine ${question.machine}`);
  const conduct = question[side];
  const setting = { variant: machine.variants[conduct.variant], switches };
  const prepared = preparedBy(machine.machine(setting), conduct);
  if (typeof prepared === 'string') return { kind: 'unknown', why: prepared };
  return lostGoal(machine, prepared, setting, question, conduct.before);
}

/** The machine after its preparation, without what never happens; or why it cannot be prepared so. */
function preparedBy(model: AnyMachine, { before, never }: Conduct): AnyMachine | string {
  const rules = { ...model.rules };
  for (const type of never) {
    const rule = rules[type];
    if (rule === undefined) return `there is no event ${type}`;
    rules[type] = { ...rule, candidates: () => [] };
  }
  let state = model.initial;
  for (const event of before) {
    const outcome = step(model, state, event);
    if (outcome.kind === 'refused')
      return `${event.type} is refused as ${outcome.refusal} in the preparation`;
    state = outcome.state;
  }
  return { ...model, initial: state, rules };
}

function lostGoal(
  machine: AnyDomainMachine,
  model: AnyMachine,
  setting: Setting<unknown>,
  { goal, must, faultsMax }: MachineQuestion,
  before: readonly Tagged[],
): Found {
  const wanted = machine.goals(setting).find(({ name }) => name === goal);
  if (wanted === undefined) throw new Error(`${machine.name} has no goal ${goal}`);
  const compiled = compile(model);
  const found = search(compiled, { faultsMax, statesMax });
  if (!found.complete) return stopped;
  const reached = compiled.predicate(wanted.reads, wanted.reached);
  const tuple = new Uint16Array(compiled.initial.length);
  const isSo = (state: number): boolean => {
    found.states.read(state, tuple);
    return reached(tuple);
  };
  const asked = found.states.size();
  const allowed = (): boolean => true;
  const aims = must === 'reachable' ? [{ reached, allowed, daring: allowed }] : [];
  const moves = { useful: allowed, destructive: allowed, statesMax };
  const { solutions, complete } = recoveriesFrom(compiled, found.states, aims, moves);
  if (!complete) return stopped;
  const [solution] = solutions;
  for (let node = 0; node < found.nodes; node++) {
    const state = found.stateOf(node);
    const fine = solution === undefined ? isSo(state) : solution.won[state] !== -1;
    if (!fine) return { kind: 'lost', events: [...before, ...found.pathTo(node)] };
  }
  return { kind: 'kept', states: asked };
}
