/**
 * How a cut set comes about: a shortest run of events with the real rules, and the event after which nothing
 * helps any more. Searched on the site of the hosts that take part and one more of each class; then run on the whole
 * site, where the other hosts do as their like does.
 */
import type { Event, Refusal } from '../../models/events.ts';
import type { Reading } from '../../models/reading.ts';
import type { Site } from '../../models/site.ts';
import { practicesBehind } from '../../models/practices.ts';
import { needsOf } from '../../models/promise.ts';
import { rules } from '../../models/rules.ts';
import type { Deployment } from '../../models/deployment.ts';
import { step } from '../../models/kernel/step.ts';
import { type SiteMachine, steadyMachine } from '../../models/site-machine.ts';
import type { State } from '../../models/state.ts';
import { runbookFrom } from '../explore/game.ts';
import { type StateSet, stateSet } from '../explore/state-set.ts';
import { recoveriesFrom } from '../explore/recovery.ts';
import { aimsOf } from '../lockstep/aims.ts';
import { describe } from '../../models/describe.ts';
import { type BasicEvent, idOf, labelOf } from './basic-event.ts';
import { bootyOpens } from './booty.ts';
import type { LossKind } from './loss.ts';
import { everyMove, type Subject, subjectOf } from './oracle.ts';
import type { Question } from './problem.ts';
import type { EventLine, Witness } from './result.ts';

/**
 * `undefined` when the search would take more than `nodesMax` nodes, finds that the set loses nothing, or finds a run
 * that the whole site refuses.
 */
export function witnessOf(
  problem: Question,
  reading: Reading,
  set: readonly BasicEvent[],
  nodesMax: number,
): Witness | undefined {
  const site = smallSiteOf(problem, set);
  const subject = subjectOf(site, reading);
  const faults = set.flatMap((basic) => (basic.kind === 'fault' ? [basic.event] : []));
  const tree = treeOf(subject, faults, nodesMax);
  if (tree === undefined) return undefined;
  const game = gameIn(subject, problem.kind, problem.machine, set, tree, nodesMax);
  if (game === undefined) return undefined;
  const { won } = game;
  const end = tree.nodes.findIndex(({ state }) => !won(state));
  if (end < 0) return undefined;
  const way: Node[] = [];
  for (let node = tree.nodes[end]; node !== undefined; node = tree.nodes[node.parent]) way.push(node);
  way.reverse();
  const steps = way.flatMap(({ event }) => (event === undefined ? [] : [event]));
  const thefts = set.flatMap((basic) =>
    basic.kind === 'loot' ? [{ id: basic.id, label: labelOf(basic) }] : [],
  );
  const lines = onWholeSite(problem, reading, site, set, steps);
  if (lines === undefined) return undefined;
  const events = [...lines, ...thefts];
  // What is stolen is read at once: until the last theft nothing is lost.
  const doomStep =
    problem.kind === 'readable' ? events.length - 1 : way.findLastIndex(({ state }) => won(state));
  const freeMoves = steps
    .slice(
      0,
      Math.max(
        0,
        way.findLastIndex(({ state }) => won(state)),
      ),
    )
    .filter((event) => !isForced(event));
  return {
    events,
    doomStep,
    ...game.savedFrom(way[doomStep]?.state ?? -1),
    wrongMoves: freeMoves.length > 0 && !losesForced(tree, won) ? freeMoves.map(describe) : [],
  };
}

/** Faults, the operator's errors that spend one, and what the system does by itself. */
function isForced({ type }: Event): boolean {
  return rules[type].spends === 1 || rules[type].by !== 'operator';
}

/** Whether a loss can be reached without any free move of the operator. */
function losesForced({ nodes, next }: Tree, won: (state: number) => boolean): boolean {
  const seen = new Set([0]);
  // A Set keeps the order of insertion, and goes on to what is added during the walk.
  for (const node of seen) {
    if (!won(nodes[node]?.state ?? 0)) return true;
    for (const { node: after, event } of next[node] ?? []) if (isForced(event)) seen.add(after);
  }
  return false;
}

/** The hosts of the set, the machine's own, and one that nothing happens to of each class. */
export function smallSiteOf({ cone, alike, machine }: Question, set: readonly BasicEvent[]): Site {
  const touched = new Set(set.flatMap(hostsOf));
  const own = cone.machines.find(({ name }) => name === machine)?.host;
  const kept = new Set([...touched, ...(own === undefined ? [] : [own])]);
  for (const names of alike) {
    const idle = names.find((name) => !kept.has(name));
    if (idle !== undefined) kept.add(idle);
  }
  return { ...cone, hosts: cone.hosts.filter(({ name }) => kept.has(name)) };
}

