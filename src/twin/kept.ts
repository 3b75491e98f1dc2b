/** What is kept outside the products: places, .p12 files, VCSA backups, and the passwords that open them. */
import type { Refusal } from '../../models/events.ts';
import type { Kept, KeyId } from '../../models/site.ts';
import { decryptBackup, encryptBackup } from '../crypto/backup.ts';
import { readProviderSecret, writeP12 } from '../crypto/p12.ts';
import type { Key } from '../crypto/key.ts';
import type { Random } from '../random.ts';
import { derivationKey } from './named-key.ts';
import type { NamedKey } from './named-key.ts';
import { decodeProviders, encodeProviders, keyIdOf, pack, unpack } from './record.ts';
import type { ProviderRecord } from './record.ts';
import { adopt, bytesOf, textOf } from './secrets.ts';
import type { Bench } from './secrets.ts';
import { isAvailable } from './storage.ts';
import { has, part } from './world.ts';
import type { Defect } from './defects.ts';
import type { Handlers, Place, World } from './world.ts';

/** Passwords here are random and long, so that key stretching would only cost time. */
const iterations = 1;

export type FileKind = 'p12' | 'backup' | 'keyServer';

/** A file's name in a place: files of different kinds may be called the same. */
export function fileName(kind: FileKind, name: string): string {
  return `${kind}/${name}`;
}

/** Why nothing can be kept in, or fetched from, this place now. */
export function placeRefusal(world: World, name: string): 'placeLost' | 'placeUnreachable' | undefined {
  const place = part(world.places, name);
  if (place.isLost) return 'placeLost';
  return isReachable(world, place) ? undefined : 'placeUnreachable';
}

/** Why the file can't be written now, under the password that is meant for it. */
export function writeRefusal(world: World, kind: FileKind, kept: Kept): Refusal | undefined {
  const refusal = placeRefusal(world, kept.at);
  if (refusal !== undefined || kept.passwordAt === null) return refusal;
  return passwordOf(world, kind, kept) === undefined ? 'passwordLost' : undefined;
}

export function writeP12File(world: World, name: string, key: NamedKey, secret: Key): void {
  const p12 = part(world.p12s, name);
  const password = has(world, 'exportIgnoresPassword') ? '' : (passwordOf(world, 'p12', p12.site) ?? '');
  const bytes = p12Bytes(world, key, secret, password);
  part(world.places, p12.site.at).files.set(fileName('p12', name), bytes);
  p12.label = key.id;
}

/** A .p12 container that holds this key, to be opened with this password. */
export function p12Bytes(
  { random }: World,
  { provider, id }: NamedKey,
  secret: Key,
  password: string,
): Uint8Array {
  return writeP12(random, { secret, providerName: provider, keyId: id }, { password, iterations });
}

/** Reads the file with its password, as far as both can be reached. */
export function readP12File(world: World, name: string): NamedKey | Refusal {
  const { site } = part(world.p12s, name);
  const refusal = placeRefusal(world, site.at);
  if (refusal !== undefined) return refusal;
  const bytes = part(world.places, site.at).files.get(fileName('p12', name)) ?? nothing;
  return openP12(world, bytes, passwordOf(world, 'p12', site) ?? '') ?? 'passwordLost';
}

function writeBackupFile(world: World, name: string, records: readonly ProviderRecord[]): void {
  const { site } = part(world.backups, name);
  const bytes = backupBytes(world, passwordOf(world, 'backup', site), records);
  putBackup(world, name, bytes, records);
}

/** Reads the backup with its password, as far as both can be reached. */
export function readBackupFile(world: World, name: string): ProviderRecord[] | Refusal {
  const { site } = part(world.backups, name);
  const refusal = placeRefusal(world, site.at);
  if (refusal !== undefined) return refusal;
  const bytes = part(world.places, site.at).files.get(fileName('backup', name)) ?? nothing;
  return openBackup(world, bytes, passwordOf(world, 'backup', site) ?? '') ?? 'passwordLost';
}

/** A dump of vCenter's providers; with a password encrypted, else as it is. */
export function backupBytes(
  world: Bench & { readonly random: Random; readonly defect: Defect },
  password: string | undefined,
  records: readonly ProviderRecord[],
): Uint8Array {
  const dump = pack([dumpMark, encodeProviders(records)]);
  if (password === undefined || has(world, 'backupIgnoresPassword')) return dump;
  return encryptBackup(world.stack, world.random, password, dump, { iterations });
}

/** The key in a .p12 container; `undefined` when this password does not open it. */
export function openP12(bench: Bench, bytes: Uint8Array, password: string): NamedKey | undefined {
  const result = readProviderSecret(bytes, password);
  if (!result.ok) return undefined;
  const id = keyIdOf(result.value.keyId);
  if (id === undefined) return undefined;
  const keys = derivationKey(adopt(bench, result.value.secret));
  return { provider: result.value.providerName, id, keys };
}

/** The providers in a VCSA backup; `undefined` when this password does not open it. */
export function openBackup(bench: Bench, bytes: Uint8Array, password: string): ProviderRecord[] | undefined {
  const result = decryptBackup(bench.stack, password, bytes);
  // What is not an encrypted backup may be a plain one.
  if (!result.ok && result.refusal !== 'corrupt') return undefined;
  const [mark, records] = unpack(result.ok ? result.value : bytes) ?? [];
  if (mark === undefined || records === undefined || textOf(mark) !== textOf(dumpMark)) return undefined;
  return decodeProviders(bench, records);
}

export const keptHandlers: Handlers<'placeIsLost' | 'backupGoesStale' | 'backupRuns'> = {
  placeIsLost: (world, { place: name }) => {
    const place = part(world.places, name);
    if (place.isLost) return 'placeLost';
    place.isLost = true;
    place.files.clear();
    place.passwords.clear();
    place.recoveryKeys.clear();
    return undefined;
  },
  backupGoesStale: (world, { backup: name }) => {
    const backup = part(world.backups, name);
    if (backup.labels.size === 0) return 'backupStale';
    putBackup(world, name, backup.oldest, []);
    return undefined;
  },
  backupRuns: (world, { backup: name }) => {
    if (world.vcenter.memory === undefined) return 'vcenterNotRunning';
    const refusal = writeRefusal(world, 'backup', part(world.backups, name).site);
    if (refusal !== undefined) return refusal;
    const present = new Map<string, ProviderRecord>(world.vcenter.memory);
    const old = has(world, 'backupAddsToOld') ? readBackupFile(world, name) : [];
    if (typeof old !== 'string')
      for (const record of old) if (!present.has(record.provider)) present.set(record.provider, record);
    writeBackupFile(world, name, [...present.values()]);
    return undefined;
  },
};

const nothing = new Uint8Array(0);
/** Begins the dump of a vCenter database. */
const dumpMark = bytesOf('VCDB dump');

function putBackup(world: World, name: string, bytes: Uint8Array, records: readonly ProviderRecord[]): void {
  const backup = part(world.backups, name);
  const place = part(world.places, backup.site.at);
  if (!place.isLost) place.files.set(fileName('backup', name), bytes);
  backup.labels = new Map<string, KeyId>(records.map(({ provider, id }) => [provider, id]));
}

function passwordOf(world: World, kind: FileKind, kept: Kept): string | undefined {
  if (kept.passwordAt === null) return undefined;
  const place = part(world.places, kept.passwordAt);
  return isReachable(world, place) ? place.passwords.get(fileName(kind, kept.name)) : undefined;
}

function isReachable(world: World, place: Place): boolean {
  return place.site.datastore === null || isAvailable(world, place.site.datastore);
}
