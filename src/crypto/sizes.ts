/** The size rules of the algorithms, written once so that both stacks refuse the same arguments in the same words. */
import { timingSafeEqual } from 'node:crypto';
import { exposeKeyBytes, fingerprint } from './key.ts';
import type { Key } from './key.ts';
import { refused } from './stack.ts';
import type { Opened } from './stack.ts';

/** Length of a GCM tag (NIST SP 800-38D section 5.2.1.2). */
export const tagBytes = 16;

/** Length of an AES block. */
export const blockBytes = 16;

/** Most that one tweak may cover: 2^20 blocks (IEEE 1619-2018 section 5.1). */
const sectorBytesMax = blockBytes * 2 ** 20;

/** @throws RangeError unless `key` is an AES key: 16, 24 or 32 bytes */
export function assertAesKey(key: Key): void {
  if (![16, 24, 32].includes(key.lengthBytes))
    throw new RangeError(`an AES key has 16, 24 or 32 bytes, this one ${key.lengthBytes}`);
}

/** @throws RangeError unless the arguments fit GCM with a 96-bit nonce */
export function assertGcm(key: Key, nonce: Uint8Array): void {
  assertAesKey(key);
  if (nonce.length !== 12) throw new RangeError(`a GCM nonce has 12 bytes, this one ${nonce.length}`);
}

/** @throws RangeError unless `key` can be wrapped by KW: at least two 64-bit blocks (RFC 3394 section 2) */
export function assertWrappable(key: Key): void {
  if (key.lengthBytes < 16 || key.lengthBytes % 8 !== 0)
    throw new RangeError(`KW wraps a multiple of 8 bytes, at least 16, not ${key.lengthBytes}`);
}

/** A refusal when no wrapped key can have this length. */
export function wrappedLengthRefusal(wrapped: Uint8Array, minBytes: number): Opened<never> | undefined {
  if (wrapped.length >= minBytes && wrapped.length % 8 === 0) return undefined;
  return refused(
    'corrupt',
    `a wrapped key is a multiple of 8 bytes, at least ${minBytes}; this is ${wrapped.length}`,
  );
}

/** The one answer to a failed integrity check of KW or KWP. */
export function wrongWrappingKey(wrappingKey: Key): Opened<never> {
  return refused(
    'wrongKey',
    `${fingerprint(wrappingKey)} does not unwrap this key, or the wrapped key is damaged`,
  );
}

/** The one answer to a failed GCM tag. */
export function wrongGcmKey(key: Key): Opened<never> {
  return refused(
    'wrongKey',
    `${fingerprint(key)} does not open this, or the sealed data or its additional data is damaged`,
  );
}

/** The one answer to sealed data that is shorter than its tag. */
export function truncatedSeal(sealed: Uint8Array): Opened<never> {
  return refused('truncated', `sealed data has at least ${tagBytes} bytes; this is ${sealed.length}`);
}

/**
 * Sizes, and the rule that the two halves differ: equal halves turn XTS into a weaker mode (NIST FIPS 140 IG C.I), and
 * OpenSSL refuses to encrypt with them.
 * @throws RangeError unless the arguments fit XTS over whole sectors
 */
export function assertSectors(
  key: Key,
  firstSector: number | bigint,
  sectorBytes: number,
  dataBytes: number,
): void {
  assertXtsKey(key);
  if (sectorBytes <= 0 || sectorBytes % blockBytes !== 0 || sectorBytes > sectorBytesMax)
    throw new RangeError(
      `a sector is a multiple of ${blockBytes} bytes up to ${sectorBytesMax}, not ${sectorBytes}`,
    );
  if (dataBytes % sectorBytes !== 0)
    throw new RangeError(`${dataBytes} bytes are not whole sectors of ${sectorBytes}`);
  const isWhole = typeof firstSector === 'bigint' || Number.isSafeInteger(firstSector);
  if (!isWhole || firstSector < 0) throw new RangeError(`${firstSector} is not a sector number`);
}

/** @throws RangeError unless `key` is a pair of different AES keys of one size */
export function assertXtsKey(key: Key): void {
  if (key.lengthBytes !== 64 && key.lengthBytes !== 32)
    throw new RangeError(`an XTS key has 64 or 32 bytes, this one ${key.lengthBytes}`);
  const bytes = exposeKeyBytes(key);
  const half = key.lengthBytes / 2;
  if (timingSafeEqual(bytes.subarray(0, half), bytes.subarray(half)))
    throw new RangeError('the two halves of an XTS key must differ');
}

/**
 * Writes a sector number as the 128-bit little-endian tweak of IEEE 1619-2018 section 5.1.
 * @param target at least 16 bytes from `offset` on
 */
export function writeTweak(target: Uint8Array, offset: number, sector: number | bigint): void {
  if (typeof sector === 'number') {
    let rest = sector;
    for (let index = 0; index < 8; index += 1) {
      target[offset + index] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    target.fill(0, offset + 8, offset + blockBytes);
    return;
  }
  let rest = sector;
  for (let index = 0; index < blockBytes; index += 1) {
    target[offset + index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
}

/** The number of the sector `count` further on, in the caller's own kind of number. */
export function sectorAfter(first: number | bigint, count: number): number | bigint {
  return typeof first === 'bigint' ? first + BigInt(count) : first + count;
}
