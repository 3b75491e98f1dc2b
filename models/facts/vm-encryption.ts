/** What is known about encrypting, rekeying, locking and unlocking virtual machines. */

export const vmEncryptionFacts = {
  'vm-copying-rules': [
    'Encrypting and deep recrypting want the machine powered off and without snapshots; so does decrypting, as the vendor’s simulator has it.',
    'vcsim',
    'official',
  ],
  'vm-decrypt-powered-off': [
    'A machine is decrypted while it is powered off, as it is encrypted.',
    'guideVm',
    'official',
  ],
  'vm-full-copy-space': [
    'Encrypting and decrypting need free space for a full copy of each disk.',
    'guideVm',
    'official',
  ],
  'vm-shallow-any-power': [
    'A shallow recrypt is done in any power state, with snapshots only when they form a single chain.',
    'vcsim',
    'official',
  ],
  'vm-shallow-replaces-kek': [
    'A shallow recrypt replaces the key that wraps, never the key of the data.',
    'guideProviders',
    'official',
  ],
  'vm-deep-replaces-dek': [
    'A deep recrypt replaces the key of the data, and so rewrites them.',
    'guideProviders',
    'official',
  ],
  'vm-shallow-changes-provider': [
    'A machine changes its provider by a shallow recrypt.',
    'guideProviders',
    'official',
  ],
  'vm-ide-off': [
    'A machine with an IDE controller must be powered off for a shallow recrypt.',
    'docsInteroperability',
    'official',
  ],
  'vm-cbt-powers-off': [
    'On ESXi before 8.0U3e a machine with changed block tracking powered off during a shallow recrypt.',
    'fieldReports',
    'practitioner',
  ],
  'vm-object-order': [
    'No source gives the order in which an operation works on home and disks; it is taken to be such that no encrypted disk is ever attached to a plain machine.',
    'docsEncryption',
    'inferred',
  ],
  'vm-copy-then-switch': [
    'A full copy of each disk is needed; so it is taken to be written beside the old one, which goes once the descriptor names the copy.',
    'guideVm',
    'inferred',
  ],
  'vm-mixed-after-break': [
    'The product lets machine and disks have different keys; so one whose operation broke off has them, and can be rekeyed again.',
    'sdkKeys',
    'inferred',
  ],
  'vm-snapshots-inherit': ['Snapshots inherit the keys of their machine.', 'guideVm', 'official'],
  'vm-two-providers-in-one-machine': [
    'A machine can end up with two providers: its home from the old default, a new disk from the new one; a shallow recrypt mends it.',
    'guideVm',
    'official',
  ],
  'vm-no-default-provider': [
    'Deleting the default provider leaves none, and without one what names no provider is not encrypted.',
    'guideNkp',
    'official',
  ],
  'vm-encrypted-disk-encrypted-machine': [
    'An encrypted disk cannot be attached to a machine that is not encrypted.',
    'docsEncryption',
    'official',
  ],
  'vm-disk-key-missing': [
    'With only the key of a disk missing the machine is not invalid: powering on fails, and can be tried again without that disk.',
    'docsLocked',
    'official',
  ],
  'vm-locked-allows': [
    'A locked machine can be removed from the inventory and reloaded, but not powered on.',
    'docsLocked',
    'official',
  ],
  'vm-unlock-or-register': [
    'Once the key is available a locked machine is unlocked in the client, or registered again after a reboot of its host.',
    'docsLocked',
    'official',
  ],
  'vm-reload-does-not-unlock': [
    'Unlocking and registering again are named as the ways out of a lock, reloading is not; so it is taken not to unlock.',
    'docsLocked',
    'inferred',
  ],
  'vm-enable-unlocks-all': [
    'After the right provider was imported, enabling host encryption mode again unlocks all machines.',
    'guideNkp',
    'official',
  ],
} as const;
