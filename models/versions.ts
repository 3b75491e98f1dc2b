/** Which release of vSphere brought what: data that rules ask, with its source and how sure we are. */
import type { FactRow } from './sources.ts';

/** The releases that differ in something here, oldest first. */
export const releases = ['7.0U1', '7.0U2', '7.0U3', '8.0', '8.0U1', '8.0U2', '8.0U3', '9.0', '9.1'] as const;

export type Release = (typeof releases)[number];

export type Feature =
  | 'nativeKeyProvider'
  | 'keyPersistence'
  | 'sealedConfiguration'
  | 'vsanKeyPersistence'
  | 'vtpmClonePolicy'
  | 'providerOnHost'
  | 'clusterDefault'
  | 'clusterCryptoPolicy'
  | 'wrappingKeys'
  | 'globalDeduplication'
  | 'globalDeduplicationEncrypted';

/** What a release can do: the first release that can, and the fact that says so. */
export const features: Readonly<Record<Feature, readonly [since: Release, fact: FactRow]>> = {
  nativeKeyProvider: [
    '7.0U2',
    ['The Native Key Provider needs 7.0 U2, of vCenter and of ESXi.', 'guideNkp', 'official'],
  ],
  keyPersistence: ['7.0U2', ['Key Persistence came with 7.0 U2.', 'docsPersistence', 'official']],
  sealedConfiguration: [
    '7.0U2',
    ['From 7.0 U2 on the ESXi configuration is encrypted.', 'docsSealing', 'official'],
  ],
  vsanKeyPersistence: [
    '7.0U3',
    ['Key Persistence covers vSAN from 7.0 U3 on.', 'docsPersistence', 'official'],
  ],
  vtpmClonePolicy: [
    '8.0',
    ['From 8.0 on a clone gets a copy of the vTPM or a new one.', 'guideVtpm', 'official'],
  ],
  providerOnHost: [
    '8.0',
    [
      'A vSAN bootstrap from 8.0 on can create a Native Key Provider on a host before any vCenter exists.',
      'apiVsan',
      'official',
    ],
  ],
  clusterDefault: [
    '8.0U1',
    ['From 8.0 U1 on a cluster can have a default key provider of its own.', 'guideProviders', 'official'],
  ],
  clusterCryptoPolicy: [
    '8.0U3',
    ['From 8.0 U3 on a policy of the cluster may pin the host key or its provider.', 'api', 'official'],
  ],
  wrappingKeys: [
    '9.0',
    ['Standard Key Providers may have wrapping keys from 9.0 on.', 'guideProviders', 'official'],
  ],
  globalDeduplication: ['9.0', ['Global deduplication of vSAN came with 9.0.', 'apiVsan', 'official']],
  globalDeduplicationEncrypted: [
    '9.1',
    [
      'Global deduplication together with encryption at rest is a capability of 9.1 only.',
      'apiVsan',
      'inferred',
    ],
  ],
};

/** Whether a release can do it. */
export function hasFeature(release: Release, feature: Feature): boolean {
  return releases.indexOf(release) >= releases.indexOf(features[feature][0]);
}
