/** Password-based encryption inside a PKCS#12 file: PBES2 with PBKDF2 and AES-CBC (RFC 8018 section 6.2). */
import { createCipheriv, createDecipheriv, pbkdf2Sync } from 'node:crypto';
import {
  encode,
  encodeInteger,
  encodeObjectId,
  Fields,
  objectId,
  smallInteger,
  tags,
  Unreadable,
} from './der.ts';
import type { Element } from './der.ts';
import { readNull } from './p12-mac.ts';

const pbes2Id = '1.2.840.113549.1.5.13';
const pbkdf2Id = '1.2.840.113549.1.5.12';
const hmacSha1Id = '1.2.840.113549.2.7';
const hmacSha256Id = '1.2.840.113549.2.9';
const aes256CbcId = '2.16.840.1.101.3.4.1.42';

const digestOf: ReadonlyMap<string, string> = new Map([
  [hmacSha1Id, 'sha1'],
  [hmacSha256Id, 'sha256'],
  ['1.2.840.113549.2.10', 'sha384'],
  ['1.2.840.113549.2.11', 'sha512'],
]);

const cipherOf: ReadonlyMap<string, { name: string; keyBytes: number }> = new Map([
  ['2.16.840.1.101.3.4.1.2', { name: 'aes-128-cbc', keyBytes: 16 }],
  ['2.16.840.1.101.3.4.1.22', { name: 'aes-192-cbc', keyBytes: 24 }],
  [aes256CbcId, { name: 'aes-256-cbc', keyBytes: 32 }],
]);

/** Key derivation rounds that a file may still ask for, over all its parts: they are what a hostile file spends. */
export class RoundsBudget {
  readonly #roundsMax: number;
  #left: number;

  constructor(roundsMax: number) {
    this.#roundsMax = roundsMax;
    this.#left = roundsMax;
  }

  /** @throws Unreadable when there are not so many left, or when none are asked for */
  spend(rounds: number): void {
    if (rounds < 1) throw new Unreadable('corrupt', 'no key derivation rounds at all');
    if (rounds > this.#left)
      throw new Unreadable('tooExpensive', `more than ${this.#roundsMax} key derivation rounds in all`);
    this.#left -= rounds;
  }
}

/**
 * @param algorithm the AlgorithmIdentifier
 * @throws Unreadable: `unsupported`, `tooExpensive`, `corrupt`, or `wrongPassword` when the padding is not one
 */
export function decryptPart(
  algorithm: Element,
  password: string,
  budget: RoundsBudget,
  encrypted: Uint8Array,
): Uint8Array {
  const scheme = new Fields(algorithm);
  const schemeId = objectId(scheme.take(tags.objectId));
  if (schemeId !== pbes2Id) throw new Unreadable('unsupported', `encryption by the algorithm ${schemeId}`);
  const parameters = new Fields(scheme.take(tags.sequence));
  scheme.end();
  const derivation = readDerivation(parameters.take(tags.sequence));
  const { cipher, iv } = readCipher(parameters.take(tags.sequence));
  parameters.end();
  if (derivation.keyBytes !== undefined && derivation.keyBytes !== cipher.keyBytes)
    throw new Unreadable('corrupt', 'the derived key does not have the size of the cipher key');
  budget.spend(derivation.iterations);
  const key = pbkdf2Sync(
    password,
    derivation.salt,
    derivation.iterations,
    cipher.keyBytes,
    derivation.digest,
  );
  const decipher = createDecipheriv(cipher.name, key, iv);
  key.fill(0);
  try {
    return Buffer.concat([decipher.update(encrypted), decipher.final()]);
  } catch {
    throw new Unreadable('wrongPassword', 'the password does not decrypt the content');
  }
}

/** The AlgorithmIdentifier of PBES2 with AES-256-CBC, and `plain` encrypted by it. */
export function encryptPart(
  password: string,
  salt: Uint8Array,
  iv: Uint8Array,
  iterations: number,
  plain: Uint8Array,
): { algorithm: Uint8Array; encrypted: Uint8Array } {
  const key = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  key.fill(0);
  const encrypted = Buffer.concat([cipher.update(plain), cipher.final()]);
  const prf = encode(tags.sequence, encodeObjectId(hmacSha256Id), encode(tags.null));
  const derivation = encode(
    tags.sequence,
    encodeObjectId(pbkdf2Id),
    encode(tags.sequence, encode(tags.octetString, salt), encodeInteger(iterations), prf),
  );
  const scheme = encode(tags.sequence, encodeObjectId(aes256CbcId), encode(tags.octetString, iv));
  return {
    algorithm: encode(tags.sequence, encodeObjectId(pbes2Id), encode(tags.sequence, derivation, scheme)),
    encrypted,
  };
}

type Derivation = { salt: Uint8Array; iterations: number; keyBytes: number | undefined; digest: string };

/** RFC 8018 appendix A.2. */
function readDerivation(element: Element): Derivation {
  const fields = new Fields(element);
  const id = objectId(fields.take(tags.objectId));
  if (id !== pbkdf2Id) throw new Unreadable('unsupported', `key derivation by the algorithm ${id}`);
  const parameters = new Fields(fields.take(tags.sequence));
  fields.end();
  const salt = parameters.take(tags.octetString).content;
  const iterations = smallInteger(parameters.take(tags.integer));
  const keyBytes = parameters.nextIs(tags.integer) ? smallInteger(parameters.take(tags.integer)) : undefined;
  const prfId = parameters.nextIs(tags.sequence) ? readPrf(parameters.take(tags.sequence)) : hmacSha1Id;
  parameters.end();
  const digest = digestOf.get(prfId);
  if (digest === undefined) throw new Unreadable('unsupported', `key derivation with the function ${prfId}`);
  return { salt, iterations, keyBytes, digest };
}

function readPrf(element: Element): string {
  const fields = new Fields(element);
  const id = objectId(fields.take(tags.objectId));
  if (fields.nextIs(tags.null)) readNull(fields.take(tags.null));
  fields.end();
  return id;
}

function readCipher(element: Element): { cipher: { name: string; keyBytes: number }; iv: Uint8Array } {
  const fields = new Fields(element);
  const id = objectId(fields.take(tags.objectId));
  const cipher = cipherOf.get(id);
  if (cipher === undefined) throw new Unreadable('unsupported', `encryption with the cipher ${id}`);
  const iv = fields.take(tags.octetString).content;
  fields.end();
  if (iv.length !== 16) throw new Unreadable('corrupt', 'an initialization vector that is not 16 bytes long');
  return { cipher, iv };
}
