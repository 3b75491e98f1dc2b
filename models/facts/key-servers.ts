/** What is known about key servers as a site sees them, stateless hosts, and rekeying from one provider to another. */

export const keyServerFacts = {
  'standard-backup-opens-nothing': [
    'What vCenter knows of a Standard Key Provider is its login: a thief of it needs the network of the key server as well.',
    'guideProviders',
    'official',
  ],
  'stateless-host': [
    'A host that boots from the network (Auto Deploy) has no boot device to keep keys on; they must be given to it anew after each reboot.',
    'guideNkp',
    'inferred',
  ],
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
} as const;
