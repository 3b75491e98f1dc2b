/** What happens to hosts, to the keys that they hold, and to a provider that is born on one. */
import type { TwinEvent } from '../twin-of.ts';
import {
  argument,
  type Handler,
  holdsHostKey,
  hostOf,
  isBefore,
  managing,
  vcenterKeyOnHost,
  vcenterNamed,
} from './asking.ts';
import { encryptDisk, lockOf, nameOf, opens } from './locks.ts';
import { generate, madeUnder } from './provider-events.ts';
import { delist, enlist } from './vcenter-events.ts';
import { firstHeld, type Host, isStandard, makeSafe, newProvider, passesGate } from './world.ts';
import type { Provider, World } from './world.ts';

/** Whether vCenter gives a host its key of this provider now. */
function gives(world: World, host: Host, name: string, provider: Provider): boolean {
  const usable = provider.backedUp || world.switches.pushBeforeActivation;
  if (!usable || !passesGate(provider, host)) return false;
  return (
    !isStandard(world.variant, name) || world.kmsUp || vcenterKeyOnHost(host, name, provider) === undefined
  );
}

/** Whether a key stays on a host though vCenter does not give it. */
function stays(world: World, host: Host, name: string, provider: Provider | undefined): boolean {
  if (world.switches.remediation === 'addsOnly') return true;
  if (provider === undefined || isStandard(world.variant, name) || !passesGate(provider, host)) return false;
  return vcenterKeyOnHost(host, name, provider) === undefined;
}

function goDown(world: World, name: string, host: Host): void {
  const { db, variant, switches } = world;
  host.on = false;
  host.safe = false;
  if (db.on === name) db.on = null;
  endMigration(world, name);
  const forgetsAll = !host.tpm && switches.noTpmRetention === 'volatile';
  for (const provider of variant.names)
    if (forgetsAll || isStandard(variant, provider)) host.held.delete(provider);
}

/** A migration from or to this host ends. */
function endMigration({ db }: World, name: string): void {
  if (db.on === null || db.on === name || db.migratingTo === name) db.migratingTo = null;
}

export const hostEvents: Readonly<Record<string, Handler>> = {
  vcenterRemediatesHost: (world, event) => {
    const host = hostOf(world, event);
    const vcenter = managing(world, host);
    if (typeof vcenter === 'string') return vcenter;
    if (!host.on) return 'hostNotOn';
    if (!host.clustered) return 'hostNotInCluster';
    for (const name of world.variant.names) {
      const provider = vcenter.providers.get(name);
      if (provider !== undefined && gives(world, host, name, provider)) host.held.set(name, provider.key);
      else if (!stays(world, host, name, provider)) host.held.delete(name);
    }
    host.safe &&= holdsHostKey(world, host);
    return undefined;
  },
  enableHostEncryption: (world, event) => {
    const host = hostOf(world, event);
    const vcenter = managing(world, host);
    if (typeof vcenter === 'string') return vcenter;
    if (!host.on) return 'hostNotOn';
    if (host.safe) return 'hostSafe';
    if (host.hostKey !== undefined && !holdsHostKey(world, host)) return 'hostKeyUnresolved';
    const key = firstHeld(world, host);
    if (key === undefined) return 'keyMissing';
    makeSafe(world, host, key);
    return undefined;
  },
  hostCrashes: (world, event) => {
    if (!hostOf(world, event).on) return 'hostNotOn';
    goDown(world, argument(event, 'host'), hostOf(world, event));
    return undefined;
  },
  bootHost: (world, event) => {
    const host = hostOf(world, event);
    if (host.on) return 'hostOn';
    host.on = true;
    host.safe = holdsHostKey(world, host);
    return undefined;
  },
  reinstallHost: (world, event) => {
    const host = hostOf(world, event);
    if (host.on) return 'hostOn';
    if (world.defect !== 'reinstallKeepsKeys') host.held.clear();
    host.hostKey = undefined;
    delist(host);
    return undefined;
  },
  joinVcenter: (world, event) => {
    const host = hostOf(world, event);
    if (!host.on) return 'hostNotOn';
    if (host.at !== null) return 'hostIsMember';
    if (vcenterNamed(world, 'vc-1').state !== 'running') return 'vcenterNotRunning';
    enlist(host, 'vc-1', true);
    return undefined;
  },
  configureCryptoKey: (world, event) => {
    const host = hostOf(world, event);
    const vcenter = managing(world, host);
    if (typeof vcenter === 'string') return vcenter;
    if (!host.on) return 'hostNotOn';
    const name = argument(event, 'provider');
    const provider = vcenter.providers.get(name);
    if (provider === undefined) return 'providerMissing';
    const missing = vcenterKeyOnHost(host, name, provider);
    if (missing !== undefined) return missing;
    if (opens(world, provider.key, host.hostKey)) return 'keyUnchanged';
    host.hostKey = lockOf(world, provider.key);
    host.safe = true;
    return undefined;
  },
  moveHost: (world, event) => {
    const host = hostOf(world, event);
    const to = argument(event, 'vcenter');
    if (vcenterNamed(world, to).state !== 'running') return 'vcenterNotRunning';
    if (host.at === to) return 'hostIsMember';
    if (!host.on) return 'hostNotOn';
    enlist(host, to, true);
    endMigration(world, argument(event, 'host'));
    return undefined;
  },
  moveIntoCluster: (world, event) => {
    const host = hostOf(world, event);
    const vcenter = managing(world, host);
    if (typeof vcenter === 'string') return vcenter;
    if (host.clustered) return 'hostInCluster';
    host.clustered = true;
    return undefined;
  },
};

export const bootstrapEvents: Readonly<Record<string, Handler>> = {
  createProviderOnHost: (world, event) => {
    const host = hostOf(world, event);
    const name = argument(event, 'provider');
    if (isBefore(world, '8.0')) return 'releaseTooOld';
    if (vcenterNamed(world, 'vc-1').state !== 'lost') return 'vcenterExists';
    if (!host.on) return 'hostNotOn';
    if (madeUnder(world, name) > 0) return 'nameUsedBefore';
    host.held.set(name, generate(world, name));
    return undefined;
  },
  addVtpmOnHost: (world, event) => {
    const host = hostOf(world, event);
    const { db } = world;
    if (!host.on) return 'hostNotOn';
    if (db.protection !== 'plain') return 'machineEncrypted';
    if (db.on !== null) return 'machineRunning';
    const key = host.held.get('A');
    if (key === undefined) return 'keyMissing';
    db.protection = 'vtpm';
    db.disk = encryptDisk(world, db.disk, nameOf(world, key), key);
    makeSafe(world, host, key);
    return undefined;
  },
  handOverProvider: (world, event: TwinEvent) => {
    const host = hostOf(world, event);
    const name = argument(event, 'provider');
    const vcenter = managing(world, host);
    if (typeof vcenter === 'string') return vcenter;
    if (!host.on) return 'hostNotOn';
    if (vcenter.providers.has(name)) return 'providerExists';
    const key = host.held.get(name);
    if (key === undefined) return 'keyMissing';
    vcenter.providers.set(name, newProvider(key, false));
    return undefined;
  },
};
