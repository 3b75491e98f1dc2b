/** What is known about copies of encrypted machines: clones, templates, replicas, backups, other vCenters. */

export const vmCopiesFacts = {
  'copies-clone-exact': [
    'A clone of an encrypted machine is an exact copy; a linked clone inherits the keys of its parent.',
    'guideVm',
    'official',
  ],
  'copies-linked-not-apart': [
    'A linked clone cannot be decrypted or rekeyed apart from its parent; documented for Standard Key Providers.',
    'fieldReports',
    'practitioner',
  ],
  'copies-linked-no-shallow': [
    'A shallow recrypt is not supported on a linked clone, of a machine or of a disk.',
    'docsRecrypt',
    'official',
  ],
  'copies-template-converted': [
    'A template is rekeyed by converting it to a machine, and back.',
    'guideChangeProvider',
    'official',
  ],
  'copies-forgotten': [
    'Easily forgotten when a provider is retired: templates, first-class disks, replicas, storage snapshots, old backups.',
    'guideChangeProvider',
    'official',
  ],
  'copies-keep-p12': [
    'The .p12 of a retired provider is kept, since replicas and backups may still need it.',
    'guideNkp',
    'official',
  ],
  'copies-ciphertext': [
    'Replication and snapshots of a storage array copy ciphertext with its wrapped keys.',
    'guideVm',
    'official',
  ],
  'copies-dr-import': [
    'A recovery site must have the same provider before replicas of encrypted machines start there: the .p12 is imported.',
    'guideNkp',
    'official',
  ],
  'copies-same-key-both-ends': [
    'A move between vCenters needs a provider of the same name and with the same key at both ends.',
    'guideNkp',
    'official',
  ],
  'copies-fails-at-the-end': [
    'A move to a vCenter without the key fails at 100 per cent; progress before proves nothing.',
    'kbCrossVcenter',
    'official',
  ],
  'copies-migration-key': [
    'An encrypted machine is always moved encrypted, under a key that vCenter makes for this one move and keeps in memory; no provider is asked for it.',
    'guideVmotion',
    'official',
  ],
  'copies-old-stay-readable': [
    'A shallow recrypt does not protect copies that were taken before: their wrapped key opens with the old provider’s key for ever.',
    'guideProviders',
    'inferred',
  ],
  'copies-vadp-clear': [
    'A backup through the vSphere backup interface holds the disks in clear, unless the product encrypts them.',
    'docsVddk',
    'official',
  ],
  'copies-vadp-transports': [
    'Encrypted machines are backed up by NBDSSL or HotAdd, not over SAN; a HotAdd proxy must be encrypted itself.',
    'docsVddk',
    'official',
  ],
  'copies-restored-disk': [
    'A restored disk is encrypted with the same key when that was remembered, otherwise with a new one.',
    'docsVddk',
    'official',
  ],
  'copies-restore-vtpm': [
    'To restore the vTPM the backup must hold the encryption bundle, the key id, the vTPM device and the .nvram file, and the keys must be there.',
    'docsVddkVtpm',
    'official',
  ],
  'copies-restored-plain': ['Some products restore the disks decrypted.', 'backupMaker', 'practitioner'],
  'copies-no-ovf': [
    'The client does not export an encrypted machine as an OVF or OVA.',
    'guideVm',
    'official',
  ],
} as const;
