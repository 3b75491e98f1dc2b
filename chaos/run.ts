/**
 * One chaos run: set up, workload of events with faults, heal, demand that what the model promises comes
 * back, compare the bytes. A pure function of (site, reading, root seed, index).
 */
import { createHash } from 'node:crypto';
import { rules } from '../models/rules.ts';
import type { Event } from '../models/events.ts';
import { candidatesOf } from '../models/kernel/machine.ts';
import { run as play } from '../models/kernel/step.ts';
import { readableWith } from '../models/thief.ts';
import type { Deployment } from '../models/deployment.ts';
import type { Refusal } from '../models/events.ts';
import type { State } from '../models/state.ts';
import { bareMachine, provisioning, type SiteMachine, steadyMachine } from '../models/site-machine.ts';
import { type Compiled, compile } from '../src/explore/compile.ts';
import { TooManyValues } from '../src/explore/interning.ts';
import { recover, type Recovery, type RecoveryEnd } from '../src/lockstep/recover.ts';
import { type Lockstep, lockstepOf, look, runCommand } from '../src/lockstep/run.ts';
import { randomOf } from '../src/random.ts';
import type { Defect } from '../src/twin/defects.ts';
import { createTwin } from '../src/twin/twin.ts';
import { scheduleOf } from './swarm.ts';

export type RunRecord = {
  readonly index: number;
  readonly events: number;
  readonly refused: number;
  /** How many of the events that happened spent a fault. */
  readonly spent: number;
  /** How each machine came back, in the site's order. */
  readonly ends: readonly RecoveryEnd[];
  /** Where model and twin disagreed; empty when they did not. */
  readonly disagreement: string;
  /** The events that happened, as they can be played again; only where a machine did not come back. */
  readonly accepted: readonly Event[];
  /** Of everything that was sent and seen: equal runs have equal hashes. */
  readonly hash: string;
};

/** A site under a reading, made ready to run on: shared by the runs of one worker. */
export type Ground = {
  readonly deployment: Deployment;
  readonly steady: SiteMachine;
  readonly compiled: Compiled<State, Event>;
  readonly candidates: readonly Event[];
  readonly setup: readonly Event[];
};

/**
 * States that planning one recovery may look at. Runs on the examples need fewer. A site of 16 hosts would need 66,065
 * after a power failure, 13 s for each machine, and more than 400,000 once vCenter is lost: that is not known there.
 */
const statesMax = 20_000;

export function groundOf(deployment: Deployment): Ground {
  const { site, switches } = deployment;
  const { machine } = steadyMachine(site, switches);
  return {
    deployment,
    steady: machine,
    compiled: compile(machine),
    candidates: candidatesOf(machine),
    setup: provisioning(site),
  };
}

export function chaosRun(
  ground: Ground,
  rootSeed: string,
  index: number,
  defect: Defect = 'none',
): RunRecord {
  const run = { rootSeed, index, defect };
  const shared = runOn(ground, run, (lockstep, name) =>
    planned(() => recover(lockstep, ground.compiled, name, statesMax)),
  );
  if (!ground.compiled.interner.isFull()) return shared;
  // What the runs before it met has filled the tables. With its own, a recovery depends on nothing but its run.
  return runOn(ground, run, (lockstep, name) =>
    planned(() => recover(lockstep, compile(ground.steady), name, statesMax)),
  );
}

/** On a large site, a plan can meet more values than there are integers for. */
function planned(recovery: () => Recovery): Recovery {
  try {
    return recovery();
  } catch (error) {
    if (!(error instanceof TooManyValues)) throw error;
    return { end: 'unknown', steps: 0, detail: error.message };
  }
}

type Run = { readonly rootSeed: string; readonly index: number; readonly defect: Defect };

function runOn(
  ground: Ground,
  { rootSeed, index, defect }: Run,
  recovered: (lockstep: Lockstep, name: string) => Recovery,
): RunRecord {
  const { deployment, steady, candidates, setup } = ground;
  const { site, switches } = deployment;
  const schedule = scheduleOf(randomOf(rootSeed, 'schedule', index), candidates, setup.length);
  const before = schedule.provisioned === undefined ? setup : setup.slice(0, schedule.provisioned);
  const machine = schedule.provisioned === undefined ? steady : partlySetUp(deployment, before);
  const twin = createTwin({ site, switches, random: randomOf(rootSeed, 'twin', index), defect });
  const lockstep = lockstepOf(machine, twin, before);
  for (const command of schedule.commands) runCommand(lockstep, command);
  look(lockstep, undefined);
  const sent = [...lockstep.sent];
  const theft = lockstep.disagreement === undefined ? theftDisagreement(lockstep) : undefined;
  const recoveries = site.machines.map(({ name }) => recovered(lockstep, name));
  const picture = twin.look();
  twin.dispose();
  const ends = recoveries.map(({ end }) => end);
  const disagreed = recoveries.find(({ end }) => end === 'disagrees');
  // An event whose answer was lost may have happened; playing it again finds out.
  const accepted = sent
    .filter(({ observed, delivery }) => observed.kind === 'accepted' || delivery === 'answerLost')
    .map(({ event }) => event);
  return {
    index,
    events: sent.length,
    refused: sent.filter(({ observed }) => observed.kind === 'refused').length,
    spent: accepted.filter(({ type }) => rules[type].spends === 1).length,
    ends,
    disagreement: theft ?? disagreed?.detail ?? '',
    accepted: ends.every((end) => end === 'recovered') ? [] : [...before, ...accepted],
    hash: createHash('sha256')
      .update(JSON.stringify([sent, ends, picture]))
      .digest('hex')
      .slice(0, 16),
  };
}

/** The site in the middle of its set-up: bare, and then only these events. */
export function partlySetUp(deployment: Deployment, events: readonly Event[]): SiteMachine {
  const bare = bareMachine(deployment.site, deployment.switches);
  return { ...bare, initial: play<Deployment, State, Event, Refusal>(bare, events) };
}

/** What a thief reads of the twin must be what the model says, for every loot of the promise. */
function theftDisagreement({ machine, twin, belief }: Lockstep): string | undefined {
  const { site } = machine.site;
  for (const loot of site.promise.secret) {
    const taken = twin.steal(loot);
    const read = JSON.stringify(site.machines.filter(({ name }) => taken[name]).map(({ name }) => name));
    const expected = belief.map((state) => JSON.stringify(readableWith(machine.site, state, loot)));
    if (!expected.includes(read)) {
      return `with ${JSON.stringify(loot)} a thief reads ${read} of the twin, expected ${expected.join(' or ')}`;
    }
  }
  return undefined;
}
