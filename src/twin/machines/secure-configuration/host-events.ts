/** Power, configuration and vCenter: what happens to a host as a whole. */
import type { HandlerOf } from '../twin-of.ts';
import { boot, chipState, goDown, install, type World, write } from './world.ts';

/** What an event does. @returns the reason when it is refused */
export type Handler = HandlerOf<World>;

const writes: Handler = (world) => {
  if (world.power !== 'on') return 'hostNotOn';
  if (world.device === 'none') return 'stateless';
  if (world.device === 'gone') return 'bootDeviceGone';
  write(world);
  return undefined;
};

export const hostEvents: Readonly<Record<string, Handler>> = {
  bootHost: (world) => {
    if (world.power === 'on') return 'hostOn';
    if (world.device === 'gone') return 'bootDeviceGone';
    boot(world);
    return undefined;
  },
  shutDownHost: (world) => {
    if (world.power !== 'on') return 'hostNotOn';
    goDown(world, 'cleanly');
    return undefined;
  },
  hostCrashes: (world) => {
    if (world.power !== 'on') return 'hostNotOn';
    goDown(world, 'atOnce');
    return undefined;
  },
  quickBoot: (world) => {
    if (world.power !== 'on') return 'hostNotOn';
    if (world.device === 'gone') return 'bootDeviceGone';
    const { tpm, version } = world.variant;
    if (tpm === '2.0' && version !== '8.0U3') return 'quickBootNotPossible';
    goDown(world, 'cleanly');
    boot(world);
    return undefined;
  },
  updateEsxi: (world) => {
    if (world.power !== 'on') return 'hostNotOn';
    if (world.device === 'gone') return 'bootDeviceGone';
    if (world.esxiUpToDate) return 'esxiIsUpToDate';
    goDown(world, 'cleanly');
    world.esxiUpToDate = true;
    return undefined;
  },
  cronWrites: writes,
  autoBackup: writes,
  vcenterPushesKdk: (world) => {
    if (!world.vcenter.running) return 'vcenterNotRunning';
    if (!world.vcenter.member) return 'hostNotMember';
    if (world.power !== 'on' || world.memory === undefined) return 'hostNotOn';
    if (world.memory.kdk !== undefined) return 'hostHasKdk';
    world.memory.kdk = world.kdk;
    if (world.switches.cfgDirtyWindow === 'none') write(world);
    return undefined;
  },
  vcenterStops: ({ vcenter }) => {
    if (!vcenter.running) return 'vcenterNotRunning';
    vcenter.running = false;
    return undefined;
  },
  startVcenter: ({ vcenter }) => {
    if (vcenter.running) return 'vcenterRunning';
    vcenter.running = true;
    return undefined;
  },
  addHost: ({ vcenter, power, board }) => {
    if (!vcenter.running) return 'vcenterNotRunning';
    if (power !== 'on') return 'hostNotOn';
    if (vcenter.member && vcenter.knowsEk === board) return 'hostIsMember';
    vcenter.member = true;
    vcenter.knowsEk = board;
    return undefined;
  },
  clearEk: ({ vcenter, power, board }) => {
    if (!vcenter.running) return 'vcenterNotRunning';
    if (!vcenter.member) return 'hostNotMember';
    if (power !== 'on') return 'hostNotOn';
    if (vcenter.knowsEk === board) return 'ekMatches';
    vcenter.knowsEk = board;
    return undefined;
  },
  reinstallHost: (world) => {
    if (world.power === 'on') return 'hostOn';
    if (world.device === 'none') return 'stateless';
    const chip = chipState(world);
    if (chip === 'stale') return 'tpmStale';
    if (chip === 'locked') return 'tpmLocked';
    goDown(world, 'atOnce');
    const seals = world.chip.health === 'good' && world.settings.tpm && world.esxiUpToDate;
    install(world, seals);
    world.kept = undefined;
    world.vcenter.member = false;
    return undefined;
  },
};
