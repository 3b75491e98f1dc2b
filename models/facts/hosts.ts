/** What is known about ESXi hosts, their configuration and their TPMs. */

export const hostFacts = {
  'kdk-in-configuration': [
    'A host keeps the KDK inside its encrypted configuration; the configuration key is sealed by the TPM, or lies in a file on the same boot device.',
    'guideNkp',
    'official',
  ],
  'keys-survive-reboot': [
    'Keys survive a reboot of the host, functionally, because they are part of its configuration; no TPM is asked for.',
    'guideNkp',
    'official',
  ],
  'article-needs-tpm': [
    'The article has the keys pulled from the TPM after a dark start, and so implies, without saying it, that a host without one has lost them.',
    'article',
    'practitioner',
  ],
  'persists-insecurely': ['Without a TPM the keys are kept, but insecurely.', 'docsPersistence', 'official'],
  'configuration-written-later': [
    'The configuration is written to the boot device from time to time, at a clean shutdown and on demand; a power cut undoes what was not written.',
    'kbUnclean',
    'official',
  ],
  'mode-none': [
    'A host whose TPM could not be used at installation runs with mode NONE, silently.',
    'docsSealing',
    'official',
  ],
  'seal-later': [
    'A TPM is put to use later with esxcli system settings encryption set --mode=TPM; this cannot be undone.',
    'docsSealing',
    'official',
  ],
  'halted-without-tpm': [
    'A host whose TPM was cleared, failed or changed with its board stops at boot until the recovery key is entered.',
    'docsRecovery',
    'official',
  ],
  'rebind-after-swap': [
    'After a board swap the configuration must be sealed to the new TPM and written.',
    'kbBoard',
    'official',
  ],
  'no-recovery-key-reinstall': [
    'Without the recovery key the configuration is lost and the host is reinstalled.',
    'kbBoard',
    'official',
  ],
  'recovery-key-not-kept': [
    'The product keeps no copy of the recovery key off the host.',
    'hardening',
    'official',
  ],
  'repush-after-reinstall': [
    'A reinstalled host receives the KDK again when it rejoins the cluster.',
    'docsNkp',
    'inferred',
  ],
  'host-safe': [
    'Encrypted machines need host encryption mode (crypto state safe); encrypting or placing one on a host turns it on, for a user who may.',
    'sdk',
    'official',
  ],
  'enable-unlocks': [
    'After the right provider is back, an administrator enables host encryption mode again, which unlocks the machines.',
    'guideNkp',
    'official',
  ],
  'host-key-must-resolve': [
    'A host whose host key belongs to a provider that is gone cannot enter encryption mode after a reboot.',
    'kbSameName',
    'official',
  ],
} as const;
