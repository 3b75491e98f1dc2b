/** Keys by their names, what lies wrapped under them, and the disk of the machine. */
import { type Key, sameKey } from '../../../crypto/key.ts';
import type { Random } from '../../../random.ts';
import { type Bench, bytesOf, mint, seal, unseal, unwrap } from '../../secrets.ts';

/** A KDK that was generated, such as `A#1`. */
export type Made = { readonly name: string; readonly key: Key };

type Maker = Bench & { readonly random: Random; readonly made: readonly Made[] };

/** A key as it lies on a disk: wrapped by a KDK, beside the name of that KDK. */
export type Lock = { readonly by: string; readonly wrapped: Uint8Array };

/** The machine's files: its wrapped DEK when it is encrypted, and what was written to it. */
export type Disk = { readonly lock: Lock | undefined; readonly sectors: Uint8Array };

const plainData: Uint8Array = bytesOf('what was written to db');
export const plainDisk: Disk = { lock: undefined, sectors: plainData };

export function providerOf({ by }: Lock): string {
  return by.slice(0, by.indexOf('#'));
}

/** The name that these bytes were generated under. */
export function nameOf({ made }: { readonly made: readonly Made[] }, key: Key): string {
  const found = made.find((one) => sameKey(one.key, key));
  if (found === undefined) throw new Error('the twin met a KDK that nobody generated');
  return found.name;
}

/** A new key under this KDK. */
export function lockOf(world: Maker, kdk: Key): Lock {
  return { by: nameOf(world, kdk), wrapped: world.stack.wrapKey(kdk, mint(world, world.random, 32)) };
}

export function opens(bench: Bench, kdk: Key | undefined, lock: Lock | undefined): boolean {
  return kdk !== undefined && lock !== undefined && unwrap(bench, kdk, lock.wrapped) !== undefined;
}

/** A plain disk, encrypted with a new DEK under this KDK. */
export function encryptDisk(
  world: Bench & { readonly random: Random },
  { sectors }: Disk,
  by: string,
  kdk: Key,
): Disk {
  const dek = mint(world, world.random, 32);
  const lock = { by, wrapped: world.stack.wrapKey(kdk, dek) };
  return { lock, sectors: seal(world, world.random, dek, sectors) };
}

/** The same disk with its DEK under another KDK; `undefined` when the old one does not open it. */
export function rewrapDisk(world: Maker, { lock, sectors }: Disk, old: Key, fresh: Key): Disk | undefined {
  const dek = lock && unwrap(world, old, lock.wrapped);
  if (dek === undefined) return undefined;
  return { lock: { by: nameOf(world, fresh), wrapped: world.stack.wrapKey(fresh, dek) }, sectors };
}

/** What was written to the disk; `undefined` when this KDK does not open it. */
export function readDisk(
  bench: Bench,
  { lock, sectors }: Disk,
  kdk: Key | undefined,
): Uint8Array | undefined {
  if (lock === undefined) return sectors;
  const dek = kdk && unwrap(bench, kdk, lock.wrapped);
  return dek && unseal(bench, dek, sectors);
}

/** Whether the disk gives back what was written to it. */
export function reads(bench: Bench, disk: Disk, kdk: Key | undefined): boolean {
  const bytes = readDisk(bench, disk, kdk);
  return bytes !== undefined && Buffer.compare(bytes, plainData) === 0;
}
