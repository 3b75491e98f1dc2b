/** The life of a key provider in vCenter: a native one is created, exported, downloaded, imported; others are registered. */
import { generateKeys, isReached, release } from './key-server.ts';
import { openP12, p12Bytes, readBackupFile, readP12File, writeP12File, writeRefusal } from './kept.ts';
import { derivationKey, derivationKeyOf } from './named-key.ts';
import type { NamedKey } from './named-key.ts';
import type { ProviderRecord } from './record.ts';
import { mint } from './secrets.ts';
import { saveDatabase } from './vcenter.ts';
import { has, part } from './world.ts';
import type { Handlers, World } from './world.ts';

const derivationKeyBytes = 32;

export const providerHandlers: Handlers<
  | 'createProvider'
  | 'exportProvider'
  | 'downloadBackup'
  | 'importProvider'
  | 'importFromBackup'
  | 'deleteProvider'
  | 'exportFromBackup'
  | 'registerProvider'
> = {
  createProvider: (world, { provider, key: id }) => {
    if (world.keyServers.has(provider)) return 'providerNotNative';
    const { memory, links } = world.vcenter;
    if (memory === undefined) return 'vcenterNotRunning';
    if (memory.has(provider)) return 'providerExists';
    const number = Number(id.slice(id.lastIndexOf('#') + 1));
    const generated = world.generated.get(provider) ?? [];
    if (generated.some((earlier) => earlier.number >= number)) return 'keyIdUsed';
    const old = has(world, 'recreatesOldKey') ? generated[0]?.key : undefined;
    const key = old ?? mint(world, world.random, derivationKeyBytes);
    world.generated.set(provider, [...generated, { number, key }]);
    links.delete(provider);
    keep(world, memory, { provider, id, keys: derivationKey(key), backedUp: false });
    return undefined;
  },
  exportProvider: (world, { provider }) => {
    if (world.keyServers.has(provider)) return 'providerNotNative';
    const { memory, links } = world.vcenter;
    if (memory === undefined) return 'vcenterNotRunning';
    const record = memory.get(provider);
    if (record === undefined) return 'providerMissing';
    links.add(provider);
    if (has(world, 'countsExportAsBackup')) keep(world, memory, { ...record, backedUp: true });
    return undefined;
  },
  downloadBackup: (world, { provider, p12 }) => {
    if (world.keyServers.has(provider)) return 'providerNotNative';
    const { memory, links } = world.vcenter;
    if (memory === undefined) return 'vcenterNotRunning';
    const record = memory.get(provider);
    const secret = record && derivationKeyOf(record);
    if (record === undefined || secret === undefined) return 'providerMissing';
    if (!links.has(provider)) return 'notExported';
    const refusal = writeRefusal(world, 'p12', part(world.p12s, p12).site);
    if (refusal !== undefined) return refusal;
    writeP12File(world, p12, record, secret);
    if (!has(world, 'keepsExportLink')) links.delete(provider);
    keep(world, memory, { ...record, backedUp: true });
    return undefined;
  },
  importProvider: (world, { provider, p12 }) => {
    if (world.keyServers.has(provider)) return 'providerNotNative';
    const { memory, links } = world.vcenter;
    if (memory === undefined) return 'vcenterNotRunning';
    if (memory.has(provider)) return 'providerExists';
    if (part(world.p12s, p12).label === undefined) return 'p12Missing';
    const content = readP12File(world, p12);
    if (typeof content === 'string') return content;
    links.delete(provider);
    keep(world, memory, { ...content, provider, backedUp: world.switches.importCountsAsBackup });
    return undefined;
  },
  importFromBackup: (world, { provider, backup }) => {
    if (world.keyServers.has(provider)) return 'providerNotNative';
    const { memory, links } = world.vcenter;
    if (memory === undefined) return 'vcenterNotRunning';
    if (memory.has(provider)) return 'providerExists';
    const records = readBackupFile(world, backup);
    if (typeof records === 'string') return records;
    const record = records.find((candidate) => candidate.provider === provider);
    const content = record && carried(world, record);
    if (content === undefined) return 'providerNotInBackup';
    links.delete(provider);
    keep(world, memory, { ...content, provider, backedUp: world.switches.importCountsAsBackup });
    return undefined;
  },
  deleteProvider: (world, { provider }) => {
    const { memory, links } = world.vcenter;
    if (memory === undefined) return 'vcenterNotRunning';
    if (!memory.delete(provider)) return 'providerMissing';
    links.delete(provider);
    saveDatabase(world);
    if (has(world, 'deletesOnHostsToo'))
      for (const host of world.hosts.values()) host.memory?.keys.delete(provider);
    return undefined;
  },
  exportFromBackup: (world, { backup, provider, p12 }) => {
    const records = readBackupFile(world, backup);
    if (typeof records === 'string') return records;
    const record = records.find((candidate) => candidate.provider === provider);
    const secret = record && derivationKeyOf(record);
    if (record === undefined || secret === undefined) return 'providerNotInBackup';
    const refusal = writeRefusal(world, 'p12', part(world.p12s, p12).site);
    if (refusal !== undefined) return refusal;
    writeP12File(world, p12, record, secret);
    return undefined;
  },
  registerProvider: (world, { provider }) => {
    const { memory } = world.vcenter;
    if (!world.keyServers.has(provider)) return 'providerNative';
    if (memory === undefined) return 'vcenterNotRunning';
    if (memory.has(provider)) return 'providerExists';
    if (!isReached(world, provider)) return 'keyServerUnreachable';
    generateKeys(world, provider);
    const copied = has(world, 'registrationCarriesKeys') ? release(world, provider)?.keys : undefined;
    keep(world, memory, { provider, id: `${provider}#1`, keys: copied ?? new Map(), backedUp: true });
    return undefined;
  },
};

/** A provider carried from one vCenter to another in a .p12 that nobody keeps. */
function carried(world: World, record: ProviderRecord): NamedKey | undefined {
  const secret = derivationKeyOf(record);
  return secret && openP12(world, p12Bytes(world, record, secret, ''), '');
}

function keep(world: World, memory: Map<string, ProviderRecord>, record: ProviderRecord): void {
  memory.set(record.provider, record);
  saveDatabase(world);
}
