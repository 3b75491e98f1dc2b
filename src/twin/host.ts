/** ESXi hosts: power, their configuration, and their host encryption mode. */
import { install, keyAtBoot, writeArchive } from './boot-device.ts';
import { holdsHostKey, makeSafe } from './host-key.ts';
import { comeUp, comeUpStateless, goDown, isConfigurationGone, isStateless } from './host-power.ts';
import { hostRefusal } from './remediation.ts';
import { has, part } from './world.ts';
import type { Handlers } from './world.ts';

export const hostHandlers: Handlers<
  | 'bootHost'
  | 'shutDownHost'
  | 'hostCrashes'
  | 'hostWritesConfiguration'
  | 'sitePowerFails'
  | 'reinstallHost'
  | 'enableHostEncryption'
> = {
  bootHost: (world, { host: name }) => {
    const host = part(world.hosts, name);
    if (host.power === 'on') return 'hostOn';
    if (host.power === 'halted') return 'hostHalted';
    if (isStateless(host)) {
      comeUpStateless(world, host);
      return undefined;
    }
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
    if (isConfigurationGone(host)) return 'configurationGone';
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
    if (isStateless(host)) return 'noBootDevice';
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
    const refusal = hostRefusal(world, host);
    if (refusal !== undefined) return refusal;
    if (host.hostKey !== undefined && !holdsHostKey(world, host)) return 'hostKeyUnresolved';
    const held = world.site.providers.map((provider) => host.memory?.keys.get(provider.name));
    const first = held.find((key) => key !== undefined);
    if (first === undefined) return 'keyMissing';
    makeSafe(world, host, first);
    return undefined;
  },
};
