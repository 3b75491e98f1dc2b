/**
 * PKCS#12 files (RFC 7292), as a Native Key Provider backup is one. Ours hold one SecretBag: its value is an OCTET
 * STRING of type `data` with the secret's bytes, its friendlyName the provider's name, its localKeyID the key id in
 * UTF-8. With a password the bag is encrypted (PBES2: PBKDF2-HMAC-SHA-256, AES-256-CBC); without one it lies open, as
 * the vendor's does. Either way an HMAC-SHA-256 covers it, under the password or the empty one.
 */
import type { Random } from '../random.ts';
import { childrenOf, elementOf, encode, encodeInteger, encodeObjectId, Fields, objectId } from './der.ts';
import { smallInteger, tags, Unreadable } from './der.ts';
import type { Element } from './der.ts';
import { exposeKeyBytes } from './key.ts';
import type { Key } from './key.ts';
import { bagOf, bagTypes, encodeSecretBag } from './p12-bag.ts';
import type { Bag } from './p12-bag.ts';
import { decryptPart, encryptPart, RoundsBudget } from './p12-encryption.ts';
import { encodeMacData, macHolds, readMacData } from './p12-mac.ts';
import { opened, refused } from './stack.ts';
import type { Opened } from './stack.ts';

const dataId = '1.2.840.113549.1.7.1';
const encryptedDataId = '1.2.840.113549.1.7.6';

/** Rounds for each of encryption and MAC where nothing else is asked for: an attacker takes the cheaper of the two. */
const iterationsDefault = 100_000;
/** Rounds that a file may ask for in all. */
const iterationsMaxDefault = 2_000_000;

/** What a Native Key Provider backup is about. */
export type ProviderSecret = {
  /** 32 bytes: the key derivation key. */
  readonly secret: Key;
  readonly providerName: string;
  readonly keyId: string;
};

/** What a container holds. `isEncrypted`: is any part of it? */
export type P12 = { readonly isEncrypted: boolean; readonly bags: readonly Bag[] };

/**
 * Writes a container, DER, that `openssl pkcs12` reads.
 * @param options.password left out or empty: the secret lies open in the file
 * @param options.iterations low in test runs, else left out
 */
export function writeP12(
  random: Random,
  content: ProviderSecret,
  options: { readonly password?: string; readonly iterations?: number } = {},
): Uint8Array {
  const password = options.password ?? '';
  const iterations = options.iterations ?? iterationsDefault;
  const bag = encodeSecretBag(exposeKeyBytes(content.secret), content.providerName, content.keyId);
  const safeContents = encode(tags.sequence, bag);
  const part =
    password === '' ? plainPart(safeContents) : encryptedPart(random, password, iterations, safeContents);
  const authenticatedSafe = encode(tags.sequence, part);
  return encode(
    tags.sequence,
    encodeInteger(3),
    plainPart(authenticatedSafe),
    encodeMacData(password, random.bytes(16), iterations, authenticatedSafe),
  );
}

/**
 * Reads a container of anybody's that is DER, has a password MAC and, where encrypted, uses PBES2 with AES-CBC (what
 * OpenSSL 3 writes by default). Nothing is returned unless the MAC holds.
 * @param options.iterationsMax key derivation rounds that the file may ask for in all
 */
export function readP12(
  file: Uint8Array,
  password = '',
  options: { readonly iterationsMax?: number } = {},
): Opened<P12> {
  try {
    return opened(read(file, password, new RoundsBudget(options.iterationsMax ?? iterationsMaxDefault)));
  } catch (error) {
    if (error instanceof Unreadable) return refused(error.refusal, `PKCS#12 container: ${error.message}`);
    throw error;
  }
}

/** Reads a container that is a provider backup: exactly one secret of 32 bytes, with a name and a key id. */
export function readProviderSecret(
  file: Uint8Array,
  password = '',
  options: { readonly iterationsMax?: number } = {},
): Opened<ProviderSecret> {
  const container = readP12(file, password, options);
  if (!container.ok) return container;
  const secrets = container.value.bags.filter((bag) => bag.kind === 'secret');
  const [bag] = secrets;
  if (bag === undefined || secrets.length > 1)
    return refused(
      'unsupported',
      `a provider backup holds one secret; this container holds ${secrets.length}`,
    );
  if (bag.key.lengthBytes !== 32)
    return refused('unsupported', `a key derivation key has 32 bytes, this one ${bag.key.lengthBytes}`);
  if (bag.friendlyName === undefined || bag.localKeyId === undefined)
    return refused('unsupported', 'the secret in this container has no provider name or no key id');
  const keyId = new TextDecoder().decode(bag.localKeyId);
  return opened({ secret: bag.key, providerName: bag.friendlyName, keyId });
}

