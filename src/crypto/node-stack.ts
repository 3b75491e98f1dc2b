/** The first cipher stack: Node's own OpenSSL. */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, pbkdf2Sync } from 'node:crypto';
import { exposeKeyBytes, Key, keyObjectOf } from './key.ts';
import {
  assertAesKey,
  assertGcm,
  assertSectors,
  assertWrappable,
  blockBytes,
  sectorAfter,
  tagBytes,
  truncatedSeal,
  wrappedLengthRefusal,
  writeTweak,
  wrongGcmKey,
  wrongWrappingKey,
} from './sizes.ts';
import { opened } from './stack.ts';
import type { CryptoStack, Opened, SectorCipher } from './stack.ts';

/** RFC 3394 section 2.2.3.1. */
const wrapInitialValue = Uint8Array.of(0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6);
/** RFC 5649 section 3: the constant half; the length half is put in by OpenSSL. */
const paddedInitialValue = Uint8Array.of(0xa6, 0x59, 0x59, 0xa6);

function wrapWith(
  mode: 'wrap' | 'wrap-pad',
  initialValue: Uint8Array,
  wrappingKey: Key,
  key: Key,
): Uint8Array {
  assertAesKey(wrappingKey);
  const algorithm = `aes${wrappingKey.lengthBytes * 8}-${mode}`;
  const cipher = createCipheriv(algorithm, keyObjectOf(wrappingKey), initialValue);
  return cipher.update(exposeKeyBytes(key));
}

function unwrapWith(
  mode: 'wrap' | 'wrap-pad',
  initialValue: Uint8Array,
  wrappingKey: Key,
  wrapped: Uint8Array,
): Opened<Key> {
  assertAesKey(wrappingKey);
  const algorithm = `aes${wrappingKey.lengthBytes * 8}-${mode}`;
  const decipher = createDecipheriv(algorithm, keyObjectOf(wrappingKey), initialValue);
  let plain: Buffer;
  try {
    plain = decipher.update(wrapped);
  } catch {
    // OpenSSL has one error for every failed check of the initial value, and Node one for every error of OpenSSL here.
    return wrongWrappingKey(wrappingKey);
  }
  const key = new Key(plain);
  plain.fill(0);
  return opened(key);
}

function sealGcm(key: Key, nonce: Uint8Array, plain: Uint8Array, additional: Uint8Array): Uint8Array {
  assertGcm(key, nonce);
  const cipher = createCipheriv(gcmOf(key), keyObjectOf(key), nonce);
  cipher.setAAD(additional);
  const body = cipher.update(plain);
  cipher.final();
  return Buffer.concat([body, cipher.getAuthTag()]);
}

function openGcm(
  key: Key,
  nonce: Uint8Array,
  sealed: Uint8Array,
  additional: Uint8Array,
): Opened<Uint8Array> {
  assertGcm(key, nonce);
  if (sealed.length < tagBytes) return truncatedSeal(sealed);
  const decipher = createDecipheriv(gcmOf(key), keyObjectOf(key), nonce);
  decipher.setAAD(additional);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const plain = decipher.update(sealed.subarray(0, sealed.length - tagBytes));
  try {
    decipher.final();
  } catch {
    plain.fill(0);
    return wrongGcmKey(key);
  }
  return opened(plain);
}

function gcmOf(key: Key): 'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm' {
  if (key.lengthBytes === 16) return 'aes-128-gcm';
  return key.lengthBytes === 24 ? 'aes-192-gcm' : 'aes-256-gcm';
}

/**
 * Enciphers whole sectors from `data` to `out`, which may be the same bytes; the sizes are the caller's to check. One
 * cipher object a sector: a second `update` on one XTS object silently uses the first tweak again.
 */
export function sectorsInto(
  direction: 'encrypt' | 'decrypt',
  key: Key,
  firstSector: number | bigint,
  sectorBytes: number,
  data: Uint8Array,
  out: Uint8Array,
): void {
  const algorithm = key.lengthBytes === 64 ? 'aes-256-xts' : 'aes-128-xts';
  const create = direction === 'encrypt' ? createCipheriv : createDecipheriv;
  const keyObject = keyObjectOf(key);
  const tweak = new Uint8Array(blockBytes);
  for (let index = 0, at = 0; at < data.length; index += 1, at += sectorBytes) {
    writeTweak(tweak, 0, sectorAfter(firstSector, index));
    out.set(create(algorithm, keyObject, tweak).update(data.subarray(at, at + sectorBytes)), at);
  }
}

function sectorsWith(direction: 'encrypt' | 'decrypt'): SectorCipher {
  return (key, firstSector, sectorBytes, data) => {
    assertSectors(key, firstSector, sectorBytes, data.length);
    const out = new Uint8Array(data.length);
    sectorsInto(direction, key, firstSector, sectorBytes, data, out);
    return out;
  };
}

/** `node:crypto` as a stack. */
export const nodeStack: CryptoStack = {
  name: 'node',
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  hkdfSha256: (key, salt, info, lengthBytes) =>
    new Key(new Uint8Array(hkdfSync('sha256', keyObjectOf(key), salt, info, lengthBytes))),
  pbkdf2Sha256: (password, salt, iterations, lengthBytes) =>
    new Key(pbkdf2Sync(password, salt, iterations, lengthBytes, 'sha256')),
  wrapKey: (wrappingKey, key) => {
    assertWrappable(key);
    return wrapWith('wrap', wrapInitialValue, wrappingKey, key);
  },
  unwrapKey: (wrappingKey, wrapped) =>
    wrappedLengthRefusal(wrapped, 24) ?? unwrapWith('wrap', wrapInitialValue, wrappingKey, wrapped),
  wrapKeyPadded: (wrappingKey, key) => wrapWith('wrap-pad', paddedInitialValue, wrappingKey, key),
  unwrapKeyPadded: (wrappingKey, wrapped) =>
    wrappedLengthRefusal(wrapped, 16) ?? unwrapWith('wrap-pad', paddedInitialValue, wrappingKey, wrapped),
  sealGcm,
  openGcm,
  encryptSectors: sectorsWith('encrypt'),
  decryptSectors: sectorsWith('decrypt'),
};
