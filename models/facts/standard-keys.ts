/** What is known about Standard Key Providers beyond what a site needs: the KMS, its login, its keys, wrapping keys. */

export const standardKeyFacts = {
  'kms-round-robin': [
    'The nodes of a KMS cluster are asked in turn, without weights.',
    'guideSkp',
    'official',
  ],
  'hsm-fails-unseen': [
    'When the HSM behind a KMS fails, the KMS can be reached and hosts still cannot enter crypto safe mode.',
    'kbHsm',
    'official',
  ],
  'kms-root-key': [
    'A KMS service may keep its keys wrapped under a root key of the customer; deleting that one loses all of them, outside the sight of vSphere.',
    'fieldReports',
    'inferred',
  ],
  'keys-expire': [
    'Keys and client certificates of a KMS carry expiry dates, which vSAN health reports; the effect is taken to come at the next fetch.',
    'apiVsan',
    'inferred',
  ],
  'kms-backup-elsewhere': [
    'A KMS on the vSAN it unlocks comes back only with Key Persistence or from a backup kept elsewhere.',
    'guideProviders',
    'inferred',
  ],
  'credentials-in-vcenter': [
    'vCenter keeps its KMS certificates and password in VECS, and the configuration of the KMS in its database.',
    'kbLocked',
    'official',
  ],
  'vecs-entry-missing': [
    'With the password entry missing in VECS no key is made, and rebooted vSAN hosts stay locked. That hosts get the incomplete login from vCenter is inferred.',
    'kbLocked',
    'inferred',
  ],
  'add-key-needs-safe': ['Keys are added to hosts in crypto state safe only.', 'apiHostCrypto', 'official'],
  'remove-key': [
    'Removing a key at vCenter leaves the copy in the KMS; by force it is taken from hosts although it is in use, and a host itself never tracks use.',
    'sdkKeys',
    'official',
  ],
  'persistence-vsan-later': [
    'Key Persistence came with 7.0 U2, and for vSAN with 7.0 U3.',
    'docsPersistence',
    'official',
  ],
  'wrapping-from-9': [
    'From 9.0 a Standard Key Provider may have one wrapping key in the KMS, and the wrapped keys lie with the machines; it cannot be turned on for a provider that exists.',
    'guideSkp',
    'official',
  ],
  'wrapping-rotation-keeps-old': [
    'A rotation of the wrapping key leaves the older ones in the KMS.',
    'guideSkp',
    'official',
  ],
  'key-in-key-server': [
    'With a Standard Key Provider the key-encrypting keys lie in the key server (KMS), one for each object; vCenter keeps their ids only.',
    'docsComponents',
    'official',
  ],
  'kms-keys-never-deleted': ['A key in the key server is never deleted by vSphere.', 'guideSkp', 'official'],
  'standard-keys-pushed': [
    'Only vCenter has the credentials for VM encryption; it fetches the keys and gives them to the hosts, also to one that rebooted.',
    'docsComponents',
    'official',
  ],
  'standard-cache': [
    'The keys of a Standard Key Provider are in the memory of the hosts of the cluster, those of powered-off machines too, and a reboot wipes them.',
    'guideSkp',
    'official',
  ],
  'standard-needs-both': [
    'While vCenter or the key server is down, a host that rebooted cannot enter encryption mode for the machines of a Standard Key Provider.',
    'guideVm',
    'official',
  ],
  'kms-down-locks-nothing': [
    'Losing the connection to the key server never locks a machine by itself.',
    'docsLocked',
    'official',
  ],
  'kms-down-at-reboot': [
    'With every key server down a rebooted host boots, but does not mount its vSAN disks and runs no encrypted machine.',
    'guideSkp',
    'official',
  ],
  'vsan-asks-kms': [
    'vSAN hosts ask the key server for their key themselves, with the address and certificates they remember; vCenter is not needed.',
    'guideSkp',
    'official',
  ],
  'kms-on-its-own-vsan': [
    'A key server on the vSAN datastore that it unlocks is a loop: after a power failure neither starts, and the data is lost.',
    'guideProviders',
    'official',
  ],
  'standard-deleted-readded': [
    'A Standard Key Provider can be deleted while it is in use; adding it again under its name repairs that.',
    'guideSkp',
    'official',
  ],
  'standard-new-vcenter': [
    'After the loss of vCenter a new one adds the same provider name and trusts the key server anew.',
    'docsLocked',
    'official',
  ],
  'key-persistence': [
    'Key persistence is off by default. Where it is on, a host with a TPM keeps the keys of a Standard Key Provider in its sealed configuration.',
    'docsPersistence',
    'official',
  ],
  'persistence-survives-outage': [
    'With key persistence and TPMs a vSAN cluster comes back after a reboot while the key server is down.',
    'docsPersistence',
    'official',
  ],
  'persistence-weakens-theft': [
    'Key persistence gives a Standard Key Provider the weakness of a Native Key Provider when whole hosts are stolen.',
    'guideSkp',
    'official',
  ],
  'shallow-rekey': [
    'A shallow rekey exchanges the key-encrypting key only; it is also how an object is taken to another provider.',
    'guideProviders',
    'official',
  ],
  'shallow-rekey-any-power': [
    'A machine is rekeyed shallowly in any power state; that one with an IDE controller must be off for it is left out here.',
    'vcsim',
    'inferred',
  ],
  'host-key-rekeyed-apart': [
    'The host key is rekeyed by itself when providers change, after machines and vSAN.',
    'guideChangeProvider',
    'official',
  ],
} as const;
