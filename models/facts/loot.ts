/** What is known about what a thief gets out of each kind of loot. */

export const lootFacts = {
  'loot-plain-device': [
    'A vSAN device without encryption at rest shows fragments of everything that is not encrypted by itself.',
    'docsVsan',
    'inferred',
  ],
  'loot-split-providers': [
    'The vendor endorses a Standard Key Provider for vSAN beside a Native one for virtual TPMs, against theft.',
    'guideProviders',
    'official',
  ],
  'loot-whole-host': [
    'A whole stolen host boots as designed: its TPM gives the configuration key, and the keys are in memory.',
    'hardening',
    'official',
  ],
  'loot-host-login': [
    'A thief who boots a stolen host must still get past its login; we take it that this can be done, unless a variant says otherwise.',
    'guideProviders',
    'inferred',
  ],
  'loot-unasked-seal': [
    'A seal that was made while secure boot was off, and that does not require it since, asks nothing of what is booted; so the TPM is taken to give the configuration key to whatever was.',
    'docsSealing',
    'inferred',
  ],
  'loot-recovery-key': [
    'Boot device and recovery key together open the configuration, and so the KDK.',
    'hardening',
    'official',
  ],
  'loot-one-configuration-key': [
    'The configuration is written again under the key that it has: whoever got that key from one copy of a boot device, or from the host, opens every other copy since the sealing, older or newer.',
    'hardening',
    'inferred',
  ],
  'loot-persistence': [
    'Without key persistence the keys of a Standard Key Provider are only in memory and gone at power-off; with it a stolen host has them.',
    'guideSkp',
    'official',
  ],
  'loot-image-backup': [
    'An image-level backup of vCenter Server contains the KDK as well.',
    'guideNkp',
    'official',
  ],
  'loot-kms-credentials': [
    'A vCenter backup has the credentials of key servers too; whoever has them still needs to reach the key server.',
    'guideProviders',
    'official',
  ],
  'loot-guessing': ['An encrypted backup can only be guessed at, off-line.', 'guideNkp', 'inferred'],
  'loot-export-link': [
    'An export is downloaded from an address with a token that expires; whoever has both can download.',
    'vcsim',
    'official',
  ],
  'loot-same-provider': [
    'The KDK of one vCenter opens the data of every site into which the same provider was imported.',
    'guideNkp',
    'inferred',
  ],
  'loot-old-copies': [
    'A shallow rekey does not change data keys: a copy that was taken before opens with the old KDK for ever, and only a deep rekey protects data still to come.',
    'guideProviders',
    'inferred',
  ],
  'loot-dumps': [
    'Core dumps in support bundles are encrypted with the host key, or with a password for the bundle that is kept nowhere.',
    'docsCoreDumps',
    'official',
  ],
  'loot-dump-keys': [
    'A decrypted core dump might contain keys of the host and of machines; another text says that it never does.',
    'manual65',
    'official',
  ],
  'loot-vcenter-dump': [
    'Core dumps of vCenter Server are not encrypted, and may contain secrets.',
    'docsCoreDumps',
    'official',
  ],
  'loot-vcenter-dump-kdk': [
    'That the KDK, which vCenter Server holds, may be among the secrets in its core dumps is inferred.',
    'docsCoreDumps',
    'inferred',
  ],
  'loot-media': [
    'A VADP backup decrypts what it reads: its media hold clear text unless the backup product encrypts them.',
    'docsVddk',
    'official',
  ],
  'loot-wire': [
    'vSAN traffic can be read on the wire unless encryption in transit is on.',
    'hardening',
    'official',
  ],
  'loot-administrator': [
    'An administrator with the Cryptographer privileges decrypts legitimately; only encryption inside the guest withstands that.',
    'guideVm',
    'official',
  ],
} as const;
