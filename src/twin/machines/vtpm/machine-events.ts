/** The machine, its vTPM, and the guest in it. */
import type { HandlerOf } from '../twin-of.ts';
import {
  type Machine,
  newNvram,
  type Nvram,
  openNvram,
  readsByPassword,
  relock,
  resealed,
  sealedVolume,
  plainData,
  startedGuest,
  type Vtpm,
  type World,
} from './world.ts';

export type Handler = HandlerOf<World>;

/** Why nothing can be done with the machine, or the machine. */
export function ready(world: World): string | Machine {
  if (!world.hostOn) return 'hostNotOn';
  return world.machine ?? 'machineMissing';
}

/** The same, powered off; and, where that is asked, not locked and with a vTPM. */
function idle(world: World, ...asked: readonly ('unlocked' | 'vtpm')[]): string | Machine {
  const machine = ready(world);
  if (typeof machine === 'string') return machine;
  if (world.on) return 'machineOn';
  if (asked.includes('unlocked') && world.locked) return 'machineLocked';
  return asked.includes('vtpm') && !machine.hasVtpm ? 'noVtpm' : machine;
}

export function eksUsedUp({ eksMade, variant }: World): boolean {
  return eksMade >= variant.ekLimit;
}

export const vtpmEvents: Readonly<Record<string, Handler>> = {
  powerOn: (world) => {
    const machine = idle(world, 'unlocked');
    if (typeof machine === 'string') return machine;
    if (world.rescue !== 'none') return 'disksAway';
    const makes = machine.hasVtpm && machine.nvram === undefined;
    if (makes && eksUsedUp(world)) return 'ekLimit';
    const key = world.onHost;
    const nvram = makes && key !== undefined ? newNvram(world, key) : machine.nvram;
    world.machine = { ...machine, nvram };
    world.on = true;
    const vtpm = machine.hasVtpm ? openNvram(world, key, nvram) : undefined;
    world.guest = startedGuest(world, machine.installed, machine.volume, vtpm);
    return undefined;
  },
  powerOff: (world) => {
    if (!world.on) return 'machineOff';
    world.on = false;
    world.guest = 'off';
    relock(world);
    return undefined;
  },
  useEfi: (world) => {
    const machine = idle(world);
    if (typeof machine === 'string') return machine;
    if (machine.firmware === 'efi') return 'firmwareIsEfi';
    world.machine = { ...machine, firmware: 'efi' };
    return undefined;
  },
  addVtpm: (world) => {
    const machine = idle(world);
    if (typeof machine === 'string') return machine;
    if (machine.hasVtpm) return 'vtpmPresent';
    if (machine.firmware !== 'efi') return 'firmwareNotEfi';
    if (world.variant.provider === 'native' && world.atVcenter === undefined) return 'providerMissing';
    if (world.onHost === undefined) return 'keyMissing';
    if (eksUsedUp(world)) return 'ekLimit';
    world.machine = { ...machine, hasVtpm: true, nvram: newNvram(world, world.onHost) };
    return undefined;
  },
  removeVtpm: (world) => {
    const machine = idle(world, 'unlocked', 'vtpm');
    if (typeof machine === 'string') return machine;
    world.machine = { ...machine, hasVtpm: false, nvram: undefined };
    return undefined;
  },
  unlock: (world) => {
    const machine = ready(world);
    if (typeof machine === 'string') return machine;
    if (!world.locked) return 'machineNotLocked';
    if (world.onHost === undefined) return 'keyMissing';
    world.locked = false;
    return undefined;
  },
  renameNvram: (world) => {
    const machine = idle(world, 'unlocked', 'vtpm');
    if (typeof machine === 'string') return machine;
    if (machine.nvram === undefined) return 'nvramMissing';
    if (world.aside !== undefined) return 'nvramAside';
    world.aside = machine.nvram;
    world.machine = { ...machine, nvram: undefined };
    return undefined;
  },
  putNvramBack: (world) => {
    const machine = idle(world, 'unlocked', 'vtpm');
    if (typeof machine === 'string') return machine;
    if (world.aside === undefined) return 'nothingAside';
    world.machine = { ...machine, nvram: world.aside };
    world.aside = undefined;
    return undefined;
  },
};

