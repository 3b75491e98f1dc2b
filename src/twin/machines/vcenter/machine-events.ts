/** What happens to the machine `db`, to the licence and to vSAN. */
import { sameKey } from '../../../crypto/key.ts';
import type { TwinEvent } from '../twin-of.ts';
import {
  argument,
  backedUpProvider,
  type Handler,
  holdsHostKey,
  hostNamed,
  hostOf,
  machineKeyOnHost,
  managing,
  vcenterKeyOnHost,
} from './asking.ts';
import { encryptDisk, lockOf, nameOf, opens, providerOf, readDisk, reads, rewrapDisk } from './locks.ts';
import { type Host, isStandard, makeSafe, type Provider, type Vcenter, type World } from './world.ts';

const withoutVmEncryption = ['standard', 'vvs'];
const withVsanEncryption = ['enterprisePlus+vsanEnterprise', 'vvf', 'vcf'];

/** The provider that a machine is to be encrypted with, and its name, or why there is none. */
function chosen(vcenter: Vcenter, event: TwinEvent): { name: string; provider: Provider } | string {
  const name = event['provider'] === null ? (vcenter.cluster ?? vcenter.system) : argument(event, 'provider');
  if (name === null) return 'noDefaultProvider';
  const provider = backedUpProvider(vcenter, name);
  return typeof provider === 'string' ? provider : { name, provider };
}

function encryptMachine(world: World, event: TwinEvent): string | undefined {
  const { db } = world;
  const host = hostNamed(world, 'esx-1');
  const vcenter = managing(world, host);
  if (typeof vcenter === 'string') return vcenter;
  if (db.protection !== 'plain') return 'machineEncrypted';
  if (db.on !== null) return 'machineRunning';
  const full = event['protection'] === 'full';
  if (full && withoutVmEncryption.includes(world.licence)) return 'licenceMissing';
  const found = chosen(vcenter, event);
  if (typeof found === 'string') return found;
  if (!host.on) return 'hostNotOn';
  if (!host.clustered) return 'hostNotInCluster';
  const { key } = found.provider;
  const missing = vcenterKeyOnHost(host, found.name, found.provider);
  if (missing !== undefined) return missing;
  if (host.hostKey !== undefined && !holdsHostKey(world, host)) return 'hostKeyUnresolved';
  db.protection = full ? 'full' : 'vtpm';
  db.disk = encryptDisk(world, db.disk, nameOf(world, key), key);
  makeSafe(world, host, key);
  return undefined;
}

function rekeyMachine(world: World, event: TwinEvent): string | undefined {
  const { db } = world;
  const host = hostNamed(world, db.on ?? 'esx-1');
  const vcenter = managing(world, host);
  if (typeof vcenter === 'string') return vcenter;
  if (db.disk.lock === undefined) return 'machinePlain';
  const name = argument(event, 'provider');
  const provider = backedUpProvider(vcenter, name);
  if (typeof provider === 'string') return provider;
  if (isStandard(world.variant, name) && !world.kmsUp) return 'kmsDown';
  if (opens(world, provider.key, db.disk.lock)) return 'keyUnchanged';
  if (!host.on) return 'hostNotOn';
  if (!host.safe) return 'hostNotSafe';
  const missing = machineKeyOnHost(world, host);
  if (missing !== undefined) return missing;
  const fresh = host.held.get(name);
  if (fresh === undefined || !sameKey(fresh, provider.key)) return 'newKeyMissing';
  const old = host.held.get(providerOf(db.disk.lock));
  db.disk = (old && rewrapDisk(world, db.disk, old, fresh)) ?? db.disk;
  return undefined;
}

