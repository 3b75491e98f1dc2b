/**
 * The facts that the rules rest on, each with its source and how sure we are. docs/evidence.md is written
 * from this table; a rule can only name facts that stand here.
 */

/**
 * `official` vendor text, `practitioner` text, `inferred` by us from the sources named, `recalled` but not
 * re-verified, `bound` of this model rather than a fact about the product.
 */
export type Confidence = 'official' | 'practitioner' | 'inferred' | 'recalled' | 'bound';

export type Fact = { readonly fact: string; readonly source: SourceId; readonly confidence: Confidence };

export const sources = {
  article: 'StarWind blog, "VMware vSphere Native Key Provider Best Practices"',
  guideNkp: 'vmware/vcf-security-and-compliance-guidelines, encryption/key-providers/native-key-provider',
  guideProviders: 'vmware/vcf-security-and-compliance-guidelines, encryption/key-providers',
  guideVm: 'vmware/vcf-security-and-compliance-guidelines, encryption/vm-encryption',
  guideVtpm: 'vmware/vcf-security-and-compliance-guidelines, encryption/virtual-tpm',
  hardening: 'vmware/vcf-security-and-compliance-guidelines, VCF 9.1 security configuration guide, controls',
  docsNkp: 'vSphere 8.0 documentation, "vSphere Native Key Provider Overview"',
  docsNkpBackup: 'vSphere 8.0 documentation, "Back Up a vSphere Native Key Provider"',
  docsPersistence: 'vSphere 7.0 documentation, "Key Persistence Overview" and "Enable Key Persistence"',
  docsSealing: 'vSphere 7.0 documentation, sealing policies of the secure ESXi configuration',
  docsRecovery: 'vSphere 7.0 documentation, "Recover the Secure ESXi Configuration"',
  docsLocked: 'vSphere 8.0 documentation, "Resolve Locked Virtual Machines"',
  docsVsan: 'vSphere 8.0 documentation, "vSAN Data-At-Rest Encryption"',
  docsEncryption: 'vSphere 6.5 documentation and Edge Compute Stack guide, what VM encryption covers',
  sdk: 'vSphere Web Services SDK programming guide, host encryption mode',
  api: 'vSphere Automation API reference, crypto-manager/kms/providers, and the engineers’ sample run',
  vcsim: 'vmware/govmomi simulator and API bindings',
  kbSameName: 'Broadcom KB 311922',
  kbBoard: 'Broadcom KB 316424',
  kbBoot: 'Broadcom KB 312109',
  kbStacking: 'Broadcom KB 319929 (formerly 2148947)',
  kbLocked: 'Broadcom KB 396701',
  modelBound: 'docs/model-limits.md',
} as const;

export type SourceId = keyof typeof sources;

