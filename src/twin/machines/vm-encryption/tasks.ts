/** Operations that go object by object, and what is left of them when they break. */
import type { HandlerOf } from '../twin-of.ts';
import {
  type DiskName,
  diskOf,
  encryptedFiles,
  type Files,
  hostHasKey,
  inUse,
  type KekId,
  type ObjectName,
  type Operation,
  opens,
  plainFiles,
  providerOf,
  type ProviderName,
  relock,
  rewrapped,
  type Task,
  type World,
} from './world.ts';

export type Handler = HandlerOf<World>;

/** Why nothing can be begun with the machine. */
export function ready(world: World): string | undefined {
  if (!world.hostOn) return 'hostNotOn';
  if (!world.registered) return 'notRegistered';
  return world.task === undefined ? undefined : 'taskRunning';
}

function isToDo({ operation, generation, kek }: Task, files: Files): boolean {
  switch (operation) {
    case 'encrypt':
      return files.generation === 0;
    case 'decrypt':
      return files.generation !== 0;
    case 'deepRecrypt':
      return files.generation !== 0 && files.generation !== generation;
    case 'shallowRecrypt':
      return files.generation !== 0 && files.wrapped?.by !== kek;
  }
}

/** The object that a task works on now. */
export function workedOn(world: World, task: Task): ObjectName | undefined {
  if (task.step === 'switched') return task.beside?.disk;
  const order = task.operation === 'decrypt' ? inUse(world).toReversed() : inUse(world);
  return order.find(([, files]) => isToDo(task, files))?.[0];
}

function filesOf(world: World, name: ObjectName): Files {
  return name === 'home' ? world.home : diskOf(world, name).files;
}

function put(world: World, name: ObjectName, files: Files): void {
  if (name === 'home') world.home = files;
  else diskOf(world, name).files = files;
}

/** The object as the task wants it. */
function written(world: World, { operation, generation, kek }: Task, before: Files): Files {
  if (operation === 'decrypt') return plainFiles();
  return encryptedFiles(world, generation, kek ?? before.wrapped?.by ?? '');
}

function advance(world: World, task: Task, name: ObjectName): void {
  const before = filesOf(world, name);
  if (task.operation === 'shallowRecrypt' && task.kek !== undefined)
    put(world, name, rewrapped(world, before, task.kek));
  else if (name === 'home') world.home = written(world, task, before);
  else copySwitchRemove(world, task, name, before);
  if (task.step === 'ready' && workedOn(world, task) === undefined) world.task = undefined;
}

function copySwitchRemove(world: World, task: Task, disk: DiskName, before: Files): void {
  if (task.step === 'ready') {
    task.step = 'copied';
    task.beside = { disk, files: written(world, task, before) };
  } else if (task.step === 'copied' && task.beside !== undefined) {
    task.step = 'switched';
    put(world, disk, task.beside.files);
    task.beside = { disk, files: before };
  } else {
    task.step = 'ready';
    task.beside = undefined;
  }
}

/** The task is gone, and the file beside the disk stays behind. */
export function breakTask(world: World): void {
  const { task } = world;
  if (task?.beside !== undefined && world.defect !== 'crashCleansUp')
    diskOf(world, task.beside.disk).leftovers.push(task.beside.files);
  world.task = undefined;
}

function begin(world: World, operation: Operation, generation: number, kek: KekId | undefined): undefined {
  world.task = { operation, generation, kek, step: 'ready', beside: undefined };
  return undefined;
}

function copyRefusal(world: World): string | undefined {
  const refusal = ready(world);
  if (refusal !== undefined) return refusal;
  if (world.locked) return 'machineLocked';
  if (world.on) return 'machineOn';
  return world.snapshots === 'none' ? undefined : 'snapshotsPresent';
}

function anyLocked(world: World): boolean {
  return inUse(world).some(([, files]) => !opens(world, files));
}

export function kekLimitReached({ keksHad, variant }: World, provider: ProviderName): boolean {
  return keksHad[provider] >= variant.kekLimit[provider];
}

export function nextKek({ keksHad }: World, provider: ProviderName): KekId {
  return `${provider}#${++keksHad[provider]}`;
}

