/** What is known about the loss of vCenter Server, its backups and its restore. */

export const vcenterFacts = {
  'vcenter-down-is-harmless': [
    'With vCenter down nothing happens to machines encrypted by a Native Key Provider on hosts in good order; only changes to providers wait.',
    'guideNkp',
    'official',
  ],
  'new-vcenter-import': [
    'After the loss of vCenter a new one imports the .p12, under the same provider name, and the machines find it.',
    'guideVm',
    'official',
  ],
  'backup-holds-kdk': [
    'The file-based backup of vCenter holds the KDK; its encryption password is optional.',
    'guideNkp',
    'official',
  ],
  'backup-older-than-provider': [
    'A backup from before the creation of a provider does not hold it.',
    'docsNkpBackup',
    'inferred',
  ],
  'file-backup-is-no-gate': [
    'A file-based backup of vCenter does not open the gate; the provider must be exported once.',
    'docsNkpBackup',
    'official',
  ],
  'export-from-restored-backup': [
    'A deleted provider can be had back by restoring a vCenter backup apart and exporting the provider there.',
    'guideNkp',
    'official',
  ],
  'no-loop-on-vsan': [
    'Hosts open an encrypted vSAN datastore without vCenter, also when vCenter lies on it.',
    'guideNkp',
    'official',
  ],
  'circular-location': [
    'What is kept on the datastore that it unlocks is out of reach when it is needed.',
    'guideNkp',
    'inferred',
  ],
  'no-escrow': [
    'With every copy of the KDK gone the data is gone; there is no escrow and no back door.',
    'guideVm',
    'official',
  ],
  'vcenter-not-vm-encrypted': [
    'vCenter itself must not be VM-encrypted; it may lie on an encrypted vSAN datastore.',
    'guideVm',
    'official',
  ],
} as const;
