/** Encrypted files as they lie on storage, wherever they were copied to, and what keys open them. */
import type { Key } from '../../../crypto/key.ts';
import type { Random } from '../../../random.ts';
import { type Bench, bytesOf, mint, seal, unseal, unwrap } from '../../secrets.ts';

export type ProviderName = 'A' | 'B';
export const providerNames: readonly ProviderName[] = ['A', 'B'];

/** What lies beside an encrypted disk: its DEK, wrapped, and the name of the provider that wrapped it. */
export type Lock = { readonly by: ProviderName; readonly wrapped: Uint8Array };

/** The files of a machine, a copy or a disk. `generation` is the number of the DEK, 0 when they are plain. */
export type Files = {
  readonly generation: number;
  readonly lock: Lock | undefined;
  readonly sectors: Uint8Array;
};

type Writer = Bench & { readonly random: Random };

export const plainData: Uint8Array = bytesOf('what was written to the machine');

/** New files: this content under a new DEK, which is wrapped by this KDK. */
export function encrypt(
  world: Writer,
  generation: number,
  by: ProviderName,
  kdk: Key,
  content: Uint8Array,
): Files {
  const dek = mint(world, world.random, 32);
  const lock = { by, wrapped: world.stack.wrapKey(kdk, dek) };
  return { generation, lock, sectors: seal(world, world.random, dek, content) };
}

/** The content of files; `undefined` when the key is not the one that wrapped their DEK. */
export function contentOf(
  bench: Bench,
  { lock, sectors }: Files,
  kdk: Key | undefined,
): Uint8Array | undefined {
  if (lock === undefined) return sectors;
  const dek = kdk && unwrap(bench, kdk, lock.wrapped);
  return dek && unseal(bench, dek, sectors);
}

/** The same files with their DEK under another KDK. */
export function rewrap(
  bench: Bench,
  files: Files,
  old: Key,
  by: ProviderName,
  fresh: Key,
): Files | undefined {
  const dek = files.lock && unwrap(bench, old, files.lock.wrapped);
  return dek && { ...files, lock: { by, wrapped: bench.stack.wrapKey(fresh, dek) } };
}

/** Whether these bytes are what was written to the machine. */
export function isPlain(bytes: Uint8Array | undefined): boolean {
  return bytes !== undefined && Buffer.compare(bytes, plainData) === 0;
}
