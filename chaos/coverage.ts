/**
 * How much of the exact space runs by chance meet. A run is a function of (site, reading, seed, index), so it is played
 * again on the model alone: neither the number of threads nor where a campaign was resumed shows.
 */
import type { Event, Refusal } from '../models/events.ts';
import { step } from '../models/kernel/step.ts';
import { observe } from '../models/observe.ts';
import type { ReadingName } from '../models/reading.ts';
import type { Coverage } from '../models/search-result.ts';
import { rules } from '../models/rules.ts';
import type { State } from '../models/state.ts';
import { compile } from '../src/explore/compile.ts';
import { stateSet } from '../src/explore/state-set.ts';
import { type Driven, runCommand, startLockstep } from '../src/lockstep/run.ts';
import { randomOf } from '../src/random.ts';
import type { Ground } from './run.ts';
import { scheduleOf } from './swarm.ts';

/** Told each state, and how many faults it took. */
type OnState = (state: State, faults: number) => void;

/**
 * @param runs those from 0 on; runs that begin in the middle of the set-up are left out
 * @param faultsMax states that a run reached with more faults do not count
 * @returns how many states of the exact space within `faultsMax` they met
 */
function statesMet(ground: Ground, seed: string, runs: number, faultsMax: number): number {
  const { candidates, setup, steady, deployment } = ground;
  const compiled = compile(steady);
  const met = stateSet(compiled.initial.length);
  const onState: OnState = (state, faults) => {
    if (faults <= faultsMax) met.add(compiled.encode(state));
  };
  for (let index = 0; index < runs; index++) {
    const { provisioned, commands } = scheduleOf(randomOf(seed, 'schedule', index), candidates, setup.length);
    if (provisioned !== undefined) continue;
    const lockstep = startLockstep(steady, playedOn(ground, onState), (state) =>
      observe(deployment.site, state),
    );
    for (const command of commands) runCommand(lockstep, command);
  }
  return met.size();
}

/** The model plays itself: what happens to it is known, also where the operator saw no answer. */
function playedOn({ steady, deployment }: Ground, onState: OnState): Driven<Event, Refusal> {
  let state = steady.initial;
  let faults = 0;
  onState(state, faults);
  return {
    look: () => observe(deployment.site, state),
    send: (event) => {
      const outcome = step(steady, state, event);
      if (outcome.kind === 'refused') return outcome;
      state = outcome.state;
      faults += rules[event.type].spends;
      onState(state, faults);
      return { kind: 'accepted' };
    },
  };
}

/** After so many runs a campaign is only sampled: playing all of a long one again would take too long. */
const runsMost = 20_000;

/** @param states all states within `faultsMax` faults, where a search found them all */
export function coverageOf(
  ground: Ground,
  reading: ReadingName,
  seed: string,
  runs: number,
  faultsMax: number,
  states: number | undefined,
): Coverage {
  const looked = Math.min(runs, runsMost);
  const met = statesMet(ground, seed, looked, faultsMax);
  const coverage = { reading, runs: looked, faultsMax, met };
  return states === undefined ? coverage : { ...coverage, states };
}