/** The provider that a machine is encrypted by, or why it is not. */
function encryptBy(world: World): string | { readonly provider: ProviderName } {
  const home = world.home.wrapped;
  if (home !== undefined) return { provider: providerOf(home.by) };
  const provider = world.defaultProvider;
  if (provider === undefined) return 'noDefaultProvider';
  return kekLimitReached(world, provider) ? 'kekLimit' : { provider };
}

export const taskEvents: Readonly<Record<string, Handler>> = {
  encryptMachine: (world) => {
    const refusal = copyRefusal(world);
    if (refusal !== undefined) return refusal;
    if (inUse(world).every(([, files]) => files.generation !== 0)) return 'nothingToDo';
    const by = encryptBy(world);
    if (typeof by === 'string') return by;
    if (world.generationsHad >= world.variant.dekLimit) return 'dekLimit';
    if (!world.onHost.has(by.provider)) return 'keyMissing';
    if (world.full) return 'datastoreFull';
    return begin(
      world,
      'encrypt',
      ++world.generationsHad,
      world.home.wrapped?.by ?? nextKek(world, by.provider),
    );
  },
  decryptMachine: (world) => {
    const refusal = copyRefusal(world);
    if (refusal !== undefined) return refusal;
    if (world.home.generation === 0) return 'nothingToDo';
    if (anyLocked(world)) return 'keyMissing';
    if (world.full) return 'datastoreFull';
    return begin(world, 'decrypt', 0, undefined);
  },
  deepRecrypt: (world) => {
    const refusal = copyRefusal(world);
    if (refusal !== undefined) return refusal;
    if (world.home.generation === 0) return 'nothingToDo';
    if (world.generationsHad >= world.variant.dekLimit) return 'dekLimit';
    if (anyLocked(world)) return 'keyMissing';
    if (world.full) return 'datastoreFull';
    return begin(world, 'deepRecrypt', ++world.generationsHad, undefined);
  },
  shallowRecrypt: (world, event) => {
    const provider = event['provider'] as ProviderName;
    const refusal = ready(world);
    if (refusal !== undefined) return refusal;
    if (world.locked) return 'machineLocked';
    if (world.variant.ide && world.on) return 'ideNeedsPowerOff';
    if (world.snapshots === 'tree') return 'snapshotTree';
    if (world.home.generation === 0) return 'nothingToDo';
    if (kekLimitReached(world, provider)) return 'kekLimit';
    if (!world.onHost.has(provider) || anyLocked(world)) return 'keyMissing';
    begin(world, 'shallowRecrypt', 0, nextKek(world, provider));
    if (world.on && world.variant.cbt && world.variant.release !== '8.0U3e') {
      world.on = false;
      relock(world);
    }
    return undefined;
  },
  taskAdvances: (world) => {
    const { task } = world;
    const name = task && workedOn(world, task);
    if (task === undefined || name === undefined) return 'noTask';
    const lacks = task.kek !== undefined && !hostHasKey(world, task.kek);
    if (!opens(world, filesOf(world, name)) || lacks) return 'keyMissing';
    const copies = name !== 'home' && task.operation !== 'shallowRecrypt' && task.step === 'ready';
    if (copies && world.full) return 'datastoreFull';
    advance(world, task, name);
    return undefined;
  },
  cancelTask: (world) => {
    if (world.task === undefined) return 'noTask';
    world.task = undefined;
    return undefined;
  },
  removeLeftovers: (world) => {
    if (!world.hostOn) return 'hostNotOn';
    if (world.task !== undefined) return 'taskRunning';
    const disks = [world.disk1, world.disk2].filter((disk) => disk !== undefined);
    if (disks.every(({ leftovers }) => leftovers.length === 0)) return 'nothingToRemove';
    for (const disk of disks) disk.leftovers = [];
    return undefined;
  },
  datastoreFills: (world) => {
    if (world.full) return 'datastoreFull';
    world.full = true;
    return undefined;
  },
  extendDatastore: (world) => {
    if (!world.full) return 'datastoreHasRoom';
    world.full = false;
    return undefined;
  },
};
