/** Encrypts a byte string under a password, as a vCenter file-based backup is. */
import type { Random } from '../random.ts';
import type { Key } from './key.ts';
import { wipe } from './key.ts';
import { opened, refused } from './stack.ts';
import type { CryptoStack, Opened } from './stack.ts';

/** `BGBACKUP` and a format version: what tells a backup from any other file. */
const magic = new TextEncoder().encode('BGBACKUP1');
const saltBytes = 16;
const nonceBytes = 12;
const headerBytes = magic.length + 4 + saltBytes + nonceBytes;

/** Rounds of PBKDF2 where nothing else is asked for: about 50 ms of one core. */
const iterationsDefault = 200_000;
/** More than this is refused when reading: the count comes from a file that nobody has authenticated yet. */
const iterationsMaxDefault = 2_000_000;

/**
 * Layout: magic, iterations (32 bits, big-endian), salt, nonce, then AES-256-GCM of `plain` with everything before it
 * as additional data. The key is PBKDF2-HMAC-SHA-256 of the password.
 * @param options.iterations low in test runs, else left out
 */
export function encryptBackup(
  stack: CryptoStack,
  random: Random,
  password: string,
  plain: Uint8Array,
  options: { readonly iterations?: number } = {},
): Uint8Array {
  const iterations = options.iterations ?? iterationsDefault;
  const header = new Uint8Array(headerBytes);
  header.set(magic);
  new DataView(header.buffer).setUint32(magic.length, iterations);
  header.set(random.bytes(saltBytes + nonceBytes), magic.length + 4);
  const { salt, nonce } = partsOf(header);
  const key = stack.pbkdf2Sha256(password, salt, iterations, 32);
  const sealed = stack.sealGcm(key, nonce, plain, header);
  wipe(key);
  const file = new Uint8Array(headerBytes + sealed.length);
  file.set(header);
  file.set(sealed, headerBytes);
  return file;
}

/**
 * Reads what `encryptBackup` wrote. Refuses `corrupt` (not a backup), `truncated`, `tooExpensive`, or `wrongPassword`,
 * which is also what damage past the magic looks like.
 */
export function decryptBackup(
  stack: CryptoStack,
  password: string,
  file: Uint8Array,
  options: { readonly iterationsMax?: number } = {},
): Opened<Uint8Array> {
  const seen = file.subarray(0, magic.length);
  if (!seen.every((byte, index) => byte === magic[index]))
    return refused('corrupt', 'this is not a backup: it does not begin as one');
  if (file.length < headerBytes)
    return refused('truncated', `a backup has at least ${headerBytes} bytes; this is ${file.length}`);
  const header = file.subarray(0, headerBytes);
  const { iterations, salt, nonce } = partsOf(header);
  const iterationsMax = options.iterationsMax ?? iterationsMaxDefault;
  if (iterations < 1) return refused('corrupt', 'the backup asks for no key derivation at all');
  if (iterations > iterationsMax)
    return refused(
      'tooExpensive',
      `the backup asks for ${iterations} rounds; at most ${iterationsMax} are allowed`,
    );
  const key: Key = stack.pbkdf2Sha256(password, salt, iterations, 32);
  const plain = stack.openGcm(key, nonce, file.subarray(headerBytes), header);
  wipe(key);
  if (plain.ok) return opened(plain.value);
  if (plain.refusal === 'truncated') return plain;
  return refused('wrongPassword', 'the password does not open this backup, or the backup is damaged');
}

function partsOf(header: Uint8Array): { iterations: number; salt: Uint8Array; nonce: Uint8Array } {
  const saltAt = magic.length + 4;
  return {
    iterations: new DataView(header.buffer, header.byteOffset).getUint32(magic.length),
    salt: header.subarray(saltAt, saltAt + saltBytes),
    nonce: header.subarray(saltAt + saltBytes, headerBytes),
  };
}
