/** Copies at main: snapshots, clones, the template and the storage snapshot of the array. */
import { type Handler, here } from './asking.ts';
import { closedAt, cloneClosed, type World } from './world.ts';

export const copyEvents: Readonly<Record<string, Handler>> = {
  takeSnapshot: (world) => {
    const machine = here(world);
    if (typeof machine === 'string') return machine;
    if (machine.snapshot) return 'snapshotsPresent';
    machine.snapshot = true;
    return undefined;
  },
  deleteSnapshot: (world) => {
    const machine = here(world);
    if (typeof machine === 'string') return machine;
    if (!machine.snapshot) return 'noSnapshot';
    if (world.clone?.kind === 'linked') return 'linkedCloneNeedsIt';
    machine.snapshot = false;
    return undefined;
  },
  cloneMachine: (world, { kind }) => {
    const machine = here(world);
    if (typeof machine === 'string') return machine;
    if (world.clone !== undefined) return 'clonePresent';
    if (kind === 'linked' && !machine.snapshot) return 'noSnapshot';
    if (closedAt(world, 'main', machine.files) !== undefined) return 'keyMissing';
    world.clone = { kind: kind === 'linked' ? 'linked' : 'full', files: machine.files };
    return undefined;
  },
  startClone: (world) => (world.clone === undefined ? 'noSuchCopy' : cloneClosed(world)),
  deleteClone: (world) => {
    if (world.clone === undefined) return 'noSuchCopy';
    world.clone = undefined;
    return undefined;
  },
  convertToMachine: (world) => convert(world, 'machine', 'isMachine'),
  convertToTemplate: (world) => convert(world, 'template', 'isTemplate'),
  takeStorageSnapshot: (world) => {
    const machine = here(world);
    if (typeof machine === 'string') return machine;
    world.storageSnapshot = machine.files;
    return undefined;
  },
  revertStorageSnapshot: (world) => {
    const machine = here(world);
    if (typeof machine === 'string') return machine;
    if (machine.on) return 'machineOn';
    if (machine.snapshot) return 'snapshotsPresent';
    if (world.storageSnapshot === undefined) return 'noSuchCopy';
    machine.files = world.storageSnapshot;
    return undefined;
  },
  deleteStorageSnapshot: (world) => {
    if (world.storageSnapshot === undefined) return 'noSuchCopy';
    world.storageSnapshot = undefined;
    return undefined;
  },
};

function convert(world: World, form: 'template' | 'machine', already: string): string | undefined {
  if (world.template === undefined) return 'noSuchCopy';
  if (world.template.form === form) return already;
  world.template = { ...world.template, form };
  return undefined;
}
