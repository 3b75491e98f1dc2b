/** What lies encrypted on storage: a data key wrapped beside it, as it travels with every copy. */
import type { Key } from '../../../crypto/key.ts';
import type { Random } from '../../../random.ts';
import { type Bench, bytesOf, mint, seal, textOf, unseal, unwrap } from '../../secrets.ts';
import { diskKeyBytes, keyBytes, recordOf, sectorBytes } from './stolen.ts';

export type Writer = Bench & { readonly random: Random };

/** A record under a data key: on sectors (`disk`), or sealed (`home`, where what a vTPM holds lies). */
export type Encrypted = {
  readonly kind: 'disk' | 'home';
  /** That of the key-encrypting key. */
  readonly label: string;
  readonly wrapped: Uint8Array;
  readonly body: readonly Uint8Array[];
};

export function encryptDisk(writer: Writer, label: string, kek: Key, plain: Uint8Array): Encrypted {
  const dataKey = mint(writer, writer.random, diskKeyBytes);
  return {
    kind: 'disk',
    label,
    wrapped: writer.stack.wrapKey(kek, dataKey),
    body: onSectors(writer, dataKey, plain),
  };
}

export function encryptHome(writer: Writer, label: string, kek: Key, plain: Uint8Array): Encrypted {
  const dataKey = mint(writer, writer.random, keyBytes);
  const body = [seal(writer, writer.random, dataKey, plain)];
  return { kind: 'home', label, wrapped: writer.stack.wrapKey(kek, dataKey), body };
}

/** Its length, and its sectors. */
export function onSectors(bench: Bench, dataKey: Key, plain: Uint8Array): readonly Uint8Array[] {
  const padded = new Uint8Array(Math.ceil(plain.length / sectorBytes) * sectorBytes);
  padded.set(plain);
  return [bytesOf(String(plain.length)), bench.stack.encryptSectors(dataKey, 0, sectorBytes, padded)];
}

/** The same sectors with their data key under another key. */
export function rewrap<Locked extends { readonly wrapped: Uint8Array }>(
  bench: Bench,
  locked: Locked,
  old: Key,
  fresh: Key,
): Locked {
  return { ...locked, wrapped: bench.stack.wrapKey(fresh, dataKeyOf(bench, locked, old)) };
}

/** @throws when it was wrapped by another key, which is our defect: a site always has what it wrapped with */
export function dataKeyOf(bench: Bench, { wrapped }: { readonly wrapped: Uint8Array }, kek: Key): Key {
  const dataKey = unwrap(bench, kek, wrapped);
  if (dataKey === undefined) throw new Error('the site does not open its own data key');
  return dataKey;
}

/** What was encrypted. @throws when this is not its data key: our defect */
export function decrypt(bench: Bench, { kind, body }: Encrypted, dataKey: Key): Uint8Array {
  const [first = nothing, sectors = nothing] = body;
  if (kind === 'disk')
    return bench.stack.decryptSectors(dataKey, 0, sectorBytes, sectors).subarray(0, Number(textOf(first)));
  const plain = unseal(bench, dataKey, first);
  if (plain === undefined) throw new Error('the site does not read its own files');
  return plain;
}

const nothing: Uint8Array = new Uint8Array(0);

export function asRecord({ kind, label, wrapped, body }: Encrypted): Uint8Array {
  return recordOf(kind, [bytesOf(label), wrapped, ...body]);
}
