import { describe, expect, it } from 'vitest';
import { licenceAllows, licences } from './licences.ts';
import { type Feature, features, hasFeature, releases } from './versions.ts';

const names = Object.keys(features) as Feature[];

describe('the releases', () => {
  it('keep what they can: a feature stays from its first release on', () => {
    for (const name of names) {
      const can = releases.map((release) => hasFeature(release, name));
      expect(can).toEqual(can.toSorted((a, b) => Number(a) - Number(b)));
      expect(can).toContain(true);
    }
  });

  it.each([
    ['7.0U1', 'nativeKeyProvider', false],
    ['7.0U2', 'nativeKeyProvider', true],
    ['7.0U2', 'vsanKeyPersistence', false],
    ['8.0', 'clusterDefault', false],
    ['8.0U1', 'clusterDefault', true],
    ['9.0', 'globalDeduplicationEncrypted', false],
    ['9.1', 'globalDeduplicationEncrypted', true],
  ] as const)('%s has %s: %s', (release, feature, expected) => {
    expect(hasFeature(release, feature)).toBe(expected);
  });
});

describe('the licences', () => {
  it('allow vSAN encryption only where they allow VM encryption too', () => {
    for (const licence of Object.keys(licences) as (keyof typeof licences)[]) {
      const vsan = licenceAllows(licence, 'vsanEncryption');
      expect(!vsan || licenceAllows(licence, 'vmEncryption')).toBe(true);
    }
  });
});
