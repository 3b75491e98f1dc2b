/** What the guards of vsan-encryption are for. */
import type { Event } from '../../models/machines/vsan-encryption/events.ts';
import type { GuardTable } from '../guard-table.ts';

export const vsanEncryptionGuards: GuardTable<Event['type']> = {
  breaking: [
    ['enableEncryption', 'esa-9.0', 1, 'no global deduplication with encryption in 9.0'],
    ['disableEncryption', 'esa-8.0U1', 1, 'no way back in 8.0 U1'],
    ['shallowRekey', 'esa-8.0U1', 0, 'mounted with a known key'],
    ['deepRekey', 'esa-8.0U1', 0, 'the old data key stays while data need it'],
    ['setProvider', 'osa-7.0-provider', 0, 'a rekey ends with the provider it began with'],
    ['setDedup', 'esa-9.0', 0, 'no global deduplication with encryption in 9.0'],
    ['datastoreFills', 'esa-9.0', 0, 'only encrypted machines fill the datastore'],
    ['hostUnlocks', 'osa-7.0', 1, 'no data key is wrapped by a key that nobody names'],
    ['hostTakesConfiguration', 'osa-7.0', 1, 'a key id is taken with its key'],
    ['hostRewraps', 'esa-9.0', 0, 'a mix of keys is shown'],
    ['hostForgetsOldKek', 'esa-9.0', 0, 'mounted with a known key'],
    ['recreateDevice', 'osa-7.0', 1, 'no data key needs the new key too early'],
    ['transitionAdvances', 'osa-7.0', 0, 'settled when nothing is under way'],
    ['operationFinishes', 'esa-8.0U1', 0, 'the old data key stays while data need it'],
    ['hostIsEmptied', 'osa-7.0-rolling', 1, 'one disk group at a time'],
    ['hostIsReformatted', 'osa-7.0', 0, 'no data key needs the new key too early'],
    ['hostRewrites', 'esa-8.0U1-provider', 0, 'no data key needs the new key too early'],
  ],
  moving: [
    [
      'setTransit',
      'esa-9.0',
      0,
      'in the Express Storage Architecture the switch is not looked at: what is sent is encrypted exactly when data at rest is',
      0,
    ],
    [
      'vcenterRemediatesHost',
      'osa-7.0',
      1,
      'a host that is off has its keys, and uses them when it boots: otherwise it gets them first, and goes off by another fault',
      1,
    ],
    [
      'bootHost',
      'osa-7.0-standard',
      1,
      'a running host is booted again, and its device is locked when the key is out of reach: otherwise it goes down by another fault',
      0,
    ],
  ],
  harmless: [
    ['encryptMachines', 'esa-9.0', 1, 'machines could be encrypted before hosts were missing'],
    ['decryptMachines', 'esa-9.0', 1, 'machines could be decrypted before hosts were missing'],
    ['deleteProvider', 'osa-7.0-provider', 1, 'what is gone stays gone'],
    ['restoreProvider', 'osa-7.0-standard', 1, 'one that is away can come back as well'],
    ['providerGoesAway', 'osa-7.0-standard', 1, 'taking one that was deleted for away costs a second fault'],
    ['providerComesBack', 'osa-7.0-standard', 1, 'one that was deleted can be restored as well'],
    ['hostCrashes', 'osa-7.0', 1, 'what is off stays off'],
    ['sitePowerFails', 'osa-7.0', 1, 'a dark site stays dark'],
    ['hostConfigurationIsLost', 'osa-7.0', 1, 'what is gone stays gone'],
    [
      'hostIsRefilled',
      'osa-7.0-rolling',
      1,
      'a host that is taken for filled is as it was before it was emptied',
    ],
  ],
};
