/** Fingerprints of blocks: 128 bits in four words, by a cryptographic hash or a fast one. */
import { hash } from 'node:crypto';
import xxhash from 'xxhash-wasm';
import type { FingerprintName } from '../../models/storage.ts';

/** 32-bit words of one fingerprint. */
export const fingerprintWords = 4;

/** Writes the fingerprint of `block` into `target` at the word `at`. */
export type Fingerprint = (block: Uint8Array, target: Uint32Array, at: number) => void;

/** Loads the function; it is synchronous after that. */
export async function loadFingerprint(name: FingerprintName): Promise<Fingerprint> {
  if (name !== 'xxh64Pair')
    return (block, target, at) => writeDigest(hash(name, block, 'binary'), target, at);
  const hasher = await xxhash();
  const words = new BigUint64Array(2);
  const halves = new Uint32Array(words.buffer);
  return (block, target, at) => {
    words[0] = hasher.h64Raw(block);
    words[1] = hasher.h64Raw(block, secondSeed);
    target.set(halves, at);
  };
}

/** Any other than the first, which is 0. */
const secondSeed = 0x9e3779b97f4a7c15n;

/** One byte of the digest to a character. (A `Buffer` of its own for every digest costs a fifth of the hash itself.) */
function writeDigest(digest: string, target: Uint32Array, at: number): void {
  for (let word = 0; word < fingerprintWords; word += 1) {
    const byte = word * Uint32Array.BYTES_PER_ELEMENT;
    target[at + word] =
      digest.charCodeAt(byte) |
      (digest.charCodeAt(byte + 1) << 8) |
      (digest.charCodeAt(byte + 2) << 16) |
      (digest.charCodeAt(byte + 3) << 24);
  }
}
