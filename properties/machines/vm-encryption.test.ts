/** The whole space of VM encryption: its invariants in every state, and what each guard is for. */
import { vmEncryption } from '../../models/machines/vm-encryption/vm-encryption.ts';
import { testGuards, testSpaces } from './suite.ts';

testSpaces(vmEncryption, [
  ['locked-8.0', 2, { article: 796, vendor: 760 }],
  ['encrypt-8.0', 2, { article: 4_844, vendor: 4_844 }],
  ['deep-8.0', 1, { article: 8_118, vendor: 8_118 }],
  ['disks-8.0', 2, { article: 1_884, vendor: 1_884 }],
  ['shallow-8.0U3e', 2, { article: 3_026, vendor: 3_026 }],
  ['shallow-7.0', 2, { article: 962, vendor: 962 }],
  ['cbt-8.0', 1, { article: 2_116, vendor: 2_116 }],
]);

testGuards(vmEncryption, {
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
    ['attachDisk', 'disks-8.0', 0, 'no encrypted disk on a plain machine'],
  ],
  moving: [
    ['detachDisk', 'disks-8.0', 1, 'a disk goes away while an operation is at it, which then leaves it out'],
    ['deleteDisk', 'shallow-7.0', 1, 'an attached disk is deleted, which detaching it first allows as well'],
    [
      'setDefaultProvider',
      'locked-8.0',
      1,
      'a deleted provider is the default, which encrypting asks about again',
    ],
  ],
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
});
