/** A provider's key under its name, and how it yields what wraps the keys of machines, vSAN devices and hosts. */
import type { KeyId } from '../../models/site.ts';
import { sameKey } from '../crypto/key.ts';
import type { Key } from '../crypto/key.ts';
import { derive } from './secrets.ts';
import type { Bench } from './secrets.ts';

/** The name of a key without its bytes, as an inventory shows it. */
export type KeyName = { readonly provider: string; readonly id: KeyId };

/** Whoever holds this can wrap and unwrap. */
export type NamedKey = KeyName & {
  /**
   * By use: a key server has a key encryption key for each. A native provider has one key derivation key, for `everyUse`,
   * from which a host derives the others. What only registers a key server has none.
   */
  readonly keys: ReadonlyMap<string, Key>;
};

export const vsanUse = 'vSAN key encryption key';
const everyUse = '';

export function machineUse(machine: string): string {
  return `machine ${machine}`;
}

export function hostUse(host: string): string {
  return `host key of ${host}`;
}

/** The keys of a native provider. */
export function derivationKey(key: Key): ReadonlyMap<string, Key> {
  return new Map([[everyUse, key]]);
}

/** The key derivation key; `undefined` when this is not of a native provider. */
export function derivationKeyOf(named: NamedKey): Key | undefined {
  return named.keys.get(everyUse);
}

/** The key for one use; `undefined` when it is not here. */
export function keyFor(bench: Bench, named: NamedKey, use: string): Key | undefined {
  const root = derivationKeyOf(named);
  return root === undefined ? named.keys.get(use) : derive(bench, root, use);
}

/**
 * Wraps a key for one use.
 * @throws when the key for this use is not here: nothing is encrypted with a key that nobody has, so that is our defect
 */
export function wrapFor(bench: Bench, named: NamedKey, use: string, secret: Key): Uint8Array {
  const wrapping = keyFor(bench, named, use);
  if (wrapping === undefined) throw new Error(`${named.id} holds no key for ${use}`);
  return bench.stack.wrapKey(wrapping, secret);
}

/** By bytes; by name where one of them is only a registration. */
export function isSame(one: NamedKey, other: NamedKey): boolean {
  if (one.keys.size === 0 || other.keys.size === 0) return hasName(one, other);
  for (const [use, key] of one.keys) {
    const same = other.keys.get(use);
    if (same === undefined || !sameKey(key, same)) return false;
  }
  return one.keys.size === other.keys.size;
}

export function hasName(key: KeyName, { provider, id }: KeyName): boolean {
  return key.provider === provider && key.id === id;
}
