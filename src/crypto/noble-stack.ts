/** The second cipher stack: pure TypeScript, no line shared with OpenSSL. XTS is built here from its ECB. */
import { aeskw, aeskwp, ecb, gcm } from '@noble/ciphers/aes.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { exposeKeyBytes, Key } from './key.ts';
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

function unwrapWith(
  algorithm: typeof aeskw | typeof aeskwp,
  wrappingKey: Key,
  wrapped: Uint8Array,
): Opened<Key> {
  assertAesKey(wrappingKey);
  const cipher = algorithm(exposeKeyBytes(wrappingKey));
  let plain: Uint8Array;
  try {
    plain = cipher.decrypt(wrapped);
  } catch {
    // The lengths were checked, so what is left to fail is the integrity check.
    return wrongWrappingKey(wrappingKey);
  }
  const key = new Key(plain);
  plain.fill(0);
  return opened(key);
}

function openGcm(
  key: Key,
  nonce: Uint8Array,
  sealed: Uint8Array,
  additional: Uint8Array,
): Opened<Uint8Array> {
  assertGcm(key, nonce);
  if (sealed.length < tagBytes) return truncatedSeal(sealed);
  const cipher = gcm(exposeKeyBytes(key), nonce, additional);
  try {
    return opened(cipher.decrypt(sealed));
  } catch {
    // The sizes were checked, so what is left to fail is the tag.
    return wrongGcmKey(key);
  }
}

/**
 * Multiplies a tweak by alpha in GF(2^128), modulus 0x87, bytes in little-endian order (IEEE 1619-2018 section 5.2).
 * Byte by byte, as the standard writes it: this stack is for being right.
 */
function doubleTweak(tweak: Uint8Array): void {
  let carry = 0;
  for (let index = 0; index < blockBytes; index += 1) {
    const byte = tweak[index] ?? 0;
    tweak[index] = ((byte << 1) | carry) & 0xff;
    carry = byte >> 7;
  }
  if (carry === 1) tweak[0] = (tweak[0] ?? 0) ^ 0x87;
}

function xorInto(target: Uint8Array, mask: Uint8Array): void {
  for (let index = 0; index < target.length; index += 1)
    target[index] = (target[index] ?? 0) ^ (mask[index] ?? 0);
}

/** XTS as (ECB of data xor tweaks) xor tweaks, where the tweaks of a sector are doublings of its encrypted number. */
function sectorsWith(direction: 'encrypt' | 'decrypt'): SectorCipher {
  return (key, firstSector, sectorBytes, data) => {
    assertSectors(key, firstSector, sectorBytes, data.length);
    const bytes = exposeKeyBytes(key);
    const dataKey = bytes.subarray(0, bytes.length / 2);
    const tweakKey = bytes.subarray(bytes.length / 2);
    const tweaks = new Uint8Array(data.length);
    const number = new Uint8Array(blockBytes);
    for (let index = 0, sectorAt = 0; sectorAt < data.length; index += 1, sectorAt += sectorBytes) {
      writeTweak(number, 0, sectorAfter(firstSector, index));
      const tweak = ecb(tweakKey, { disablePadding: true }).encrypt(number);
      for (let at = sectorAt; at < sectorAt + sectorBytes; at += blockBytes) {
        tweaks.set(tweak, at);
        doubleTweak(tweak);
      }
    }
    const masked = Uint8Array.from(data);
    xorInto(masked, tweaks);
    const out = ecb(dataKey, { disablePadding: true })[direction](masked);
    xorInto(out, tweaks);
    return out;
  };
}

/** `@noble/ciphers` and `@noble/hashes` as a stack. */
export const nobleStack: CryptoStack = {
  name: 'noble',
  sha256: (bytes) => sha256(bytes),
  hkdfSha256: (key, salt, info, lengthBytes) =>
    new Key(hkdf(sha256, exposeKeyBytes(key), salt, info, lengthBytes)),
  pbkdf2Sha256: (password, salt, iterations, lengthBytes) =>
    new Key(pbkdf2(sha256, password, salt, { c: iterations, dkLen: lengthBytes })),
  wrapKey: (wrappingKey, key) => {
    assertAesKey(wrappingKey);
    assertWrappable(key);
    return aeskw(exposeKeyBytes(wrappingKey)).encrypt(exposeKeyBytes(key));
  },
  unwrapKey: (wrappingKey, wrapped) =>
    wrappedLengthRefusal(wrapped, 24) ?? unwrapWith(aeskw, wrappingKey, wrapped),
  wrapKeyPadded: (wrappingKey, key) => {
    assertAesKey(wrappingKey);
    return aeskwp(exposeKeyBytes(wrappingKey)).encrypt(exposeKeyBytes(key));
  },
  unwrapKeyPadded: (wrappingKey, wrapped) =>
    wrappedLengthRefusal(wrapped, 16) ?? unwrapWith(aeskwp, wrappingKey, wrapped),
  sealGcm: (key, nonce, plain, additional) => {
    assertGcm(key, nonce);
    return gcm(exposeKeyBytes(key), nonce, additional).encrypt(plain);
  },
  openGcm,
  encryptSectors: sectorsWith('encrypt'),
  decryptSectors: sectorsWith('decrypt'),
};
