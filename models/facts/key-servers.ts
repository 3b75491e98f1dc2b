/** What is known about standard and trusted key providers, stateless hosts, and rekeying from one provider to another. */

export const keyServerFacts = {
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
  'standard-backup-opens-nothing': [
    'What vCenter knows of a Standard Key Provider is its login: a thief of it needs the network of the key server as well.',
    'guideProviders',
    'official',
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
  'stateless-host': [
    'A host that boots from the network (Auto Deploy) has no boot device to keep keys on; they must be given to it anew after each reboot.',
    'guideNkp',
    'inferred',
  ],
  'shallow-rekey': [
    'A shallow rekey exchanges the key-encrypting key only; it is also how an object is taken to another provider.',
    'guideProviders',
    'official',
  ],
  'shallow-rekey-any-power': ['A machine is rekeyed shallowly in any power state.', 'vcsim', 'inferred'],
  'rekey-keeps-dek': [
    'A shallow rekey leaves the data key as it was: a copy taken earlier still opens with the old key.',
    'guideProviders',
    'inferred',
  ],
  'vsan-switch-provider': [
    'vSAN is taken to another provider by naming that provider and rekeying shallowly.',
    'guideNkp',
    'official',
  ],
  'configure-crypto-key': [
    'ConfigureCryptoKey gives a host a new host key where the old one cannot be had; it decrypts no machine.',
    'kbSameName',
    'inferred',
  ],
  'host-key-rekeyed-apart': [
    'The host key is rekeyed by itself when providers change, after machines and vSAN.',
    'guideChangeProvider',
    'official',
  ],
} as const;