export const evidence = {
  // vCenter and the life of a Native Key Provider
  'kdk-in-vcenter': [
    'vCenter generates the Key Derivation Key (KDK) and keeps it, encrypted, in its database.',
    'guideNkp',
    'official',
  ],
  'key-ids-are-unique': [
    'A Native Key Provider carries a 128-bit key id beside its KDK, given or generated at creation.',
    'api',
    'official',
  ],
  'kdk-is-root': [
    'The KDK is the only root: every host derives the key-encrypting keys from it; vCenter has no key per machine.',
    'guideNkp',
    'official',
  ],
  'export-is-no-backup': [
    'A provider counts as backed up when the file was fetched from the export link, not when the export was asked for.',
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
    'vCenter pushes a provider to the hosts after its backup; the state "Active" means that all hosts have it.',
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
    'Whether an imported provider must be backed up again is not documented; the vendor’s own sample run uses it at once.',
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
    'A provider deleted and created again under its name cannot resolve host keys and machines of the old one; the old .p12 must be imported.',
    'kbSameName',
    'official',
  ],
  'in-cluster-only': [
    'Only hosts in a cluster of this vCenter receive its providers, and all of them receive all.',
    'guideProviders',
    'official',
  ],
  'remediation-every-5-min': [
    'vCenter brings the providers of its hosts in line with its own every five minutes.',
    'guideNkp',
    'official',
  ],
  'remediation-replaces': [
    'A host that comes under a vCenter without its provider has that provider taken away; running machines run on, others are locked.',
    'guideNkp',
    'official',
  ],
  'restore-of-old-backup-prunes': [
    'A vCenter restored from a backup older than the provider takes the keys from healthy hosts in the same way.',
    'guideNkp',
    'inferred',
  ],
  'tpm-required-gates-push': [
    'With "only with TPM protected ESXi hosts", hosts without a TPM never receive the KDK.',
    'guideNkp',
    'official',
  ],
  'tpm-2-only': ['Only TPM 2.0 counts.', 'guideNkp', 'official'],
  // vCenter: loss, backup, restore
  'vcenter-down-is-harmless': [
    'With vCenter down nothing happens to machines encrypted by a Native Key Provider; only its configuration waits.',
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
  // Hosts and their configuration
  'kdk-in-configuration': [
    'A host keeps the KDK inside its encrypted configuration; the configuration key is sealed by the TPM, or lies in a file on the same boot device.',
    'guideNkp',
    'official',
  ],
  'keys-survive-reboot': [
    'Keys survive a reboot of the host because they are part of its configuration; no TPM is asked for.',
    'guideNkp',
    'official',
  ],
  'article-needs-tpm': [
    'The article has the keys pulled from the TPM after a dark start, and so implies that a host without one has lost them.',
    'article',
    'practitioner',
  ],
  'persists-insecurely': ['Without a TPM the keys are kept, but insecurely.', 'docsPersistence', 'official'],
  'configuration-written-later': [
    'The configuration is written to the boot device from time to time, at a clean shutdown and on demand; a power cut undoes what was not written.',
    'hardening',
    'inferred',
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
    'A host takes encrypted machines only in crypto state safe; encrypting a machine there brings it about.',
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
  // Machines and vSAN
  'dek-travels': [
    'A machine’s data encryption key lies wrapped in its own files; its key id names provider and key.',
    'guideVm',
    'official',
  ],
  'locked-without-key': [
    'A machine is locked when the host lacks its key and the provider cannot give it.',
    'docsLocked',
    'official',
  ],
  'encrypt-powered-off': ['A machine is encrypted while it is powered off.', 'guideVm', 'official'],
  'vtpm-encrypts-home': ['A vTPM encrypts the machine’s home files, not its disks.', 'guideVtpm', 'official'],
  'vtpm-rescue': [
    'The disks of a machine with only a vTPM can be attached to a new one; what the vTPM held is lost.',
    'guideVtpm',
    'inferred',
  ],
  'ha-without-vcenter': [
    'Machines restart on another host without vCenter, because the hosts hold the keys.',
    'guideNkp',
    'official',
  ],
  'vcenter-not-vm-encrypted': [
    'vCenter itself must not be VM-encrypted; it may lie on an encrypted vSAN datastore.',
    'guideVm',
    'official',
  ],
  'vsan-kek-gate': [
    'Disk groups of an encrypted vSAN host are mounted only after the key arrived; without it they stay locked.',
    'docsVsan',
    'official',
  ],
  'vsan-locked-until-keys': [
    'vSAN hosts that restarted without keys leave all their machines offline until the keys are back.',
    'kbLocked',
    'official',
  ],
  'vsan-quorum': [
    'A host without keys counts for vSAN like a failed host: an object tolerates as many as its policy says.',
    'docsVsan',
    'inferred',
  ],
  'encrypted-before-dedup': [
    'VM encryption before deduplication brings its efficiency to zero for those machines, and doubles the work.',
    'kbStacking',
    'official',
  ],
  // The thief
  'boot-device-mode-none': [
    'From a stolen boot device with mode NONE the configuration, and so the KDK, can be had off-line.',
    'hardening',
    'official',
  ],
  'boot-device-sealed': [
    'A stolen boot device of a sealed host yields nothing on other hardware.',
    'hardening',
    'official',
  ],
  'plain-backup-yields-kdk': ['An unencrypted vCenter backup yields the KDK.', 'guideNkp', 'official'],
  'plain-p12-yields-kdk': ['A .p12 without a password yields the KDK.', 'hardening', 'official'],
  'kdk-opens-all': [
    'The KDK together with the files of a machine opens that machine.',
    'guideNkp',
    'inferred',
  ],
  'stolen-disk': [
    'A stolen disk of an encrypted datastore is ciphertext; of a plain one it is data, unless the machine itself is encrypted.',
    'docsVsan',
    'official',
  ],
  // Bounds of the model
  'bound-faults': [
    'Reboots, losses and destructive moves of operators count one fault each; what a site promises is counted in them.',
    'modelBound',
    'bound',
  ],
  'bound-two-keys': [
    'At most two KDKs are generated under one provider name in a run.',
    'modelBound',
    'bound',
  ],
} as const;

export type FactId = keyof typeof evidence;

const rows: Readonly<Record<FactId, readonly [fact: string, source: SourceId, confidence: Confidence]>> =
  evidence;

/** A fact by its id, as reports print it. */
export function factOf(id: FactId): Fact {
  const [fact, source, confidence] = rows[id];
  return { fact, source, confidence };
}
