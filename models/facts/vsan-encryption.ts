/** What is known about vSAN encryption, its rekeys, deduplication beside it, and encryption in transit. */

export const vsanEncryptionFacts = {
  'vsan-wrapped-dek': [
    'A host wraps the data key of a device with the key of the cluster and keeps it on the device.',
    'docsVsan',
    'official',
  ],
  'vsan-only-kek-id': [
    'No data key and no key encryption key is stored in plain; of the latter only the id is.',
    'apiVsan',
    'official',
  ],
  'vsan-two-keys': [
    'Enabling vSAN encryption takes two keys from the provider: the key encryption key and the host key, which encrypts core dumps and is shared by the hosts.',
    'blogBootVcenter',
    'official',
  ],
  'vsan-rolling-enable': [
    'In the original architecture enabling encryption empties and reformats one disk group after another.',
    'blogDiskFormat',
    'practitioner',
  ],
  'vsan-enable-space': [
    'Encrypting the first time and rekeying deeply need room: that of a disk group, or of the largest objects.',
    'guideProviders',
    'official',
  ],
  'vsan-erase': [
    'Whether disks are erased before use decides if plaintext is left on them when encryption is enabled.',
    'apiVsan',
    'official',
  ],
  'vsan-disable-bares': ['Disabling encryption lays all data bare again.', 'apiVsan', 'official'],
  'vsan-esa-no-disable': [
    'The operations of the Express Storage Architecture in 8.0U1 do not list disabling; so it could not be decrypted in place.',
    'apiVsan',
    'inferred',
  ],
  'vsan-shallow-rekey': [
    'A shallow rekey is quick and online: only the key that wraps the data keys changes.',
    'guideProviders',
    'official',
  ],
  'vsan-deep-rekey': [
    'A deep rekey reformats disk groups one by one in the original architecture, and rewrites objects in the Express one.',
    'guideProviders',
    'official',
  ],
  'vsan-transition': [
    'The state of a change is settled, preparing or prepared; we take it that hosts learn the new key id while preparing and use it once prepared.',
    'vcsim',
    'inferred',
  ],
  'vsan-goes-on-without': [
    'No source says whether a rekey waits for a host that is off; we take it that it does not, and the host catches up.',
    'apiVsan',
    'inferred',
  ],
  'vsan-rekey-wants-health': [
    'The vendor’s tool that changes providers refuses to run while vSAN health is red or data are being resynchronised.',
    'guideChangeProvider',
    'official',
  ],
  'vsan-provider-switch': [
    'Another provider is put to use by setting its id and then rekeying shallowly.',
    'guideNkp',
    'official',
  ],
  'vsan-own-provider': [
    'The provider of vSAN is set for each cluster and does not follow the default provider.',
    'guideProviders',
    'official',
  ],
  'vsan-esa-dek-scope': [
    'The configuration of a cluster of the Express Storage Architecture has one wrapped data key and an old one beside it, so the key seems to be that of the cluster.',
    'apiVsan',
    'inferred',
  ],
  'vsan-health-issues': [
    'vSAN health tells hosts whose encryption, keys or key provider are not what the cluster has.',
    'apiVsan',
    'official',
  ],
  'vsan-asks-kms-itself': [
    'With a Standard Key Provider a vSAN host asks the key server itself; vCenter is not needed, the key server is.',
    'blogBootVcenter',
    'official',
  ],
  'kms-keeps-keys': ['A key server keeps its keys: vSphere never deletes one there.', 'sdkKeys', 'official'],
  'vsan-dark-start': [
    'With a Native Key Provider the hosts open the encrypted datastore with vCenter not running, also when vCenter lies on it.',
    'guideNkp',
    'official',
  ],
  'vsan-transit': [
    'Encryption in transit is a switch of its own in the original architecture, and on by itself with encryption at rest in the Express one.',
    'hardening',
    'official',
  ],
  'vsan-transit-no-provider': [
    'Encryption in transit uses short-lived keys of its own and no key provider.',
    'guideProviders',
    'official',
  ],
  'vsan-dual-encryption': [
    'In the Express Storage Architecture a health check of Cloud Foundation 9 warns when machines on an encrypted vSAN are encrypted as well; the vendor advises strongly against that.',
    'kbDualEncryption',
    'official',
  ],
  'vsan-dedup-reformat': [
    'Switching deduplication on or off reformats every disk group in turn; each group is deduplicated by itself.',
    'docsVsanDedup',
    'official',
  ],
  'vsan-esa-from-8': [
    'The Express Storage Architecture came with 8.0: the first operations listed for it are those of 8.0.0.1.',
    'apiVsan',
    'inferred',
  ],
  'vsan-global-dedup': [
    'Global deduplication is a capability of the Express Storage Architecture since 9.0.',
    'apiVsan',
    'official',
  ],
  'vsan-dedup-with-dare': [
    'Global deduplication together with encryption is a capability listed first in 9.1; so in 9.0 they exclude each other.',
    'apiVsan',
    'inferred',
  ],
} as const;
