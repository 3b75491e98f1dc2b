/** What is known about vSphere Trust Authority and its Trusted Key Providers. */

export const trustedKeyFacts = {
  'trust-authority-apart': [
    'The Trust Authority Cluster has a vCenter of its own, which cannot be in linked mode with that of the trusted hosts.',
    'docsTrusted',
    'official',
  ],
  'primary-key-wraps': [
    'A KEK comes with its ciphertext, wrapped by a primary key, which lies beside the machine. That the KMS must be up to release it is inferred.',
    'docsTrusted',
    'inferred',
  ],
  'unattested-starts-nothing': [
    'On an unattested host running encrypted machines go on, no machine can be powered on, and plain ones may still be added.',
    'docsTrusted',
    'official',
  ],
  'base-image-first': [
    'Every upgrade or patch of ESXi must first be imported as a base image into the Trust Authority Cluster, or attestation fails.',
    'docsTrusted',
    'official',
  ],
  'attestation-lapses': [
    'Attestation is taken to lapse at any moment when it would not be given again; how long a report lasts is not known here.',
    'docsTrusted',
    'inferred',
  ],
  'trusted-released': [
    'A Trusted Key Provider releases its keys to the hosts themselves; vCenter is not on the way of the keys.',
    'docsTrusted',
    'official',
  ],
  'trusted-attested': [
    'Only a host that the Trust Authority attested, by its TPM, receives keys; what runs on another host runs on.',
    'docsTrusted',
    'official',
  ],
  'trusted-cache-only': [
    'A reboot clears the keys of a Trusted Key Provider; the host asks for them again.',
    'docsPersistence',
    'official',
  ],
} as const;
