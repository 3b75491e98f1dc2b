/** Clones, library items, backups, rescue; the host and its key. */
import { eksUsedUp, type Handler, ready } from './machine-events.ts';
import { type Machine, newNvram, openNvram, relock, startedGuest, type World } from './world.ts';

/** Why the machine cannot be published, or the machine. */
function publishable(world: World): string | Machine {
  const machine = ready(world);
  if (typeof machine === 'string') return machine;
  if (world.on) return 'machineOn';
  if (world.locked) return 'machineLocked';
  if (!machine.installed) return 'guestNotInstalled';
  return world.item === undefined ? machine : 'libraryHasItem';
}

export const copyEvents: Readonly<Record<string, Handler>> = {
  cloneMachine: (world, { policy }) => {
    const machine = ready(world);
    if (typeof machine === 'string') return machine;
    if (world.locked) return 'machineLocked';
    if (world.clone !== undefined) return 'clonePresent';
    if (world.rescue !== 'none') return 'disksAway';
    if (policy === 'replace' && world.variant.release === '7.0') return 'replaceNotSupported';
    if (machine.hasVtpm) {
      if (machine.nvram === undefined) return 'nvramMissing';
      if (world.onHost === undefined) return 'keyMissing';
      if (policy === 'replace' && eksUsedUp(world)) return 'ekLimit';
    }
    const replaces = policy === 'replace' && world.defect !== 'replaceCopies';
    const nvram =
      machine.hasVtpm && replaces && world.onHost !== undefined
        ? newNvram(world, world.onHost)
        : machine.nvram;
    world.clone = { made: String(policy), nvram, volume: machine.volume, guest: 'off' };
    return undefined;
  },
  publishVmtx: (world) => {
    const machine = publishable(world);
    if (typeof machine === 'string') return machine;
    if (machine.hasVtpm && machine.nvram === undefined) return 'nvramMissing';
    world.item = { kind: 'vmtx', nvram: machine.nvram, volume: machine.volume, placeholder: false };
    return undefined;
  },
  exportOvf: (world, { placeholder }) => {
    const machine = publishable(world);
    if (typeof machine === 'string') return machine;
    if (machine.hasVtpm) return 'vtpmPresent';
    world.item = {
      kind: 'ovf',
      nvram: undefined,
      volume: machine.volume,
      placeholder: placeholder === true,
    };
    return undefined;
  },
  deploy: (world) => {
    const { item, onHost } = world;
    if (!world.hostOn) return 'hostNotOn';
    if (item === undefined) return 'noItem';
    if (world.clone !== undefined) return 'clonePresent';
    if ((item.nvram !== undefined || item.placeholder) && onHost === undefined) return 'keyMissing';
    if (item.placeholder && eksUsedUp(world)) return 'ekLimit';
    const nvram = item.placeholder && onHost !== undefined ? newNvram(world, onHost) : item.nvram;
    world.clone = { made: item.kind, nvram, volume: item.volume, guest: 'off' };
    return undefined;
  },
  deleteItem: (world) => {
    if (world.item === undefined) return 'noItem';
    world.item = undefined;
    return undefined;
  },
  startClone: (world) => {
    const { clone, onHost } = world;
    if (!world.hostOn) return 'hostNotOn';
    if (clone === undefined) return 'noClone';
    if (clone.guest !== 'off') return 'cloneOn';
    if (clone.nvram !== undefined && onHost === undefined) return 'keyMissing';
    clone.guest = startedGuest(world, true, clone.volume, openNvram(world, onHost, clone.nvram));
    return undefined;
  },
  deleteClone: (world) => {
    if (!world.hostOn) return 'hostNotOn';
    if (world.clone === undefined) return 'noClone';
    world.clone = undefined;
    return undefined;
  },
};

export const backupEvents: Readonly<Record<string, Handler>> = {
  takeBackup: (world, { withNvram }) => {
    const machine = ready(world);
    if (typeof machine === 'string') return machine;
    if (world.locked) return 'machineLocked';
    const { hasVtpm, volume } = machine;
    world.backup = { hasVtpm, nvram: withNvram === true ? machine.nvram : undefined, volume };
    return undefined;
  },
  machineIsLost: (world) => {
    if (world.machine === undefined) return 'machineMissing';
    world.machine = undefined;
    world.on = false;
    world.locked = false;
    world.guest = 'off';
    world.aside = undefined;
    world.rescue = 'none';
    return undefined;
  },
  restoreMachine: (world) => {
    const { backup } = world;
    if (!world.hostOn) return 'hostNotOn';
    if (world.machine !== undefined) return 'machinePresent';
    if (backup === undefined) return 'noBackup';
    if (backup.hasVtpm && world.onHost === undefined) return 'keyMissing';
    world.machine = { firmware: 'efi', installed: true, ...backup };
    return undefined;
  },
  attachDisks: (world) => {
    const machine = ready(world);
    if (typeof machine === 'string') return machine;
    if (world.on) return 'machineOn';
    if (world.rescue !== 'none') return 'disksAway';
    world.rescue = 'attached';
    return undefined;
  },
  returnDisks: (world) => {
    if (!world.hostOn) return 'hostNotOn';
    if (world.rescue === 'none') return 'noRescue';
    world.rescue = 'none';
    return undefined;
  },
};

export const keyEvents: Readonly<Record<string, Handler>> = {
  hostCrashes: (world) => {
    if (!world.hostOn) return 'hostNotOn';
    world.hostOn = false;
    world.on = false;
    world.guest = 'off';
    if (world.clone !== undefined) world.clone.guest = 'off';
    return undefined;
  },
  bootHost: (world) => {
    if (world.hostOn) return 'hostOn';
    world.hostOn = true;
    const forgets = world.variant.provider === 'manual' && world.defect !== 'rebootKeepsManualKey';
    if (forgets) world.onHost = undefined;
    world.locked = world.machine?.hasVtpm === true && world.onHost === undefined;
    return undefined;
  },
  deleteProvider: (world) => {
    if (world.atVcenter === undefined) return 'providerGone';
    world.atVcenter = undefined;
    return undefined;
  },
  importProvider: (world) => {
    if (world.atVcenter !== undefined) return 'providerPresent';
    if (world.copy === undefined) return 'noCopyKept';
    world.atVcenter = world.copy;
    return undefined;
  },
  vcenterRemediatesHost: (world) => {
    if (!world.hostOn) return 'hostNotOn';
    if (world.atVcenter !== undefined || world.prunes) world.onHost = world.atVcenter;
    relock(world);
    return undefined;
  },
  giveKey: (world) => {
    if (!world.hostOn) return 'hostNotOn';
    if (world.onHost !== undefined) return 'keyPresent';
    if (world.copy === undefined) return 'noCopyKept';
    world.onHost = world.copy;
    return undefined;
  },
  copyIsLost: (world) => {
    if (world.copy === undefined) return 'noCopyKept';
    world.copy = undefined;
    return undefined;
  },
};
