/** The words of the report that a virtualization engineer may not know, or may know otherwise. */
export const glossary: readonly (readonly [word: string, meaning: string])[] = [
  [
    'Native Key Provider (NKP)',
    'The key provider built into vCenter Server. It needs no external key server.',
  ],
  [
    'KDK',
    'Key Derivation Key: the one secret of a Native Key Provider. The hosts derive every other key from it.',
  ],
  ['DEK', 'Data encryption key: encrypts the data itself and is kept, wrapped, beside it.'],
  [
    '.p12',
    'The file in which a Native Key Provider is backed up (PKCS#12). It holds the KDK, and may have a password.',
  ],
  [
    'vCenter backup',
    'The file-based backup of vCenter Server. It holds the KDK of every Native Key Provider that existed when it ran.',
  ],
  [
    'Recovery key',
    'Opens the configuration of an ESXi host when its TPM cannot. The product keeps no copy off the host.',
  ],
  [
    'Sealed',
    'Encrypted so that only this TPM, with this firmware state, opens it: encryption mode TPM of a host.',
  ],
  ['Machine class', 'Virtual machines that are alike; one stands for all of them.'],
  ['Place', 'Where a file or a password is kept. Losing a place loses all that is kept there.'],
  [
    'Fault',
    'A loss, a reboot, or a destructive mistake of an operator. What a site promises is counted in faults.',
  ],
  [
    'Promise',
    'What the site file says that the site must withstand. The verdict is about it and nothing else.',
  ],
  [
    'Reading',
    'One way to read the sources where they disagree about the product. Every verdict names its reading.',
  ],
  [
    'Verdict',
    'Holds, not tested, or broken. Several together are as bad as the worst; not tested is never taken for good.',
  ],
  [
    'Claim',
    'Something that must hold in every state that can be reached: a part of the promise or a rule of the models.',
  ],
  ['State', 'All that matters about the site at one moment: who holds which key, what is on, what is kept.'],
  [
    'Complete search',
    'Every state that can be reached with at most so many faults was looked at, in every order of events.',
  ],
  ['Counterexample', 'A shortest sequence of events that breaks a claim.'],
  [
    'Doom step',
    'The step of a counterexample after which no operator, whatever they do, brings the machines back.',
  ],
  [
    'Runbook',
    'The steps by which an operator gets machines back, whatever the system does by itself meanwhile.',
  ],
  [
    'Twin',
    'A working stand-in for the site with real keys and real ciphertext. Recoveries are performed on it and the bytes compared.',
  ],
  ['By itself', 'What the system does unasked, such as the remediation of host keys every five minutes.'],
  ['Seed', 'The number from which all chance of a run is derived. The same seed gives the same run.'],
];
