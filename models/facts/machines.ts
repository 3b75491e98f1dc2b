/** What is known about encrypted virtual machines and vSAN data-at-rest encryption. */

export const machineFacts = {
  'dek-travels': [
    'A machine’s data encryption key lies wrapped in its own files, with a reference to the provider and the key that wraps it.',
    'guideVm',
    'official',
  ],
  'locked-without-key': [
    'A machine is locked when the host lacks its key and the provider cannot give it.',
    'docsLocked',
    'official',
  ],
  'encrypt-powered-off': [
    'A machine is encrypted for the first time while it is powered off.',
    'guideVm',
    'official',
  ],
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
  'vsan-kek-gate': [
    'Disk groups of an encrypted vSAN host are mounted only after the key arrived; without it they stay locked.',
    'docsVsan',
    'official',
  ],
  'vsan-locked-until-keys': [
    'vSAN hosts that restarted without keys left all their machines offline until the keys were back; seen with a Standard Key Provider.',
    'kbLocked',
    'official',
  ],
  'vsan-quorum': [
    'A host without keys counts for vSAN like a failed host: an object tolerates as many as its policy says.',
    'docsVsan',
    'inferred',
  ],
  'encrypted-before-dedup': [
    'VM encryption before deduplication brings its efficiency near zero for those machines, and encrypting twice costs significantly more CPU.',
    'kbStacking',
    'official',
  ],
} as const;
