/** The whole space of copies: its invariants in every state, and what each guard is for. */
import { vmCopies } from '../../models/machines/vm-copies/vm-copies.ts';
import { testGuards, testSpaces } from './suite.ts';

testSpaces(vmCopies, [
  ['clones-8.0', 2, { article: 196, vendor: 196 }],
  ['retirement-8.0', 1, { article: 3_840, vendor: 3_840 }],
  ['thief-8.0', 3, { article: 1_524, vendor: 1_524 }],
  ['recovery-site-8.0', 2, { article: 1_752, vendor: 1_752 }],
  ['site-lost-8.0', 2, { article: 2_244, vendor: 2_244 }],
  ['backup-8.0', 2, { article: 3_060, vendor: 3_060 }],
  ['backup-encrypted-8.0', 2, { article: 52, vendor: 52 }],
]);

testGuards(vmCopies, {
  breaking: [
    ['powerOff', 'recovery-site-8.0', 1, 'a move succeeds or changes nothing'],
    ['shallowRecrypt', 'clones-8.0', 0, 'encrypted or plain'],
    ['deepRecrypt', 'clones-8.0', 0, 'a linked clone has the data key of its parent'],
    ['decrypt', 'clones-8.0', 0, 'a linked clone has the data key of its parent'],
    ['deleteSnapshot', 'clones-8.0', 0, 'a linked clone has the data key of its parent'],
    ['cloneMachine', 'clones-8.0', 0, 'a linked clone has the data key of its parent'],
    ['revertStorageSnapshot', 'retirement-8.0', 0, 'a linked clone has the data key of its parent'],
    ['importProvider', 'recovery-site-8.0', 1, 'a lost site is lost whole'],
    ['failOver', 'recovery-site-8.0', 1, 'a move succeeds or changes nothing'],
    ['startMigration', 'recovery-site-8.0', 1, 'a move succeeds or changes nothing'],
    ['migrationAdvances', 'recovery-site-8.0', 1, 'a move succeeds or changes nothing'],
    ['exportOvf', 'backup-8.0', 0, 'only a plain machine is exported'],
    ['takeStorageSnapshot', 'site-lost-8.0', 1, 'a lost site is lost whole'],
  ],
  moving: [
    [
      'powerOn',
      'recovery-site-8.0',
      1,
      'a machine runs where its key is not, as one does whose provider was deleted',
    ],
    ['storageSnapshotIsStolen', 'thief-8.0', 1, 'the thief has a copy that never was'],
    ['filesAreStolen', 'site-lost-8.0', 2, 'the thief has a copy of a machine that is nowhere'],
    ['replicate', 'recovery-site-8.0', 1, 'a replica of nothing'],
    ['createProvider', 'recovery-site-8.0', 1, 'a provider takes the place of another, as after deleting it'],
    ['restore', 'backup-8.0', 1, 'a machine restored from nothing'],
    ['mediaAreStolen', 'backup-8.0', 1, 'media that hold nothing are stolen'],
  ],
  harmless: [
    ['takeSnapshot', 'clones-8.0', 0, 'a machine with a snapshot has one'],
    ['startClone', 'clones-8.0', 0, 'it changes nothing; its refusals are compared with the twin'],
    ['deleteClone', 'clones-8.0', 0, 'without a clone there is none'],
    ['convertToMachine', 'retirement-8.0', 0, 'what is converted is converted'],
    ['convertToTemplate', 'retirement-8.0', 0, 'a template is a template'],
    ['deleteStorageSnapshot', 'thief-8.0', 1, 'without a storage snapshot there is none'],
    ['deleteProvider', 'recovery-site-8.0', 2, 'what is gone stays gone'],
    ['p12IsLost', 'recovery-site-8.0', 2, 'what is lost stays lost'],
    ['mainIsLost', 'recovery-site-8.0', 2, 'what is lost stays lost'],
    ['encryptProxy', 'backup-8.0', 1, 'a proxy could be encrypted while a provider was there'],
    ['backUp', 'backup-8.0', 1, 'another way to the same backup: over NBDSSL, while the provider was there'],
    ['deleteRestored', 'backup-8.0', 1, 'without a restored machine there is none'],
    ['keyLeaks', 'thief-8.0', 1, 'what is known stays known'],
  ],
});
