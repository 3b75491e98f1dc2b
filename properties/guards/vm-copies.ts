/** What the guards of vm-copies are for. */
import type { Event } from '../../models/machines/vm-copies/events.ts';
import type { GuardTable } from '../guard-table.ts';

export const vmCopiesGuards: GuardTable<Event['type']> = {
  breaking: [
    ['powerOn', 'site-lost-8.0', 1, 'a lost site is lost whole'],
    ['powerOff', 'recovery-site-8.0', 1, 'a move succeeds or changes nothing'],
    ['shallowRecrypt', 'clones-8.0', 0, 'encrypted or plain'],
    ['deepRecrypt', 'clones-8.0', 0, 'a linked clone has the data key of its parent'],
    ['decrypt', 'clones-8.0', 0, 'a linked clone has the data key of its parent'],
    ['deleteSnapshot', 'clones-8.0', 0, 'a linked clone has the data key of its parent'],
    ['cloneMachine', 'clones-8.0', 0, 'a linked clone has the data key of its parent'],
    ['takeStorageSnapshot', 'site-lost-8.0', 1, 'a lost site is lost whole'],
    ['revertStorageSnapshot', 'retirement-8.0', 0, 'a linked clone has the data key of its parent'],
    ['replicate', 'site-lost-8.0', 1, 'what leaves an encrypted machine is encrypted'],
    ['failOver', 'recovery-site-8.0', 1, 'a move succeeds or changes nothing'],
    ['startMigration', 'recovery-site-8.0', 1, 'a move succeeds or changes nothing'],
    ['migrationAdvances', 'recovery-site-8.0', 1, 'a move succeeds or changes nothing'],
    ['importProvider', 'recovery-site-8.0', 1, 'a lost site is lost whole'],
    ['restore', 'backup-encrypted-8.0', 0, 'nothing comes from a backup that was not taken'],
    ['exportOvf', 'backup-8.0', 0, 'only a plain machine is exported'],
    ['filesAreStolen', 'site-lost-8.0', 2, 'what leaves an encrypted machine is encrypted'],
    ['storageSnapshotIsStolen', 'thief-8.0', 1, 'what leaves an encrypted machine is encrypted'],
    ['mediaAreStolen', 'backup-encrypted-8.0', 1, 'nothing comes from a backup that was not taken'],
  ],
  moving: [
    [
      'createProvider',
      'recovery-site-8.0',
      0,
      'a provider takes the place of another: otherwise that is deleted by a fault',
      1,
    ],
  ],
  harmless: [
    ['takeSnapshot', 'clones-8.0', 0, 'a machine with a snapshot has one'],
    ['startClone', 'clones-8.0', 0, 'it changes nothing; its refusals are compared with the twin'],
    ['deleteClone', 'clones-8.0', 0, 'without a clone there is none'],
    ['convertToMachine', 'retirement-8.0', 0, 'what is converted is converted'],
    ['convertToTemplate', 'retirement-8.0', 0, 'a template is a template'],
    ['deleteStorageSnapshot', 'thief-8.0', 1, 'without a storage snapshot there is none'],
    ['mainIsLost', 'recovery-site-8.0', 2, 'what is lost stays lost'],
    ['deleteProvider', 'recovery-site-8.0', 2, 'what is gone stays gone'],
    ['p12IsLost', 'recovery-site-8.0', 2, 'what is lost stays lost'],
    ['encryptProxy', 'backup-8.0', 1, 'a proxy could be encrypted while a provider was there'],
    ['backUp', 'backup-8.0', 1, 'another way to the same backup: over NBDSSL, while the provider was there'],
    ['deleteRestored', 'backup-8.0', 1, 'without a restored machine there is none'],
    ['keyLeaks', 'thief-8.0', 1, 'what is known stays known'],
  ],
};
