/** What the guards of vm-encryption are for. */
import type { Event } from '../../models/machines/vm-encryption/events.ts';
import type { GuardTable } from '../guard-table.ts';

export const vmEncryptionGuards: GuardTable<Event['type']> = {
  breaking: [
    ['powerOn', 'locked-8.0', 1, 'a locked machine does not run'],
    ['taskAdvances', 'cbt-8.0', 1, 'a lock is shown'],
    ['bootHost', 'locked-8.0', 1, 'a locked machine does not run'],
    ['encryptMachine', 'disks-8.0', 0, 'copied while off and without snapshots'],
    ['decryptMachine', 'disks-8.0', 0, 'copied while off and without snapshots'],
    ['deepRecrypt', 'disks-8.0', 0, 'copied while off and without snapshots'],
    ['shallowRecrypt', 'shallow-8.0U3e', 0, 'rekeyed as a single chain'],
    ['unregister', 'locked-8.0', 1, 'a locked machine does not run'],
    ['register', 'locked-8.0', 1, 'a locked machine does not run'],
    ['unlock', 'locked-8.0', 1, 'a lock is shown'],
    ['takeSnapshot', 'encrypt-8.0', 0, 'copied while off and without snapshots'],
    ['branchSnapshot', 'shallow-8.0U3e', 0, 'rekeyed as a single chain'],
    ['createDisk', 'locked-8.0', 1, 'whole at every crash point'],
    ['detachDisk', 'disks-8.0', 0, 'an operation works on attached disks'],
    ['attachDisk', 'disks-8.0', 0, 'no encrypted disk on a plain machine'],
    ['deleteDisk', 'disks-8.0', 1, 'an operation works on attached disks'],
    ['setDefaultProvider', 'locked-8.0', 1, 'a default exists'],
  ],
  moving: [],
  harmless: [
    [
      'powerOff',
      'locked-8.0',
      1,
      'a machine that is off stays off, and is locked already when its key is gone',
    ],
    ['hostCrashes', 'locked-8.0', 1, 'a host that is off stays off'],
    ['cancelTask', 'disks-8.0', 1, 'without an operation there is nothing to cancel'],
    [
      'removeLeftovers',
      'disks-8.0',
      1,
      'a host that is off can be booted first, and its operation has broken off',
    ],
    ['datastoreFills', 'disks-8.0', 1, 'what is full stays full'],
    ['extendDatastore', 'disks-8.0', 1, 'what has room has room'],
    ['reload', 'locked-8.0', 1, 'a machine that needs locking is locked already'],
    ['deleteSnapshots', 'shallow-8.0U3e', 1, 'without snapshots an operation goes on as before'],
    ['deleteProvider', 'locked-8.0', 2, 'what is gone stays gone'],
    ['importProvider', 'locked-8.0', 2, 'a .p12 that was lost can be lost after the import as well'],
    ['p12IsLost', 'locked-8.0', 2, 'what is lost stays lost'],
    ['vcenterRemediatesHost', 'locked-8.0', 2, 'a host that is off could be remediated before it crashed'],
  ],
};
