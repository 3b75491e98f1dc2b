/** What is known about what a thief gets out of a loot. */

export const thiefFacts = {
  'boot-device-mode-none': [
    'From a stolen boot device with mode NONE the configuration, and so the KDK, can be had off-line.',
    'hardening',
    'official',
  ],
  'boot-device-sealed': [
    'A stolen boot device of a sealed host yields nothing on other hardware without the recovery key.',
    'hardening',
    'official',
  ],
  'plain-backup-yields-kdk': ['An unencrypted vCenter backup yields the KDK.', 'guideNkp', 'official'],
  'plain-p12-yields-kdk': ['A .p12 without a password yields the KDK.', 'hardening', 'official'],
  'kdk-opens-all': [
    'The KDK together with the files of a machine opens that machine.',
    'guideNkp',
    'inferred',
  ],
  'stolen-disk': [
    'A stolen disk of an encrypted datastore holds ciphertext and a wrapped key, useless without the key that wraps it.',
    'docsVsan',
    'official',
  ],
  'stolen-plain-disk': [
    'A stolen disk of a datastore that is not encrypted holds data in plain, except of machines that are encrypted themselves.',
    'docsVsan',
    'inferred',
  ],
} as const;
