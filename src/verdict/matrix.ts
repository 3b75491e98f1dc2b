/** The matrix of disasters and machine classes: how each class comes back from each disaster. */
import { survives } from '../../models/copies.ts';
import { describe } from '../../models/describe.ts';
import { disastersOf, type NamedDisaster } from '../../models/disasters.ts';
import type { Event, Refusal } from '../../models/events.ts';
import { run } from '../../models/kernel/step.ts';
import { needsOf } from '../../models/promise.ts';
import type { CautionLine, RecoveryOutcome, RecoveryResult } from '../../models/result.ts';
import { type State, slice } from '../../models/state.ts';
import type { Deployment } from '../../models/deployment.ts';
import { type Caution, cautionsOf } from '../explore/cautions.ts';
import { runbookFrom, type Solution } from '../explore/game.ts';
import { type Recoveries, recoveriesFrom } from '../explore/recovery.ts';
import { stateSet } from '../explore/state-set.ts';
import { type AimKind, aimsOf, recoveryMoves } from '../lockstep/aims.ts';
import type { Explored } from './explored.ts';
import { stepLine } from './lines.ts';

const aimKinds: readonly AimKind[] = ['starts', 'runs', 'readable'];

/** A cell before its steps were performed on the twin. */
export type PlannedRecovery = Omit<RecoveryResult, 'performed'> & {
  readonly disasterEvents: readonly Event[];
};

/** One cell for each disaster and machine class, planned on the model. */
export function matrixOf(
  explored: Pick<Explored, 'machine' | 'compiled'>,
  statesMax: number,
  goesOn?: () => boolean,
): readonly PlannedRecovery[] {
  const { site } = explored.machine.site;
  return disastersOf(site).flatMap((disaster) => rowOf(explored, disaster, statesMax, goesOn));
}

/** The cells of one disaster. */
export function rowOf(
  { machine, compiled }: Pick<Explored, 'machine' | 'compiled'>,
  { name, events }: NamedDisaster,
  statesMax: number,
  goesOn: () => boolean = () => true,
): readonly PlannedRecovery[] {
  const deployment = machine.site;
  const { machines } = deployment.site;
  const state = run<Deployment, State, Event, Refusal>(machine, events);
  return machines.map(({ name: machineName }): PlannedRecovery => {
    const aims = aimsOf(compiled, machine, machineName);
    const states = stateSet(compiled.initial.length);
    const start = states.add(compiled.encode(state));
    const recoveries = recoveriesFrom(
      compiled,
      states,
      aimKinds.map((kind) => aims[kind]),
      { ...recoveryMoves(deployment, [machineName]), statesMax, goesOn },
    );
    const cell = cellOf(deployment, state, machineName, start, recoveries, aims);
    return { disaster: name, machine: machineName, disasterEvents: events, ...cell };
  });
}

type Aims = ReturnType<typeof aimsOf>;
type Cell = Pick<RecoveryResult, 'outcome' | 'steps' | 'cautions' | 'endedEarly' | 'needs'>;

const outcomes: Readonly<Record<AimKind, RecoveryOutcome>> = {
  starts: 'starts',
  runs: 'runbook',
  readable: 'disksOnly',
};

function cellOf(
  deployment: Deployment,
  state: State,
  name: string,
  start: number,
  { arena, solutions, complete }: Recoveries<Event>,
  aims: Aims,
): Cell {
  if (slice(state, `machine/${name}`).on !== null)
    return { outcome: 'runs', steps: [], cautions: [], needs: [] };
  for (const [index, kind] of aimKinds.entries()) {
    const solution = solutions[index];
    const events = solution && runbookFrom(arena, solution, aims[kind].allowed, start);
    if (solution === undefined || events === undefined) continue;
    const all: readonly Event[] =
      kind === 'readable' ? [...events, { type: 'attachDisks', machine: name }] : events;
    const needs = [...new Set(all.flatMap((event) => needsOf(deployment, event)))];
    const cell = { outcome: outcomes[kind], steps: all.map(stepLine), needs };
    // Of a state that was not looked at nobody knows whether it is lost.
    if (!complete) return { ...cell, cautions: [], endedEarly: true };
    return { ...cell, cautions: cautionsOf(arena, solution, start, events).map(cautionLine) };
  }
  return {
    outcome: withoutRunbook(deployment, state, name, complete, solutions, start),
    steps: [],
    cautions: [],
    needs: [],
  };
}

function cautionLine({ move, until, spoiledBy }: Caution<Event>): CautionLine {
  const line = { text: describe(move), until };
  return spoiledBy === undefined ? line : { ...line, spoiledBy: spoiledBy.map(describe) };
}

function withoutRunbook(
  deployment: Deployment,
  state: State,
  name: string,
  complete: boolean,
  solutions: readonly Solution[],
  start: number,
): RecoveryOutcome {
  if (!complete) return 'unknown';
  if (solutions.some(({ possible }) => possible[start] === 1)) return 'luck';
  return survives(deployment, state, name) ? 'beyondProcedures' : 'lost';
}
