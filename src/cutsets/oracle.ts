/**
 * The truth about one set of basic events, found by plain search with the real rules: may the loss come about
 * when only these faults happen, each at most once, in any order, between any free moves of operator and
 * system? Slow on purpose; what is fast is measured against it.
 */
import type { Event } from '../../models/events.ts';
import type { Reading } from '../../models/reading.ts';
import { type SiteMachine, steadyMachine } from '../../models/site-machine.ts';
import type { Site } from '../../models/site.ts';
import type { State } from '../../models/state.ts';
import type { OperatorMoves } from '../explore/arena.ts';
import { type Compiled, compile } from '../explore/compile.ts';
import { recoveriesFrom } from '../explore/recovery.ts';
import { type StateSet, stateSet } from '../explore/state-set.ts';
import { aimsOf, recoveryMoves } from '../lockstep/aims.ts';
import type { BasicEvent } from './basic-event.ts';
import { bootyOpens } from './booty.ts';
import type { Loss } from './loss.ts';

export type Subject = {
  readonly machine: SiteMachine;
  readonly compiled: Compiled<State, Event>;
};

/** A site under a reading, ready to be asked. */
export function subjectOf(site: Site, reading: Reading): Subject {
  const { machine } = steadyMachine(site, reading.switches);
  return { machine, compiled: compile(machine) };
}

/** @throws RangeError past `statesMax`: an oracle that does not know must not answer */
export function loses(
  { machine, compiled }: Subject,
  loss: Loss,
  set: readonly BasicEvent[],
  statesMax = 2_000_000,
): boolean {
  const faults = set.flatMap((basic) => (basic.kind === 'fault' ? [basic.event] : []));
  const loots = set.flatMap((basic) => (basic.kind === 'loot' ? [basic.loot] : []));
  const states = reach(compiled, faults, statesMax);
  const reached = states.size();
  if (loss.kind !== 'readable') return isLostSomewhere({ machine, compiled }, loss, states, statesMax);
  const tuple = new Uint16Array(compiled.initial.length);
  for (let state = 0; state < reached; state++) {
    states.read(state, tuple);
    if (bootyOpens(machine.site, compiled.decode(tuple), loss.machine, loots)) return true;
  }
  return false;
}

/** The operator's moves of a recovery, none of them left out for being of no use. */
export function everyMove({ site }: SiteMachine): OperatorMoves<Event> {
  return { destructive: recoveryMoves(site, []).destructive, useful: () => true };
}

/** All states that these faults, each at most once, and free moves lead to. */
function reach(compiled: Compiled<State, Event>, faults: readonly Event[], statesMax: number): StateSet {
  const width = compiled.initial.length;
  const texts = faults.map((event) => JSON.stringify(event));
  const moves = compiled.instances.flatMap(({ event, spends }, instance) => {
    const at = texts.indexOf(JSON.stringify(event));
    return spends === 0 || at >= 0 ? [{ instance, bit: spends === 0 ? 0 : 1 << at }] : [];
  });
  // A node is a state with the faults used so far, in a last column of its own.
  const nodes = stateSet(width + 1);
  const states = stateSet(width);
  const [from, to] = [new Uint16Array(width + 1), new Uint16Array(width + 1)];
  from.set(compiled.initial);
  nodes.add(from);
  states.add(compiled.initial);
  for (let node = 0; node < nodes.size(); node++) {
    if (nodes.size() > statesMax) throw new RangeError(`more than ${statesMax} states`);
    nodes.read(node, from);
    const used = from[width] as number;
    for (const { instance, bit } of moves) {
      if ((used & bit) !== 0) continue;
      if (!compiled.next(instance, from.subarray(0, width), to.subarray(0, width))) continue;
      to[width] = used | bit;
      nodes.add(to);
      states.add(to.subarray(0, width));
    }
  }
  return states;
}

function isLostSomewhere(
  { machine, compiled }: Subject,
  loss: Loss,
  states: StateSet,
  statesMax: number,
): boolean {
  const reached = states.size();
  const aims = aimsOf(compiled, machine, loss.machine);
  const aim = loss.kind === 'unavailable' ? aims.starts : aims.readable;
  const { solutions, complete } = recoveriesFrom(compiled, states, [aim], {
    ...everyMove(machine),
    statesMax,
  });
  if (!complete) throw new RangeError(`more than ${statesMax} states in recoveries`);
  const [solution] = solutions;
  if (solution === undefined) throw new Error('a search for one aim has one solution');
  for (let state = 0; state < reached; state++) if (solution.won[state] === -1) return true;
  return false;
}
