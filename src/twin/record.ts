/** How the twin lays out what it stores: fields with their lengths, and lists of providers with their keys. */
import type { KeyId } from '../../models/site.ts';
import { exposeKeyBytes, keyFrom } from '../crypto/key.ts';
import type { Key } from '../crypto/key.ts';
import { adopt, bytesOf, textOf } from './secrets.ts';
import type { Bench } from './secrets.ts';

/** A key derivation key, under the name by which machines look for it. */
export type NamedKey = { readonly provider: string; readonly id: KeyId; readonly key: Key };

/** A provider as vCenter keeps it. */
export type ProviderRecord = NamedKey & { readonly backedUp: boolean };

const lengthBytes = 2;
const keyBytes = 32;

/** Puts fields behind each other, each with its length in front. */
export function pack(fields: readonly Uint8Array[]): Uint8Array {
  const total = fields.reduce((sum, field) => sum + lengthBytes + field.length, 0);
  const out = new Uint8Array(total);
  let at = 0;
  for (const field of fields) {
    out[at] = field.length >> 8;
    out[at + 1] = field.length & 0xff;
    out.set(field, at + lengthBytes);
    at += lengthBytes + field.length;
  }
  return out;
}

/** The fields of `pack`, or `undefined` when these bytes are something else, such as a ciphertext. */
export function unpack(bytes: Uint8Array): Uint8Array[] | undefined {
  const fields: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    const end = at + lengthBytes + length;
    if (end > bytes.length) return undefined;
    fields.push(bytes.subarray(at + lengthBytes, end));
    at = end;
  }
  return fields;
}

export function encodeProviders(records: Iterable<ProviderRecord>): Uint8Array {
  const fields = Array.from(records, ({ provider, id, key, backedUp }) =>
    pack([bytesOf(provider), bytesOf(id), Uint8Array.of(backedUp ? 1 : 0), exposeKeyBytes(key)]),
  );
  return pack(fields);
}

/** `undefined` when these bytes are not such a list. */
export function decodeProviders(bench: Bench, bytes: Uint8Array): ProviderRecord[] | undefined {
  const fields = unpack(bytes);
  if (fields === undefined) return undefined;
  const records: ProviderRecord[] = [];
  for (const field of fields) {
    const [provider, id, flag, key] = unpack(field) ?? [];
    if (provider === undefined || id === undefined || flag === undefined) return undefined;
    if (key === undefined || key.length !== keyBytes) return undefined;
    const keyId = keyIdOf(textOf(id));
    if (keyId === undefined) return undefined;
    records.push({
      provider: textOf(provider),
      id: keyId,
      key: adopt(bench, keyFrom(key)),
      backedUp: flag[0] === 1,
    });
  }
  return records;
}

/** The key id that a stored text spells. */
export function keyIdOf(text: string): KeyId | undefined {
  const mark = text.lastIndexOf('#');
  const number = Number(text.slice(mark + 1));
  return mark > 0 && Number.isInteger(number) ? `${text.slice(0, mark)}#${number}` : undefined;
}
