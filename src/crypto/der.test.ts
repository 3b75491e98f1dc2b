import { expect, test } from 'vitest';
import {
  elementOf,
  elementsOf,
  encode,
  encodeInteger,
  encodeObjectId,
  Fields,
  objectId,
  smallInteger,
  tags,
} from './der.ts';

test('integers have one form each, and it is the one of X.690 section 8.3', () => {
  for (const [value, hex] of [
    [0, '020100'],
    [127, '02017f'],
    [128, '02020080'],
    [2048, '02020800'],
    [0xffffffff, '020500ffffffff'],
  ] as const) {
    expect(Buffer.from(encodeInteger(value)).toString('hex')).toBe(hex);
    expect(smallInteger(elementOf(Buffer.from(hex, 'hex'), tags.integer))).toBe(value);
  }
  for (const hex of ['0200', '020180', '02020001', '0202ff80', '0206010203040506'])
    expect(() => smallInteger(elementOf(Buffer.from(hex, 'hex'), tags.integer))).toThrow('count');
});

test('object identifiers', () => {
  for (const [dotted, hex] of [
    ['1.2.840.113549.1.7.1', '06092a864886f70d010701'],
    ['2.16.840.1.101.3.4.1.42', '060960864801650304012a'],
    ['2.999.3', '0603883703'],
  ] as const) {
    expect(Buffer.from(encodeObjectId(dotted)).toString('hex')).toBe(hex);
    expect(objectId(elementOf(Buffer.from(hex, 'hex'), tags.objectId))).toBe(dotted);
  }
  for (const hex of ['0600', '060180', '06032a8001', '06022a86', `060a${'ff'.repeat(9)}7f`])
    expect(() => objectId(elementOf(Buffer.from(hex, 'hex'), tags.objectId))).toThrow('object identifier');
});

test('lengths are read in their shortest form only, and never past the end', () => {
  for (const lengthBytes of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
    const octets = encode(tags.octetString, new Uint8Array(lengthBytes));
    expect(elementOf(octets, tags.octetString).content).toHaveLength(lengthBytes);
    expect(() => elementOf(octets.subarray(0, -1), tags.octetString)).toThrow(/missing|ends inside/);
  }
  for (const hex of ['048101ff', '04820001ff', '0480ff0000', '0485000000000100', '1f0100'])
    expect(() => elementsOf(Buffer.from(hex, 'hex'))).toThrow(/length|tag/);
});

test('a structure is taken field by field, and to its end', () => {
  const structure = elementOf(encode(tags.sequence, encodeInteger(5), encode(tags.null)), tags.sequence);
  const fields = new Fields(structure);
  expect(fields.nextIs(tags.integer)).toBe(true);
  expect(() => new Fields(structure).take(tags.null)).toThrow('was expected');
  fields.take(tags.integer);
  expect(() => fields.end()).toThrow('a field too many');
  fields.take(tags.null);
  expect(fields.nextIs(tags.null)).toBe(false);
  expect(() => fields.take(tags.null)).toThrow('is missing');
  expect(() => fields.end()).not.toThrow();
});
