/** XTS-AES-256 over runs of sectors, and the keys of a run. */
import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { randomOf } from '../random.ts';

/** The sector of VMware's disk encryption, and of every tweak here. */
export const sectorBytesMax = 4096;

/** A data encryption key of a run. Drawn from the seed, so that a run can be repeated; it protects nothing else. */
export function dataKeyOf(seed: string, purpose: 'vm' | 'device', number: number): KeyObject {
  return createSecretKey(randomOf(seed, `data encryption key ${purpose}`, number).bytes(64));
}

/**
 * Encrypts whole sectors in place (IEEE 1619-2018 section 5.3); the tweak is the sector's number.
 * @param data a multiple of `sectorBytes`
 */
export function encryptInPlace(
  key: KeyObject,
  firstSector: number,
  sectorBytes: number,
  data: Uint8Array,
): void {
  transform(createCipheriv, key, firstSector, sectorBytes, data);
}

/** The reverse (section 5.4). */
export function decryptInPlace(
  key: KeyObject,
  firstSector: number,
  sectorBytes: number,
  data: Uint8Array,
): void {
  transform(createDecipheriv, key, firstSector, sectorBytes, data);
}

type Start = (
  algorithm: string,
  key: KeyObject,
  tweak: Uint8Array,
) => { update: (data: Uint8Array) => Uint8Array };

function transform(
  start: Start,
  key: KeyObject,
  firstSector: number,
  sectorBytes: number,
  data: Uint8Array,
): void {
  const tweak = Buffer.alloc(16);
  for (let at = 0; at < data.length; at += sectorBytes) {
    const sector = firstSector + at / sectorBytes;
    tweak.writeUInt32LE(sector % 2 ** 32, 0);
    tweak.writeUInt32LE(Math.floor(sector / 2 ** 32), 4);
    // One object per sector: a second update would go on with the old tweak instead of a new one.
    data.set(start('aes-256-xts', key, tweak).update(data.subarray(at, at + sectorBytes)), at);
  }
}
