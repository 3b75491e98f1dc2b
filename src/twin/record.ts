/** How the twin lays out what it stores: fields with their lengths, and lists of providers with their keys. */
import type { KeyId } from '../../models/site.ts';
import { exposeKeyBytes, keyFrom } from '../crypto/key.ts';
import type { Key } from '../crypto/key.ts';
import type { NamedKey } from './named-key.ts';
import { adopt, bytesOf, textOf } from './secrets.ts';
import type { Bench } from './secrets.ts';

/** A provider as vCenter keeps it. One with a key server is only registered: its keys are not here. */
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
  const fields = Array.from(records, ({ provider, id, keys, backedUp }) => {
    const uses = Array.from(keys, ([use, key]) => pack([bytesOf(use), exposeKeyBytes(key)]));
    return pack([bytesOf(provider), bytesOf(id), Uint8Array.of(backedUp ? 1 : 0), pack(uses)]);
  });
  return pack(fields);
}

/** `undefined` when these bytes are not such a list. */
export function decodeProviders(bench: Bench, bytes: Uint8Array): ProviderRecord[] | undefined {
  const fields = unpack(bytes);
  if (fields === undefined) return undefined;
  const records: ProviderRecord[] = [];
  for (const field of fields) {
    const [provider, id, flag, uses] = unpack(field) ?? [];
    if (provider === undefined || id === undefined || flag === undefined) return undefined;
    const keyId = keyIdOf(textOf(id));
    const keys = uses && decodeUses(bench, uses);
    if (keyId === undefined || keys === undefined) return undefined;
    records.push({ provider: textOf(provider), id: keyId, keys, backedUp: flag[0] === 1 });
  }
  return records;
}

function decodeUses(bench: Bench, bytes: Uint8Array): Map<string, Key> | undefined {
  const keys = new Map<string, Key>();
  for (const field of unpack(bytes) ?? []) {
    const [use, key] = unpack(field) ?? [];
    if (use === undefined || key === undefined || key.length !== keyBytes) return undefined;
    keys.set(textOf(use), adopt(bench, keyFrom(key)));
  }
  return keys;
}

/** The key id that a stored text spells. */
export function keyIdOf(text: string): KeyId | undefined {
  const mark = text.lastIndexOf('#');
  const number = Number(text.slice(mark + 1));
  return mark > 0 && Number.isInteger(number) ? `${text.slice(0, mark)}#${number}` : undefined;
}
