import { expect, test } from 'vitest';
import { randomOf } from '../random.ts';
import { exposeKeyBytes, fingerprint, keyFrom, sameKey, wipe } from './key.ts';
import type { Key } from './key.ts';
import { nobleStack } from './noble-stack.ts';
import { nodeStack } from './node-stack.ts';
import type { CryptoStack } from './stack.ts';
import {
  gcmVectors,
  hkdfVectors,
  paddedWrapVectors,
  pbkdf2Vectors,
  sha256Vectors,
  wrapVectors,
  xtsVectors,
} from './standard-vectors.ts';

const stacks = [nodeStack, nobleStack];
const none = new Uint8Array(0);
const random = randomOf('stack.test', 'stack');

function bytesOf(hex: string): Uint8Array {
  return Buffer.from(hex, 'hex');
}

function keyOf(hex: string): Key {
  return keyFrom(bytesOf(hex));
}

function hexOf(bytes: Uint8Array | Key): string {
  return Buffer.from(bytes instanceof Uint8Array ? bytes : exposeKeyBytes(bytes)).toString('hex');
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

for (const stack of stacks) {
  for (const vector of xtsVectors)
    test(`${stack.name} XTS: ${vector.source}`, () => {
      const key = keyOf(vector.key);
      const [plain, cipher] = [bytesOf(vector.plain), bytesOf(vector.cipher)];
      expect(hexOf(stack.encryptSectors(key, vector.sector, plain.length, plain))).toBe(vector.cipher);
      expect(hexOf(stack.decryptSectors(key, vector.sector, plain.length, cipher))).toBe(vector.plain);
    });

  for (const vector of wrapVectors)
    test(`${stack.name} KW: ${vector.source}`, () => {
      const wrappingKey = keyOf(vector.wrappingKey);
      expect(hexOf(stack.wrapKey(wrappingKey, keyOf(vector.key)))).toBe(vector.wrapped);
      const answer = stack.unwrapKey(wrappingKey, bytesOf(vector.wrapped));
      expect(answer.ok && hexOf(answer.value)).toBe(vector.key);
    });

  for (const vector of paddedWrapVectors)
    test(`${stack.name} KWP: ${vector.source}`, () => {
      const wrappingKey = keyOf(vector.wrappingKey);
      expect(hexOf(stack.wrapKeyPadded(wrappingKey, keyOf(vector.key)))).toBe(vector.wrapped);
      const answer = stack.unwrapKeyPadded(wrappingKey, bytesOf(vector.wrapped));
      expect(answer.ok && hexOf(answer.value)).toBe(vector.key);
    });

  for (const vector of hkdfVectors)
    test(`${stack.name} HKDF: ${vector.source}`, () => {
      const [salt, info] = [bytesOf(vector.salt), bytesOf(vector.info)];
      expect(hexOf(stack.hkdfSha256(keyOf(vector.key), salt, info, vector.out.length / 2))).toBe(vector.out);
    });

  for (const vector of pbkdf2Vectors)
    test(`${stack.name} PBKDF2: ${vector.source}`, () => {
      const salt = new TextEncoder().encode(vector.salt);
      expect(hexOf(stack.pbkdf2Sha256(vector.password, salt, vector.iterations, 64))).toBe(vector.out);
    });

  for (const vector of gcmVectors)
    test(`${stack.name} GCM: ${vector.source}`, () => {
      const [key, nonce, additional] = [keyOf(vector.key), bytesOf(vector.nonce), bytesOf(vector.additional)];
      expect(hexOf(stack.sealGcm(key, nonce, bytesOf(vector.plain), additional))).toBe(vector.sealed);
      const answer = stack.openGcm(key, nonce, bytesOf(vector.sealed), additional);
      expect(answer.ok && hexOf(answer.value)).toBe(vector.plain);
    });

  for (const vector of sha256Vectors)
    test(`${stack.name} SHA-256: ${vector.source}`, () => {
      expect(hexOf(stack.sha256(new TextEncoder().encode(vector.text)))).toBe(vector.out);
    });

  test(`${stack.name}: each flipped bit of a wrapped key, and each other wrapping key, is refused`, () => {
    const [wrappingKey, key] = [keyFrom(random.bytes(32)), keyFrom(random.bytes(32))];
    for (const [wrap, unwrap] of [
      [stack.wrapKey, stack.unwrapKey],
      [stack.wrapKeyPadded, stack.unwrapKeyPadded],
    ] as const) {
      const wrapped = wrap(wrappingKey, key);
      for (let bit = 0; bit < wrapped.length * 8; bit += 1)
        expect(unwrap(wrappingKey, flipped(wrapped, bit))).toMatchObject({ refusal: 'wrongKey' });
      for (let bit = 0; bit < 256; bit += 1)
        expect(unwrap(keyFrom(flipped(exposeKeyBytes(wrappingKey), bit)), wrapped).ok).toBe(false);
      for (const length of [0, 7, 8, 15, 23, 33, wrapped.length - 1, wrapped.length + 1])
        expect(unwrap(wrappingKey, new Uint8Array(length))).toMatchObject({ refusal: 'corrupt' });
      expect(unwrap(wrappingKey, wrapped.slice(0, -8))).toMatchObject({ refusal: 'wrongKey' });
    }
  });

  test(`${stack.name}: KW and KWP do not open each other's keys`, () => {
    const [wrappingKey, key] = [keyFrom(random.bytes(32)), keyFrom(random.bytes(32))];
    expect(stack.unwrapKeyPadded(wrappingKey, stack.wrapKey(wrappingKey, key)).ok).toBe(false);
    expect(stack.unwrapKey(wrappingKey, stack.wrapKeyPadded(wrappingKey, key)).ok).toBe(false);
  });

  test(`${stack.name}: sealed data is opened by its own key, nonce and additional data, and by nothing else`, () => {
    const key = keyFrom(random.bytes(32));
    const [nonce, plain, additional] = [random.bytes(12), random.bytes(40), random.bytes(9)];
    const sealed = stack.sealGcm(key, nonce, plain, additional);
    expect(stack.openGcm(key, nonce, sealed, additional).ok).toBe(true);
    for (let bit = 0; bit < sealed.length * 8; bit += 1)
      expect(stack.openGcm(key, nonce, flipped(sealed, bit), additional)).toMatchObject({
        refusal: 'wrongKey',
      });
    for (let length = 0; length < sealed.length; length += 1)
      expect(stack.openGcm(key, nonce, sealed.subarray(0, length), additional)).toMatchObject({
        refusal: length < 16 ? 'truncated' : 'wrongKey',
      });
    expect(stack.openGcm(key, flipped(nonce, 0), sealed, additional).ok).toBe(false);
    expect(stack.openGcm(key, nonce, sealed, flipped(additional, 5)).ok).toBe(false);
    expect(stack.openGcm(key, nonce, sealed, none).ok).toBe(false);
    expect(stack.openGcm(keyFrom(random.bytes(32)), nonce, sealed, additional).ok).toBe(false);
  });

  test(`${stack.name}: a refusal names the key by its fingerprint only`, () => {
    const key = keyFrom(random.bytes(32));
    const answer = stack.unwrapKey(key, new Uint8Array(40));
    expect(answer.ok ? '' : answer.detail).toContain(fingerprint(key));
    expect(JSON.stringify(answer)).not.toContain(hexOf(key).slice(0, 12));
  });

  test(`${stack.name}: arguments of a wrong size are our own defects`, () => {
    const [small, aes, pair] = [8, 32, 64].map((length) => keyFrom(random.bytes(length))) as [Key, Key, Key];
    const sector = new Uint8Array(4096);
    for (const call of [
      () => stack.wrapKey(small, aes),
      () => stack.wrapKey(aes, small),
      () => stack.wrapKey(aes, keyFrom(random.bytes(17))),
      () => stack.wrapKeyPadded(pair, aes),
      () => stack.unwrapKey(pair, new Uint8Array(40)),
      () => stack.sealGcm(pair, new Uint8Array(12), sector, none),
      () => stack.sealGcm(aes, new Uint8Array(16), sector, none),
      () => stack.openGcm(aes, new Uint8Array(11), sector, none),
      () => stack.encryptSectors(keyFrom(random.bytes(48)), 0, 4096, sector),
      () => stack.encryptSectors(pair, 0, 4000, sector),
      () => stack.encryptSectors(pair, 0, 40, sector),
      () => stack.encryptSectors(pair, -1, 4096, sector),
      () => stack.encryptSectors(pair, 1.5, 4096, sector),
      () => stack.decryptSectors(pair, 0, 0, sector),
      // IEEE 1619-2007 annex B, vector 1, has equal halves, which NIST has forbidden since.
      () => stack.encryptSectors(keyFrom(new Uint8Array(64)), 0, 4096, sector),
    ])
      expect(call).toThrow(RangeError);
    wipe(pair);
    expect(() => stack.encryptSectors(pair, 0, 4096, sector)).toThrow('was wiped');
  });
}

/** Calls both stacks and says whether they gave the same bytes. */
function agree(call: (stack: CryptoStack) => Uint8Array | Key): boolean {
  return hexOf(call(nodeStack)) === hexOf(call(nobleStack));
}

test('the two stacks agree on random keys, lengths and data', () => {
  for (let round = 0; round < 150; round += 1) {
    const wrappingKey = keyFrom(random.bytes([16, 24, 32][round % 3] ?? 32));
    const [wrapped, padded] = [
      keyFrom(random.bytes(16 + 8 * random.below(8))),
      keyFrom(random.bytes(1 + random.below(70))),
    ];
    const [nonce, salt, info] = [
      random.bytes(12),
      random.bytes(random.below(80)),
      random.bytes(random.below(80)),
    ];
    const data = random.bytes(random.below(300));
    const lengthBytes = 1 + random.below(100);
    expect(agree((stack) => stack.wrapKey(wrappingKey, wrapped))).toBe(true);
    expect(agree((stack) => stack.wrapKeyPadded(wrappingKey, padded))).toBe(true);
    expect(agree((stack) => stack.sealGcm(wrappingKey, nonce, data, info))).toBe(true);
    expect(agree((stack) => stack.hkdfSha256(padded, salt, info, lengthBytes))).toBe(true);
    expect(agree((stack) => stack.pbkdf2Sha256(`pä${round}`, salt, 2, lengthBytes))).toBe(true);
    expect(agree((stack) => stack.sha256(data))).toBe(true);
    const opened = nobleStack.unwrapKeyPadded(wrappingKey, nodeStack.wrapKeyPadded(wrappingKey, padded));
    expect(opened.ok && sameKey(opened.value, padded)).toBe(true);
  }
});

test('the two stacks agree on 2,000 random sectors, each with its own key and number', () => {
  const sectors = 2000;
  // Bytes of a cipher stream, since drawing eight megabytes one by one would take longer than the test.
  const stream = Buffer.from(
    nodeStack.encryptSectors(keyFrom(random.bytes(64)), 0, 4096, new Uint8Array(sectors * 4096)),
  );
  for (let index = 0; index < sectors; index += 1) {
    const data = stream.subarray(index * 4096, (index + 1) * 4096);
    const key = keyFrom(stream.subarray((sectors - 1 - index) * 4096, (sectors - 1 - index) * 4096 + 64));
    const sector = data.readUIntLE(0, 6);
    const direction = index % 2 === 0 ? 'encryptSectors' : 'decryptSectors';
    const [ours, theirs] = stacks.map((stack) => stack[direction](key, sector, 4096, data));
    expect(Buffer.compare(ours ?? none, theirs ?? none)).toBe(0);
  }
});

test('a sector number means the same as a number and as a bigint', () => {
  const key = keyFrom(random.bytes(64));
  const data = random.bytes(2 * 4096);
  for (const stack of stacks)
    for (const sector of [0, 255, 2 ** 32 - 1, Number.MAX_SAFE_INTEGER - 1])
      expect(hexOf(stack.encryptSectors(key, sector, 4096, data))).toBe(
        hexOf(stack.encryptSectors(key, BigInt(sector), 4096, data)),
      );
});

test('the tweak is the sector number: it changes every sector, and sectors count up from the first', () => {
  const key = keyFrom(random.bytes(64));
  const data = new Uint8Array(3 * 512);
  for (const stack of stacks) {
    const all = hexOf(stack.encryptSectors(key, 7, 512, data));
    const parts = [0, 1, 2].map((index) =>
      hexOf(stack.encryptSectors(key, 7 + index, 512, data.subarray(0, 512))),
    );
    expect(all).toBe(parts.join(''));
    expect(new Set(parts).size).toBe(3);
  }
});
