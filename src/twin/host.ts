/** ESXi hosts: power, their configuration, and the keys that vCenter gives them and takes away. */
import { sameKey } from '../crypto/key.ts';
import type { Refusal } from '../../models/events.ts';
import { install, keyAtBoot, writeArchive } from './boot-device.ts';
import { holdsHostKey, makeSafe } from './host-key.ts';
import { comeUp, goDown } from './host-power.ts';
import type { NamedKey, ProviderRecord } from './record.ts';
import { mount, vsanIn } from './vsan.ts';
import { has, part } from './world.ts';
import type { Handlers, Host, World } from './world.ts';

export const hostHandlers: Handlers<
  | 'bootHost'
  | 'shutDownHost'
  | 'hostCrashes'
  | 'hostWritesConfiguration'
  | 'sitePowerFails'
  | 'reinstallHost'
  | 'enableHostEncryption'
  | 'vcenterRemediatesHost'
> = {
  bootHost: (world, { host: name }) => {
    const host = part(world.hosts, name);
    if (host.power === 'on') return 'hostOn';
    if (host.power === 'halted') return 'hostHalted';
    if (host.bootDevice === undefined) return 'configurationGone';
    const configurationKey = keyAtBoot(world, host, host.bootDevice);
    const isUp = configurationKey !== undefined && comeUp(world, host, configurationKey);
    if (!isUp) host.power = 'halted';
    return undefined;
  },
  shutDownHost: (world, { host: name }) => {
    const host = part(world.hosts, name);
    if (host.power !== 'on') return 'hostNotOn';
    writeArchive(world, host);
    goDown(world, [host]);
    return undefined;
  },
  hostCrashes: (world, { host: name }) => {
    const host = part(world.hosts, name);
    if (host.power !== 'on') return 'hostNotOn';
    if (has(world, 'crashWritesConfiguration')) writeArchive(world, host);
    goDown(world, [host]);
    return undefined;
  },
  hostWritesConfiguration: (world, { host: name }) => {
    const host = part(world.hosts, name);
    if (host.power !== 'on') return 'hostNotOn';
    if (host.bootDevice === undefined) return 'configurationGone';
    writeArchive(world, host);
    return undefined;
  },
  sitePowerFails: (world) => {
    const hosts = [...world.hosts.values()];
    if (!hosts.some((host) => host.power === 'on')) return 'siteDark';
    goDown(world, hosts);
    return undefined;
  },
  reinstallHost: (world, { host: name }) => {
    const host = part(world.hosts, name);
    if (host.power === 'on') return 'hostOn';
    const usesTpm = host.site.encryptionMode === 'tpm' && host.chip !== undefined;
    host.binding = usesTpm ? 'tpm' : 'file';
    if (usesTpm && host.chip) host.chip = { ...host.chip, isSealed: true };
    host.power = 'off';
    host.hostKey = undefined;
    world.vcenter.members.delete(name);
    install(world, host);
    return undefined;
  },
  enableHostEncryption: (world, { host: name }) => {
    const host = part(world.hosts, name);
    const refusal = reachRefusal(world, host);
    if (refusal !== undefined) return refusal;
    if (host.hostKey !== undefined && !holdsHostKey(world, host)) return 'hostKeyUnresolved';
    const held = world.site.providers.map((provider) => host.memory?.keys.get(provider.name));
    const first = held.find((key) => key !== undefined);
    if (first === undefined) return 'keyMissing';
    makeSafe(world, host, first);
    return undefined;
  },
  vcenterRemediatesHost: (world, { host: name }) => {
    const host = part(world.hosts, name);
    const refusal = reachRefusal(world, host);
    if (refusal !== undefined) return refusal;
    remediate(world, host);
    return undefined;
  },
};

function reachRefusal(world: World, host: Host): Refusal | undefined {
  if (world.vcenter.state !== 'running') return 'vcenterNotRunning';
  if (!world.vcenter.members.has(host.site.name)) return 'hostNotMember';
  return host.power === 'on' ? undefined : 'hostNotOn';
}

/** What vCenter does to each host every few minutes: the host shall hold the keys that vCenter has, and no others. */
function remediate(world: World, host: Host): void {
  const { vcenter, site, switches } = world;
  const keys = host.memory?.keys ?? new Map<string, NamedKey>();
  for (const { name, tpmRequired } of site.providers) {
    const record = vcenter.memory?.get(name);
    if (record && mayPush(world, record) && (!tpmRequired || passesTpmGate(world, host)))
      keys.set(name, record);
    else if (isKnown(world, host, name, tpmRequired)) continue;
    else if (switches.remediation === 'prunes' && !has(world, 'prunesNothing')) keys.delete(name);
  }
  host.safe &&= holdsHostKey(world, host);
  if (vsanIn(world)?.provider !== undefined) mount(world, host);
}

/** The host holds what vCenter has under this name, though it may not be pushed yet: nothing to take away. */
function isKnown(world: World, host: Host, name: string, tpmRequired: boolean): boolean {
  const record = world.vcenter.memory?.get(name);
  const held = host.memory?.keys.get(name);
  if (record === undefined || held === undefined || !sameKey(record.key, held.key)) return false;
  return !tpmRequired || passesTpmGate(world, host);
}

function mayPush(world: World, record: ProviderRecord): boolean {
  return record.backedUp || world.switches.pushBeforeActivation || has(world, 'pushesBeforeBackup');
}

function passesTpmGate(world: World, host: Host): boolean {
  if (has(world, 'pushesToEveryHost')) return true;
  if (world.switches.tpmGate === 'present') return host.chip !== undefined;
  return host.binding === 'tpm' && host.chip?.isSealed === true;
}
