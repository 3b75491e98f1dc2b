/** What is known about virtual TPMs, the guests that use them, and their copies. */

export const vtpmFacts = {
  'vtpm-needs-provider': ['A vTPM needs a key provider.', 'guideVtpm', 'official'],
  'vtpm-efi': ['A vTPM is an emulated TPM 2.0 and needs EFI firmware.', 'guideVtpm', 'official'],
  'vtpm-standalone': [
    'A standalone host can be given a key through its own API, so that a machine there has a vTPM; the host forgets that key when it reboots.',
    'fieldReports',
    'practitioner',
  ],
  'vtpm-secrets-in-nvram': [
    'The secrets of a vTPM lie in the .nvram file of its machine.',
    'docsVtpm67',
    'official',
  ],
  'vtpm-backup-needs-nvram': [
    'A backup without the .nvram file cannot restore the vTPM of a machine.',
    'docsVtpm67',
    'official',
  ],
  'vtpm-restore-needs-key': [
    'The keys of a machine with a vTPM must be there when it is restored.',
    'docsVtpm67',
    'official',
  ],
  'vtpm-some-products-cannot': [
    'Some backup products cannot use a saved .nvram file again.',
    'backupMaker',
    'practitioner',
  ],
  'vtpm-clone-policy': [
    'Before 8.0 a clone has an identical vTPM; since then the policy is copy or replace.',
    'guideVtpm',
    'official',
  ],
  'vtpm-replace-breaks': [
    'A replaced vTPM, or one that was removed and added again, breaks BitLocker and Hello unless recovery keys exist.',
    'guideVtpm',
    'official',
  ],
  'vtpm-copy-duplicates': [
    'A copied vTPM has the same identity and endorsement key as the first one.',
    'guideVtpm',
    'official',
  ],
  'vtpm-certificate-once': [
    'The certificate of an endorsement key comes from VMCA once, when the vTPM is made; VMCA keeps nothing.',
    'guideVtpm',
    'official',
  ],
  'vtpm-nvram-renamed': [
    'Renaming the .nvram file, to have new Secure Boot certificates made, leaves the secrets of the vTPM behind.',
    'kbSecureBootKeys',
    'inferred',
  ],
  'vtpm-windows-11': [
    'Windows 11 requires a TPM; that an installed one does not run without is taken from that.',
    'guideVtpm',
    'inferred',
  ],
  'vtpm-reseals': [
    'After the recovery password was entered BitLocker is taken to seal to the vTPM that is there.',
    'guideVtpm',
    'recalled',
  ],
  'vtpm-library-vmtx': [
    'A machine with a vTPM goes into the Content Library as a VM template only.',
    'guideVtpm',
    'official',
  ],
  'vtpm-no-ovf': [
    'The client does not export a machine with a vTPM as an OVF; the vTPM must be removed first.',
    'guideVtpm',
    'official',
  ],
  'vtpm-ovf-placeholder': [
    'A placeholder attribute in an OVF lets a vTPM be added where it is deployed.',
    'guideVtpm',
    'official',
  ],
} as const;
