/** Secret bytes that can't be printed by accident: what a log, a report or a debugger shows is a fingerprint. */
import { createHash, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { inspect } from 'node:util';

/** Keeps a key's fingerprint apart from every other use of SHA-256 over the same bytes. */
const fingerprintDomain = 'breakglass key fingerprint\0';

let bytesOf: (key: Key) => Uint8Array;
let objectOf: (key: Key) => KeyObject;
let erase: (key: Key) => void;

/**
 * A secret of any length. It is opaque: `toString`, `toJSON`, template literals and `util.inspect` all show
 * `key:9f2c01ab`. Whoever needs the bytes says so by name (`exposeKeyBytes`), so every such place can be found.
 */
export class Key {
  readonly lengthBytes: number;
  readonly #bytes: Uint8Array;
  #fingerprint: string | undefined;
  #keyObject: KeyObject | undefined;
  #isWiped = false;

  /** Copies `bytes`: the caller may go on using, or zero, its own. */
  constructor(bytes: Uint8Array) {
    if (bytes.length === 0) throw new RangeError('a key has at least one byte');
    this.#bytes = new Uint8Array(bytes);
    this.lengthBytes = bytes.length;
  }

  toString(): string {
    this.#fingerprint ??= `key:${createHash('sha256').update(fingerprintDomain).update(this.#bytes).digest('hex').slice(0, 8)}`;
    return this.#fingerprint;
  }

  toJSON(): string {
    return this.toString();
  }

  static {
    // What only this module may do; the exported functions below are the one door to each.
    bytesOf = (key) => {
      if (key.#isWiped) throw new Error(`${key.toString()} was wiped and can't be used`);
      return key.#bytes;
    };
    objectOf = (key) => {
      key.#keyObject ??= createSecretKey(bytesOf(key));
      return key.#keyObject;
    };
    erase = (key) => {
      key.toString();
      key.#bytes.fill(0);
      key.#keyObject = undefined;
      key.#isWiped = true;
    };
    // Here and not as a method, because a computed name has no type that can be declared without inference.
    Object.defineProperty(Key.prototype, inspect.custom, {
      value(this: Key): string {
        return this.toString();
      },
    });
  }
}

/** A key holding a copy of `bytes`. */
export function keyFrom(bytes: Uint8Array): Key {
  return new Key(bytes);
}

/** `key:` and eight hexadecimal digits: enough to tell keys apart in a report, useless to a thief. Survives `wipe`. */
export function fingerprint(key: Key): string {
  return key.toString();
}

/**
 * The raw bytes, for the few places that must put a key into a container or a cipher. Not a copy: do not change them.
 * @throws Error when the key was wiped
 */
export function exposeKeyBytes(key: Key): Uint8Array {
  return bytesOf(key);
}

/**
 * Node's own form of the key, which can also be posted to a worker thread (a `Key` can't).
 * @throws Error when the key was wiped
 */
export function keyObjectOf(key: Key): KeyObject {
  return objectOf(key);
}

/** The way back from `keyObjectOf`, on the other side of a `postMessage`. */
export function keyFromObject(object: KeyObject): Key {
  const bytes = object.export();
  const key = new Key(bytes);
  bytes.fill(0);
  return key;
}

/** Do the two hold the same bytes? Takes as long whether they do or not. */
export function sameKey(one: Key, other: Key): boolean {
  return one.lengthBytes === other.lengthBytes && timingSafeEqual(bytesOf(one), bytesOf(other));
}

/**
 * Overwrites the bytes with zeroes; later use throws. Limit: a `KeyObject` made from this key is only let go of, since
 * Node gives no way to zero it, and it lives until it is collected.
 */
export function wipe(key: Key): void {
  erase(key);
}
