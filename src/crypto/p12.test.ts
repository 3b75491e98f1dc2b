import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { randomOf } from '../random.ts';
import { encode, encodeInteger, encodeObjectId, tags } from './der.ts';
import { exposeKeyBytes, keyFrom, sameKey } from './key.ts';
import { encodeMacData } from './p12-mac.ts';
import { readP12, readProviderSecret, writeP12 } from './p12.ts';
import type { P12 } from './p12.ts';
import type { Opened } from './stack.ts';

const secret = keyFrom(randomOf('p12.test', 'secret').bytes(32));
const content = { secret, providerName: 'Prövider A', keyId: '5f1c7e0a-key' };
const budget = { iterationsMax: 10_000 };

function written(password?: string, iterations = 2): Uint8Array {
  const options = password === undefined ? { iterations } : { iterations, password };
  return writeP12(randomOf('p12.test', 'file'), content, options);
}

function valueOf<Value>(answer: Opened<Value>): Value {
  if (!answer.ok) throw new Error(`${answer.refusal}: ${answer.detail}`);
  return answer.value;
}

test('what is written is read, with and without a password', () => {
  for (const password of [undefined, '', 'pässwörd ✓ 🔑', 'x'.repeat(500)]) {
    const value = valueOf(readProviderSecret(written(password), password));
    expect(sameKey(value.secret, secret)).toBe(true);
    expect(value).toMatchObject({ providerName: content.providerName, keyId: content.keyId });
  }
});

test('the secret lies open in a container without a password, and in no other', () => {
  const isOpen = (file: Uint8Array): boolean =>
    Buffer.from(file).includes(Buffer.from(exposeKeyBytes(secret)));
  expect(isOpen(written())).toBe(true);
  expect(isOpen(written('a'))).toBe(false);
  expect(valueOf(readP12(written())).isEncrypted).toBe(false);
  expect(valueOf(readP12(written('a'), 'a')).isEncrypted).toBe(true);
});

test('a wrong or missing password, or one that was never set, is refused', () => {
  for (const [made, tried] of [
    ['a', 'b'],
    ['a', 'A'],
    ['a', undefined],
    [undefined, 'a'],
  ] as const)
    expect(readProviderSecret(written(made), tried)).toMatchObject({ ok: false, refusal: 'wrongPassword' });
});

test('every truncation is refused as one', () => {
  for (const password of [undefined, 'a']) {
    const file = written(password);
    for (let length = 0; length < file.length; length += 1)
      expect(readProviderSecret(file.subarray(0, length), password)).toMatchObject({
        ok: false,
        refusal: 'truncated',
      });
    const longer = Uint8Array.from([...file, 0]);
    expect(readProviderSecret(longer, password)).toMatchObject({ ok: false, refusal: 'corrupt' });
  }
});

test('every flipped bit, at any place of the file, is refused', () => {
  for (const password of [undefined, 'a']) {
    const file = written(password);
    for (let bit = 0; bit < file.length * 8; bit += 1) {
      const damaged = Uint8Array.from(file);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(readP12(damaged, password, { iterationsMax: 300 }).ok, `bit ${bit}`).toBe(false);
    }
  }
});

test('random bytes, and a container with random damage, are refused and never throw', () => {
  const random = randomOf('p12.test', 'noise');
  const file = written('a');
  for (let round = 0; round < 3000; round += 1) {
    const damaged = round % 2 === 0 ? random.bytes(1 + random.below(400)) : Uint8Array.from(file);
    for (let change = 0; change <= random.below(4); change += 1)
      damaged[random.below(damaged.length)] = random.below(256);
    const isWhole = Buffer.compare(damaged, file) === 0;
    expect(readP12(damaged, 'a', { iterationsMax: 300 }).ok).toBe(isWhole);
  }
});

test('a container that asks for more key derivation than allowed is refused before any', () => {
  expect(readP12(written('a', 6000), 'a', budget)).toMatchObject({ ok: false, refusal: 'tooExpensive' });
  expect(readP12(written('a', 5000), 'a', budget).ok).toBe(true);
  expect(readP12(written(undefined, 10_001), '', budget)).toMatchObject({ refusal: 'tooExpensive' });
});

