/** What happens to the machine, and recrypts of it and of its copies. */
import type { TwinEvent } from '../twin-of.ts';
import { type Handler, here, providerIn } from './asking.ts';
import { encrypt, type Files, rewrap } from './files.ts';
import { closedAt, isMigrating, readAt, type World } from './world.ts';

/** An object at main whose files can be changed. */
type Target = { readonly files: Files; readonly put: (files: Files) => void };

/** The object that an event names, or why it can't be recrypted. */
function target(world: World, event: TwinEvent): Target | string {
  switch (event['object']) {
    case 'machine': {
      const machine = here(world);
      if (typeof machine === 'string') return machine;
      return { files: machine.files, put: (files) => (machine.files = files) };
    }
    case 'clone': {
      const { clone } = world;
      if (clone === undefined) return 'noSuchCopy';
      if (clone.kind === 'linked') return 'linkedClone';
      return { files: clone.files, put: (files) => (world.clone = { ...clone, files }) };
    }
    case 'template': {
      const { template } = world;
      if (template === undefined) return 'noSuchCopy';
      if (template.form === 'template') return 'isTemplate';
      return { files: template.files, put: (files) => (world.template = { ...template, files }) };
    }
    case 'disk':
      if (world.disk === undefined) return 'noSuchCopy';
      return { files: world.disk, put: (files) => (world.disk = files) };
    default:
      throw new Error('the twin knows no such object');
  }
}

/** The same, for what is only done to a machine that is off and has no snapshot. */
function idleTarget(world: World, event: TwinEvent): Target | string {
  const found = target(world, event);
  if (typeof found === 'string' || event['object'] !== 'machine') return found;
  if (world.machine?.on === true) return 'machineOn';
  return world.machine?.snapshot === true ? 'snapshotsPresent' : found;
}

export const machineEvents: Readonly<Record<string, Handler>> = {
  powerOn: (world) => {
    const { machine } = world;
    if (machine === undefined) return 'noMachine';
    if (machine.on) return 'machineOn';
    const refusal = closedAt(world, machine.site, machine.files);
    if (refusal !== undefined) return refusal;
    machine.on = true;
    return undefined;
  },
  powerOff: (world) => {
    const { machine } = world;
    if (machine === undefined) return 'noMachine';
    if (!machine.on) return 'machineOff';
    if (isMigrating(world)) return 'migrationRunning';
    machine.on = false;
    return undefined;
  },
  shallowRecrypt: (world, event) => {
    const found = target(world, event);
    if (typeof found === 'string') return found;
    const { main } = world.sites;
    const fresh = main.get(providerIn(event));
    if (fresh === undefined || closedAt(world, 'main', found.files) !== undefined) return 'keyMissing';
    const { lock } = found.files;
    if (lock === undefined) return 'machinePlain';
    const old = main.get(lock.by);
    const files = old && rewrap(world, found.files, old, providerIn(event), fresh);
    if (files === undefined) return 'keyMissing';
    found.put(files);
    return undefined;
  },
  deepRecrypt: (world, event) => {
    const found = idleTarget(world, event);
    if (typeof found === 'string') return found;
    if (world.generations >= world.variant.dekLimit) return 'dekLimit';
    const content = readAt(world, 'main', found.files);
    if (content === undefined) return 'keyMissing';
    const { lock } = found.files;
    if (lock === undefined) return 'machinePlain';
    const kdk = world.sites.main.get(lock.by);
    if (kdk === undefined) return 'keyMissing';
    const generation = ++world.generations;
    const fresh = encrypt(world, generation, lock.by, kdk, content);
    found.put(world.defect === 'deepKeepsDek' ? { ...found.files, generation } : fresh);
    return undefined;
  },
  decrypt: (world, event) => {
    const found = idleTarget(world, event);
    if (typeof found === 'string') return found;
    const content = readAt(world, 'main', found.files);
    if (content === undefined) return 'keyMissing';
    if (found.files.lock === undefined) return 'machinePlain';
    found.put({ generation: 0, lock: undefined, sectors: content });
    return undefined;
  },
};
