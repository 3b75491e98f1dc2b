/** Where secret bytes come from and where they end: every key is kept on a ring, so that it can be searched for and wiped. */
import { exposeKeyBytes, Key, keyFrom, wipe } from '../crypto/key.ts';
import type { CryptoStack, Opened } from '../crypto/stack.ts';
import type { Random } from '../random.ts';

/** What work with keys needs: the algorithms, a ring for each key that turns up, and what was derived from it. */
export type Bench = {
  readonly stack: CryptoStack;
  readonly ring: Key[];
  readonly derived: WeakMap<Key, Map<string, Key>>;
};

const noSalt = new Uint8Array(0);
const nonceBytes = 12;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function emptyBench(stack: CryptoStack): Bench {
  return { stack, ring: [], derived: new WeakMap() };
}

export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function mint(bench: Bench, random: Random, lengthBytes: number): Key {
  return adopt(bench, keyFrom(random.bytes(lengthBytes)));
}

export function adopt(bench: Bench, key: Key): Key {
  bench.ring.push(key);
  return key;
}

/** The key that `key` yields for one use. A host derives what wraps a machine's key this way (vendor guide on native key providers). */
export function derive(bench: Bench, key: Key, use: string): Key {
  const uses = bench.derived.get(key) ?? new Map<string, Key>();
  const before = uses.get(use);
  if (before !== undefined) return before;
  const fresh = adopt(bench, bench.stack.hkdfSha256(key, noSalt, bytesOf(use), 32));
  bench.derived.set(key, uses.set(use, fresh));
  return fresh;
}

/** `undefined` when `wrapping` is not the key that wrapped it. */
export function unwrap(bench: Bench, wrapping: Key, wrapped: Uint8Array): Key | undefined {
  const result = bench.stack.unwrapKey(wrapping, wrapped);
  return result.ok ? adopt(bench, result.value) : undefined;
}

/** AES-256-GCM with its nonce in front. */
export function seal(bench: Bench, random: Random, key: Key, plain: Uint8Array): Uint8Array {
  const nonce = random.bytes(nonceBytes);
  return Buffer.concat([nonce, bench.stack.sealGcm(key, nonce, plain, noSalt)]);
}

/** `undefined` when this key did not seal it. */
export function unseal(bench: Bench, key: Key, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < nonceBytes) return undefined;
  const nonce = sealed.subarray(0, nonceBytes);
  const result: Opened<Uint8Array> = bench.stack.openGcm(key, nonce, sealed.subarray(nonceBytes), noSalt);
  return result.ok ? result.value : undefined;
}

/** Secret text, such as a password, as something to derive keys from. */
export function keyOfText(bench: Bench, text: string): Key {
  return adopt(bench, keyFrom(bytesOf(text)));
}

export function wipeAll(bench: Bench): void {
  for (const key of bench.ring) wipe(key);
  bench.ring.length = 0;
}

/** Each different byte string of the ring once, as copies. */
export function copiesOf(bench: Bench): Uint8Array[] {
  const copies = new Map<string, Uint8Array>();
  for (const key of bench.ring) {
    const bytes = Uint8Array.from(exposeKeyBytes(key));
    copies.set(Buffer.from(bytes).toString('latin1'), bytes);
  }
  return [...copies.values()];
}
