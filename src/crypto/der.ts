/**
 * Reads and writes DER (ITU-T X.690), only as much of it as PKCS#12 needs. The input is hostile: each length is checked
 * against the bytes that are there, depth is limited, nothing is allocated by a number from the file (an element is a
 * view), and only DER's one way of writing each length and integer is read, so that no bit outside a value is idle.
 */
import type { CryptoRefusal } from './stack.ts';

/** Tags used here (X.690 section 8.1.2): one byte, class and constructed bit included. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  octetString: 0x04,
  null: 0x05,
  objectId: 0x06,
  utf8String: 0x0c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
  /** `[0] EXPLICIT` */
  context0: 0xa0,
  /** `[0] IMPLICIT OCTET STRING` */
  context0Octets: 0x80,
} as const;

/** Deepest nesting read. A PKCS#12 file of OpenSSL, certificate excluded, needs 12. */
const depthMax = 24;

/** Why bytes can't be read. Thrown inside a reader, caught where a file is opened, and turned into a refusal there. */
export class Unreadable extends Error {
  readonly refusal: CryptoRefusal;

  constructor(refusal: CryptoRefusal, message: string) {
    super(message);
    this.refusal = refusal;
  }
}

/** One element: `content` is a view of the input, `whole` the same with tag and length. */
export type Element = {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
  readonly depth: number;
};

/**
 * The elements that fill `bytes` exactly.
 * @throws Unreadable
 */
export function elementsOf(bytes: Uint8Array, depth = 0): Element[] {
  if (depth > depthMax) throw new Unreadable('corrupt', `nested deeper than ${depthMax}`);
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const element = elementAt(bytes, at, depth);
    elements.push(element);
    at += element.whole.length;
  }
  return elements;
}

/**
 * The one element that fills `bytes` exactly.
 * @throws Unreadable when there is none, more than one, or another tag
 */
export function elementOf(bytes: Uint8Array, tag: number, depth = 0): Element {
  const element = elementAt(bytes, 0, depth);
  if (element.whole.length !== bytes.length)
    throw new Unreadable('corrupt', 'bytes follow the end of the data');
  return expectTag(element, tag);
}

/**
 * The elements inside a constructed element, one level deeper.
 * @throws Unreadable
 */
export function childrenOf(element: Element): Element[] {
  return elementsOf(element.content, element.depth + 1);
}

/** Reads the elements of a sequence or set in order. */
export class Fields {
  readonly #elements: readonly Element[];
  #next = 0;

  /** @throws Unreadable unless `element` has the tag `tag` and holds whole elements */
  constructor(element: Element, tag: number = tags.sequence) {
    this.#elements = childrenOf(expectTag(element, tag));
  }

  /** Does an element with this tag come next? */
  nextIs(tag: number): boolean {
    return this.#elements[this.#next]?.tag === tag;
  }

  /** @throws Unreadable unless an element with this tag comes next */
  take(tag: number): Element {
    const element = this.#elements[this.#next];
    if (element === undefined) throw new Unreadable('corrupt', `a field with tag ${tag} is missing`);
    this.#next += 1;
    return expectTag(element, tag);
  }

