/** What is known about the encryption mode of a host, its host key, and core dumps. */

export const hostEncryptionFacts = {
  'crypto-states': [
    'A host is in one of four crypto states: incapable, prepared, safe, pendingIncapable.',
    'apiHostCrypto',
    'official',
  ],
  'crypto-prepare-enable': [
    'Preparing leads from incapable to prepared, enabling with a first key from prepared to safe.',
    'apiHostCrypto',
    'official',
  ],
  'crypto-disable-pending': [
    'Disabling leads from safe to pendingIncapable, and only a reboot from there to incapable.',
    'apiHostCrypto',
    'official',
  ],
  'crypto-disable-not-vsan': [
    'Disabling must not be called in a cluster whose vSAN is encrypted.',
    'apiHostCrypto',
    'official',
  ],
  'crypto-disable-directly': [
    'Disabling a host that is not safe makes it incapable at once; the sentence that says so was cut in the text that was read.',
    'apiHostCrypto',
    'inferred',
  ],
  'crypto-toggle-refused': [
    'The client refuses to turn host encryption mode off while key material is on the host.',
    'docsModeOff',
    'official',
  ],
  'crypto-boot-inferred': [
    'A reboot brings back encryption mode when the recorded host key can be had again, and forgets a preparation that got no key.',
    'apiHostCrypto',
    'inferred',
  ],
  'crypto-one-host-key': [
    'A host has exactly one key for its core dumps and support bundles, the host key.',
    'guideProviders',
    'official',
  ],
  'crypto-vsan-host-key': [
    'Where vSAN is encrypted, all hosts of the cluster share a host key; it encrypts core dumps, not data.',
    'docsVsan',
    'official',
  ],
  'crypto-configure-key': [
    'Configuring the host key without a key takes the existing one, or a new one from the default provider.',
    'vcsim',
    'official',
  ],
  'crypto-configure-repairs': [
    'When the original provider cannot be imported, a host is repaired by configuring its host key anew with the new default provider.',
    'kbSameName',
    'official',
  ],
  'crypto-configure-no-machine': [
    'A new host key repairs core dumps and encryption mode; it opens no machine that another KDK encrypted.',
    'kbSameName',
    'inferred',
  ],
  'crypto-change-key': [
    'Changing the host key needs a safe host, and recrypts the dumps in /var/core as well as it can.',
    'apiHostCrypto',
    'official',
  ],
  'crypto-add-key': [
    'Adding a key to the cache of a host needs a safe host and is refused when the key is there.',
    'apiHostCrypto',
    'official',
  ],
  'crypto-remove-key': [
    'Removing a key on the host always drops it from the cache, because hosts do not track what uses it.',
    'sdkKeys',
    'official',
  ],
  'crypto-no-plain-key': [
    'A host derives the keys of a Native Key Provider itself; so nobody else has a machine’s key in the clear to add it.',
    'guideNkp',
    'inferred',
  ],
  'crypto-cluster-modes': [
    'A cluster turns encryption mode on when it is needed (onDemand, the default) or for every host (forceEnable).',
    'apiClusterCrypto',
    'official',
  ],
  'crypto-policy-pins': [
    'Since 8.0.3 a cluster’s crypto policy can pin the key or the provider of host keys; unset, a key comes from the current default provider.',
    'apiClusterCrypto',
    'official',
  ],
  'crypto-auto-enable': [
    'Placing an encrypted machine turns host encryption mode on, for a user who has Cryptographer.RegisterHost.',
    'sdk',
    'official',
  ],
  'crypto-no-default': [
    'Deleting the default provider leaves no default; the system never picks another, and what needs one fails.',
    'guideNkp',
    'official',
  ],
  'crypto-standard-reboot': [
    'The keys of a Standard Key Provider are in memory only; after a reboot a host gets them through vCenter or does not become safe.',
    'guideVm',
    'official',
  ],
  'crypto-standard-readd': [
    'A deleted Standard Key Provider is repaired by adding it again under its name: the key server has the keys still.',
    'guideSkp',
    'official',
  ],
  'dumps-encrypted-in-mode': [
    'While encryption mode is on, core dumps are always encrypted, also inside support bundles.',
    'docsCoreDumps',
    'official',
  ],
  'dumps-by-which-key': [
    'Dumps of the kernel and of hostd use the host key; the dump of an encrypted machine uses the machine’s key, in 6.5 the host key.',
    'docsCoreDumps',
    'official',
  ],
  'dumps-old-unreadable': [
    'After a change of the host key older dumps may be unreadable; a bundle with a password is taken before.',
    'docsCoreDumps',
    'official',
  ],
  'dumps-may-hold-keys': [
    'A decrypted dump may contain keys of the host and of machines, one official text says; another says that keys are never in dumps.',
    'manual65',
    'official',
  ],
  'dumps-rotate-after-leak': [
    'After a decrypted dump got out, the host key and the keys of machines are changed.',
    'docsCoreDumps',
    'official',
  ],
  'dumps-of-vcenter-clear': ['Core dumps of vCenter Server are not encrypted.', 'docsCoreDumps', 'official'],
  'bundle-password': [
    'A support bundle with a password has its dumps encrypted under that password, which is stored nowhere.',
    'manual65',
    'official',
  ],
  'bundle-vsan-random-key': [
    'Where vSAN is encrypted, a support bundle has its dumps encrypted under a random key, which a password may protect.',
    'docsVsan',
    'official',
  ],
  'bundle-random-key-inside': [
    'So without a password the random key travels in the bundle, and whoever has the bundle reads the dumps.',
    'docsVsan',
    'inferred',
  ],
} as const;