export const guestEvents: Readonly<Record<string, Handler>> = {
  installGuest: (world) => {
    const { machine } = world;
    if (!world.on || machine === undefined) return 'machineNotOn';
    if (machine.installed) return 'guestInstalled';
    if (world.variant.needsTpm && !machine.hasVtpm) return 'tpmRequired';
    world.machine = { ...machine, installed: true, volume: { sectors: plainData, sealed: undefined } };
    world.guest = 'runs';
    return undefined;
  },
  sealVolume: (world) => {
    const { machine } = world;
    if (world.guest !== 'runs' || machine === undefined) return 'guestNotRunning';
    if (!machine.hasVtpm) return 'noVtpm';
    if (machine.volume.sealed !== undefined) return 'volumeSealed';
    // A running machine's vTPM is open, whatever key the host has lost since.
    const vtpm = openAnyway(world, machine.nvram);
    if (vtpm === undefined) throw new Error('a running machine has its vTPM open');
    world.machine = { ...machine, volume: sealedVolume(world, vtpm) };
    world.passwordKept ||= world.variant.recoveryPassword;
    return undefined;
  },
  unsealVolume: (world) => {
    const { machine } = world;
    if (world.guest !== 'runs' || machine === undefined) return 'guestNotRunning';
    if (machine.volume.sealed === undefined) return 'volumePlain';
    world.machine = { ...machine, volume: { sectors: plainData, sealed: undefined } };
    return undefined;
  },
  savePassword: (world) => {
    if (world.guest !== 'runs') return 'guestNotRunning';
    if (world.machine?.volume.sealed === undefined) return 'volumePlain';
    if (world.passwordKept) return 'passwordKept';
    world.passwordKept = true;
    return undefined;
  },
  passwordIsLost: (world) => {
    if (!world.passwordKept) return 'passwordLost';
    world.passwordKept = false;
    return undefined;
  },
  enterPassword: (world, { at }) => {
    if (at === 'machine') return enterAtMachine(world);
    return at === 'clone' ? enterAtClone(world) : enterAtRescue(world);
  },
};

function enterAtMachine(world: World): string | undefined {
  const { machine } = world;
  if (!world.on || machine === undefined) return 'machineNotOn';
  if (world.guest !== 'asksRecovery') return 'notAsked';
  if (!world.passwordKept || !readsByPassword(world, machine.volume)) return 'passwordLost';
  world.guest = 'runs';
  const vtpm = machine.hasVtpm ? openAnyway(world, machine.nvram) : undefined;
  if (vtpm !== undefined) world.machine = { ...machine, volume: resealed(world, machine.volume, vtpm) };
  return undefined;
}

function enterAtClone(world: World): string | undefined {
  const { clone } = world;
  if (clone === undefined) return 'noClone';
  if (clone.guest !== 'asksRecovery') return 'notAsked';
  if (!world.passwordKept || !readsByPassword(world, clone.volume)) return 'passwordLost';
  clone.guest = 'runs';
  const vtpm = openAnyway(world, clone.nvram);
  if (vtpm !== undefined) clone.volume = resealed(world, clone.volume, vtpm);
  return undefined;
}

function enterAtRescue(world: World): string | undefined {
  if (world.rescue === 'none') return 'noRescue';
  const volume = world.machine?.volume;
  if (world.rescue === 'opened' || volume?.sealed === undefined) return 'notAsked';
  if (!world.passwordKept || !readsByPassword(world, volume)) return 'passwordLost';
  world.rescue = 'opened';
  return undefined;
}

/** The vTPM of a machine that runs: it was opened when the machine was powered on, and stays so. */
function openAnyway(world: World, nvram: Nvram | undefined): Vtpm | undefined {
  return openNvram(world, world.first, nvram);
}
