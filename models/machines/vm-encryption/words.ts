/** What the words of docs/machines/vm-encryption.md mean in a state. */
import type { Refusal } from './events.ts';
import type { Provider } from './providers.ts';
import type { Disk, Kek, Keys, Machine, ObjectName, Operation, State, Task } from './state.ts';

/** The slices that `opens` and `relocked` look at. */
export const keySlices = ['host', 'A', 'B'] as const;
export const objectSlices = ['home', 'disk1', 'disk2'] as const;

export function providerOf(kek: Kek): Provider {
  return kek.startsWith('A') ? 'A' : 'B';
}

export function hostHasKey(state: State, kek: Kek): boolean {
  return state.host === 'on' && state[providerOf(kek)].host;
}

export function opens(state: State, { kek }: Keys): boolean {
  return kek === null || hostHasKey(state, kek);
}

/** The names of the objects in use: home and the attached disks. */
export function inUse({ disk2 }: State): readonly ObjectName[] {
  return disk2.place === 'attached' ? ['home', 'disk1', 'disk2'] : ['home', 'disk1'];
}

export function allInUseOpen(state: State): boolean {
  return inUse(state).every((name) => opens(state, state[name]));
}

/** The objects that exist, attached or not. */
export function objectsOf({ home, disk1, disk2 }: State): readonly Keys[] {
  return disk2.place === 'absent' ? [home, disk1] : [home, disk1, disk2];
}

export function disksOf({ disk1, disk2 }: State): readonly Disk[] {
  return disk2.place === 'absent' ? [disk1] : [disk1, disk2];
}

/** The first object that a task has still to do; a decryption goes backwards. */
export function firstToDo(state: State, task: Task = state.task): ObjectName | undefined {
  const { operation } = task;
  if (operation === 'none') return undefined;
  const names = operation === 'decrypt' ? inUse(state).toReversed() : inUse(state);
  return names.find((name) => isToDo(state[name], task, operation));
}

function isToDo({ dek, kek }: Keys, task: Task, operation: Operation): boolean {
  switch (operation) {
    case 'encrypt':
      return dek === 0;
    case 'decrypt':
      return dek !== 0;
    case 'deepRecrypt':
      return dek !== 0 && dek !== task.dek;
    case 'shallowRecrypt':
      return dek !== 0 && kek !== task.kek;
  }
}

/** The machine, locked when it is off on a running host that can't open its home. It never unlocks. */
export function relocked(state: State, machine: Machine = state.machine): Machine {
  const lock =
    machine.registered && machine.power === 'off' && state.host === 'on' && !opens(state, state.home);
  return { ...machine, locked: machine.locked || lock };
}

/** Why the machine can't be worked on at all. */
export function notReady({ host, machine, task }: State): Refusal | undefined {
  if (host === 'off') return 'hostNotOn';
  if (!machine.registered) return 'notRegistered';
  return task.operation === 'none' ? undefined : 'taskRunning';
}

/** The next KEK of a provider, and what was made with it. Without a provider there is none. */
export function takeKek(
  made: State['made'],
  provider: Provider | null,
): { readonly kek: Kek | null; readonly made: State['made'] } {
  if (provider === null) return { kek: null, made };
  const number = made[provider] + 1;
  return { kek: `${provider}#${number}`, made: { ...made, [provider]: number } };
}