export const machineEvents: Readonly<Record<string, Handler>> = {
  encryptMachine,
  decryptMachine: (world) => {
    const { db } = world;
    const host = hostNamed(world, 'esx-1');
    const vcenter = managing(world, host);
    if (typeof vcenter === 'string') return vcenter;
    if (db.disk.lock === undefined) return 'machinePlain';
    if (db.on !== null) return 'machineRunning';
    if (!host.on) return 'hostNotOn';
    const missing = machineKeyOnHost(world, host);
    if (missing !== undefined) return missing;
    if (!host.safe) return 'hostNotSafe';
    const sectors = readDisk(world, db.disk, host.held.get(providerOf(db.disk.lock)));
    if (sectors === undefined) return 'wrongKey';
    db.protection = 'plain';
    db.disk = { lock: undefined, sectors };
    return undefined;
  },
  rekeyMachine,
  startMachine: (world, event) => {
    if (world.db.on !== null) return 'machineRunning';
    const refusal = cannotRun(world, hostOf(world, event));
    if (refusal !== undefined) return refusal;
    world.db.on = argument(event, 'host');
    return undefined;
  },
  powerOffMachine: ({ db }) => {
    if (db.on === null) return 'machineNotRunning';
    db.on = null;
    db.migratingTo = null;
    return undefined;
  },
};

/** Why the machine can't run on a host; found out by reading its disk there. */
export function cannotRun(world: World, host: Host): string | undefined {
  const { disk } = world.db;
  if (!host.on) return 'hostNotOn';
  if (disk.lock === undefined) return undefined;
  const missing = machineKeyOnHost(world, host);
  if (missing !== undefined) return missing;
  if (!host.safe) return 'hostNotSafe';
  return reads(world, disk, host.held.get(providerOf(disk.lock))) ? undefined : 'wrongKey';
}

/** Why one of two vCenter Servers can't take the machine over from the other. */
function unlike(world: World, from: Vcenter, to: Vcenter): string | undefined {
  const { lock } = world.db.disk;
  if (from === to || lock === undefined) return undefined;
  const [one, other] = [from, to].map(({ providers }) => providers.get(providerOf(lock)));
  if (one === undefined || other === undefined) return 'providerMissing';
  return sameKey(one.key, other.key) && one.keyId === other.keyId ? undefined : 'keyIdDiffers';
}

export const migrationEvents: Readonly<Record<string, Handler>> = {
  startMigration: (world, event) => {
    const { db } = world;
    const to = argument(event, 'host');
    if (db.on === null) return 'machineNotRunning';
    if (db.migratingTo !== null) return 'migrationInProgress';
    if (db.on === to) return 'machineIsThere';
    for (const host of [hostNamed(world, db.on), hostNamed(world, to)]) {
      const vcenter = managing(world, host);
      if (typeof vcenter === 'string') return vcenter;
    }
    if (!hostNamed(world, to).on) return 'hostNotOn';
    db.migratingTo = to;
    return undefined;
  },
  finishMigration: (world) => {
    const { db } = world;
    if (db.on === null || db.migratingTo === null) return 'noMigration';
    const target = hostNamed(world, db.migratingTo);
    const from = managing(world, hostNamed(world, db.on));
    if (typeof from === 'string') return from;
    const to = managing(world, target);
    if (typeof to === 'string') return to;
    const refusal = unlike(world, from, to) ?? cannotRun(world, target);
    if (refusal !== undefined) return refusal;
    db.on = db.migratingTo;
    db.migratingTo = null;
    return undefined;
  },
  rollBackMigration: ({ db }) => {
    if (db.migratingTo === null) return 'noMigration';
    db.migratingTo = null;
    return undefined;
  },
};

export const licenceEvents: Readonly<Record<string, Handler>> = {
  licenceChanges: (world, event) => {
    const licence = argument(event, 'licence');
    if (licence === world.licence) return 'licenceUnchanged';
    world.licence = licence;
    return undefined;
  },
  encryptVsan: (world, event) => {
    const vcenter = managing(world, hostNamed(world, 'esx-1'));
    if (typeof vcenter === 'string') return vcenter;
    if (world.vsan !== undefined) return 'vsanEncrypted';
    if (!withVsanEncryption.includes(world.licence)) return 'licenceMissing';
    const name = argument(event, 'provider');
    const provider = backedUpProvider(vcenter, name);
    if (typeof provider === 'string') return provider;
    for (const host of world.hosts.values()) {
      const refusal = host.on ? vcenterKeyOnHost(host, name, provider) : 'hostNotOn';
      if (refusal !== undefined) return refusal;
    }
    world.vsan = lockOf(world, provider.key);
    return undefined;
  },
};