test('deep nesting and absurd lengths are refused', () => {
  let nested: Uint8Array = encodeInteger(1);
  for (let depth = 0; depth < 500; depth += 1) nested = encode(tags.sequence, nested);
  expect(readP12(nested)).toMatchObject({ ok: false });
  expect(readP12(Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x00))).toMatchObject({
    refusal: 'truncated',
  });
  expect(readP12(Uint8Array.of(0x30, 0x80, 0x00, 0x00))).toMatchObject({ refusal: 'corrupt' });
  expect(readP12(new Uint8Array(0))).toMatchObject({ refusal: 'truncated' });
  expect(readP12(deeplyNestedBags(40))).toMatchObject({ refusal: 'corrupt' });
  expect(valueOf(readP12(deeplyNestedBags(2))).bags).toHaveLength(0);
});

/** A container with a good MAC whose bags hold bags that hold bags. */
function deeplyNestedBags(levels: number): Uint8Array {
  let safeContents: Uint8Array = encode(tags.sequence);
  for (let level = 0; level < levels; level += 1) {
    const bag = encode(
      tags.sequence,
      encodeObjectId('1.2.840.113549.1.12.10.1.6'),
      encode(tags.context0, safeContents),
    );
    safeContents = encode(tags.sequence, bag);
  }
  return container(encode(tags.sequence, dataPart(safeContents)));
}

function dataPart(inside: Uint8Array): Uint8Array {
  const octets = encode(tags.octetString, inside);
  return encode(tags.sequence, encodeObjectId('1.2.840.113549.1.7.1'), encode(tags.context0, octets));
}

function container(safe: Uint8Array): Uint8Array {
  const mac = encodeMacData('', Uint8Array.of(1, 2, 3), 1, safe);
  return encode(tags.sequence, encodeInteger(3), dataPart(safe), mac);
}

test('a container that is not a provider backup is named as such', () => {
  const safe = encode(tags.sequence);
  expect(readProviderSecret(container(safe))).toMatchObject({
    refusal: 'unsupported',
    detail: expect.stringContaining('holds 0'),
  });
  const short = { ...content, secret: keyFrom(new Uint8Array(16).fill(1)) };
  expect(readProviderSecret(writeP12(randomOf('p12.test', 'short'), short, { iterations: 1 }))).toMatchObject(
    {
      refusal: 'unsupported',
      detail: expect.stringContaining('has 32 bytes'),
    },
  );
});

/** The peer: any OpenSSL of version 3. Where there is none, its tests are shown as skipped. */
const peer = 'openssl';
const hasPeer = spawnSync(peer, ['version']).status === 0;

