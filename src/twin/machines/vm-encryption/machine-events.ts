/** The machine, its disks, the host and the providers. */
import type { TwinEvent } from '../twin-of.ts';
import { breakTask, type Handler, kekLimitReached, nextKek, ready } from './tasks.ts';
import { encryptedFiles, opens, plainFiles, type ProviderName, relock, type World } from './world.ts';

function unlockedRefusal(world: World): string | undefined {
  return ready(world) ?? (world.locked ? 'machineLocked' : undefined);
}

export const machineEvents: Readonly<Record<string, Handler>> = {
  powerOn: (world) => {
    const refusal = ready(world);
    if (refusal !== undefined) return refusal;
    if (world.on) return 'machineOn';
    if (world.locked) return 'machineLocked';
    const disk2 = world.disk2Attached ? world.disk2 : undefined;
    if (!opens(world, world.disk1.files) || (disk2 && !opens(world, disk2.files))) return 'diskKeyMissing';
    world.on = true;
    return undefined;
  },
  powerOff: (world) => {
    if (!world.on) return 'machineOff';
    world.on = false;
    relock(world);
    return undefined;
  },
  unregister: (world) => {
    const refusal = ready(world);
    if (refusal !== undefined) return refusal;
    if (world.on) return 'machineOn';
    world.registered = false;
    world.locked = false;
    return undefined;
  },
  register: (world) => {
    if (!world.hostOn) return 'hostNotOn';
    if (world.registered) return 'machineRegistered';
    world.registered = true;
    world.locked = !opens(world, world.home);
    return undefined;
  },
  reload: (world) => {
    const refusal = ready(world);
    if (refusal !== undefined) return refusal;
    if (world.on) return 'machineOn';
    relock(world);
    return undefined;
  },
  unlock: (world) => {
    if (!world.hostOn) return 'hostNotOn';
    if (!world.registered) return 'notRegistered';
    if (!world.locked) return 'machineNotLocked';
    if (!opens(world, world.home)) return 'keyMissing';
    world.locked = false;
    return undefined;
  },
  takeSnapshot: (world) => {
    const refusal = unlockedRefusal(world);
    if (refusal !== undefined) return refusal;
    if (world.snapshots !== 'none') return 'snapshotsPresent';
    world.snapshots = 'chain';
    return undefined;
  },
  branchSnapshot: (world) => {
    const refusal = unlockedRefusal(world);
    if (refusal !== undefined) return refusal;
    if (world.snapshots === 'none') return 'noSnapshots';
    if (world.snapshots === 'tree') return 'snapshotTree';
    world.snapshots = 'tree';
    return undefined;
  },
  deleteSnapshots: (world) => {
    const refusal = unlockedRefusal(world);
    if (refusal !== undefined) return refusal;
    if (world.snapshots === 'none') return 'noSnapshots';
    world.snapshots = 'none';
    return undefined;
  },
};

export const diskEvents: Readonly<Record<string, Handler>> = {
  createDisk: (world) => {
    const refusal = unlockedRefusal(world);
    if (refusal !== undefined) return refusal;
    if (world.disk2 !== undefined) return 'diskPresent';
    if (world.home.generation === 0) {
      world.disk2 = { files: plainFiles(), leftovers: [] };
    } else {
      const provider = world.defaultProvider;
      if (provider === undefined) return 'noDefaultProvider';
      if (kekLimitReached(world, provider)) return 'kekLimit';
      if (world.generationsHad >= world.variant.dekLimit) return 'dekLimit';
      if (!world.onHost.has(provider)) return 'keyMissing';
      const files = encryptedFiles(world, ++world.generationsHad, nextKek(world, provider));
      world.disk2 = { files, leftovers: [] };
    }
    world.disk2Attached = true;
    return undefined;
  },
  detachDisk: (world) => {
    const refusal = ready(world);
    if (refusal !== undefined) return refusal;
    if (world.disk2 === undefined || !world.disk2Attached) return 'diskNotAttached';
    world.disk2Attached = false;
    return undefined;
  },
  attachDisk: (world) => {
    const refusal = unlockedRefusal(world);
    if (refusal !== undefined) return refusal;
    const { disk2 } = world;
    if (disk2 === undefined || world.disk2Attached) return 'diskNotDetached';
    if (disk2.files.generation !== 0 && world.home.generation === 0) return 'machinePlain';
    if (!opens(world, disk2.files)) return 'keyMissing';
    world.disk2Attached = true;
    return undefined;
  },
  deleteDisk: (world) => {
    if (!world.hostOn) return 'hostNotOn';
    if (world.disk2 === undefined || world.disk2Attached) return 'diskNotDetached';
    world.disk2 = undefined;
    return undefined;
  },
};

function providerOfEvent(event: TwinEvent): ProviderName {
  return event['provider'] as ProviderName;
}

export const keyEvents: Readonly<Record<string, Handler>> = {
  hostCrashes: (world) => {
    if (!world.hostOn) return 'hostNotOn';
    world.hostOn = false;
    world.on = false;
    breakTask(world);
    return undefined;
  },
  bootHost: (world) => {
    if (world.hostOn) return 'hostOn';
    world.hostOn = true;
    if (!world.variant.tpm && world.switches.noTpmRetention === 'volatile') world.onHost = new Map();
    world.locked = world.registered && !opens(world, world.home);
    return undefined;
  },
  setDefaultProvider: (world, event) => {
    if (!world.atVcenter.has(providerOfEvent(event))) return 'providerGone';
    if (world.defaultProvider === providerOfEvent(event)) return 'defaultUnchanged';
    world.defaultProvider = providerOfEvent(event);
    return undefined;
  },
  deleteProvider: (world, event) => {
    if (!world.atVcenter.delete(providerOfEvent(event))) return 'providerGone';
    if (world.defaultProvider === providerOfEvent(event)) world.defaultProvider = undefined;
    return undefined;
  },
  importProvider: (world, event) => {
    if (world.atVcenter.has(providerOfEvent(event))) return 'providerPresent';
    const kept = world.p12s.get(providerOfEvent(event));
    if (kept === undefined) return 'noCopyKept';
    world.atVcenter.set(providerOfEvent(event), kept);
    return undefined;
  },
  p12IsLost: (world, event) => (world.p12s.delete(providerOfEvent(event)) ? undefined : 'noCopyKept'),
  vcenterRemediatesHost: (world) => {
    if (!world.hostOn) return 'hostNotOn';
    const before = world.switches.remediation === 'addsOnly' ? world.onHost : [];
    world.onHost = new Map([...before, ...world.atVcenter]);
    relock(world);
    return undefined;
  },
};
