/** The integrity check of a PKCS#12 file: HMAC under a key derived the way of RFC 7292 appendix B. */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
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

/** Digests read: their object identifier, name, output size and block size in bytes. */
const digests: readonly { id: string; name: string; outBytes: number; blockBytes: number }[] = [
  { id: '1.3.14.3.2.26', name: 'sha1', outBytes: 20, blockBytes: 64 },
  { id: '2.16.840.1.101.3.4.2.1', name: 'sha256', outBytes: 32, blockBytes: 64 },
  { id: '2.16.840.1.101.3.4.2.2', name: 'sha384', outBytes: 48, blockBytes: 128 },
  { id: '2.16.840.1.101.3.4.2.3', name: 'sha512', outBytes: 64, blockBytes: 128 },
];
type Digest = (typeof digests)[number];

const written: Digest = { id: '2.16.840.1.101.3.4.2.1', name: 'sha256', outBytes: 32, blockBytes: 64 };

/** What a MacData structure says (RFC 7292 section 4). */
export type MacData = {
  readonly digest: Digest;
  readonly mac: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
};

/** @throws Unreadable */
export function readMacData(element: Element): MacData {
  const fields = new Fields(element);
  const info = new Fields(fields.take(tags.sequence));
  const algorithm = new Fields(info.take(tags.sequence));
  const id = objectId(algorithm.take(tags.objectId));
  if (algorithm.nextIs(tags.null)) readNull(algorithm.take(tags.null));
  const digest = digests.find((known) => known.id === id);
  if (digest === undefined) throw new Unreadable('unsupported', `a MAC with the algorithm ${id}`);
  algorithm.end();
  const mac = info.take(tags.octetString).content;
  info.end();
  if (mac.length !== digest.outBytes)
    throw new Unreadable('corrupt', 'the MAC does not have the size of its digest');
  const salt = fields.take(tags.octetString).content;
  const iterations = fields.nextIs(tags.integer) ? smallInteger(fields.take(tags.integer)) : 1;
  fields.end();
  return { digest, mac, salt, iterations };
}

/** @throws Unreadable when a NULL holds anything */
export function readNull(element: Element): void {
  if (element.content.length > 0) throw new Unreadable('corrupt', 'a NULL with content');
}

/**
 * Does the MAC hold for these bytes? An empty password is tried in both of its spellings, no bytes and one terminating
 * zero, since both are in use.
 */
export function macHolds(data: MacData, password: string, content: Uint8Array): boolean {
  const spellings = password === '' ? [bmpOf(password), new Uint8Array(0)] : [bmpOf(password)];
  return spellings.some((spelling) => timingSafeEqual(macOf(data, spelling, content), data.mac));
}

/** A MacData with HMAC-SHA-256 over `content`. */
export function encodeMacData(
  password: string,
  salt: Uint8Array,
  iterations: number,
  content: Uint8Array,
): Uint8Array {
  const mac = macOf({ digest: written, salt, iterations }, bmpOf(password), content);
  const algorithm = encode(tags.sequence, encodeObjectId(written.id), encode(tags.null));
  const info = encode(tags.sequence, algorithm, encode(tags.octetString, mac));
  return encode(tags.sequence, info, encode(tags.octetString, salt), encodeInteger(iterations));
}

function macOf(
  { digest, salt, iterations }: Pick<MacData, 'digest' | 'salt' | 'iterations'>,
  password: Uint8Array,
  content: Uint8Array,
): Uint8Array {
  const key = macKey(digest, password, salt, iterations);
  return createHmac(digest.name, key).update(content).digest();
}

/**
 * RFC 7292 appendix B.2 with the diversifier 3 (appendix B.3). A MAC key is as long as the digest, so steps 6B and 6C,
 * which prepare a second block of output, never run.
 */
function macKey(digest: Digest, password: Uint8Array, salt: Uint8Array, iterations: number): Uint8Array {
  const diversifier = new Uint8Array(digest.blockBytes).fill(3);
  const input = [diversifier, repeated(salt, digest.blockBytes), repeated(password, digest.blockBytes)];
  let out: Buffer = hash(digest.name, Buffer.concat(input), 'buffer');
  for (let round = 1; round < iterations; round += 1) out = hash(digest.name, out, 'buffer');
  return out;
}

/** Steps 2 and 3: repeated up to a whole number of blocks; nothing stays nothing. */
function repeated(bytes: Uint8Array, blockBytes: number): Uint8Array {
  const out = new Uint8Array(Math.ceil(bytes.length / blockBytes) * blockBytes);
  for (let at = 0; at < out.length; at += bytes.length) out.set(bytes.subarray(0, out.length - at), at);
  return out;
}

/** RFC 7292 appendix B.1: UTF-16, big-endian, with a terminating zero. */
function bmpOf(password: string): Uint8Array {
  return Buffer.from(`${password}\0`, 'utf16le').swap16();
}
