/** What every cipher stack can do. Two independent ones stand behind it, and must agree on every byte. */
import type { Key } from './key.ts';

/**
 * Why nothing was opened. A refusal is an answer, not an exception.
 * - `wrongKey`: the authenticity check failed under this key. A wrong key and damaged data look the same to it.
 * - `wrongPassword`: the same, where the key came from a password.
 * - `truncated`: the data ends before it should.
 * - `corrupt`: no key would open this; its form is broken.
 * - `unsupported`: well formed, but made in a way that is not read here; the detail names it.
 * - `tooExpensive`: it asks for more key derivation rounds than the caller allows.
 */
export type CryptoRefusal =
  | 'wrongKey'
  | 'wrongPassword'
  | 'truncated'
  | 'corrupt'
  | 'unsupported'
  | 'tooExpensive';

/** An opened value, or the reason for none. `detail` is a sentence for a person and never holds secret bytes. */
export type Opened<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: CryptoRefusal; readonly detail: string };

/**
 * One set of algorithms, all synchronous. Arguments of a wrong size are our own defects and throw `RangeError`; data
 * that comes from outside and can't be opened is refused as a value.
 */
export type CryptoStack = {
  readonly name: 'node' | 'noble';

  /** FIPS 180-4. 32 bytes. */
  readonly sha256: (bytes: Uint8Array) => Uint8Array;

  /**
   * HKDF-SHA-256, extract and expand (RFC 5869 sections 2.2 and 2.3).
   * @param lengthBytes 1 to 8160
   */
  readonly hkdfSha256: (key: Key, salt: Uint8Array, info: Uint8Array, lengthBytes: number) => Key;

  /** PBKDF2-HMAC-SHA-256 (RFC 8018 section 5.2). The password is UTF-8. */
  readonly pbkdf2Sha256: (password: string, salt: Uint8Array, iterations: number, lengthBytes: number) => Key;

  /** AES key wrap, KW (RFC 3394 section 2.2.1). `key`: a multiple of 8 bytes, at least 16. 8 bytes longer than it. */
  readonly wrapKey: (wrappingKey: Key, key: Key) => Uint8Array;
  /** KW unwrap (RFC 3394 section 2.2.2). Refuses `corrupt` (an impossible length) or `wrongKey`. */
  readonly unwrapKey: (wrappingKey: Key, wrapped: Uint8Array) => Opened<Key>;

  /** AES key wrap with padding, KWP (RFC 5649 section 4.1). `key`: any length. */
  readonly wrapKeyPadded: (wrappingKey: Key, key: Key) => Uint8Array;
  /** KWP unwrap (RFC 5649 section 4.2). Refuses as `unwrapKey` does. */
  readonly unwrapKeyPadded: (wrappingKey: Key, wrapped: Uint8Array) => Opened<Key>;

  /**
   * AES-GCM (NIST SP 800-38D section 7.1); AES-256 with a 32-byte key.
   * @param nonce 12 bytes, never twice under one key
   * @returns the ciphertext followed by the 16-byte tag
   */
  readonly sealGcm: (key: Key, nonce: Uint8Array, plain: Uint8Array, additional: Uint8Array) => Uint8Array;
  /** The reverse (section 7.2). Refuses `truncated` (shorter than a tag) or `wrongKey`; never a wrong plaintext. */
  readonly openGcm: (
    key: Key,
    nonce: Uint8Array,
    sealed: Uint8Array,
    additional: Uint8Array,
  ) => Opened<Uint8Array>;

  /**
   * XTS-AES (IEEE 1619-2018 section 5.3) over consecutive sectors. XTS authenticates nothing: a wrong key or a flipped
   * bit gives other bytes, not a refusal.
   * @param key 64 bytes (AES-256) or 32 (AES-128); the two halves must differ
   * @param firstSector the number of the first sector, which is its tweak; counts up from there
   * @param sectorBytes a multiple of 16, 4096 for virtual disks
   * @param data whole sectors
   * @returns as many new bytes
   */
  readonly encryptSectors: SectorCipher;
  /** The reverse (section 5.4). */
  readonly decryptSectors: SectorCipher;
};

/** See `CryptoStack.encryptSectors`. */
export type SectorCipher = (
  key: Key,
  firstSector: number | bigint,
  sectorBytes: number,
  data: Uint8Array,
) => Uint8Array;

/** An opened value. */
export function opened<Value>(value: Value): Opened<Value> {
  return { ok: true, value };
}

/** A refusal, with a sentence for a person. */
export function refused(refusal: CryptoRefusal, detail: string): Opened<never> {
  return { ok: false, refusal, detail };
}
