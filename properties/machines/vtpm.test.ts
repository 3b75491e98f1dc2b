/** The whole space of the vTPM: its invariants in every state, and what each guard is for. */
import { vtpm } from '../../models/machines/vtpm/vtpm.ts';
import { testGuards, testSpaces } from './suite.ts';

testSpaces(vtpm, [
  ['plain-guest', 2, { article: 5_796, vendor: 5_796 }],
  ['bitlocker-8.0', 1, { article: 2_231, vendor: 2_231 }],
  ['bitlocker-7.0', 1, { article: 7_506, vendor: 7_506 }],
  ['windows-11', 1, { article: 2_027, vendor: 2_027 }],
  ['standalone-8.0', 2, { article: 798, vendor: 798 }],
]);

testGuards(vtpm, {
  breaking: [
    ['powerOn', 'standalone-8.0', 1, 'a lock is shown'],
    ['enterPassword', 'standalone-8.0', 1, 'what is sealed opens in its own vTPM only'],
    ['removeVtpm', 'standalone-8.0', 1, 'Windows 11 runs with a vTPM only'],
    ['addVtpm', 'windows-11', 0, 'EFI only'],
    ['putNvramBack', 'bitlocker-7.0', 1, 'what is sealed opens in its own vTPM only'],
    ['cloneMachine', 'bitlocker-7.0', 0, 'before 8.0 a clone is a copy'],
    ['exportOvf', 'windows-11', 0, 'an OVF carries no vTPM'],
    ['bootHost', 'standalone-8.0', 1, 'a lock is shown'],
    ['unlock', 'standalone-8.0', 1, 'a lock is shown'],
    ['installGuest', 'windows-11', 0, 'Windows 11 runs with a vTPM only'],
    ['restoreMachine', 'standalone-8.0', 1, 'a lock is shown'],
  ],
  moving: [
    [
      'vcenterRemediatesHost',
      'plain-guest',
      2,
      'a host that is off loses its key at once, and locks the machine at its boot',
    ],
    ['renameNvram', 'plain-guest', 1, 'a second renaming hides the first file, and none is opened by it'],
    ['startClone', 'plain-guest', 1, 'a clone that runs without its key opens nothing that a copy does not'],
    ['publishVmtx', 'windows-11', 0, 'a template of a machine without a guest has no data'],
    ['deploy', 'plain-guest', 1, 'a deployed machine without its key does not start'],
    ['sealVolume', 'windows-11', 0, 'a guest that does not run seals, which it could do running'],
    [
      'unsealVolume',
      'standalone-8.0',
      1,
      'a guest that does not run unseals: the model cannot tell who asked',
    ],
    ['takeBackup', 'standalone-8.0', 1, 'a backup of a machine that is gone holds nothing'],
    ['attachDisks', 'plain-guest', 1, 'the disk of a running machine is attached elsewhere as well'],
  ],
  harmless: [
    [
      'powerOff',
      'standalone-8.0',
      1,
      'a machine that is off stays off, and is locked already when its key is gone',
    ],
    ['hostCrashes', 'standalone-8.0', 1, 'a host that is off stays off'],
    ['deleteProvider', 'plain-guest', 1, 'what is gone stays gone'],
    [
      'importProvider',
      'bitlocker-8.0',
      1,
      'a provider that is there is not changed; without its .p12 it takes two faults to be gone',
    ],
    [
      'giveKey',
      'standalone-8.0',
      2,
      'a host that is off forgets the key at its boot; a copy can be lost afterwards',
    ],
    ['copyIsLost', 'standalone-8.0', 2, 'what is lost stays lost'],
    ['useEfi', 'windows-11', 0, 'firmware is set to EFI before the machine runs as well'],
    ['savePassword', 'standalone-8.0', 1, 'a password that is kept is kept'],
    ['passwordIsLost', 'standalone-8.0', 1, 'what is lost stays lost'],
    ['deleteItem', 'plain-guest', 1, 'an empty library stays empty'],
    ['deleteClone', 'plain-guest', 1, 'a clone can be deleted before the host crashes'],
    ['machineIsLost', 'standalone-8.0', 1, 'what is lost stays lost'],
    ['returnDisks', 'plain-guest', 1, 'a disk can be given back before the host crashes'],
  ],
});
