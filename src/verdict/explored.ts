/** Everything about one site under one reading that a search finds out, before anybody asks a question. */
import type { Event } from '../../models/events.ts';
import type { Reading } from '../../models/reading.ts';
import { type SetupRefusal, type SiteMachine, steadyMachine } from '../../models/site-machine.ts';
import type { Site } from '../../models/site.ts';
import type { State } from '../../models/state.ts';
import { type Compiled, compile } from '../explore/compile.ts';
import { type Recoveries, recoveriesFrom } from '../explore/recovery.ts';
import { type Progress, type Search, search } from '../explore/search.ts';
import { type AimKind, aimsOf, recoveryMoves } from '../lockstep/aims.ts';

export type Bounds = {
  readonly faultsMax: number;
  readonly statesMax: number;
  readonly onProgress?: (progress: Progress) => boolean;
};

export type Explored = {
  readonly reading: Reading;
  readonly machine: SiteMachine;
  readonly setupRefused: readonly SetupRefusal[];
  readonly compiled: Compiled<State, Event>;
  readonly search: Search<State, Event>;
  readonly recoveries: Recoveries<Event>;
  /** The number of states that faults can lead to; states beyond are met in recoveries only. */
  readonly reached: number;
};

/** What the promise asks of every state. Whether a machine runs is asked of disasters only. */
const aimKinds: readonly AimKind[] = ['starts', 'readable'];

export function exploreSite(site: Site, reading: Reading, bounds: Bounds): Explored {
  const { machine, refused } = steadyMachine(site, reading.switches);
  const compiled = compile(machine);
  const found = search(compiled, bounds);
  const reached = found.states.size();
  const aims = site.machines.flatMap(({ name }) => {
    const byKind = aimsOf(compiled, machine, name);
    return aimKinds.map((kind) => byKind[kind]);
  });
  const recoveries = recoveriesFrom(compiled, found.states, aims, {
    ...recoveryMoves(
      machine.site,
      site.machines.map(({ name }) => name),
    ),
    statesMax: bounds.statesMax,
  });
  return { reading, machine, setupRefused: refused, compiled, search: found, recoveries, reached };
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
