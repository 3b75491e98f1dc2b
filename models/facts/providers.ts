/** What is known about the life of a Native Key Provider. */

export const providerFacts = {
  'kdk-in-vcenter': [
    'vCenter Server holds the Key Derivation Key (KDK) of its Native Key Providers, and so do its disk and its backups.',
    'guideNkp',
    'official',
  ],
  'key-id-beside-kdk': [
    'A Native Key Provider carries a 128-bit key id beside its KDK; both are given at creation or generated.',
    'api',
    'official',
  ],
  'kdk-is-root': [
    'The KDK is the only root: every host derives the key-encrypting keys from it; vCenter has no key per machine.',
    'guideNkp',
    'official',
  ],
  'export-is-no-backup': [
    'A provider counts as backed up when the file was fetched from the export link, not when the export was asked for. The vendor’s simulator does it so; the product is taken to do the same.',
    'vcsim',
    'inferred',
  ],
  'gate-before-backup': [
    'A new provider is in error and cannot be used until it was backed up.',
    'api',
    'official',
  ],
  'gate-checks-nothing-else': [
    'The gate knows only that a download happened; nobody checks that the file still exists or that its password is known.',
    'guideNkp',
    'inferred',
  ],
  'no-push-before-activation': [
    'After the backup a provider shows "Warning" while vCenter pushes it to the hosts and "Active" once all have it; so hosts are taken to receive nothing before.',
    'docsNkpBackup',
    'inferred',
  ],
  'p12-holds-kdk': [
    'The export is a PKCS#12 file (.p12) with the KDK; its password is optional, and losing it is losing the backup.',
    'hardening',
    'official',
  ],
  'import-restores-name-and-key': [
    'An import brings the provider back under its original name with its original key id.',
    'api',
    'official',
  ],
  'import-counts-as-backup': [
    'Whether an imported provider must be backed up again is not documented; it is taken to be usable at once.',
    'api',
    'inferred',
  ],
  'delete-is-not-blocked': [
    'A provider can be deleted while it is in use; vCenter cannot tell whether it is.',
    'guideNkp',
    'official',
  ],
  'deleted-then-locked': [
    'After a deletion running machines run on; once powered off they cannot be powered on until the provider is back.',
    'guideNkp',
    'official',
  ],
  'bound-by-name': [
    'Encrypted objects find their provider by its name; another provider of that name has the wrong key.',
    'guideProviders',
    'official',
  ],
  'same-name-recreated': [
    'When a provider was deleted and created again under its name, host keys and machines of the old one no longer resolve after the next reboot; the old .p12 must be imported.',
    'kbSameName',
    'official',
  ],
  'in-cluster-only': [
    'A host must be in a cluster to take part, and every host of a vCenter receives all of its providers.',
    'guideProviders',
    'official',
  ],
  'remediation-every-5-min': [
    'vCenter brings the providers of its hosts in line with its own, by default every five minutes.',
    'guideNkp',
    'official',
  ],
  'remediation-replaces': [
    'A host that comes under a vCenter without its provider has that provider taken away within about five minutes; running machines run on, others are locked.',
    'guideNkp',
    'official',
  ],
  'restore-of-old-backup-prunes': [
    'A vCenter restored from a backup older than the provider can take the keys from healthy hosts in the same way. No source says so outright.',
    'guideNkp',
    'inferred',
  ],
  'tpm-required-gates-push': [
    'With "Use key provider only with TPM protected ESXi hosts", hosts without a TPM take no part: encryption on them fails.',
    'guideNkp',
    'official',
  ],
  'tpm-2-only': ['Only TPM 2.0 counts; 1.2 is gone since vSphere 8.', 'guideNkp', 'official'],
} as const;
