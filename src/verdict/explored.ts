/** Everything about one site under one reading that a search finds out, before anybody asks a question. */
import type { Event } from '../../models/events.ts';
import type { Reading } from '../../models/reading.ts';
import { type SetupRefusal, type SiteMachine, steadyMachine } from '../../models/site-machine.ts';
import type { Site } from '../../models/site.ts';
import type { State } from '../../models/state.ts';
import { type Compiled, compile } from '../explore/compile.ts';
import { type Recoveries, recoveriesFrom } from '../explore/recovery.ts';
import { type Search, search, type SearchOptions } from '../explore/search.ts';
import { type StateSet, stateSet } from '../explore/state-set.ts';
import { type AimKind, aimsOf, recoveryMoves } from '../lockstep/aims.ts';
import { type Guard, unguarded } from './guard.ts';

export type Bounds = Pick<SearchOptions, 'faultsMax' | 'statesMax' | 'workers' | 'checkpoint'> & {
  readonly guard?: Guard;
};

export type Explored = {
  readonly reading: Reading;
  /** How many faults a run could contain. */
  readonly faultsMax: number;
  readonly machine: SiteMachine;
  readonly setupRefused: readonly SetupRefusal[];
  readonly compiled: Compiled<State, Event>;
  readonly search: Search<State, Event>;
  readonly recoveries: Recoveries<Event>;
  /** The ways back are known of so many states, the first: of all of them where the search is complete. */
  readonly judged: number;
  /** The number of states that faults can lead to; states beyond are met in recoveries only. */
  readonly reached: number;
};

/** What the promise asks of every state. Whether a machine runs is asked of disasters only. */
const aimKinds: readonly AimKind[] = ['starts', 'readable'];

export function exploreSite(
  site: Site,
  reading: Reading,
  { guard = unguarded, ...bounds }: Bounds,
): Explored {
  const { machine, refused } = steadyMachine(site, reading.switches);
  const compiled = compile(machine);
  guard.enter('search');
  const onLost = (lost: string): void => guard.tell({ lost });
  const found = search(compiled, { ...bounds, onProgress: guard.goesOn, onLost });
  guard.enter('recoveries');
  const reached = found.states.size();
  const aims = site.machines.flatMap(({ name }) => {
    const byKind = aimsOf(compiled, machine, name);
    return aimKinds.map((kind) => byKind[kind]);
  });
  const asked = found.complete ? found.states : firstStates(found.states, compiled.initial.length);
  const judged = asked.size();
  const recoveries = recoveriesFrom(compiled, asked, aims, {
    ...recoveryMoves(
      machine.site,
      site.machines.map(({ name }) => name),
    ),
    statesMax: found.complete ? bounds.statesMax : judged + beyondFirst,
    goesOn: guard.goesOn,
  });
  const { faultsMax } = bounds;
  return {
    reading,
    faultsMax,
    machine,
    setupRefused: refused,
    compiled,
    search: found,
    recoveries,
    judged,
    reached,
  };
}

/** Most losses are near: a search that was not complete may still have come by some of them. */
const firstMax = 20_000;
/** How many states the ways back from these may lead through besides. */
const beyondFirst = 80_000;

function firstStates(states: StateSet, width: number): StateSet {
  const first = stateSet(width);
  const tuple = new Uint16Array(width);
  for (let state = 0; state < Math.min(firstMax, states.size()); state++) {
    states.read(state, tuple);
    first.add(tuple);
  }
  return first;
}

/** The solution for one machine and one aim. */
export function solutionOf(
  { machine, recoveries }: Explored,
  name: string,
  kind: AimKind,
): Recoveries<Event>['solutions'][number] {
  const index =
    machine.site.site.machines.findIndex((entry) => entry.name === name) * aimKinds.length +
    aimKinds.indexOf(kind);
  const solution = recoveries.solutions[index];
  if (solution === undefined) throw new Error(`no solution for machine ${name}`);
  return solution;
}
