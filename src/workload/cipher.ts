/** XTS-AES-256 over runs of sectors, and the keys of a run. */
import { extentChoice } from '../crypto/extent-choice.ts';
import type { ExtentCipher } from '../crypto/extent.ts';
import { keyFrom } from '../crypto/key.ts';
import { randomOf } from '../random.ts';

/** The sector of VMware's disk encryption, and of every tweak here. */
export const sectorBytesMax = 4096;

/** Ciphers that this thread keeps: a run changes its key with every disk, and comes back to it in every row. */
const keptMax = 64;
const kept = new Map<string, ExtentCipher>();

/** Whose data encryption key: that of a virtual disk, or of a device of the storage. */
type Purpose = 'vm' | 'device';

/** The bytes of a data encryption key. They are drawn from the seed, so that a run can be repeated, and protect nothing else. */
export function dataEncryptionKeyOf(seed: string, purpose: Purpose, number: number): Uint8Array {
  return randomOf(seed, `data encryption key ${purpose}`, number).bytes(64);
}

/** The cipher of one data encryption key of a run. In place is allowed. */
export function cipherOf(seed: string, purpose: Purpose, number: number, sectorBytes: number): ExtentCipher {
  const name = JSON.stringify([seed, purpose, number, sectorBytes]);
  const known = kept.get(name);
  if (known !== undefined) return known;
  const key = keyFrom(dataEncryptionKeyOf(seed, purpose, number));
  const cipher = extentChoice().way.cipherFor(key, sectorBytes);
  const [oldest] = kept.keys();
  if (kept.size >= keptMax && oldest !== undefined) kept.delete(oldest);
  kept.set(name, cipher);
  return cipher;
}