function plainPart(content: Uint8Array): Uint8Array {
  const octets = encode(tags.octetString, content);
  return encode(tags.sequence, encodeObjectId(dataId), encode(tags.context0, octets));
}

function encryptedPart(
  random: Random,
  password: string,
  iterations: number,
  content: Uint8Array,
): Uint8Array {
  const { algorithm, encrypted } = encryptPart(
    password,
    random.bytes(16),
    random.bytes(16),
    iterations,
    content,
  );
  const info = encode(
    tags.sequence,
    encodeObjectId(dataId),
    algorithm,
    encode(tags.context0Octets, encrypted),
  );
  const data = encode(tags.sequence, encodeInteger(0), info);
  return encode(tags.sequence, encodeObjectId(encryptedDataId), encode(tags.context0, data));
}

/** RFC 7292 section 4. The MAC comes first: nothing inside is looked at before it holds. */
function read(file: Uint8Array, password: string, budget: RoundsBudget): P12 {
  const fields = new Fields(elementOf(file, tags.sequence));
  const version = smallInteger(fields.take(tags.integer));
  if (version !== 3) throw new Unreadable('corrupt', `version ${version} instead of 3`);
  const safe = contentOf(fields.take(tags.sequence));
  if (safe.typeId !== dataId)
    throw new Unreadable('unsupported', 'integrity by a signature instead of a password');
  if (!fields.nextIs(tags.sequence))
    throw new Unreadable('unsupported', 'it has no MAC, so nothing in it can be trusted');
  const mac = readMacData(fields.take(tags.sequence));
  fields.end();
  const octets = soleField(safe.content, tags.octetString);
  budget.spend(mac.iterations);
  if (!macHolds(mac, password, octets.content))
    throw new Unreadable(
      'wrongPassword',
      password === '' ? 'it needs a password, or it is damaged' : 'the password is wrong, or it is damaged',
    );
  const parts = childrenOf(elementOf(octets.content, tags.sequence, octets.depth + 1)).map(contentOf);
  return {
    isEncrypted: parts.some((part) => part.typeId === encryptedDataId),
    bags: parts.flatMap((part) => bagsOf(safeContentsOf(part, password, budget), password, budget)),
  };
}

type Content = { readonly typeId: string; readonly content: Element };

/** A ContentInfo (RFC 5652 section 3). */
function contentOf(element: Element): Content {
  const fields = new Fields(element);
  const typeId = objectId(fields.take(tags.objectId));
  const content = fields.take(tags.context0);
  fields.end();
  return { typeId, content };
}

function soleField(element: Element, tag: number): Element {
  const fields = new Fields(element, element.tag);
  const sole = fields.take(tag);
  fields.end();
  return sole;
}

/** The SafeContents of one part (RFC 7292 section 4.1), decrypted where it is EncryptedData (RFC 5652 section 8). */
function safeContentsOf(part: Content, password: string, budget: RoundsBudget): Element {
  if (part.typeId === dataId) {
    const octets = soleField(part.content, tags.octetString);
    return elementOf(octets.content, tags.sequence, octets.depth + 1);
  }
  if (part.typeId !== encryptedDataId)
    throw new Unreadable('unsupported', `content of the type ${part.typeId}`);
  const data = new Fields(soleField(part.content, tags.sequence));
  smallInteger(data.take(tags.integer));
  const info = new Fields(data.take(tags.sequence));
  data.end();
  if (objectId(info.take(tags.objectId)) !== dataId)
    throw new Unreadable('unsupported', 'encrypted content that is not data');
  const algorithm = info.take(tags.sequence);
  const encrypted = info.take(tags.context0Octets);
  info.end();
  return elementOf(
    decryptPart(algorithm, password, budget, encrypted.content),
    tags.sequence,
    encrypted.depth + 1,
  );
}

/** The bags of a SafeContents, those of nested ones included. */
function bagsOf(safeContents: Element, password: string, budget: RoundsBudget): Bag[] {
  return childrenOf(safeContents).flatMap((element) => {
    const nested = new Fields(element);
    if (objectId(nested.take(tags.objectId)) === bagTypes.safeContents)
      return bagsOf(soleField(nested.take(tags.context0), tags.sequence), password, budget);
    return [bagOf(element, password, budget)];
  });
}
