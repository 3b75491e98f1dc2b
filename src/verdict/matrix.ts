/** The matrix of disasters and machine classes: how each class comes back from each disaster. */
import { survives } from '../../models/copies.ts';
import { disastersOf, type NamedDisaster } from '../../models/disasters.ts';
import type { Event } from '../../models/events.ts';
import { run } from '../../models/kernel/step.ts';
import { needsOf } from '../../models/promise.ts';
import type { RecoveryOutcome, RecoveryResult } from '../../models/result.ts';
import { type State, slice } from '../../models/state.ts';
import type { Deployment } from '../../models/deployment.ts';
import type { Refusal } from '../../models/events.ts';
import { type Compiled } from '../explore/compile.ts';
import { runbookFrom } from '../explore/game.ts';
import { recoveriesFrom } from '../explore/recovery.ts';
import { stateSet } from '../explore/state-set.ts';
import { type AimKind, aimsOf, isDestructive } from '../lockstep/aims.ts';
import type { Explored } from './explored.ts';
import { stepLine } from './lines.ts';

const aimKinds: readonly AimKind[] = ['starts', 'runs', 'readable'];

/** A cell before its steps were performed on the twin. */
export type PlannedRecovery = Omit<RecoveryResult, 'performed'> & {
  readonly disasterEvents: readonly Event[];
};

/** One cell for each disaster and machine class, planned on the model. */
export function matrixOf(explored: Explored, statesMax: number): readonly PlannedRecovery[] {
  const { site } = explored.machine.site;
  return disastersOf(site).flatMap((disaster) => rowOf(explored, disaster, statesMax));
}

function rowOf(
  { machine, compiled }: Explored,
  { name, events }: NamedDisaster,
  statesMax: number,
): readonly PlannedRecovery[] {
  const state = run<Deployment, State, Event, Refusal>(machine, events);
  const { machines } = machine.site.site;
  return machines.map(({ name: machineName }): PlannedRecovery => {
    const planned = planFor(machine.site, compiled, state, machineName, statesMax);
    return { disaster: name, machine: machineName, disasterEvents: events, ...planned };
  });
}

type Cell = Pick<RecoveryResult, 'outcome' | 'steps' | 'needs'>;

function planFor(
  deployment: Deployment,
  compiled: Compiled<State, Event>,
  state: State,
  name: string,
  statesMax: number,
): Cell {
  if (slice(state, `machine/${name}`).on !== null) return { outcome: 'runs', steps: [], needs: [] };
  const byKind = aimsOf(compiled, { site: deployment }, name);
  const states = stateSet(compiled.initial.length);
  const start = states.add(compiled.encode(state));
  const aims = aimKinds.map((kind) => byKind[kind]);
  const recoveries = recoveriesFrom(compiled, states, aims, { destructive: isDestructive, statesMax });
  const outcomes: readonly RecoveryOutcome[] = ['starts', 'runbook', 'disksOnly'];
  for (const [index, outcome] of outcomes.entries()) {
    const [solution, aim] = [recoveries.solutions[index], aims[index]];
    const events = solution && aim && runbookFrom(recoveries.arena, solution, aim.allowed, start);
    if (events === undefined) continue;
    const all: readonly Event[] =
      outcome === 'disksOnly' ? [...events, { type: 'attachDisks', machine: name }] : events;
    const needs = [...new Set(all.flatMap((event) => needsOf(deployment, event)))];
    return { outcome, steps: all.map(stepLine), needs };
  }
  if (!recoveries.complete) return { outcome: 'unknown', steps: [], needs: [] };
  const lucky = recoveries.solutions.some(({ possible }) => possible[start] === 1);
  if (lucky) return { outcome: 'luck', steps: [], needs: [] };
  return { outcome: survives(deployment, state, name) ? 'beyondProcedures' : 'lost', steps: [], needs: [] };
}
