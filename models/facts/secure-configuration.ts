/** What is known about the encrypted configuration of a host, its key, its policy and its recovery key. */

export const secureConfigurationFacts = {
  'config-encrypted': [
    'Since 7.0 U2 the archive of the configuration on the boot device is encrypted.',
    'docsConfiguration',
    'official',
  ],
  'config-policy-secure-boot': [
    'If secure boot was on when the configuration was sealed, it must be on when it is unsealed.',
    'docsSealing',
    'official',
  ],
  'config-enforcement': [
    'Secure boot and execInstalledOnly can be required; the requirement is sealed into the policy.',
    'docsEnforcement',
    'official',
  ],
  'config-exec-only': [
    'The boot option execInstalledOnly can be sealed in the same way, once it is on.',
    'hardening',
    'official',
  ],
  'config-tampered-boot': [
    'Where secure boot is not required, a changed boot device can be booted with secure boot off, past the checks.',
    'hardening',
    'official',
  ],
  'config-set-fails': [
    'With the TPMs of some vendors setting the mode fails before an update: several in 7.0 U2, one still in 7.0 U3.',
    'docsSealing',
    'official',
  ],
  'config-quick-boot': ['Quick Boot cannot be used with a TPM before 8.0 U1.', 'kbBootFailures', 'official'],
  'config-root-password': [
    'The TPM mode breaks the classic recovery of a lost root password.',
    'hardening',
    'official',
  ],
  'config-hardware': [
    'The TPM must have a SHA-256 bank and the TIS/FIFO interface.',
    'hardening',
    'official',
  ],
  'config-chip-unusable': [
    'A chip can be detected and not be used: wrong interface, no active SHA-256 bank, missing driver.',
    'kbTpmConnection',
    'official',
  ],
  'config-fix-firmware': [
    'A chip that was put right in the firmware can be put to use later.',
    'hardening',
    'inferred',
  ],
  'config-error-policy': [
    'A boot that ends in a security violation means that the policy is not met: TPM, secure boot or execInstalledOnly is off.',
    'kbBootFailures',
    'official',
  ],
  'config-error-others': [
    'The other two messages are about a key that is not unsealed, and about a bad recovery key.',
    'kbBootFailures',
    'inferred',
  ],
  'config-put-back': [
    'When the policy is not met, the setting is put back; no key is needed.',
    'kbBootFailures',
    'official',
  ],
  'config-recovery-not-for-policy': [
    'So a recovery key is taken not to help as long as the policy is not met.',
    'kbBootFailures',
    'inferred',
  ],
  'config-settings-reset': [
    'A CMOS battery, a new CPU or memory can reset the settings of the firmware, and stop the host like a board swap.',
    'kbBoard',
    'official',
  ],
  'config-firmware-update': [
    'A firmware update that changes what is measured can break the seal.',
    'hardening',
    'official',
  ],
  'config-esxi-update': [
    'The policy is about settings, not about a build: an update of ESXi goes on unsealing.',
    'docsSealing',
    'inferred',
  ],
  'config-stale-chip': [
    'A reinstallation or toggling settings may not help; the TPM has to be cleared in hardware first.',
    'fieldReports',
    'practitioner',
  ],
  'config-moved-chip': [
    'A TPM that is powered up in another server is erased, at one vendor; the boot device is what can be moved.',
    'hpeTpm',
    'official',
  ],
  'config-move-device': [
    'When a TPM failed, the boot device is moved to another host with a TPM and the recovery key is entered there.',
    'docsRecovery',
    'official',
  ],
  'config-lockout': [
    'Whether a lockout of the TPM stops unsealing is not documented; objects with a policy alone are usually exempt from it.',
    'docsSealing',
    'recalled',
  ],
  'config-recovery-key': [
    'The recovery key is listed on a running host that uses its TPM, has sixteen groups of six digits, and can be rotated.',
    'docsRecoveryKey',
    'official',
  ],
  'config-key-and-device': [
    'Who has the boot device and its recovery key decrypts the configuration, and so has the KDK.',
    'hardening',
    'official',
  ],
  'config-stolen-host': [
    'A stolen host that boots as usual unseals its configuration as designed.',
    'hardening',
    'official',
  ],
  'config-ek-stored': [
    'vCenter stores the endorsement key of a host; after a board swap it does not match until it is cleared or the host is added again.',
    'kbEndorsement',
    'official',
  ],
  'config-ek-apart': [
    'A host boots without vCenter; so a mismatch of the endorsement key and a seal that does not open are two faults.',
    'kbEndorsement',
    'inferred',
  ],
  'config-hourly': [
    'The configuration is written every hour; an unclean end loses the changes since.',
    'kbUnclean',
    'official',
  ],
  'config-stateless': [
    'A stateless host has no boot bank; its keys must be pushed again after each boot.',
    'guideNkp',
    'inferred',
  ],
} as const;
