/** Mistakes that can be planted in the twin: each one a product could really make, each in one place. */

export const defects = [
  'none',
  /** Clearing the TPM leaves its seed as it was, so the old configuration still unseals. */
  'keepsKeyAfterTpmClear',
  /** A key of the right provider name starts a machine, whatever the key. */
  'acceptsKeyByNameAlone',
  /** Remediation leaves keys on the hosts that vCenter does not have. */
  'prunesNothing',
  /** An export counts as a backup before anybody has downloaded it. */
  'countsExportAsBackup',
  /** An export link can be used more than once. */
  'keepsExportLink',
  /** Machines and vSAN are encrypted with a provider that is not backed up. */
  'usesProviderBeforeBackup',
  /** Hosts receive the key of a provider that is not backed up. */
  'pushesBeforeBackup',
  /** Hosts receive the key of a provider that requires TPMs without having one. */
  'pushesToEveryHost',
  /** Deleting a provider takes its key away from running hosts at once. */
  'deletesOnHostsToo',
  /** A provider that is created again under its name has its old key. */
  'recreatesOldKey',
  /** An encrypted vSAN part is mounted by a host without the key. */
  'mountsWithoutKey',
  /** vSAN counts as available as soon as one host has its part mounted. */
  'ignoresQuorum',
  /** The configuration is written without the keys. */
  'writesNothing',
  /** A crashing host writes its configuration first. */
  'crashWritesConfiguration',
  /** A host without a sealed configuration writes its keys even where it should forget them. */
  'volatileKeepsKeys',
  /** Sealing the configuration leaves the file with its key on the boot device. */
  'sealLeavesKeyFile',
  /** Encrypted machines start on a host that is not crypto safe. */
  'startsOnUnsafeHost',
  /** A restored vCenter has the inventory of the backup but none of its providers. */
  'restoresNoProviders',
  /** A rebuilt vCenter has the hosts in its inventory without anybody adding them. */
  'rebuildFillsInventory',
  /** The .p12 is written without its password. */
  'exportIgnoresPassword',
  /** The VCSA backup is written without its password. */
  'backupIgnoresPassword',
  /** A new backup leaves what an earlier one held. */
  'backupAddsToOld',
  /** Full encryption runs over the first sector twice: the disk reads back wrong. */
  'encryptsSectorTwice',
  /** Mounting after a power cycle makes a new device key and leaves the sectors under the old: they read back wrong. */
  'mountRenewsDeviceKey',
  /** A stateless host still has its host key after it booted. */
  'statelessHostKeepsHostKey',
  /** A host that mounted its vSAN part with a key from the key server holds that key. */
  'fetchedVsanKeyIsHeld',
  /** A rekey writes the name of the new provider, and leaves the machine's key wrapped as it was. */
  'rekeyKeepsOldWrap',
  /** A key server that is lost while it runs still gives its keys. */
  'lostKeyServerAnswers',
  /** Key persistence writes keys also where no TPM seals the configuration. */
  'persistenceIgnoresTpm',
  /** vCenter keeps a copy of the key server's keys with the registration, also in its backups. */
  'registrationCarriesKeys',
] as const;

export type Defect = (typeof defects)[number];
