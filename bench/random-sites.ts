/**
 * What a random small site is asked beside its cut sets: whether the step that a witness calls its doom is one, by
 * the plainest solver there is; whether a runbook asks for something that the disaster took; and whether the
 * runbook, performed on a twin with real keys, ends with the same bytes.
 */
import { disastersOf } from '../models/disasters.ts';
import type { Event, Refusal } from '../models/events.ts';
import type { Deployment } from '../models/deployment.ts';
import { run } from '../models/kernel/step.ts';
import type { Reading } from '../models/reading.ts';
import { steadyMachine } from '../models/site-machine.ts';
import { named, type Site } from '../models/site.ts';
import { type State, slice } from '../models/state.ts';
import { idOf } from '../src/cutsets/basic-event.ts';
import { everyMove, type Subject, subjectOf } from '../src/cutsets/oracle.ts';
import { eventsIn, type Problem, problemsOf } from '../src/cutsets/problem.ts';
import { sweep } from '../src/cutsets/orbits.ts';
import { witnessOf } from '../src/cutsets/witness.ts';
import { compile } from '../src/explore/compile.ts';
import { stateSet } from '../src/explore/state-set.ts';
import { aimsOf } from '../src/lockstep/aims.ts';
import { rowOf } from '../src/verdict/matrix.ts';
import { performed } from '../src/verdict/perform.ts';

export type Checked = { readonly asked: number; readonly wrong: readonly string[] };

const statesMax = 400_000;

/** Witnesses of the smallest cut sets of either loss: up to `most` of each. */
export function doomOf(site: Site, reading: Reading, most: number, orderMax: number): Checked {
  const problems = problemsOf(site, reading, 'vm', ['unrecoverable', 'unavailable'], orderMax) ?? [];
  const subject = subjectOf(site, reading);
  let asked = 0;
  const wrong: string[] = [];
  for (const problem of problems) {
    for (const orbit of smallest(problem, orderMax, most)) {
      const witness = witnessOf(problem, reading, eventsIn(problem, orbit), statesMax);
      if (witness === undefined) continue;
      const steps = witness.events.map(({ id, also = [] }) => [id, ...also]);
      const verdict = isDoom(subject, problem, steps, witness.doomStep);
      if (verdict === undefined) continue;
      asked++;
      if (!verdict) wrong.push(`${problem.kind}: ${steps.join(', ')} at ${witness.doomStep}`);
    }
  }
  return { asked, wrong };
}

function smallest(problem: Problem, orderMax: number, most: number) {
  const orbits = [];
  for (let size = 0; size <= orderMax && orbits.length < most; size++) {
    orbits.push(...sweep(problem.universe, problem.loses, size).minimal);
  }
  return orbits.slice(0, most);
}

/** Whether all is won up to the step, and nothing after it. `undefined` where that takes too many states. */
function isDoom(
  { machine, compiled }: Subject,
  { kind, machine: name }: Problem,
  steps: readonly (readonly string[])[],
  doomStep: number,
): boolean | undefined {
  const aims = aimsOf(compiled, machine, name);
  const aim = kind === 'unavailable' ? aims.starts : aims.readable;
  let tuple = compiled.initial.slice();
  for (let step = -1; ; step++) {
    if (step >= doomStep - 1) {
      const won = isWon({ machine, compiled }, tuple, aim);
      if (won === undefined) return undefined;
      if (won !== step < doomStep) return false;
    }
    const ids = steps[step + 1];
    if (ids === undefined) return true;
    for (const id of ids) {
      const instance = compiled.instances.findIndex(({ event }) => idOf(event) === id);
      const to = tuple.slice();
      if (instance < 0 || !compiled.next(instance, tuple, to)) return false;
      tuple = to;
    }
  }
}

/** All continuations from one state, swept over until nothing changes any more. */
function isWon(
  { machine, compiled }: Subject,
  start: Uint16Array,
  { reached, allowed }: ReturnType<typeof aimsOf>['starts'],
): boolean | undefined {
  const { destructive } = everyMove(machine);
  const moves = compiled.instances.flatMap(({ event, by, spends }, instance) => {
    const isSystem = by === 'system';
    const mayBeMade =
      isSystem || (by === 'operator' && allowed(event) && (spends === 0 || destructive(event)));
    return mayBeMade ? [{ instance, isSystem }] : [];
  });
  const states = stateSet(start.length);
  states.add(start);
  const successors: { readonly target: number; readonly isSystem: boolean }[][] = [];
  const won: boolean[] = [];
  const [from, to] = [start.slice(), start.slice()];
  for (let state = 0; state < states.size(); state++) {
    if (state > statesMax / 4) return undefined;
    states.read(state, from);
    won.push(reached(from));
    const list = [];
    for (const { instance, isSystem } of moves) {
      if (!compiled.next(instance, from, to)) continue;
      const target = states.add(to);
      if (target !== state) list.push({ target, isSystem });
    }
    successors.push(list);
  }
  for (let changed = true; changed; ) {
    changed = false;
    for (let state = won.length - 1; state >= 0; state--) {
      if (won[state] === true) continue;
      const list = successors[state] ?? [];
      const some = list.some(({ target }) => won[target] === true);
      if (!some || !list.every(({ target, isSystem }) => !isSystem || won[target] === true)) continue;
      won[state] = true;
      changed = true;
    }
  }
  return won[0];
}

/** The runbooks of some disasters of a site: from the `first`, every `every`-th. */
export function runbooksOf(site: Site, reading: Reading, first: number, every: number): Checked {
  const { machine } = steadyMachine(site, reading.switches);
  const explored = { machine, compiled: compile(machine) };
  let asked = 0;
  const wrong: string[] = [];
  for (const [index, disaster] of disastersOf(site).entries()) {
    if (index % every !== first % every) continue;
    for (const planned of rowOf(explored, disaster, statesMax)) {
      if (planned.steps.length === 0) continue;
      asked++;
      const state = run<Deployment, State, Event, Refusal>(machine, disaster.events);
      const events = planned.steps.map(({ event }) => event);
      for (const missing of missingFor(site, state, events)) wrong.push(`${disaster.name}: ${missing}`);
      const { performed: end } = performed(explored, planned, 'random sites');
      if (end !== 'equalBytes') wrong.push(`${disaster.name}: on the twin, the bytes are ${end}`);
    }
  }
  return { asked, wrong };
}

/** What the steps take from somewhere where it is not, or not any more, and that no step before put there. */
export function missingFor(site: Site, state: State, events: readonly Event[]): readonly string[] {
  const isKept = (place: string | null): boolean =>
    place === null || slice(state, `place/${place}`) === 'kept';
  const written = new Set<string>();
  return events.flatMap((event) => {
    switch (event.type) {
      case 'downloadBackup':
      case 'exportFromBackup':
        written.add(event.p12);
        return [];
      case 'importProvider': {
        const { at, passwordAt } = named(site.p12s, event.p12);
        const isThere = written.has(event.p12) || slice(state, `p12/${event.p12}`) !== 'none';
        return isThere && isKept(at) && isKept(passwordAt) ? [] : [`needs ${event.p12}, which is gone`];
      }
      case 'restoreVcenter':
      case 'importFromBackup': {
        const { at, passwordAt } = named(site.backups, event.backup);
        return isKept(at) && isKept(passwordAt) ? [] : [`needs ${event.backup}, which is gone`];
      }
      case 'enterRecoveryKey':
        return isKept(site.recoveryKeysAt) ? [] : ['needs a recovery key, which is gone'];
      default:
        return [];
    }
  });
}
