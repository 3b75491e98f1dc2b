/**
 * XTS-AES over whole extents of many sectors, as fast as this machine allows. There are several ways to do it, equal in
 * every byte; which one is taken is decided once a thread by a self-test and a short measurement.
 */
import type { Key } from './key.ts';
import { sectorsInto } from './node-stack.ts';
import { assertSectors } from './sizes.ts';

/** Enciphers extents under one key. Not to be shared between threads; make one in each. */
export type ExtentCipher = {
  /**
   * @param firstSector number of the first sector of `data`, below 2^53
   * @param data whole sectors
   * @param out as long as `data`: the same bytes as `data`, or bytes apart from it
   */
  readonly encrypt: (firstSector: number, data: Uint8Array, out: Uint8Array) => void;
  /** The reverse. */
  readonly decrypt: (firstSector: number, data: Uint8Array, out: Uint8Array) => void;
};

/** One way to encipher extents. */
export type ExtentWay = {
  readonly name: 'plain' | 'wasm' | 'native';
  /**
   * @param key as for `CryptoStack.encryptSectors`
   * @throws RangeError for a key or a sector size that XTS does not have
   */
  readonly cipherFor: (key: Key, sectorBytes: number) => ExtentCipher;
  /**
   * Zeroed bytes where this way enciphers fastest in place. Any other bytes do as well. Meant to be made once and used
   * again for extent after extent.
   */
  readonly bufferFor: (lengthBytes: number) => Uint8Array<ArrayBuffer>;
};

/** The way that always works: one call into OpenSSL a sector. */
export const plainWay: ExtentWay = {
  name: 'plain',
  cipherFor: (key, sectorBytes) => {
    assertSectors(key, 0, sectorBytes, 0);
    const into =
      (direction: 'encrypt' | 'decrypt'): ExtentCipher['encrypt'] =>
      (firstSector, data, out) => {
        assertExtent(key, firstSector, sectorBytes, data, out);
        sectorsInto(direction, key, firstSector, sectorBytes, data, out);
      };
    return { encrypt: into('encrypt'), decrypt: into('decrypt') };
  },
  bufferFor: (lengthBytes) => new Uint8Array(lengthBytes),
};

/** @throws RangeError unless the arguments of an `ExtentCipher` fit */
export function assertExtent(
  key: Key,
  firstSector: number,
  sectorBytes: number,
  data: Uint8Array,
  out: Uint8Array,
): void {
  assertSectors(key, firstSector, sectorBytes, data.length);
  if (!Number.isSafeInteger(firstSector + data.length / sectorBytes))
    throw new RangeError(`the extent at sector ${firstSector} ends past the last sector number`);
  if (out.length !== data.length) throw new RangeError(`${data.length} bytes do not go into ${out.length}`);
  const distance = Math.abs(out.byteOffset - data.byteOffset);
  if (out.buffer === data.buffer && distance > 0 && distance < data.length)
    throw new RangeError(
      'an extent is enciphered in place or to bytes apart from it, not to bytes that overlap it',
    );
}