/** The steps with the hosts that do as the one of each step does. `undefined` where the whole site refuses one. */
function onWholeSite(
  { cone, alike }: Question,
  reading: Reading,
  small: Site,
  set: readonly BasicEvent[],
  steps: readonly Event[],
): readonly EventLine[] | undefined {
  const { machine } = steadyMachine(cone, reading.switches);
  const kept = new Set(small.hosts.map(({ name }) => name));
  const touched = new Set(set.flatMap(hostsOf));
  const likesOf = ({ host }: { readonly host: string }): readonly string[] =>
    touched.has(host)
      ? []
      : (alike.find((names) => names.includes(host)) ?? []).filter((name) => !kept.has(name));
  let { initial: state } = machine;
  const lines: EventLine[] = [];
  for (const event of steps) {
    const same = 'host' in event ? likesOf(event).map((host) => ({ ...event, host })) : [];
    for (const one of [event, ...same]) {
      const outcome = step<Deployment, State, Event, Refusal>(machine, state, one);
      if (outcome.kind === 'refused') return undefined;
      state = outcome.state;
    }
    const also = same.map(idOf);
    const label = describe(event);
    lines.push({
      id: idOf(event),
      label: also.length === 0 ? label : `${label}; the same happens to ${also.length} more that are alike`,
      ...(also.length > 0 && { also }),
    });
  }
  return lines;
}

function hostsOf(basic: BasicEvent): readonly string[] {
  if (basic.kind === 'loot') return basic.loot.kind === 'bootDevice' ? [basic.loot.host] : [];
  return 'host' in basic.event ? [basic.event.host] : [];
}

type Node = { readonly state: number; readonly parent: number; readonly event: Event | undefined };

type Tree = {
  readonly nodes: readonly Node[];
  readonly states: StateSet;
  /** By node, every accepted event and where it leads. */
  readonly next: readonly (readonly { readonly node: number; readonly event: Event }[])[];
};

/** Breadth first: the nodes are in the order of their distance. */
function treeOf({ compiled }: Subject, faults: readonly Event[], nodesMax: number): Tree | undefined {
  const width = compiled.initial.length;
  const texts = faults.map((event) => JSON.stringify(event));
  const moves = compiled.instances.flatMap(({ event, spends }, instance) => {
    const at = texts.indexOf(JSON.stringify(event));
    return spends === 0 || at >= 0 ? [{ instance, event, bit: spends === 0 ? 0 : 1 << at }] : [];
  });
  const keys = stateSet(width + 1);
  const states = stateSet(width);
  const [from, to] = [new Uint16Array(width + 1), new Uint16Array(width + 1)];
  from.set(compiled.initial);
  keys.add(from);
  const nodes: Node[] = [{ state: states.add(compiled.initial), parent: -1, event: undefined }];
  const next: { node: number; event: Event }[][] = [];
  for (let node = 0; node < nodes.length; node++) {
    if (nodes.length > nodesMax) return undefined;
    const after: { node: number; event: Event }[] = [];
    next.push(after);
    keys.read(node, from);
    const used = from[width] as number;
    for (const { instance, event, bit } of moves) {
      if ((used & bit) !== 0) continue;
      if (!compiled.next(instance, from.subarray(0, width), to.subarray(0, width))) continue;
      to[width] = used | bit;
      const reached = keys.add(to);
      after.push({ node: reached, event });
      if (reached < nodes.length) continue;
      nodes.push({ state: states.add(to.subarray(0, width)), parent: node, event });
    }
  }
  return { nodes, states, next };
}

type Saved = Pick<Witness, 'savedBy' | 'practices'>;

const nothing: Saved = { savedBy: [], practices: [] };

type Game = {
  /** By state: whether nothing is lost yet. */
  readonly won: (state: number) => boolean;
  /** What a recovery from a state rests on; nothing where there is none to ask about. */
  readonly savedFrom: (state: number) => Saved;
};

function gameIn(
  { machine, compiled }: Subject,
  kind: LossKind,
  name: string,
  set: readonly BasicEvent[],
  { states }: Tree,
  statesMax: number,
): Game | undefined {
  if (kind === 'readable') {
    const loots = set.flatMap((basic) => (basic.kind === 'loot' ? [basic.loot] : []));
    const tuple = new Uint16Array(compiled.initial.length);
    const won = (state: number): boolean => {
      states.read(state, tuple);
      return !bootyOpens(machine.site, compiled.decode(tuple), name, loots);
    };
    return { won, savedFrom: () => nothing };
  }
  const aims = aimsOf(compiled, machine, name);
  const aim = kind === 'unavailable' ? aims.starts : aims.readable;
  const { arena, solutions, complete } = recoveriesFrom(compiled, states, [aim], {
    ...everyMove(machine),
    statesMax,
  });
  const solution = solutions[0];
  if (!complete || solution === undefined) return undefined;
  return {
    won: (state) => solution.won[state] !== -1,
    savedFrom: (state) => {
      const events = state < 0 ? undefined : runbookFrom(arena, solution, aim.allowed, state);
      if (events === undefined) return nothing;
      return {
        savedBy: savedBy(machine, events, name),
        practices: practicesBehind(machine.site.site, events),
      };
    },
  };
}

/** What a recovery rests on: what is kept outside, or else the steps themselves, or that the machine still ran. */
function savedBy({ site }: SiteMachine, events: readonly Event[], name: string): readonly string[] {
  if (events.length === 0) return [`${name} still ran`];
  const needs = [...new Set(events.flatMap((event) => needsOf(site, event)))];
  return needs.length > 0 ? needs : [...new Set(events.map(describe))];
}
