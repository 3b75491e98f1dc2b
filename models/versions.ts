/** Which release of vSphere brought what: data that rules ask, each row with the fact that says so. */
import type { FactId } from './evidence.ts';

/** The releases that differ in something here, oldest first. */
export const releases = [
  '7.0U1',
  '7.0U2',
  '7.0U3',
  '8.0',
  '8.0U1',
  '8.0U2',
  '8.0U3',
  '8.0U3e',
  '9.0',
  '9.1',
] as const;

export type Release = (typeof releases)[number];

export type Feature =
  | 'nativeKeyProvider'
  | 'keyPersistence'
  | 'sealedConfiguration'
  | 'vsanKeyPersistence'
  | 'expressStorageArchitecture'
  | 'quickBootWithTpm'
  | 'vtpmClonePolicy'
  | 'providerOnHost'
  | 'clusterDefault'
  | 'clusterCryptoPolicy'
  | 'wrappingKeys'
  | 'globalDeduplication'
  | 'globalDeduplicationEncrypted';

/** What a release can do: the first release that can, and the fact that says so. */
export const features: Readonly<Record<Feature, readonly [since: Release, fact: FactId]>> = {
  nativeKeyProvider: ['7.0U2', 'nkp-from-7u2'],
  keyPersistence: ['7.0U2', 'persistence-vsan-later'],
  sealedConfiguration: ['7.0U2', 'config-encrypted'],
  vsanKeyPersistence: ['7.0U3', 'persistence-vsan-later'],
  expressStorageArchitecture: ['8.0', 'vsan-esa-from-8'],
  quickBootWithTpm: ['8.0U1', 'config-quick-boot'],
  vtpmClonePolicy: ['8.0', 'vtpm-clone-policy'],
  providerOnHost: ['8.0', 'born-on-host'],
  clusterDefault: ['8.0U1', 'cluster-default-8u1'],
  clusterCryptoPolicy: ['8.0U3', 'crypto-policy-pins'],
  wrappingKeys: ['9.0', 'wrapping-from-9'],
  globalDeduplication: ['9.0', 'vsan-global-dedup'],
  globalDeduplicationEncrypted: ['9.1', 'vsan-dedup-with-dare'],
};

/** Whether a release can do it. */
export function hasFeature(release: Release, feature: Feature): boolean {
  return !isBefore(release, features[feature][0]);
}

/** Whether a release is older than another. */
export function isBefore(release: Release, other: Release): boolean {
  return releases.indexOf(release) < releases.indexOf(other);
}