describe.skipIf(!hasPeer)('OpenSSL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-p12-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const inFolder = (name: string): string => join(folder, name);

  /** What OpenSSL prints about a container of ours, both of its streams; throws when it refuses. */
  function opensslReads(file: Uint8Array, password: string): string {
    writeFileSync(inFolder('ours.p12'), file);
    const run = spawnSync(
      peer,
      ['pkcs12', '-info', '-in', inFolder('ours.p12'), '-passin', `pass:${password}`, '-nodes'],
      { encoding: 'utf8' },
    );
    if (run.error) throw run.error;
    if (run.status !== 0) throw new Error(run.stderr);
    return run.stdout + run.stderr;
  }

  const printed = [...exposeKeyBytes(secret)]
    .map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'))
    .join(' ');

  test('reads a container of ours with a password, and prints its secret', () => {
    const text = opensslReads(written('pässwörd ✓', 2048), 'pässwörd ✓');
    expect(text).toContain(printed);
    expect(text).toContain('PBES2, PBKDF2, AES-256-CBC, Iteration 2048, PRF hmacWithSHA256');
    expect(text).toContain('MAC: sha256, Iteration 2048');
    expect(text).toContain('Secret bag');
    expect(text).toContain('localKeyID: 35 66 31 63 37 65 30 61 2D 6B 65 79');
  });

  test('reads a container of ours without one', () => {
    expect(opensslReads(written(), '')).toContain(printed);
  });

  test('refuses a container of ours under a wrong password, and one with a flipped bit', () => {
    expect(() => opensslReads(written('a'), 'b')).toThrow('invalid password');
    const damaged = written('a');
    damaged[150] = (damaged[150] ?? 0) ^ 1;
    expect(() => opensslReads(damaged, 'a')).toThrow('Mac verify error');
  });

  /** A container that OpenSSL writes, holding a private key and its certificate. */
  function opensslWrites(password: string, ...options: string[]): Uint8Array {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(inFolder('key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const run = (...all: string[]): void => {
      execFileSync(peer, all, { stdio: 'pipe' });
    };
    run(
      'req',
      '-x509',
      '-new',
      '-key',
      inFolder('key.pem'),
      '-out',
      inFolder('cert.pem'),
      '-subj',
      '/CN=host',
    );
    const pair = ['-inkey', inFolder('key.pem'), '-in', inFolder('cert.pem'), '-name', 'hällo'];
    const target = ['-out', inFolder('theirs.p12'), '-passout', `pass:${password}`];
    run('pkcs12', '-export', ...pair, ...target, ...options);
    return readFileSync(inFolder('theirs.p12'));
  }

  /** Says whether the key and the certificate inside belong together, as PEM files beside it say they do. */
  function holdsThePair(read: P12): boolean {
    const key = read.bags.find((bag) => bag.kind === 'privateKey');
    const certificate = read.bags.find((bag) => bag.kind === 'certificate');
    if (key === undefined || certificate === undefined) return false;
    const der = Buffer.from(exposeKeyBytes(key.key));
    const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    return (
      new X509Certificate(certificate.certificate).checkPrivateKey(privateKey) &&
      key.friendlyName === 'hällo' &&
      certificate.localKeyId !== undefined
    );
  }

  test.each([
    ['its defaults', []],
    ['AES-128, HMAC-SHA-512 and few rounds', ['-keypbe', 'AES-128-CBC', '-macalg', 'sha512', '-iter', '7']],
    ['AES-192, HMAC-SHA-384', ['-keypbe', 'AES-192-CBC', '-certpbe', 'AES-192-CBC', '-macalg', 'sha384']],
    ['a SHA-1 MAC of one round', ['-macalg', 'sha1', '-nomaciter']],
    ['nothing encrypted', ['-keypbe', 'NONE', '-certpbe', 'NONE']],
  ])('what it wrote with %s is read', (_, options) => {
    for (const password of ['sécret', '']) {
      const file = opensslWrites(password, ...options);
      expect(holdsThePair(valueOf(readP12(file, password)))).toBe(true);
      expect(readP12(file, 'other')).toMatchObject({ refusal: 'wrongPassword' });
      expect(readP12(file.subarray(0, -1), password)).toMatchObject({ refusal: 'truncated' });
    }
  });

  test('what it wrote with an old algorithm, or without a MAC, is refused by name', () => {
    const old = opensslWrites('a', '-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES');
    expect(readP12(old, 'a')).toMatchObject({
      refusal: 'unsupported',
      detail: expect.stringContaining('1.2.840.113549.1.12.1.3'),
    });
    expect(readP12(opensslWrites('a', '-nomac'), 'a')).toMatchObject({
      refusal: 'unsupported',
      detail: expect.stringContaining('no MAC'),
    });
  });

  test('a flipped bit in what it wrote is refused: a sample of bits', () => {
    const random = randomOf('p12.test', 'bits');
    const file = opensslWrites('a', '-iter', '3');
    for (let round = 0; round < 500; round += 1) {
      const damaged = Uint8Array.from(file);
      const bit = random.below(file.length * 8);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(readP12(damaged, 'a', budget).ok, `bit ${bit}`).toBe(false);
    }
  });
});
