import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import { format, inspect } from 'node:util';
import { expect, test } from 'vitest';
import { randomOf } from '../random.ts';
import { exposeKeyBytes, fingerprint, keyFrom, keyFromObject, keyObjectOf, sameKey, wipe } from './key.ts';

/** Text without white space, since `inspect` pads and breaks long lists. */
function squeezed(text: string): string {
  return text.replaceAll(/\s/g, '');
}

/** Every way this test knows to write the first bytes down: hexadecimal, base64, decimal lists, Latin-1. */
function writings(bytes: Uint8Array): string[] {
  const head = Buffer.from(bytes.subarray(0, 6));
  return [head.toString('hex'), head.toString('base64'), [...head].join(','), head.toString('latin1')].map(
    squeezed,
  );
}

function consoleText(...values: unknown[]): string {
  const stream = new PassThrough();
  new Console({ stdout: stream }).log(...values);
  return String(stream.read());
}

const bytes = randomOf('key.test', 'key').bytes(32);

test('no accidental printing shows a byte of a key, before and after Node has its own form of it', () => {
  const key = keyFrom(bytes);
  for (const touch of [() => undefined, () => keyObjectOf(key)]) {
    touch();
    const texts = [
      consoleText(key),
      consoleText({ nested: { key } }, [key]),
      JSON.stringify({ key, list: [key] }),
      // The accident under test is exactly a key in a template.
      // oxlint-disable-next-line typescript/restrict-template-expressions
      `${key}`,
      String(key),
      format('%s %o %O %j', key, key, key, key),
      inspect(key, { showHidden: true, depth: 20 }),
      inspect(key, { showHidden: true, depth: 20, customInspect: false }),
      inspect(new Map([[key, key]]), { showHidden: true }),
      JSON.stringify(Object.entries(Object.getOwnPropertyDescriptors(key))),
      inspect(structuredClone({ key })),
      new Error('refused', { cause: key }).stack ?? '',
      inspect(new Error('refused', { cause: key })),
    ];
    for (const text of texts)
      for (const writing of writings(bytes)) expect(squeezed(text)).not.toContain(writing);
    expect(texts[0]).toBe(`${fingerprint(key)}\n`);
    expect(texts[2]).toBe(JSON.stringify({ key: fingerprint(key), list: [fingerprint(key)] }));
  }
});

test('the search of the test above would find a key that prints itself', () => {
  const naked = [
    inspect({ bytes }),
    inspect({ bytes: Buffer.from(bytes) }),
    JSON.stringify([...bytes]),
    Buffer.from(bytes).toString('base64'),
    Buffer.from(bytes).toString('latin1'),
  ];
  for (const text of naked)
    expect(writings(bytes).some((writing) => squeezed(text).includes(writing))).toBe(true);
});

test('a fingerprint is short, the same for the same bytes, and not a plain SHA-256 of them', () => {
  expect(fingerprint(keyFrom(bytes))).toMatch(/^key:[0-9a-f]{8}$/);
  expect(fingerprint(keyFrom(bytes))).toBe(fingerprint(keyFrom(Uint8Array.from(bytes))));
  expect(fingerprint(keyFrom(bytes))).not.toBe(fingerprint(keyFrom(bytes.slice(1))));
});

test('equality is by bytes', () => {
  expect(sameKey(keyFrom(bytes), keyFrom(bytes))).toBe(true);
  expect(sameKey(keyFrom(bytes), keyFrom(bytes.slice(1)))).toBe(false);
  const other = Uint8Array.from(bytes);
  other[31] = (other[31] ?? 0) ^ 1;
  expect(sameKey(keyFrom(bytes), keyFrom(other))).toBe(false);
});

test('a key owns its bytes: neither zeroing the source nor a KeyObject round trip changes it', () => {
  const source = Uint8Array.from(bytes);
  const key = keyFrom(source);
  source.fill(0);
  expect(exposeKeyBytes(key)).toEqual(bytes);
  expect(sameKey(keyFromObject(keyObjectOf(key)), key)).toBe(true);
});

test('a wiped key is zeroed, keeps its fingerprint, and is refused everywhere', () => {
  const key = keyFrom(bytes);
  const inside = exposeKeyBytes(key);
  const before = fingerprint(key);
  wipe(key);
  expect(inside.every((byte) => byte === 0)).toBe(true);
  expect(fingerprint(key)).toBe(before);
  expect(() => exposeKeyBytes(key)).toThrow(`${before} was wiped`);
  expect(() => keyObjectOf(key)).toThrow(`${before} was wiped`);
  expect(() => sameKey(key, key)).toThrow(`${before} was wiped`);
});

test('there is no empty key', () => {
  expect(() => keyFrom(new Uint8Array(0))).toThrow(RangeError);
});
