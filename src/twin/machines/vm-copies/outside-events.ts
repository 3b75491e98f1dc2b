/** What leaves the product: backups, exports, and what a thief takes. */
import type { Key } from '../../../crypto/key.ts';
import { bytesOf, mint, seal, unseal, unwrap } from '../../secrets.ts';
import { type Handler, here, providerIn } from './asking.ts';
import { contentOf, encrypt, type Files, type ProviderName, providerNames } from './files.ts';
import { type Backup, type Machine, readAt, type World } from './world.ts';

const vtpmContent: Uint8Array = bytesOf('what the vTPM holds');

/** The machine's .nvram, under the DEK of the machine. */
function nvram(world: World, { lock, generation }: Files): Files | undefined {
  if (lock === undefined) return { generation, lock, sectors: vtpmContent };
  const kdk = world.sites.main.get(lock.by);
  const dek = kdk && unwrap(world, kdk, lock.wrapped);
  return dek && { generation, lock, sectors: seal(world, world.random, dek, vtpmContent) };
}

function writeMedia(world: World, { files }: Machine, content: Uint8Array, withHome: boolean): Backup {
  const productKey = world.variant.productEncrypts ? mint(world, world.random, 32) : undefined;
  return {
    bytes: productKey === undefined ? content : seal(world, world.random, productKey, content),
    productKey,
    by: files.lock?.by ?? null,
    home: withHome ? nvram(world, files) : undefined,
  };
}

/** What the backup product reads from its media. */
export function readMedia(world: World, { bytes, productKey }: Backup): Uint8Array | undefined {
  return productKey === undefined ? bytes : unseal(world, productKey, bytes);
}

/** The provider that a restored machine is encrypted with: the one it had, else the other one. */
function restoreKey(world: World, { by }: Backup): { name: ProviderName; kdk: Key } | undefined {
  if (by === null || world.defect === 'restoreIsPlain') return undefined;
  const order = [by, ...providerNames.filter((name) => name !== by)];
  const name = order.find((one) => world.sites.main.has(one));
  const kdk = name && world.sites.main.get(name);
  return name === undefined || kdk === undefined ? undefined : { name, kdk };
}

function restore(world: World, backup: Backup, content: Uint8Array): void {
  const chosen = restoreKey(world, backup);
  const vtpm = backup.home && contentOf(world, backup.home, homeKey(world, backup.home));
  world.restored = {
    files:
      chosen === undefined
        ? { generation: 0, lock: undefined, sectors: content }
        : encrypt(world, 1, chosen.name, chosen.kdk, content),
    vtpm: vtpm !== undefined && Buffer.compare(vtpm, vtpmContent) === 0,
  };
}

function homeKey({ sites }: World, { lock }: Files): Key | undefined {
  return lock && sites.main.get(lock.by);
}

export const backupEvents: Readonly<Record<string, Handler>> = {
  encryptProxy: (world) => {
    if (world.mainLost) return 'siteLost';
    if (world.proxy === 'encrypted') return 'proxyEncrypted';
    if (world.sites.main.size === 0) return 'keyMissing';
    world.proxy = 'encrypted';
    return undefined;
  },
  backUp: (world, { transport, withHome }) => {
    const machine = here(world);
    if (typeof machine === 'string') return machine;
    if (machine.files.lock !== undefined) {
      if (transport === 'san') return 'sanTransport';
      if (transport === 'hotAdd' && world.proxy === 'plain') return 'proxyNotEncrypted';
    }
    const content = readAt(world, 'main', machine.files);
    if (content === undefined) return 'keyMissing';
    world.backup = writeMedia(world, machine, content, withHome === true);
    world.thief.media = undefined;
    return undefined;
  },
  restore: (world) => {
    if (world.mainLost) return 'siteLost';
    if (world.backup === undefined) return 'noBackup';
    if (world.restored !== undefined) return 'restoredPresent';
    const content = readMedia(world, world.backup);
    if (content !== undefined) restore(world, world.backup, content);
    return undefined;
  },
  deleteRestored: (world) => {
    if (world.restored === undefined) return 'noRestored';
    world.restored = undefined;
    return undefined;
  },
  exportOvf: (world) => {
    const machine = here(world);
    if (typeof machine === 'string') return machine;
    if (machine.on) return 'machineOn';
    if (machine.files.lock !== undefined) return 'machineEncrypted';
    world.ovf = machine.files.sectors;
    return undefined;
  },
};

export const theftEvents: Readonly<Record<string, Handler>> = {
  filesAreStolen: ({ machine, thief }) => {
    if (machine === undefined) return 'noMachine';
    thief.files.push(machine.files);
    return undefined;
  },
  storageSnapshotIsStolen: ({ storageSnapshot, thief }) => {
    if (storageSnapshot === undefined) return 'noSuchCopy';
    thief.files.push(storageSnapshot);
    return undefined;
  },
  keyLeaks: (world, event) => {
    const { thief, own } = world;
    if (thief.keys.has(providerIn(event))) return 'keyKnown';
    thief.keys.set(providerIn(event), own[providerIn(event)]);
    return undefined;
  },
  mediaAreStolen: ({ backup, thief }) => {
    if (backup === undefined) return 'noBackup';
    if (thief.media !== undefined) return 'mediaStolen';
    thief.media = backup;
    return undefined;
  },
};
