/** What is known about the management side beyond what a site needs: defaults, links, files, versions, licences. */

export const vcenterServerFacts = {
  'nkp-from-7u2': [
    'The Native Key Provider came with 7.0 U2; vCenter and hosts must both have it.',
    'guideNkp',
    'official',
  ],
  'ip-login-refused': [
    'An export is refused when the vSphere Client was opened by IP address; it works by FQDN.',
    'guideNkp',
    'official',
  ],
  'link-expires': [
    'An export answers with a link and a token that expires; who holds them can download.',
    'vcsim',
    'official',
  ],
  'dry-run-verifies': [
    'An import has a dry run, which shows name, key id, time of export and TPM requirement of the file.',
    'api',
    'official',
  ],
  'constraint-override': [
    'An import takes the TPM requirement of the file, or another one that it is given.',
    'api',
    'official',
  ],
  'key-id-update': [
    'The key id of a provider can be changed, after which a new export is advised; what becomes of machines is not said.',
    'api',
    'official',
  ],
  'alarm-daily': [
    'The alarm for a provider that is not backed up can be acknowledged, and returns every 24 hours.',
    'docsNkpBackup',
    'official',
  ],
  'deleted-default-leaves-none': [
    'Deleting the default provider leaves no default; the system never picks another one.',
    'guideNkp',
    'official',
  ],
  'no-default-refuses': [
    'Without a default an encryption that names no provider fails.',
    'vcsim',
    'inferred',
  ],
  'cluster-default-8u1': [
    'From 8.0 U1 on a cluster can have a default provider of its own.',
    'guideProviders',
    'official',
  ],
  'linked-replicates-nothing': [
    'Linked mode does not replicate providers; every vCenter is configured by itself.',
    'guideProviders',
    'official',
  ],
  'host-moved': [
    'After a host was moved to another vCenter all looks well for up to five minutes; then its machines run on and those that are off are locked, unless the new vCenter has the same provider.',
    'guideNkp',
    'official',
  ],
  'cross-vcenter-same-key': [
    'A migration between vCenters needs the same provider on both, by name and key; field reports add that it fails only at its end and that key ids must be equal.',
    'guideNkp',
    'practitioner',
  ],
  'ha-is-no-backup': ['vCenter HA is supported, and is not a backup.', 'guideNkp', 'official'],
  'image-backup-holds-kdk': [
    'An image-level backup of vCenter holds the KDK as well.',
    'guideNkp',
    'official',
  ],
  'backup-password-lost': ['A backup of vCenter whose password is lost is useless.', 'guideNkp', 'inferred'],
  'born-on-host': [
    'From 8.0 on the vSAN bootstrap can create a provider on a host before any vCenter exists, and hand it to the vCenter that is deployed later. That it then counts as not backed up is inferred.',
    'apiVsan',
    'inferred',
  ],
  'host-level-vtpm': [
    'The API of a single host can give a machine a vTPM without vCenter.',
    'fieldReports',
    'practitioner',
  ],
  'licence-vm-perpetual': [
    'With perpetual licences of vSphere 7 and 8 VM encryption needs Enterprise Plus.',
    'docsNkp',
    'official',
  ],
  'licence-vm-subscription': [
    'By subscription both vSphere Foundation and Cloud Foundation include vTPM and VM encryption.',
    'guideVm',
    'official',
  ],
  'licence-standard-subscription': [
    'By subscription vSphere Standard has no VM encryption.',
    'guideVm',
    'recalled',
  ],
  'licence-provider-free': [
    'The Native Key Provider and the vTPM come with every edition.',
    'docsNkp',
    'official',
  ],
  'licence-denies-new-only': [
    'A licence that lacks an operation denies new ones and locks nothing that is encrypted.',
    'docsNkp',
    'recalled',
  ],
  'licence-vsan-perpetual': [
    'With perpetual licences vSAN encryption at rest needs the Enterprise edition of vSAN.',
    'guideVtpm',
    'recalled',
  ],
  'licence-vsan-subscription': [
    'By subscription vSphere Foundation and Cloud Foundation include vSAN with its encryption at rest.',
    'guideVm',
    'recalled',
  ],
  'configure-crypto-key': [
    'ConfigureCryptoKey gives a host a new host key where the old one cannot be had; it decrypts no machine.',
    'kbSameName',
    'inferred',
  ],
} as const;
