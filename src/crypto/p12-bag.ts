/** The bags of a PKCS#12 file: what each holds, and what it is called (RFC 7292 section 4.2). */
import { encode, encodeObjectId, Fields, objectId, tags, Unreadable } from './der.ts';
import type { Element } from './der.ts';
import { Key } from './key.ts';
import { decryptPart } from './p12-encryption.ts';
import type { RoundsBudget } from './p12-encryption.ts';

/** Bag types, RFC 7292 appendix D. */
export const bagTypes = {
  key: '1.2.840.113549.1.12.10.1.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
  secret: '1.2.840.113549.1.12.10.1.5',
  safeContents: '1.2.840.113549.1.12.10.1.6',
} as const;

const dataId = '1.2.840.113549.1.7.1';
/** RFC 2985 sections 5.5.1 and 5.5.2. */
const friendlyNameId = '1.2.840.113549.1.9.20';
const localKeyIdId = '1.2.840.113549.1.9.21';

type Names = { readonly friendlyName: string | undefined; readonly localKeyId: Uint8Array | undefined };

/**
 * One bag. A `privateKey` holds a PrivateKeyInfo (RFC 5208), DER, decrypted where it was shrouded; a `certificate` a
 * certificate, DER; a `secret` the bytes of its OCTET STRING. Other kinds are named and not read.
 */
export type Bag = Names &
  (
    | { readonly kind: 'secret'; readonly typeId: string; readonly key: Key }
    | { readonly kind: 'privateKey'; readonly key: Key }
    | { readonly kind: 'certificate'; readonly certificate: Uint8Array }
    | { readonly kind: 'other'; readonly typeId: string }
  );

/**
 * Reads one SafeBag.
 * @throws Unreadable
 */
export function bagOf(element: Element, password: string, budget: RoundsBudget): Bag {
  const fields = new Fields(element);
  const typeId = objectId(fields.take(tags.objectId));
  const value = new Fields(fields.take(tags.context0), tags.context0);
  const names = fields.nextIs(tags.set) ? namesOf(fields.take(tags.set)) : namesNone;
  fields.end();
  switch (typeId) {
    case bagTypes.key:
      return { kind: 'privateKey', key: keyOf(value.take(tags.sequence).whole), ...names };
    case bagTypes.shroudedKey:
      return { kind: 'privateKey', key: shroudedKey(value.take(tags.sequence), password, budget), ...names };
    case bagTypes.certificate:
      return { kind: 'certificate', certificate: typedOctets(value.take(tags.sequence)).octets, ...names };
    case bagTypes.secret: {
      const secret = typedOctets(value.take(tags.sequence));
      return { kind: 'secret', typeId: secret.typeId, key: keyOf(secret.octets), ...names };
    }
    default:
      return { kind: 'other', typeId, ...names };
  }
}

/** Writes a SafeBag with a SecretBag inside (RFC 7292 section 4.2.5). */
export function encodeSecretBag(secret: Uint8Array, friendlyName: string, localKeyId: string): Uint8Array {
  const value = encode(
    tags.sequence,
    encodeObjectId(dataId),
    encode(tags.context0, encode(tags.octetString, secret)),
  );
  const attributes = [
    encodeAttribute(friendlyNameId, encode(tags.bmpString, Buffer.from(friendlyName, 'utf16le').swap16())),
    encodeAttribute(localKeyIdId, encode(tags.octetString, new TextEncoder().encode(localKeyId))),
    // DER sorts the members of a set (X.690 section 11.6).
  ].toSorted((one, other) => Buffer.compare(one, other));
  return encode(
    tags.sequence,
    encodeObjectId(bagTypes.secret),
    encode(tags.context0, value),
    encode(tags.set, ...attributes),
  );
}

function encodeAttribute(id: string, value: Uint8Array): Uint8Array {
  return encode(tags.sequence, encodeObjectId(id), encode(tags.set, value));
}

function keyOf(bytes: Uint8Array): Key {
  if (bytes.length === 0) throw new Unreadable('corrupt', 'an empty secret');
  return new Key(bytes);
}

/** EncryptedPrivateKeyInfo, RFC 5208 section 6. */
function shroudedKey(element: Element, password: string, budget: RoundsBudget): Key {
  const fields = new Fields(element);
  const algorithm = fields.take(tags.sequence);
  const encrypted = fields.take(tags.octetString).content;
  fields.end();
  const plain = decryptPart(algorithm, password, budget, encrypted);
  const key = keyOf(plain);
  plain.fill(0);
  return key;
}

/** The common form of CertBag and SecretBag: a type, and an OCTET STRING in `[0] EXPLICIT`. */
function typedOctets(element: Element): { typeId: string; octets: Uint8Array } {
  const fields = new Fields(element);
  const typeId = objectId(fields.take(tags.objectId));
  const value = new Fields(fields.take(tags.context0), tags.context0);
  fields.end();
  const octets = value.take(tags.octetString).content;
  value.end();
  return { typeId, octets };
}

const namesNone: Names = { friendlyName: undefined, localKeyId: undefined };

/** Attributes other than the two names are skipped: tools add their own. */
function namesOf(set: Element): Names {
  let names = namesNone;
  const attributes = new Fields(set, tags.set);
  while (attributes.nextIs(tags.sequence)) {
    const attribute = new Fields(attributes.take(tags.sequence));
    const id = objectId(attribute.take(tags.objectId));
    const values = new Fields(attribute.take(tags.set), tags.set);
    attribute.end();
    if (id === friendlyNameId)
      names = { ...names, friendlyName: bmpText(values.take(tags.bmpString).content) };
    if (id === localKeyIdId) names = { ...names, localKeyId: values.take(tags.octetString).content };
  }
  attributes.end();
  return names;
}

function bmpText(bytes: Uint8Array): string {
  if (bytes.length % 2 !== 0) throw new Unreadable('corrupt', 'a name with half a character');
  return Buffer.from(bytes).swap16().toString('utf16le');
}
