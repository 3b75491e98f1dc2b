/** The steps of the operation under way, one at a time, and the ways in which it ends early. */
import { when } from '../rule-of.ts';
import type { Refusal } from './events.ts';
import { plainRule } from './rule.ts';
import {
  type Disk,
  type DiskName,
  type Keys,
  type Leftover,
  noTask,
  type ObjectName,
  type RuleOf,
  type State,
  type Task,
} from './state.ts';
import { disksOf, firstToDo, hostHasKey, keySlices, objectSlices, opens } from './words.ts';

/** What the object that is worked on becomes. */
function rewritten(task: Task, before: Keys): Keys {
  switch (task.operation) {
    case 'encrypt':
      return { dek: task.dek, kek: task.kek };
    case 'decrypt':
      return { dek: 0, kek: null };
    case 'deepRecrypt':
      return { dek: task.dek, kek: before.kek };
    case 'shallowRecrypt':
      return { dek: before.dek, kek: task.kek };
    case 'none':
      return before;
  }
}

/** The object that the task works on now. */
export function workedOn(state: State): ObjectName | undefined {
  return state.task.disk ?? firstToDo(state);
}

/** Whether the next step writes a full copy. */
function copiesNext({ task }: State, name: ObjectName | undefined): name is DiskName {
  return (
    task.step === 'ready' && task.operation !== 'shallowRecrypt' && name !== 'home' && name !== undefined
  );
}

function refusalToAdvance(state: State): Refusal | undefined {
  const name = workedOn(state);
  if (name === undefined) return 'noTask';
  const { kek } = state.task;
  return (
    when(!opens(state, state[name]) || (kek !== null && !hostHasKey(state, kek)), 'keyMissing') ??
    when(copiesNext(state, name) && state.datastore === 'full', 'datastoreFull')
  );
}

/** What one step changes: the task, and with it at most one object. */
function advanced(state: State): Partial<State> {
  const { task } = state;
  const name = workedOn(state);
  if (name === undefined) return {};
  if (copiesNext(state, name)) return { task: { ...task, step: 'copied', disk: name } };
  if (task.step === 'copied') {
    return { ...renewed(state, name), task: { ...task, step: 'switched' } };
  }
  const change = task.step === 'switched' ? {} : renewed(state, name);
  const rest: Task = { ...task, step: 'ready', disk: null };
  const done = firstToDo({ ...state, ...change }, rest) === undefined;
  return { ...change, task: done ? noTask : rest };
}

function renewed(state: State, name: ObjectName): Partial<State> {
  return { [name]: { ...state[name], ...rewritten(state.task, state[name]) } };
}

export const taskAdvances: RuleOf<'taskAdvances'> = plainRule({
  type: 'taskAdvances',
  claim:
    'An operation goes object by object; a disk is copied, its descriptor switched, and the old file removed.',
  sources: [
    'vm-object-order',
    'vm-copy-then-switch',
    'vm-shallow-replaces-kek',
    'vm-deep-replaces-dek',
    'vm-snapshots-inherit',
    'vm-full-copy-space',
  ],
  by: 'system',
  reads: [...keySlices, 'datastore'],
  writes: ['task', ...objectSlices],
  refusal: refusalToAdvance,
  apply: advanced,
});

export const cancelTask: RuleOf<'cancelTask'> = plainRule({
  type: 'cancelTask',
  claim:
    'A cancelled operation tidies the disk it was at; what is done stays done, so that keys are mixed until it is repeated.',
  sources: ['vm-copy-then-switch', 'vm-mixed-after-break'],
  writes: ['task'],
  refusal: ({ task }) => when(task.operation === 'none', 'noTask'),
  apply: () => ({ task: noTask }),
});

/** What an operation that breaks off now leaves beside its disk. */
function leftBy({ operation, step }: Task): Leftover {
  if (step === 'ready') return 'none';
  const plainFile = step === 'copied' ? operation === 'decrypt' : operation === 'encrypt';
  return plainFile ? 'plain' : 'ciphertext';
}

const worst: readonly Leftover[] = ['none', 'ciphertext', 'plain'];

/** The disks after the operation under way broke off. */
export function broken({ task, disk1, disk2 }: State): Pick<State, 'task' | 'disk1' | 'disk2'> {
  const left = (name: DiskName, disk: Disk): Disk => {
    if (task.disk !== name) return disk;
    const leftover = worst[Math.max(worst.indexOf(disk.leftover), worst.indexOf(leftBy(task)))] ?? 'none';
    return { ...disk, leftover };
  };
  return { task: noTask, disk1: left('disk1', disk1), disk2: left('disk2', disk2) };
}

export const removeLeftovers: RuleOf<'removeLeftovers'> = plainRule({
  type: 'removeLeftovers',
  claim: 'What a broken operation left beside a disk stays until somebody removes it.',
  sources: ['vm-copy-then-switch', 'vm-mixed-after-break'],
  group: 'copying',
  reads: ['host', 'task'],
  writes: ['disk1', 'disk2'],
  refusal: (state) =>
    when(state.host === 'off', 'hostNotOn') ??
    when(state.task.operation !== 'none', 'taskRunning') ??
    when(
      disksOf(state).every(({ leftover }) => leftover === 'none'),
      'nothingToRemove',
    ),
  apply: ({ disk1, disk2 }) => ({
    disk1: { ...disk1, leftover: 'none' },
    disk2: { ...disk2, leftover: 'none' },
  }),
});

export const datastoreFills: RuleOf<'datastoreFills'> = plainRule({
  type: 'datastoreFills',
  claim: 'A datastore can run full before or while a disk is copied.',
  sources: ['vm-full-copy-space'],
  by: 'system',
  group: 'copying',
  writes: ['datastore'],
  refusal: ({ datastore }) => when(datastore === 'full', 'datastoreFull'),
  apply: () => ({ datastore: 'full' }),
});

export const extendDatastore: RuleOf<'extendDatastore'> = plainRule({
  type: 'extendDatastore',
  claim: 'With room again, the operation goes on.',
  sources: ['vm-full-copy-space'],
  group: 'copying',
  writes: ['datastore'],
  refusal: ({ datastore }) => when(datastore === 'room', 'datastoreHasRoom'),
  apply: () => ({ datastore: 'room' }),
});