  /** @throws Unreadable unless every element was taken */
  end(): void {
    if (this.#next < this.#elements.length)
      throw new Unreadable('corrupt', 'a structure has a field too many');
  }
}

/**
 * A non-negative integer that fits 31 bits, in its shortest form (X.690 section 8.3.2).
 * @throws Unreadable
 */
export function smallInteger(element: Element): number {
  const { content } = expectTag(element, tags.integer);
  const [first = 0x80, second = 0x80] = content;
  const isShortest = content.length === 1 || first !== 0 || second >= 0x80;
  if (content.length === 0 || first >= 0x80 || !isShortest) throw new Unreadable('corrupt', 'not a count');
  if (content.length > 5) throw new Unreadable('corrupt', 'a count past any reason');
  return content.reduce((value, byte) => value * 256 + byte, 0);
}

/**
 * An object identifier in dotted form (X.690 section 8.19).
 * @throws Unreadable
 */
export function objectId(element: Element): string {
  const { content } = expectTag(element, tags.objectId);
  const arcs: number[] = [];
  let arc = 0;
  let isInside = false;
  for (const byte of content) {
    if (!isInside && byte === 0x80) throw new Unreadable('corrupt', 'an object identifier with an idle byte');
    arc = arc * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(arc)) throw new Unreadable('corrupt', 'an object identifier past any reason');
    isInside = byte >= 0x80;
    if (isInside) continue;
    if (arcs.length === 0)
      arcs.push(Math.min(Math.floor(arc / 40), 2), arc - 40 * Math.min(Math.floor(arc / 40), 2));
    else arcs.push(arc);
    arc = 0;
  }
  if (isInside || arcs.length === 0) throw new Unreadable('corrupt', 'an object identifier without an end');
  return arcs.join('.');
}

/** Writes one element around its parts. */
export function encode(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const lengthBytes = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Uint8Array.of(tag, ...encodedLength(lengthBytes)), ...parts]);
}

/** Writes a non-negative integer below 2^48. */
export function encodeInteger(value: number): Uint8Array {
  const bytes = bigEndian(value);
  if ((bytes[0] ?? 0) >= 0x80) bytes.unshift(0);
  return encode(tags.integer, Uint8Array.from(bytes));
}

/** Writes an object identifier from its dotted form. */
export function encodeObjectId(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const content = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left % 128) + 128);
    return groups;
  });
  return encode(tags.objectId, Uint8Array.from(content));
}

function elementAt(bytes: Uint8Array, at: number, depth: number): Element {
  const tag = byteAt(bytes, at);
  if ((tag & 0x1f) === 0x1f) throw new Unreadable('corrupt', 'a tag of more than one byte');
  const { lengthBytes, headerBytes } = lengthAt(bytes, at + 1);
  const contentAt = at + 1 + headerBytes;
  const end = contentAt + lengthBytes;
  if (end > bytes.length)
    // Only at the top are bytes missing from the file; inside, an inner length contradicts an outer one.
    throw new Unreadable(depth === 0 ? 'truncated' : 'corrupt', `${end - bytes.length} bytes are missing`);
  return { tag, content: bytes.subarray(contentAt, end), whole: bytes.subarray(at, end), depth };
}

/** X.690 sections 8.1.3 and 10.1: definite, in as few bytes as possible. */
function lengthAt(bytes: Uint8Array, at: number): { lengthBytes: number; headerBytes: number } {
  const first = byteAt(bytes, at);
  if (first < 0x80) return { lengthBytes: first, headerBytes: 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw new Unreadable('corrupt', 'a length that DER does not have');
  let lengthBytes = 0;
  for (let index = 1; index <= count; index += 1) lengthBytes = lengthBytes * 256 + byteAt(bytes, at + index);
  if (lengthBytes < 0x80 || bigEndian(lengthBytes).length !== count)
    throw new Unreadable('corrupt', 'a length in more bytes than it needs');
  return { lengthBytes, headerBytes: 1 + count };
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new Unreadable('truncated', 'the data ends inside a tag or a length');
  return byte;
}

function expectTag(element: Element, tag: number): Element {
  if (element.tag !== tag)
    throw new Unreadable('corrupt', `tag ${tag} was expected, ${element.tag} was seen`);
  return element;
}

function encodedLength(lengthBytes: number): number[] {
  if (lengthBytes < 0x80) return [lengthBytes];
  const bytes = bigEndian(lengthBytes);
  return [0x80 + bytes.length, ...bytes];
}

function bigEndian(value: number): number[] {
  const bytes = [value % 256];
  for (let rest = Math.floor(value / 256); rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return bytes;
}
