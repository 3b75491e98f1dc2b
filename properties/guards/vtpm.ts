/** What the guards of vtpm are for. */
import type { Event } from '../../models/machines/vtpm/events.ts';
import type { GuardTable } from '../guard-table.ts';

export const vtpmGuards: GuardTable<Event['type']> = {
  breaking: [
    ['powerOn', 'standalone-8.0', 1, 'a lock is shown'],
    ['enterPassword', 'standalone-8.0', 1, 'what is sealed opens in its own vTPM only'],
    ['removeVtpm', 'standalone-8.0', 1, 'Windows 11 runs with a vTPM only'],
    ['addVtpm', 'windows-11', 0, 'EFI only'],
    ['renameNvram', 'plain-guest', 1, 'a running vTPM has its file'],
    ['putNvramBack', 'bitlocker-7.0', 1, 'what is sealed opens in its own vTPM only'],
    ['cloneMachine', 'bitlocker-7.0', 0, 'before 8.0 a clone is a copy'],
    ['startClone', 'plain-guest', 1, 'a clone runs on a host'],
    ['bootHost', 'standalone-8.0', 1, 'a lock is shown'],
    ['unlock', 'standalone-8.0', 1, 'a lock is shown'],
    ['installGuest', 'windows-11', 0, 'Windows 11 runs with a vTPM only'],
    ['sealVolume', 'windows-11', 0, 'only a guest seals'],
    ['exportOvf', 'windows-11', 0, 'an OVF carries no vTPM'],
    ['restoreMachine', 'standalone-8.0', 1, 'a lock is shown'],
    ['attachDisks', 'plain-guest', 0, 'a disk is in one machine'],
  ],
  moving: [
    [
      'vcenterRemediatesHost',
      'plain-guest',
      2,
      'a host that is off loses its key at once, and locks the machine at its boot',
      0,
    ],
    ['unsealVolume', 'bitlocker-8.0', 0, 'a guest that does not run unseals: no slice says who asked', 0],
    [
      'publishVmtx',
      'windows-11',
      0,
      'a template of a machine that runs, or has no guest or no .nvram file: it holds what the machine had',
      0,
    ],
    [
      'deploy',
      'plain-guest',
      1,
      'a deployed machine in place of another, or without its key, which does not start then; and more keys than the bound',
      0,
    ],
    [
      'takeBackup',
      'standalone-8.0',
      1,
      'a backup of a machine that is gone holds nothing: otherwise it is taken before, and the machine lost by another fault',
      1,
    ],
  ],
  harmless: [
    [
      'powerOff',
      'standalone-8.0',
      1,
      'a machine that is off stays off, and is locked already when its key is gone',
    ],
    ['deleteClone', 'plain-guest', 1, 'a clone can be deleted before the host crashes'],
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
    ['machineIsLost', 'standalone-8.0', 1, 'what is lost stays lost'],
    ['returnDisks', 'plain-guest', 1, 'a disk can be given back before the host crashes'],
  ],
};
